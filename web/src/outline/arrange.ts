// From what is written about chapters to the tree people see: cycles broken, orphans shown, ties decided, the same way
// everywhere. The mirror of manual::outline's arrange, checked by the same vectors. Pure; never writes. The rules are those
// of docs/document-model.md, "The outline".

/** What is written about a chapter, before cycles and the like are resolved. */
export interface Written {
  readonly id: string;
  readonly title: string;
  readonly parent: string | null;
  /** Empty if no key is written. */
  readonly order: string;
  readonly deleted: boolean;
  /** The template it was made from, as it is written: nobody looked whether there is one. */
  readonly from?: string | null;
}

/** A chapter as the outline shows it: its parent is never deleted, never unknown and never below itself. */
export type OutlineChapter = Written;

/** The chapters in the order people read them, each before its children, with the parents they are shown under. */
export function arrange(written: readonly Written[]): OutlineChapter[] {
  const parents = shownParents(written);
  const children = new Map<string | null, OutlineChapter[]>();
  for (const chapter of written) {
    const parent = parents.get(chapter.id) ?? null;
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [{ ...chapter, parent }]);
    else siblings.push({ ...chapter, parent });
  }
  for (const siblings of children.values()) siblings.sort((one, other) => -byPlace(one, other)); // the last first
  const arranged: OutlineChapter[] = [];
  const ahead = children.get(null) ?? [];
  for (let chapter = ahead.pop(); chapter !== undefined; chapter = ahead.pop()) {
    ahead.push(...(children.get(chapter.id) ?? []));
    arranged.push(chapter);
  }
  return arranged;
}

/** Parents as written, but for unknown ones and one in each cycle. */
export function realParents(written: readonly Written[]): Map<string, string | null> {
  const known = new Set(written.map(({ id }) => id));
  const parents = new Map(
    written.map(({ id, parent }): [string, string | null] => [
      id,
      parent !== null && known.has(parent) ? parent : null,
    ]),
  );
  for (const top of topsOfCycles(parents)) parents.set(top, null);
  return parents;
}

// Deleted parents are passed over, so that nothing disappears with them.
function shownParents(written: readonly Written[]): Map<string, string | null> {
  const deleted = new Set(written.filter((chapter) => chapter.deleted).map(({ id }) => id));
  const parents = realParents(written);
  const shown = (id: string): string | null => {
    let parent = parents.get(id) ?? null;
    while (parent !== null && deleted.has(parent)) parent = parents.get(parent) ?? null;
    return parent;
  };
  return new Map(written.map(({ id }) => [id, shown(id)]));
}

// In each cycle the chapter with the smallest id.
function topsOfCycles(parents: ReadonlyMap<string, string | null>): string[] {
  const walked = new Set<string>();
  const tops: string[] = [];
  for (const start of parents.keys()) {
    const path: string[] = [];
    let next: string | null = start;
    while (next !== null && !walked.has(next)) {
      walked.add(next);
      path.push(next);
      next = parents.get(next) ?? null;
    }
    const cycle = next === null ? [] : path.slice(path.indexOf(next));
    if (next !== null && path.includes(next)) tops.push(cycle.reduce((least, id) => (id < least ? id : least)));
  }
  return tops;
}

/** By order, equal ones by id. Keys compare by their bytes, never by the rules of a language. */
export function byPlace(one: Written, other: Written): number {
  if (one.order !== other.order) return one.order < other.order ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
