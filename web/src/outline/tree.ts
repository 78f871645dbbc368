// The outline as its page shows it: rows with numbers, and where each move by key or menu leads. Deleted chapters are apart.
// Pure; writes nothing. Next: place.ts, which carries a move out; landing.ts for moves by pointer.
import type { OutlineChapter } from "./arrange.ts";
import type { Target } from "./place.ts";

/** A chapter that is not deleted, with what stands under it. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** "2" or "2.1". */
  readonly number: string;
  /** 0 at the top. */
  readonly depth: number;
  readonly parent: string | null;
  readonly rows: readonly Row[];
}

export type Move = "up" | "down" | "under" | "out";

/** The rows at the top, each with those under it. */
export function treeOf(chapters: readonly OutlineChapter[]): readonly Row[] {
  const children = new Map<string | null, OutlineChapter[]>();
  for (const chapter of chapters) {
    if (chapter.deleted) continue;
    const siblings = children.get(chapter.parent);
    if (siblings === undefined) children.set(chapter.parent, [chapter]);
    else siblings.push(chapter);
  }
  const rowsUnder = (parent: string | null, prefix: string, depth: number): Row[] =>
    (children.get(parent) ?? []).map(({ id, title }, index) => {
      const number = `${prefix}${String(index + 1)}`;
      return { id, title, number, depth, parent, rows: rowsUnder(id, `${number}.`, depth + 1) };
    });
  return rowsUnder(null, "", 0);
}

/** All rows from top to bottom. */
export function allRows(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [row, ...allRows(row.rows)]);
}

/** Where a move leads; null if it leads nowhere. Deleted chapters count as neighbours, so that they keep their places. */
export function targetOf(chapters: readonly OutlineChapter[], id: string, move: Move): Target | null {
  const chapter = chapters.find((each) => each.id === id);
  if (chapter === undefined) return null;
  const { parent } = chapter;
  const row = chapters.filter((each) => each.parent === parent);
  const shown = row.filter((each) => !each.deleted);
  const at = shown.findIndex((each) => each.id === id);
  const above = shown[at - 1];
  switch (move) {
    case "up":
      return above === undefined ? null : { parent, after: row[row.indexOf(above) - 1]?.id ?? null };
    case "down": {
      const below = shown[at + 1];
      return below === undefined ? null : { parent, after: below.id };
    }
    case "under": {
      if (above === undefined) return null;
      return { parent: above.id, after: chapters.findLast((each) => each.parent === above.id)?.id ?? null };
    }
    case "out": {
      const outer = chapters.find((each) => each.id === parent);
      return outer === undefined ? null : { parent: outer.parent, after: outer.id };
    }
  }
}
