// A peer on yjs: the real editor without a page. Does at random what people do, through the editor's own commands, through
// ProseMirror's, and through steps as a browser makes them; and tells the ledger what was asked for.
import { joinBackward, joinForward, setBlockType } from "prosemirror-commands";
import type { Node } from "prosemirror-model";
import { liftListItem, sinkListItem, wrapInList } from "prosemirror-schema-list";
import { TextSelection, type Command } from "prosemirror-state";
import * as Y from "yjs";
import * as commands from "../../src/editor/commands.ts";
import { textBlocks, type TextBlock } from "../../src/editor/flatten.ts";
import { schema } from "../../src/editor/schema.ts";
import { EditorCore } from "../../src/editor/state.ts";
import { assembled, flattened, treeOf, type Tree, type Unit } from "../editor/tree.ts";
import type { Chance } from "./chance.ts";
import type { Ledger, SeenBlock } from "./ledger.ts";
import { problem, sameTree, textOf, unitsIn, type Mode, type Peer } from "./peer.ts";
import { slice } from "./slice.ts";
import { leftWords, Structures, wordsOf } from "./structure.ts";

/** What a deed did, for the ledger. */
interface Deed {
  typed?: string;
  deleted?: string[];
  undone?: true;
  /** Words that were left over and are put back. */
  back?: string;
  /** Payloads go with what refers to them, or their words stand in another order now. */
  takes?: true;
}

const RECEIVED = "received";
const LINK = "https://example.org/";

export class YjsPeer implements Peer {
  private readonly ydoc = new Y.Doc();
  private readonly core: EditorCore;
  private readonly structures: Structures;
  private readonly newId = (): string => `${this.name}${String(this.made++).padStart(12 - this.name.length, "0")}`;
  private sent: Uint8Array[] = [];
  private made = 0;

  constructor(
    readonly name: string,
    client: number,
    private readonly mode: Mode,
    pauseMs: number,
  ) {
    this.ydoc.clientID = client;
    this.core = new EditorCore({
      ydoc: this.ydoc,
      newId: this.newId,
      pauseMs,
    });
    this.structures = new Structures(this.core, this.newId, name);
    this.ydoc.on("update", (update: Uint8Array, origin: unknown) => {
      if (this.core.owns(origin)) this.sent.push(update);
      else if (origin !== RECEIVED) throw problem(`${name} changed its text by itself`);
    });
  }

  async act(chance: Chance, ledger: Ledger): Promise<Uint8Array[]> {
    const before = ledger.counted(this.text);
    const left = ledger.counted(leftWords(this.core));
    let blocks = this.seen();
    const stop = this.core.subscribe(() => {
      ledger.give(blocks, this.seen());
      blocks = this.seen();
    });
    const deed = this.deed(chance, ledger);
    stop();
    const after = ledger.counted(this.text);
    // An undo may take back own words in what others removed meanwhile.
    if (deed.undone === true)
      ledger.undo(this.name, gone([...before, ...left], [...after, ...ledger.counted(leftWords(this.core))]));
    else if (deed.takes === true) {
      ledger.delete(this.name, [...gone(before, after), ...ledger.counted((deed.deleted ?? []).join(""))]);
      checkTyped(this.name, before, after, ledger.counted((deed.typed ?? "") + (deed.back ?? "")));
    } else {
      ledger.delete(this.name, ledger.counted((deed.deleted ?? []).join("")));
      this.checkDeed(before, after, ledger, deed);
    }
    return this.take();
  }

  async apply(update: Uint8Array): Promise<void> {
    Y.applyUpdate(this.ydoc, update, RECEIVED);
    if (this.sent.length > 0) throw problem(`${this.name} sent something because it received something`);
    if (this.ydoc.store.pendingStructs !== null) throw problem("an update came before what it needs");
  }

  async check(): Promise<void> {
    const { doc } = this.core.state;
    doc.check();
    const body = this.ydoc.getText("body");
    sameTree(
      treeOf(doc, this.ydoc),
      treeOf(assembled(body), this.ydoc),
      `${this.name} shows what its text does not assemble to`,
    );
    this.structures.check();
    const ids = this.seen().map(({ id }) => id);
    if (new Set(ids).size !== ids.length) throw problem(`${this.name} shows an id twice: ${ids.join(" ")}`);
    if (characters(flattened(doc)) !== characters(await this.units()))
      throw problem(`${this.name} flattens to another text`);
  }

  async tree(): Promise<Tree> {
    return treeOf(this.core.state.doc, this.ydoc);
  }

  async units(): Promise<Unit[]> {
    return unitsIn(this.ydoc.getText("body"));
  }

  async state(): Promise<Uint8Array> {
    return Y.encodeStateAsUpdate(this.ydoc);
  }

  destroy(): void {
    this.structures.destroy();
    this.core.destroy();
    this.ydoc.destroy();
  }

  /** What this person sees, payloads included. */
  private get text(): string {
    return wordsOf(treeOf(this.core.state.doc, this.ydoc));
  }

  async left(): Promise<string> {
    return leftWords(this.core);
  }

  private seen(): SeenBlock[] {
    return textBlocks(this.core.state.doc.content).map(({ node, keys }) => ({
      id: String(node.attrs["id"]),
      keys: { ...keys },
    }));
  }

  private take(): Uint8Array[] {
    const sent = this.sent;
    this.sent = [];
    return sent;
  }

  /** What a deed asked for is what happened: no other character came, went or changed its place. */
  private checkDeed(before: string[], after: string[], ledger: Ledger, deed: Deed): void {
    // Characters that are there twice, by the classes that may be, cannot be told apart.
    if (new Set(before).size < before.length) return;
    const deleted = new Set(deed.deleted ?? []);
    const kept = before.filter((character) => !deleted.has(character));
    const typed = new Set(deed.typed ?? "");
    const old = after.filter((character) => !typed.has(character));
    if (old.join("") !== kept.join(""))
      throw problem(
        `${this.name} changed characters that it was not asked to change: ${show(kept)} became ${show(old)}, after ${show(before)} less ${show([...deleted])}`,
      );
    if (after.length - old.length !== typed.size)
      throw problem(
        `${this.name} typed ${show(after.filter((character) => typed.has(character)))} for ${show([...typed])}`,
      );
    if (deed.typed !== undefined && ledger.counted(deed.typed).length !== typed.size)
      throw problem("typed but not noted");
  }

  private deed(chance: Chance, ledger: Ledger): Deed {
    const extra = { undo: this.mode.undo ? 5 : 0, move: this.mode.cutAndPaste ? 3 : 0 };
    const weights = {
      type: 10,
      letters: 4,
      replace: 2,
      deletes: 4,
      across: 2,
      split: 4,
      join: 4,
      kind: 4,
      list: 5,
      format: 5,
      paste: 2,
      structure: this.mode.structure ? 24 : 0,
    };
    switch (chance.weighted({ ...weights, ...extra })) {
      case "type":
        return this.type(chance, ledger, ledger.characters(1 + chance.below(4)));
      case "letters":
        return this.letters(chance, ledger);
      case "replace":
        return this.replace(chance, ledger);
      case "deletes":
        return this.deletes(chance, 0);
      case "across":
        return this.deletes(chance, 2);
      case "split":
        this.caret(chance);
        return this.command(chance.once(5) ? commands.lineBreak : commands.enter);
      case "join":
        return this.join(chance);
      case "kind":
        return this.kind(chance);
      case "list":
        return this.list(chance);
      case "format":
        return this.format(chance);
      case "paste":
        return this.paste(chance, ledger);
      case "structure":
        if (chance.once(2)) this.caret(chance);
        else this.range(chance, chance.below(3));
        return this.structures.deed(chance, () => {
          const text = ledger.characters(1 + chance.below(4));
          ledger.type(text);
          return text;
        });
      case "move":
        return this.move(chance, ledger);
      case "undo":
        if (chance.once(4)) this.core.redo();
        else this.core.undo();
        return { undone: true };
    }
  }

  private type(chance: Chance, ledger: Ledger, text: string): Deed {
    this.caret(chance);
    if (chance.once(6)) this.core.run(commands.toggleInline("strong"));
    ledger.type(text);
    this.core.dispatch(this.core.state.tr.insertText(text));
    return { typed: text };
  }

  private letters(chance: Chance, ledger: Ledger): Deed {
    const text = ledger.characters(2 + chance.below(4));
    this.caret(chance);
    ledger.type(text);
    for (const letter of text) this.core.dispatch(this.core.state.tr.insertText(letter));
    return { typed: text };
  }

  private replace(chance: Chance, ledger: Ledger): Deed {
    const deleted = this.range(chance, chance.once(4) ? 1 : 0);
    const text = ledger.characters(1 + chance.below(3));
    ledger.type(text);
    this.core.dispatch(this.core.state.tr.insertText(text));
    return this.taking({ typed: text, deleted });
  }

  private deletes(chance: Chance, blocks: number): Deed {
    const deleted = this.range(chance, blocks);
    this.core.dispatch(this.core.state.tr.deleteSelection());
    return this.taking({ deleted });
  }

  private join(chance: Chance): Deed {
    const { blocks } = this;
    const { node, pos } = chance.of(blocks);
    const forward = chance.once(3);
    const at = forward ? pos + node.nodeSize - 1 : pos + 1;
    this.core.dispatch(this.core.state.tr.setSelection(TextSelection.create(this.core.state.doc, at)));
    if (forward) return this.command(chance.once(3) ? joinForward : commands.deleteAtEnd);
    return this.command(chance.once(3) ? joinBackward : commands.backspaceAtStart);
  }

  private kind(chance: Chance): Deed {
    this.range(chance, chance.below(2));
    const kind = chance.of(["p", "h2", "h3", "h4", "quote"] as const);
    if (!chance.once(4)) return this.command(commands.setKind(kind));
    return this.command(setBlockType(schema.node("heading").type, { level: 2 + chance.below(3) }));
  }

  private list(chance: Chance): Deed {
    this.range(chance, chance.below(3));
    const item = schema.nodes["list_item"] as NonNullable<(typeof schema.nodes)[string]>;
    const list = schema.nodes["bullet_list"] as NonNullable<(typeof schema.nodes)[string]>;
    const ways = {
      bullet: commands.toggleList("bullet"),
      number: commands.toggleList("number"),
      indent: commands.indent,
      outdent: commands.outdent,
      wrap: wrapInList(list),
      sink: sinkListItem(item),
      lift: liftListItem(item),
    };
    return this.command(
      ways[chance.weighted({ bullet: 4, number: 3, indent: 4, outdent: 2, wrap: 1, sink: 1, lift: 1 })],
    );
  }

  private format(chance: Chance): Deed {
    this.range(chance, chance.below(2));
    if (chance.once(5)) return this.command(commands.setLink(chance.once(3) ? null : LINK + chance.of(["a", "b"])));
    return this.command(commands.toggleInline(chance.of(["strong", "strong", "em", "sub", "sup"])));
  }

  private paste(chance: Chance, ledger: Ledger): Deed {
    const deleted = chance.once(2) ? this.range(chance, chance.below(2), "whole") : (this.caret(chance, "whole"), []);
    const made = slice(chance, ledger);
    this.core.dispatch(this.core.state.tr.replaceSelection(made));
    const typed = made.content.textBetween(0, made.content.size);
    return this.taking({ typed, deleted });
  }

  /** Cut here, paste there. */
  private move(chance: Chance, ledger: Ledger): Deed {
    const moved = ledger.counted(this.range(chance, chance.below(3), "whole").join(""));
    const cut = this.core.state.selection.content();
    ledger.move(moved);
    this.core.dispatch(this.core.state.tr.deleteSelection());
    this.caret(chance, "whole");
    this.core.dispatch(this.core.state.tr.replaceSelection(cut));
    return { deleted: moved, typed: moved.join("") };
  }

  /** What stands between two borders may refer to payloads, whose words go with it. */
  private taking(deed: Deed): Deed {
    return this.mode.structure ? { ...deed, takes: true } : deed;
  }

  private command(command: Command): Deed {
    this.core.run(command);
    return this.taking({});
  }

  private get blocks(): TextBlock[] {
    return textBlocks(this.core.state.doc.content);
  }

  private caret(chance: Chance, borders: "any" | "whole" = "any"): void {
    const { node, pos } = chance.of(this.blocks);
    const at = pos + 1 + chance.below(node.content.size + 1);
    this.select(borders === "whole" && isInside(this.core.state.doc, at) ? at + 1 : at, null);
  }

  /** Selects something from one block into one of the next; the characters in it, whole ones. */
  private range(chance: Chance, blocks: number, borders: "any" | "whole" = "any"): string[] {
    const all = this.blocks;
    const first = chance.below(all.length);
    const last = Math.min(first + (blocks === 0 ? 0 : chance.below(blocks + 1)), all.length - 1);
    const [one, other] = [all[first] as TextBlock, all[last] as TextBlock];
    const from = one.pos + 1 + chance.below(one.node.content.size + 1);
    const reach =
      last === first ? from + 1 + chance.below(5) : other.pos + 1 + chance.below(other.node.content.size + 1);
    const to = Math.max(Math.min(reach, other.pos + 1 + other.node.content.size), from);
    const { doc } = this.core.state;
    const [start, end] =
      borders === "any" && first === last
        ? [from, to]
        : [from - (isInside(doc, from) ? 1 : 0), to + (isInside(doc, to) ? 1 : 0)];
    this.select(start, end);
    return Array.from(wholeText(doc, start, end));
  }

  private select(from: number, to: number | null): void {
    const { state } = this.core;
    this.core.dispatch(state.tr.setSelection(TextSelection.create(state.doc, from, to ?? from)));
  }
}

/** Whether a position is between the two halves of a character. */
function isInside(doc: Node, pos: number): boolean {
  const { parent, parentOffset: at } = doc.resolve(pos);
  if (at === 0 || at === parent.content.size) return false;
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(parent.textBetween(at - 1, at + 1));
}

/** The text between two positions, with the other halves of characters that are cut in two. */
function wholeText(doc: Node, from: number, to: number): string {
  if (from === to) return "";
  const text = doc.textBetween(from, to);
  const before = /^[\udc00-\udfff]/.test(text) ? doc.textBetween(from - 1, from) : "";
  const after = /[\ud800-\udbff]$/.test(text) ? doc.textBetween(to, to + 1) : "";
  return before + text + after;
}

const show = (text: readonly string[]): string => text.map((each) => (each.codePointAt(0) ?? 0).toString(16)).join(" ");

const characters = (units: readonly Unit[]): string => textOf(units);

function gone(before: readonly string[], after: readonly string[]): string[] {
  const left = new Set(after);
  return before.filter((character) => !left.has(character));
}

/** A deed that takes payloads with it brings no characters but those typed, each of them once. */
function checkTyped(who: string, before: readonly string[], after: readonly string[], typed: readonly string[]): void {
  const were = new Set(before);
  const come = after.filter((character) => !were.has(character));
  const strange = come.filter((character) => !typed.includes(character));
  if (strange.length > 0) throw problem(`${who} brought ${show(strange)}, which was not typed`);
  if (come.length !== typed.length) throw problem(`${who} typed ${show(typed)} and shows ${show(come)}`);
}
