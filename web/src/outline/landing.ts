// Where a chapter lands that is dragged by pointer: from the gap between two rows and how far in the pointer is. Pure; knows
// no element. Next: drag.ts, which listens to the pointer.
import type { Target } from "./place.ts";
import type { Row } from "./tree.ts";

export interface Landing {
  readonly target: Target;
  /** The row under which the line is drawn; null: above all rows. */
  readonly below: string | null;
  /** How far in the line begins. */
  readonly depth: number;
}

/** The rows that a chapter can land between: all but itself and what stands under it. */
export function rowsWithout(rows: readonly Row[], dragged: string): Row[] {
  return rows.filter(({ id }) => id !== dragged).flatMap((row) => [row, ...rowsWithout(row.rows, dragged)]);
}

/** Where the chapter lands in gap number `gap` of the rows without it; 0 is above them all. */
export function landing(others: readonly Row[], gap: number, depth: number): Landing {
  const above = others[gap - 1];
  const below = others[gap];
  const depthMax = above === undefined ? 0 : above.depth + 1;
  const fitting = Math.min(depthMax, Math.max(below?.depth ?? 0, depth));
  return { target: targetUnder(others, above, fitting), below: above?.id ?? null, depth: fitting };
}

function targetUnder(others: readonly Row[], above: Row | undefined, depth: number): Target {
  if (above === undefined) return { parent: null, after: null };
  if (depth > above.depth) return { parent: above.id, after: null };
  const known = new Map(others.map((row) => [row.id, row]));
  let sibling = above;
  while (sibling.depth > depth) sibling = known.get(sibling.parent ?? "") ?? { ...sibling, depth, parent: null };
  return { parent: sibling.parent, after: sibling.id };
}
