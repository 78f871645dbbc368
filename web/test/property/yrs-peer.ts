// The peer on yrs: a program driven line by line over its standard input and output. Its opening comment tells the
// commands. YRS_PEER names it; without that it is built and taken from the target folder.
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Attributes } from "../../src/editor/flat.ts";
import { assembled, bodyOf, treeOf, type Payloads, type Tree, type Unit } from "../editor/tree.ts";
import type { Chance } from "./chance.ts";
import type { Ledger, SeenBlock } from "./ledger.ts";
import { problem, sameTree, type Mode, type Peer } from "./peer.ts";
import { wordsOf } from "./structure.ts";
import { MADE, structureDeed, type StructureOp } from "./yrs-structure.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The program, built if it was not named. */
export function program(): string {
  const named = process.env["YRS_PEER"];
  if (named !== undefined) return named;
  execFileSync("cargo", ["build", "-q", "-p", "tests", "--bin", "yrs-peer"], { cwd: ROOT, stdio: "inherit" });
  return `${process.env["CARGO_TARGET_DIR"] ?? `${ROOT}target`}/debug/yrs-peer`;
}

interface Answer {
  error?: string;
  update?: string | null;
  gap?: boolean;
  units?: Unit[];
  tree?: Tree;
  at?: number;
  from?: number;
  to?: number;
  mark?: Attributes;
  payloads?: Payloads;
  leftover?: { text: string }[];
  /** The lines that an edit took out of sight, with the words that it took out of them. */
  cleared?: [object, string][];
}

export class YrsProgram {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly waiting: ((line: string) => void)[] = [];

  constructor(path: string) {
    this.child = spawn(path);
    this.child.stderr.pipe(process.stderr);
    createInterface({ input: this.child.stdout }).on("line", (line) => this.waiting.shift()?.(line));
  }

  async ask(command: object): Promise<Answer> {
    const line = await new Promise<string>((resolve) => {
      this.waiting.push(resolve);
      this.child.stdin.write(`${JSON.stringify(command)}\n`);
    });
    const answer = JSON.parse(line) as Answer;
    if (answer.error !== undefined) throw new Error(`yrs peer: ${answer.error} (${JSON.stringify(command)})`);
    return answer;
  }

  end(): void {
    this.child.stdin.end();
  }
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));
const text64 = (update: Uint8Array): string => Buffer.from(update).toString("base64");

export class YrsPeer implements Peer {
  readonly name = "yrs";
  readonly canUndo = false;
  private made = 0;
  private readonly newId = (): string => `yrs${String(this.made++).padStart(9, "0")}`;

  private constructor(
    private readonly program: YrsProgram,
    private readonly mode: Mode,
  ) {}

  static async create(program: YrsProgram, client: number, mode: Mode): Promise<YrsPeer> {
    await program.ask({ do: "new", client });
    return new YrsPeer(program, mode);
  }

  async apply(update: Uint8Array): Promise<void> {
    const { gap } = await this.program.ask({ do: "apply", update: text64(update) });
    if (gap === true) throw problem("an update came before what it needs");
  }

  async left(): Promise<string> {
    const { leftover } = await this.program.ask({ do: "leftover" });
    return (leftover ?? []).map(({ text }) => text).join("");
  }

  async units(): Promise<Unit[]> {
    return (await this.program.ask({ do: "text" })).units ?? [];
  }

  async state(): Promise<Uint8Array> {
    return bytes((await this.program.ask({ do: "state" })).update ?? "");
  }

  async tree(): Promise<Tree> {
    return (await this.program.ask({ do: "tree" })).tree ?? [];
  }

  /** The two assemblies agree on what yrs holds. */
  async check(): Promise<void> {
    const { payloads } = await this.program.ask({ do: "payloads" });
    const body = bodyOf(await this.units(), payloads);
    const shown = treeOf(assembled(body), body.doc ?? undefined);
    sameTree(await this.tree(), shown, "yrs assembles otherwise than the editor");
  }

  async act(chance: Chance, ledger: Ledger): Promise<Uint8Array[]> {
    const units = await this.units();
    const text = await this.words();
    const deed = await this.deed(chance, ledger, units);
    const updates: Uint8Array[] = [];
    let gone = 0;
    let at: unknown;
    for (const op of deed.ops) {
      const answer = await this.program.ask({ do: "edit", op: op["at"] === MADE ? { ...op, at } : op });
      at = answer.at;
      if (typeof answer.update === "string") updates.push(bytes(answer.update));
      const taken = deed.takes(answer) + (answer.cleared ?? []).map(([, words]) => words).join("");
      ledger.delete(this.name, ledger.counted(taken));
      gone += ledger.counted(taken).length;
    }
    ledger.give(seen(units), seen(await this.units()));
    const expected = ledger.counted(text).length + Array.from(deed.typed).length - gone;
    if (ledger.counted(await this.words()).length !== expected)
      throw problem(`yrs changed other characters: ${JSON.stringify(deed.ops)}`);
    return updates;
  }

  /** The words that it shows or has left over. */
  private async words(): Promise<string> {
    return wordsOf(await this.tree()) + (await this.left());
  }

  private async deed(chance: Chance, ledger: Ledger, units: readonly Unit[]): Promise<Deed> {
    const flat = new Flat(units);
    const words = (): string => {
      const text = ledger.characters(1 + chance.below(4));
      ledger.type(text);
      return text;
    };
    if (this.mode.structure && chance.once(2)) {
      const { payloads = {} } = await this.program.ask({ do: "payloads" });
      const at = flat.firstMark + 1 + chance.below(flat.length - flat.firstMark);
      // An undo may have taken every mark.
      const mark = flat.marks.length === 0 ? undefined : chance.of(flat.marks);
      const sight = { tree: await this.tree(), payloads, at, mark };
      const { ops, typed = "" } = structureDeed(chance, sight, this.newId, words);
      const takes = ({ from, to }: Answer): string =>
        ops[0]?.name === "delete" ? textOf(lineUnits(ops[0], payloads)).slice(from, to) : "";
      return { ops, typed, takes };
    }
    const op = this.choose(chance, words, flat);
    const takes = ({ from = 0, to = 0 }: Answer): string => (op?.name === "delete" ? flat.text(from, to) : "");
    return { ops: op === null ? [] : [op], typed: op?.name === "insert" ? op.text : "", takes };
  }

  private choose(chance: Chance, words: () => string, flat: Flat): Op | null {
    const at = flat.firstMark + 1 + chance.below(flat.length - flat.firstMark);
    const marks = flat.marks;
    const block = chance.below(marks.length);
    const end = marks[block + 1] ?? flat.length;
    const mark = marks[block];
    switch (chance.weighted({ insert: 8, delete: 3, split: 3, join: 2, kind: 3, format: 2 })) {
      case "insert": {
        const attributes = chance.once(6) ? { strong: true } : {};
        return { name: "insert", at, text: words(), marks: attributes };
      }
      case "delete":
        return { name: "delete", from: at, to: Math.min(at + 1 + chance.below(5), flat.length) };
      case "split":
        return { name: "split", at, id: this.newId() };
      case "join":
        return block === 0 || mark === undefined ? null : { name: "join", at: mark };
      case "kind":
        return mark === undefined ? null : { name: "kind", at: mark, ...change(chance) };
      case "format": {
        const from = (mark ?? 0) + 1 + chance.below(Math.max(end - (mark ?? 0) - 1, 1));
        if (from >= end) return null;
        const value = chance.once(3) ? null : true;
        const attribute = chance.of(["strong", "em"]);
        return { name: "format", from, to: Math.min(from + 1 + chance.below(5), end), attribute, value };
      }
    }
  }
}

interface Deed {
  readonly ops: readonly StructureOp[];
  readonly typed: string;
  /** The characters that an operation deleted, by its answer. */
  takes(answer: Answer): string;
}

/** The units of the line that an operation names, each that is no character as one. */
function lineUnits({ line }: StructureOp, { notes, tables, figures, boxes }: Payloads): readonly Unit[] {
  const { note, table, row, col, slot, figure, box, of } = line as Record<string, string>;
  if (note !== undefined) return notes?.[note] ?? [];
  if (table !== undefined) return tables?.[table]?.cells?.[`${row ?? ""}:${col ?? ""}:${slot ?? ""}`] ?? [];
  const payload = figure === undefined ? boxes?.[box ?? ""] : figures?.[figure];
  return (payload?.[of ?? ""] ?? []) as Unit[];
}

const textOf = (units: readonly Unit[]): string =>
  units.map((unit) => ("text" in unit ? unit.text : "\u0000")).join("");

type Op =
  | { name: "insert"; at: number; text: string; marks: object }
  | { name: "delete"; from: number; to: number }
  | { name: "split"; at: number; id: string }
  | { name: "join"; at: number }
  | { name: "kind"; at: number; kind?: string; list?: string | null; depth?: number }
  | { name: "format"; from: number; to: number; attribute: string; value: true | null };

function change(chance: Chance): { kind?: string; list?: string | null; depth?: number } {
  if (chance.once(2)) return { kind: chance.of(["p", "h2", "h3", "h4", "quote"]) };
  return chance.once(3) ? { list: null } : { list: chance.of(["bullet", "number", "cont"]), depth: chance.below(3) };
}

const seen = (units: readonly Unit[]): SeenBlock[] =>
  units.flatMap((unit) => ("mark" in unit ? [{ id: String(unit.mark["id"]), keys: unit.mark }] : []));

/** Places in a flat text. */
class Flat {
  readonly marks: number[] = [];
  private readonly flat: string;

  constructor(units: readonly Unit[]) {
    let flat = "";
    for (const unit of units) {
      if ("mark" in unit) this.marks.push(flat.length);
      flat += "text" in unit ? unit.text : "\u0000";
    }
    this.flat = flat;
  }

  get length(): number {
    return this.flat.length;
  }

  get firstMark(): number {
    return this.marks[0] ?? -1;
  }

  text(from: number, to: number): string {
    return this.flat.slice(from, to);
  }
}
