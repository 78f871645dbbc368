// The table of contents from the list of chapters: a tree in the order of the outline, with numbers. Deleted chapters are
// not shown; a chapter whose way up ends at none that is shown stands at the top, so that none is lost from sight.
import type { Chapter } from "./api.ts";

export interface Entry {
  readonly id: string;
  readonly title: string;
  /** "2" or "2.1". */
  readonly number: string;
  readonly entries: readonly Entry[];
}

export function contents(chapters: readonly Chapter[]): Entry[] {
  const shown = chapters.filter(({ deleted }) => !deleted);
  const parents = new Map(shown.map(({ id, parent }) => [id, parent]));
  const children = new Map<string | null, Chapter[]>();
  for (const chapter of shown) {
    const parent = leadsToTop(chapter.id, parents) ? chapter.parent : null;
    children.set(parent, [...(children.get(parent) ?? []), chapter]);
  }
  return entriesUnder(null, "", children);
}

/** How many chapters there are in it, on all levels. */
export function countOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { entries: below }) => sum + 1 + countOf(below), 0);
}

function entriesUnder(parent: string | null, prefix: string, children: Map<string | null, Chapter[]>): Entry[] {
  const here = [...(children.get(parent) ?? [])].sort(byPlace);
  return here.map(({ id, title }, index) => {
    const number = `${prefix}${String(index + 1)}`;
    return { id, title, number, entries: entriesUnder(id, `${number}.`, children) };
  });
}

function leadsToTop(id: string, parents: ReadonlyMap<string, string | null>): boolean {
  let above = parents.get(id);
  for (let steps = 0; typeof above === "string" && steps < parents.size; steps += 1) above = parents.get(above);
  return above === null;
}

// Fractional indices compare by their bytes, never by the rules of a language.
function byPlace(a: Chapter, b: Chapter): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}
