// What a paste or an import leaves out, written down while it is read: each kind of thing with how often, and its first
// words. Nothing is left out without a line here, but for what nobody sees. Next: clean.ts.
import { LEFT_UNITS_MAX, LEFT_WORDS_MAX } from "./limits.ts";
import type { Left, LeftOut } from "./tree.ts";

export class Leaving {
  private readonly found = new Map<LeftOut, { count: number; words: string[] }>();

  add(what: LeftOut, words = "", count = 1): void {
    let line = this.found.get(what);
    if (line === undefined) this.found.set(what, (line = { count: 0, words: [] }));
    line.count += count;
    const text = words.replace(/\s+/gu, " ").trim();
    if (text === "" || line.words.length >= LEFT_WORDS_MAX) return;
    line.words.push(
      text.length > LEFT_UNITS_MAX ? `${text.slice(0, LEFT_UNITS_MAX - 1)}…`.replace(/[\ud800-\udbff]…$/, "…") : text,
    );
  }

  get all(): Left[] {
    return [...this.found].map(([what, { count, words }]) => ({ what, count, words }));
  }
}
