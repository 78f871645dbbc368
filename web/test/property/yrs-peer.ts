// The peer on yrs: a program driven line by line over its standard input and output. Its opening comment tells the
// commands. YRS_PEER names it; without that it is built and taken from the target folder.
import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Attributes } from "../../src/editor/flat.ts";
import { assembled, bodyOf, treeOf, type Tree, type Unit } from "../editor/tree.ts";
import type { Chance } from "./chance.ts";
import type { Ledger, SeenBlock } from "./ledger.ts";
import { problem, sameTree, textOf, type Peer } from "./peer.ts";

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
  from?: number;
  to?: number;
  mark?: Attributes;
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
  private constructor(private readonly program: YrsProgram) {}

  static async create(program: YrsProgram, client: number): Promise<YrsPeer> {
    await program.ask({ do: "new", client });
    return new YrsPeer(program);
  }

  async apply(update: Uint8Array): Promise<void> {
    const { gap } = await this.program.ask({ do: "apply", update: text64(update) });
    if (gap === true) throw problem("an update came before what it needs");
  }

  async left(): Promise<string> {
    throw problem("what is left over is asked of the editors");
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
    const units = await this.units();
    sameTree(await this.tree(), treeOf(assembled(bodyOf(units))), "yrs assembles otherwise than the editor");
  }

  async act(chance: Chance, ledger: Ledger): Promise<Uint8Array[]> {
    const units = await this.units();
    const before = seen(units);
    const flat = new Flat(units);
    const op = this.choose(chance, ledger, flat);
    if (op === null) return [];
    const answer = await this.program.ask({ do: "edit", op });
    if (op.name === "delete") ledger.delete(this.name, ledger.counted(flat.text(answer.from ?? 0, answer.to ?? 0)));
    if (op.name === "insert") ledger.type(op.text);
    const after = await this.units();
    ledger.give(before, seen(after));
    const expected = ledger.counted(textOf(units)).length + (op.name === "insert" ? Array.from(op.text).length : 0);
    const gone = op.name === "delete" ? ledger.counted(flat.text(answer.from ?? 0, answer.to ?? 0)).length : 0;
    if (ledger.counted(textOf(after)).length !== expected - gone)
      throw problem(`yrs ${op.name} changed other characters`);
    return typeof answer.update === "string" ? [bytes(answer.update)] : [];
  }

  private choose(chance: Chance, ledger: Ledger, flat: Flat): Op | null {
    const at = flat.firstMark + 1 + chance.below(flat.length - flat.firstMark);
    const marks = flat.marks;
    const block = chance.below(marks.length);
    const end = marks[block + 1] ?? flat.length;
    const mark = marks[block];
    switch (chance.weighted({ insert: 8, delete: 3, split: 3, join: 2, kind: 3, format: 2 })) {
      case "insert": {
        const attributes = chance.once(6) ? { strong: true } : {};
        return { name: "insert", at, text: ledger.characters(1 + chance.below(4)), marks: attributes };
      }
      case "delete":
        return { name: "delete", from: at, to: Math.min(at + 1 + chance.below(5), flat.length) };
      case "split":
        return { name: "split", at, id: `yrs${String(this.made++).padStart(9, "0")}` };
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
