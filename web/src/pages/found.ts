// What a search found, as the page shows it: chapter by chapter, the words that were sought marked. Pure. Next:
// FindInManual.svelte.
import type { Hit } from "../api.ts";

export interface OfChapter {
  readonly chapter: string;
  readonly title: string;
  readonly hits: readonly Hit[];
}

/** The hits by chapter, each in the order in which they came. */
export function byChapter(hits: readonly Hit[]): OfChapter[] {
  const chapters = new Map<string, { readonly chapter: string; readonly title: string; readonly hits: Hit[] }>();
  for (const hit of hits) {
    const { chapter, title } = hit;
    const of = chapters.get(chapter) ?? { chapter, title, hits: [] };
    of.hits.push(hit);
    chapters.set(chapter, of);
  }
  return [...chapters.values()];
}

export interface Part {
  readonly text: string;
  readonly isFound: boolean;
}

/** A snippet in parts. */
export function marked({ snippet, found }: Pick<Hit, "snippet" | "found">): Part[] {
  const parts: Part[] = [];
  let at = 0;
  const add = (to: number, isFound: boolean): void => {
    if (to > at) parts.push({ text: snippet.slice(at, to), isFound });
    at = Math.max(at, to);
  };
  for (const [from, to] of found) {
    add(from, false);
    add(to, true);
  }
  add(snippet.length, false);
  return parts;
}
