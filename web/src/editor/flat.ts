// The flat text as the editor keeps it: a list of blocks, each with its mark and the runs of units behind it. Read once
// from the whole text, then kept up by the deltas of events, so that a keystroke costs no reading of the chapter.
// Never writes to the text. Next: assemble.ts.
import * as Y from "yjs";
import type { Node } from "prosemirror-model";
import type { Shown } from "./assemble.ts";

export type Attributes = Readonly<Record<string, unknown>>;

/** Units with equal attributes: characters, or one embed that is not a mark. */
export type Run = TextRun | EmbedRun;
export interface TextRun {
  readonly text: string;
  readonly attributes: Attributes;
}
export interface EmbedRun {
  readonly embed: unknown;
  readonly attributes: Attributes;
}

/** One block: its mark and what stands behind it up to the next. The first block of the list has no mark. */
export interface Block {
  readonly mark: Y.Map<unknown> | null;
  /** The mark's keys as written. */
  keys: Attributes;
  /** Inline attributes on the mark itself: they leaked from the block before (F2). */
  leaks: Attributes;
  runs: readonly Run[];
  /** Units behind the mark. */
  length: number;
  /** What assemble made of it; kept between edits. */
  shown: Shown | null;
  node: Node | null;
  group: Group | null;
}

/** Blocks that make one node at the top of the tree. */
export interface Group {
  readonly blocks: readonly Block[];
  /** What it was made of: how each block was shown, and its node. */
  readonly shown: readonly (Shown | null)[];
  nodes: readonly (Node | null)[];
  node: Node;
}

export type Delta = readonly { insert?: unknown; delete?: number; retain?: number; attributes?: Attributes }[];

export const NO_ATTRIBUTES: Attributes = Object.freeze({});

/** All blocks of a text. Reads the whole chapter: for opening, not for keystrokes. */
export function readBlocks(body: Y.Text): Block[] {
  return applyDelta([newBlock(null, NO_ATTRIBUTES)], body.toDelta() as Delta).blocks;
}

/** How many units a block takes in the text. */
export const unitsOf = (block: Block): number => block.length + (block.mark === null ? 0 : 1);

export function newBlock(mark: Y.Map<unknown> | null, leaks: Attributes): Block {
  const keys = mark === null ? NO_ATTRIBUTES : (mark.toJSON() as Attributes);
  return { mark, keys, leaks, runs: [], length: 0, shown: null, node: null, group: null };
}

/** The blocks after an event; `structural` if a mark came or went. The blocks that change are changed in place. */
export function applyDelta(before: readonly Block[], delta: Delta): { blocks: Block[]; structural: boolean } {
  const start = before[0] ?? newBlock(null, NO_ATTRIBUTES);
  const startShows = start.length > 0;
  const source = new Source(before);
  const target = new Target(start);
  for (const op of delta) {
    if (op.delete !== undefined) source.take(op.delete, target.dropping());
    else if (op.retain !== undefined) source.take(op.retain, target.keeping(op.attributes));
    else target.insert(op.insert, op.attributes ?? NO_ATTRIBUTES);
  }
  source.take(Infinity, target.keeping(undefined));
  const { blocks, structural } = target.finish();
  return { blocks, structural: structural || startShows !== start.length > 0 };
}

interface Sink {
  /** Takes a block over untouched; false if it must be handed over piece by piece. */
  whole(block: Block): boolean;
  mark(block: Block): void;
  run(run: Run): void;
}

/** Hands over the old blocks piece by piece, in order. */
class Source {
  private index = 0;
  private runIndex = 0;
  private runOffset = 0;
  private markTaken = false;
  private runs: readonly Run[];

  constructor(private readonly blocks: readonly Block[]) {
    this.runs = blocks[0]?.runs ?? [];
  }

  take(units: number, sink: Sink): void {
    let left = units;
    for (let block = this.blocks[this.index]; block !== undefined && left >= 0; block = this.blocks[this.index]) {
      const fresh = !this.markTaken && this.runIndex === 0 && this.runOffset === 0;
      if (fresh && unitsOf(block) <= left && sink.whole(block)) {
        left -= unitsOf(block);
        this.enter(this.index + 1);
        continue;
      }
      if (block.mark !== null && !this.markTaken) {
        if (left === 0) return;
        this.markTaken = true;
        left -= 1;
        sink.mark(block);
      }
      left = this.takeRuns(left, sink);
      if (this.runIndex < this.runs.length) return;
      // Stay behind the last unit: whether the next block follows is for the next operation to say.
      if (left === 0) return;
      this.enter(this.index + 1);
    }
  }

  private takeRuns(units: number, sink: Sink): number {
    let left = units;
    for (let run = this.runs[this.runIndex]; run !== undefined && left > 0; run = this.runs[this.runIndex]) {
      const size = runUnits(run) - this.runOffset;
      const taken = Math.min(size, left);
      sink.run("text" in run ? { ...run, text: run.text.slice(this.runOffset, this.runOffset + taken) } : run);
      left -= taken;
      this.runOffset += taken;
      if (taken === size) {
        this.runIndex += 1;
        this.runOffset = 0;
      }
    }
    return left;
  }

  private enter(index: number): void {
    this.index = index;
    this.runIndex = 0;
    this.runOffset = 0;
    this.markTaken = false;
    // Held apart from the block, whose runs may be replaced while its old ones are still being read.
    this.runs = this.blocks[index]?.runs ?? [];
  }
}

/** Puts the new blocks together. */
class Target {
  private readonly blocks: Block[] = [];
  private open: Block;
  /** The open block's new runs; null while they are the old ones. */
  private runs: Run[] | null = [];
  private structural = false;

  constructor(start: Block) {
    this.open = start;
  }

  keeping(attributes: Attributes | undefined): Sink {
    return {
      whole: (block) => attributes === undefined && this.whole(block),
      mark: (block) => {
        this.close();
        this.open = block;
        this.runs = [];
        if (attributes !== undefined) block.leaks = merged(block.leaks, attributes);
      },
      run: (run) => {
        this.append(attributes === undefined ? run : { ...run, attributes: merged(run.attributes, attributes) });
      },
    };
  }

  dropping(): Sink {
    return {
      whole: () => false,
      mark: () => {
        this.structural = true;
      },
      run: () => undefined,
    };
  }

  insert(content: unknown, attributes: Attributes): void {
    if (typeof content === "string") this.append({ text: content, attributes });
    else if (content instanceof Y.Map) {
      this.close();
      this.open = newBlock(content as Y.Map<unknown>, attributes);
      this.runs = [];
      this.structural = true;
    } else this.append({ embed: content instanceof Y.AbstractType ? null : content, attributes });
  }

  finish(): { blocks: Block[]; structural: boolean } {
    this.close();
    return { blocks: this.blocks, structural: this.structural };
  }

  private whole(block: Block): boolean {
    if (block.mark === null) {
      if (this.open !== block || this.runs === null || this.runs.length > 0) return false;
    } else this.close();
    this.open = block;
    this.runs = null;
    return true;
  }

  private append(run: Run): void {
    this.runs ??= [...this.open.runs];
    const last = this.runs.at(-1);
    if (last !== undefined && "text" in last && "text" in run && sameAttributes(last.attributes, run.attributes)) {
      this.runs[this.runs.length - 1] = { text: last.text + run.text, attributes: last.attributes };
    } else this.runs.push(run);
  }

  private close(): void {
    if (this.runs !== null) {
      this.open.runs = this.runs;
      this.open.length = this.runs.reduce((units, run) => units + runUnits(run), 0);
      this.open.node = null;
      this.runs = null;
    }
    this.blocks.push(this.open);
  }
}

const runUnits = (run: Run): number => ("text" in run ? run.text.length : 1);

function merged(attributes: Attributes, change: Attributes): Attributes {
  const result: Record<string, unknown> = { ...attributes };
  for (const [name, value] of Object.entries(change)) {
    if (value === null || value === undefined) Reflect.deleteProperty(result, name);
    else result[name] = value;
  }
  return result;
}

export function sameAttributes(one: Attributes, other: Attributes): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => sameValue(one[name], other[name]));
}

/** Equality of JSON values. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  return JSON.stringify(one) === JSON.stringify(other);
}
