// Blocks as one stretch of inline content, for what can hold no blocks: the cell of a table, a note, a caption. Blocks are
// divided by breaks, items of lists begin with a bullet or a number, tables give a line for each row. Loses no word.
// Next: walker.ts.
import type { PastedInline, PastedTable } from "./tree.ts";
import type { SourceBlock } from "./walker.ts";

export function inlined(blocks: readonly SourceBlock[]): readonly PastedInline[] {
  const [only] = blocks;
  if (blocks.length === 1 && only?.place === null && only.table === undefined) return only.content;
  const found: PastedInline[] = [];
  const numbers: number[] = [];
  for (const block of blocks) {
    const { place, content, table } = block;
    if (place === null) numbers.length = 0;
    const label = place === null || place.list === "cont" ? "" : labelOf(place.list, place.depth, numbers);
    if (content.length > 0) addLine(found, label === "" ? content : [{ text: label }, ...content]);
    if (table !== undefined) for (const line of linesOf(table)) addLine(found, line);
  }
  return joined(found);
}

function labelOf(list: "bullet" | "number", depth: number, numbers: number[]): string {
  numbers.length = Math.min(numbers.length, depth + 1);
  if (list === "bullet") return "• ";
  const number = (numbers[depth] ?? 0) + 1;
  numbers[depth] = number;
  return `${String(number)}. `;
}

function addLine(found: PastedInline[], line: readonly PastedInline[]): void {
  if (found.length > 0) found.push({ break: true });
  for (const part of line) found.push(part);
}

function linesOf(table: PastedTable): PastedInline[][] {
  return table.rows
    .map(({ cells }) =>
      cells
        .filter(({ content }) => content.length > 0)
        .flatMap(({ content }, index) => [...(index > 0 ? [{ text: " | " }] : []), ...content]),
    )
    .filter((line) => line.length > 0);
}

/** Neighbours without marks as one. */
function joined(parts: readonly PastedInline[]): PastedInline[] {
  const found: PastedInline[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    const isPlain = "text" in part && part.marks === undefined;
    if (isPlain && last !== undefined && "text" in last && last.marks === undefined)
      found[found.length - 1] = { text: last.text + part.text };
    else found.push(part);
  }
  return found;
}
