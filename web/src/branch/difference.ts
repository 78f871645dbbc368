// The pieces of a difference as they are drawn: each with its stretches of words, on the one side, on the other, or in one
// text; pieces that are the same on both sides are gathered. Pure. Next: Difference.svelte.
import type { Change, Part } from "./ask.ts";

/** So many unchanged pieces beside a changed one are shown, for its sense; the others are counted. */
const AROUND = 1;

export type Row =
  | { readonly is: "piece"; readonly piece: Change }
  /** Unchanged pieces that are not shown. */
  | { readonly is: "same"; readonly count: number };

export const isSame = ({ change, moved, form }: Change): boolean => change === "same" && !moved && !form;

/** What is drawn, in the order of the text. */
export function rowsOf(pieces: readonly Change[]): Row[] {
  const isNear = (at: number): boolean =>
    pieces.slice(Math.max(0, at - AROUND), at + AROUND + 1).some((piece) => !isSame(piece));
  const rows: Row[] = [];
  for (const [at, piece] of pieces.entries()) {
    const last = rows.at(-1);
    if (isNear(at)) rows.push({ is: "piece", piece });
    else if (last?.is === "same") rows[rows.length - 1] = { is: "same", count: last.count + 1 };
    else rows.push({ is: "same", count: 1 });
  }
  return rows;
}

/** The stretches that stand on one side. */
export const sideOf = (parts: readonly Part[], side: "before" | "after"): Part[] =>
  parts.filter(({ is }) => is === "same" || is === (side === "before" ? "removed" : "added"));
