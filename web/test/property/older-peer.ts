// A page that knows only paragraphs, as the first ones did: it writes, deletes, splits, joins and gives kinds in the body,
// and knows nothing of payloads, boxes, notes or tables. It takes no words out of what it removes, so they are left over.
import * as Y from "yjs";
import { leftovers } from "../../src/editor/payload/leftover.ts";
import { plainOf } from "../../src/editor/payload/lines.ts";
import { keepUntidied } from "../../src/untidied.ts";
import { assembled, treeOf, type Tree, type Unit } from "../editor/tree.ts";
import type { Chance } from "./chance.ts";
import type { Ledger, SeenBlock } from "./ledger.ts";
import { problem, unitsIn, type Peer } from "./peer.ts";

const RECEIVED = "received";

export class OlderPeer implements Peer {
  readonly name = "older";
  private readonly ydoc = new Y.Doc();
  private readonly body: Y.Text;
  private sent: Uint8Array[] = [];
  private made = 0;

  constructor(client: number) {
    this.ydoc.clientID = client;
    this.body = this.ydoc.getText("body");
    keepUntidied(this.ydoc);
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== RECEIVED) this.sent.push(update);
    });
  }

  async act(chance: Chance, ledger: Ledger): Promise<Uint8Array[]> {
    const before = await this.seen();
    this.ydoc.transact(() => {
      this.deed(chance, ledger);
    });
    ledger.give(before, await this.seen());
    const { sent } = this;
    this.sent = [];
    return sent;
  }

  async apply(update: Uint8Array): Promise<void> {
    Y.applyUpdate(this.ydoc, update, RECEIVED);
    if (this.ydoc.store.pendingStructs !== null) throw problem("an update came before what it needs");
  }

  async check(): Promise<void> {
    // What it shows of a chapter is its own business; what it leaves of it is judged at the end.
  }

  async tree(): Promise<Tree> {
    return treeOf(assembled(this.body), this.ydoc);
  }

  async left(): Promise<string> {
    return leftovers(this.ydoc, assembled(this.body))
      .map(({ lines }) => lines.map(plainOf).join(""))
      .join("");
  }

  async units(): Promise<Unit[]> {
    return unitsIn(this.body);
  }

  async state(): Promise<Uint8Array> {
    return Y.encodeStateAsUpdate(this.ydoc);
  }

  private deed(chance: Chance, ledger: Ledger): void {
    const units = unitsOf(this.body);
    const at = 1 + chance.below(units.length);
    switch (chance.weighted({ type: 6, delete: 4, split: 3, kind: 3 })) {
      case "type": {
        const text = ledger.characters(1 + chance.below(3));
        ledger.type(text);
        this.body.insert(border(units, at), text, {});
        return;
      }
      case "delete":
        this.delete(units, at, Math.min(at + 1 + chance.below(5), units.length), ledger);
        return;
      case "split": {
        const mark = new Y.Map<unknown>(
          Object.entries({ id: `older${String(this.made++).padStart(7, "0")}`, kind: "p" }),
        );
        this.body.insertEmbed(border(units, at), mark, {});
        return;
      }
      case "kind": {
        const marks = units.filter((unit) => unit instanceof Y.Map);
        (chance.of(marks) as Y.Map<unknown>).set("kind", chance.of(["p", "h2", "quote"]));
      }
    }
  }

  private delete(units: readonly unknown[], from: number, to: number, ledger: Ledger): void {
    const [start, end] = [border(units, from), border(units, to)];
    if (start >= end) return;
    const gone = units.slice(start, end).filter((unit) => typeof unit === "string");
    ledger.delete(this.name, ledger.counted(gone.join("")));
    this.body.delete(start, end - start);
  }

  private async seen(): Promise<SeenBlock[]> {
    const units = await this.units();
    return units.flatMap((unit) => ("mark" in unit ? [{ id: String(unit.mark["id"]), keys: unit.mark }] : []));
  }
}

/** The text unit by unit: halves of characters, marks, and what else is embedded. */
const unitsOf = (body: Y.Text): unknown[] =>
  (body.toDelta() as { insert: unknown }[]).flatMap(({ insert }) =>
    typeof insert === "string" ? insert.split("") : [insert],
  );

/** Never between the halves of a character. */
function border(units: readonly unknown[], at: number): number {
  const [before, after] = [units[at - 1], units[at]];
  const isInside =
    typeof before === "string" && typeof after === "string" && /^[\ud800-\udbff][\udc00-\udfff]$/.test(before + after);
  return isInside ? at - 1 : at;
}
