// A local edit becomes an edit of the flat text: what a step deletes is deleted, what it inserts is inserted, and what
// stands outside its ranges is left alone (W1 to W5, M2 to M4, F1, F3 of docs/document-model.md). Never compares two
// texts, and never reads the view's marks off the text: only what the person changed is written. One writer lives for
// one transaction; its caller opens that. Next: step.ts, which cuts a step into the calls made here.
import * as Y from "yjs";
import { sameValue, type Attributes, type Block, type Run } from "./flat.ts";
import type { MarkKeys } from "./flatten.ts";
import { markFor } from "./inline.ts";
import { isMarkId } from "./values.ts";
import { isEmpty, TextWriter } from "./write-text.ts";

const KEYS = ["kind", "list", "depth", "dir", "lang", "box", "payload", "part"] as const;

const isKey = (key: string): boolean => (KEYS as readonly string[]).includes(key);

export class Writer extends TextWriter {
  /** The mark of each block of the document at hand, in order; null for the block without one. */
  readonly marks: (Y.Map<unknown> | null)[];
  private readonly leaks = new Map<Y.Map<unknown>, Attributes>();
  private ids: Set<unknown> | null = null;

  constructor(
    body: Y.Text,
    shown: readonly Block[],
    private readonly newId: () => string,
  ) {
    super(body);
    this.marks = shown.map((block) => block.mark);
    for (const { mark, leaks } of shown) if (mark !== null && !isEmpty(leaks)) this.leaks.set(mark, leaks);
  }

  get startless(): boolean {
    return this.marks[0] === null;
  }

  /** Inserts the mark of what becomes block number `index`. */
  insertMark(at: number, index: number, keys: MarkKeys, id: unknown): void {
    const mark = new Y.Map<unknown>();
    const own = this.freshId(id);
    mark.set("id", own);
    for (const key of KEYS) if (keys[key] !== undefined) mark.set(key, keys[key]);
    // F1: explicitly without inline attributes, whatever stands to the left.
    this.text.insertEmbed(at, mark, {});
    this.marks.splice(index, 0, mark);
    this.knownIds().add(own);
  }

  /** Gives the block without a mark its own. */
  insertStartMark(keys: MarkKeys): void {
    this.insertMark(0, 0, keys, null);
    this.marks.splice(1, 1);
  }

  /** Writes a block once more, with its id, as the whole move of it goes; how many units that are. */
  copyBlock(at: number, block: Block, keys: MarkKeys | undefined): number {
    const mark = new Y.Map<unknown>();
    const written = { ...block.keys, id: block.keys["id"] ?? this.freshId(null) };
    for (const [key, value] of Object.entries(written)) if (!isKey(key)) mark.set(key, value);
    for (const key of KEYS) {
      const value = keys === undefined ? block.keys[key] : keys[key];
      if (value !== undefined) mark.set(key, value);
    }
    this.text.insertEmbed(at, mark, { ...block.leaks });
    let to = at + 1;
    for (const run of block.runs) {
      if ("text" in run) this.text.insert(to, run.text, { ...run.attributes });
      else this.text.insertEmbed(to, (run.embed ?? {}) as object, { ...run.attributes });
      to += "text" in run ? run.text.length : 1;
    }
    return to - at;
  }

  deleteMark(at: number, index: number): void {
    this.text.delete(at, 1);
    const [mark] = this.marks.splice(index, 1);
    if (mark !== undefined && mark !== null) this.ids?.delete(mark.get("id"));
  }

  /** Writes the keys of a block's mark that differ (W2). */
  changeKeys(index: number, before: MarkKeys, after: MarkKeys): void {
    const mark = this.marks[index];
    if (mark === undefined || mark === null) return;
    for (const key of KEYS) {
      if (sameValue(before[key], after[key])) continue;
      if (after[key] === undefined) mark.delete(key);
      else mark.set(key, after[key]);
    }
  }

  /** Whether an inline attribute is hidden in a block because it leaked into it. */
  hides(index: number, runs: readonly Run[]): boolean {
    const leaks = this.leaksOf(index);
    return runs.some((run) => Object.entries(run.attributes).some(([name, value]) => sameValue(leaks?.[name], value)));
  }

  /** F3: takes leaked attributes off a block, its mark and its text, before the block is formatted, split or joined. */
  clearLeaks(index: number, at: number, units: number): void {
    const leaks = this.leaksOf(index);
    const mark = this.marks[index];
    if (leaks === undefined || mark === undefined || mark === null) return;
    for (const [name, value] of Object.entries(leaks)) {
      if (markFor(name, value) !== null) this.text.format(at, units, { [name]: null });
    }
    this.leaks.delete(mark);
  }

  private leaksOf(index: number): Attributes | undefined {
    const mark = this.marks[index];
    return mark === undefined || mark === null ? undefined : this.leaks.get(mark);
  }

  /** M4: an id from elsewhere is kept if it is nowhere in the text. */
  private freshId(wanted: unknown): string {
    if (isMarkId(wanted) && !this.knownIds().has(wanted)) return wanted;
    for (;;) {
      const id = this.newId();
      if (!this.knownIds().has(id)) return id;
    }
  }

  private knownIds(): Set<unknown> {
    this.ids ??= new Set(this.marks.map((mark) => mark?.get("id")));
    return this.ids;
  }
}
