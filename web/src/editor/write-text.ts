// Writes into one text what a person did to it: inserted runs, deletions, formats (W1, W4, W5 of docs/document-model.md).
// Knows nothing of blocks: the body of a chapter and the lines of payloads are written through it. Next: write.ts for the
// body, field/line.ts for lines.
import type * as Y from "yjs";
import type { Attributes, Run } from "./flat.ts";
import { wholeCharacters } from "./values.ts";

export class TextWriter {
  /** Set when less was written than the document shows, because half a character cannot be written (W5). */
  incomplete = false;

  constructor(protected readonly text: Y.Text) {}

  delete(at: number, units: number): void {
    if (units > 0) this.text.delete(at, units);
  }

  /** Inserts runs; `left` are the shown attributes of the unit before, null if it shows none whatever it carries. */
  insertRuns(at: number, runs: readonly Run[], left: Attributes | null): number {
    let to = at;
    let before = left;
    for (const run of runs) {
      if ("embed" in run) {
        this.text.insertEmbed(to, typeof run.embed === "object" && run.embed !== null ? run.embed : {});
        to += 1;
        before = null;
        continue;
      }
      const text = this.wholeCharacters(run.text);
      if (text === "") continue;
      // W4. Plain behind plain needs no attributes of its own, and then Yjs need not walk the text from its start.
      const isPlain = before !== null && isEmpty(run.attributes) && isEmpty(before);
      if (isPlain) this.text.insert(to, text);
      else this.text.insert(to, text, { ...run.attributes });
      to += text.length;
      before = run.attributes;
    }
    return to - at;
  }

  format(at: number, units: number, name: string, value: unknown): void {
    if (units > 0) this.text.format(at, units, { [name]: value });
  }

  /** W5: leaves out halves of characters. */
  private wholeCharacters(text: string): string {
    const whole = wholeCharacters(text);
    if (whole.length < text.length) this.incomplete = true;
    return whole;
  }
}

export const isEmpty = (attributes: Attributes): boolean => Object.keys(attributes).length === 0;
