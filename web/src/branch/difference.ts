// The blocks of a difference as they are drawn: each with its stretches of words, on the one side, on the other, or in one
// text; blocks that are the same on both sides are gathered. Pure. Next: Difference.svelte.
import type { BlockDifference, Part } from "./ask.ts";

/** So many unchanged blocks beside a changed one are shown, for its sense; the others are counted. */
const AROUND = 1;

export type Row =
  | { readonly is: "block"; readonly block: BlockDifference; readonly parts: readonly Part[] }
  /** Unchanged blocks that are not shown. */
  | { readonly is: "same"; readonly block: BlockDifference; readonly count: number };

/** What is drawn, in the order of the text. */
export function rowsOf(blocks: readonly BlockDifference[]): Row[] {
  const isNear = (at: number): boolean =>
    blocks.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ change }) => change !== "same");
  const rows: Row[] = [];
  for (const [at, block] of blocks.entries()) {
    const last = rows.at(-1);
    if (isNear(at)) rows.push({ is: "block", block, parts: partsOf(block) });
    else if (last?.is === "same") rows[rows.length - 1] = { ...last, count: last.count + 1 };
    else rows.push({ is: "same", block, count: 1 });
  }
  return rows;
}

/** The stretches of a block; where the service tells only the two sides, the whole of each. */
export function partsOf({ change, parts, before, after }: BlockDifference): readonly Part[] {
  if (parts !== undefined && parts !== null && parts.length > 0) return parts;
  const text = (side: BlockDifference["before"]): string => (side ?? []).map((run) => run.text).join("");
  if (change === "same") return [{ is: "same", text: text(after ?? before) }];
  const both: Part[] = [
    { is: "removed", text: text(before) },
    { is: "added", text: text(after) },
  ];
  return both.filter((part) => part.text !== "");
}

/** The stretches that stand on one side. */
export const sideOf = (parts: readonly Part[], side: "before" | "after"): Part[] =>
  parts.filter(({ is }) => is === "same" || is === (side === "before" ? "removed" : "added"));
