// A table as it is shown, read from its payload: rows, columns, cells with their lines, merged cells, widths
// (docs/document-model.md, Payloads). Pure reading: what is cut off, doubled or not valid is not shown and stays as written.
// Next: table-acts.ts, what a person does to a table.
import * as Y from "yjs";
import { isPayloadId } from "../values.ts";
import { inlineJson, lineNodes } from "./lines.ts";
import { idsOf, rowsMost } from "./places.ts";
import type { CellJson, Inline, TableJson } from "./shapes.ts";

export const WIDTH_MAX = 100;

/** One text of a cell: each person who wrote in an empty cell at the same time as others made one. */
export interface Line {
  readonly key: string;
  readonly text: Y.Text;
}

export interface ShownCell {
  /** Of the row and column in which the cell begins. */
  readonly row: string;
  readonly col: string;
  readonly across: number;
  readonly down: number;
  /** All its lines, row by row, those that hold nothing too. */
  readonly lines: readonly Line[];
}

export interface ShownTable {
  readonly cols: readonly { readonly id: string; readonly width: number | null }[];
  readonly rows: readonly { readonly id: string; readonly cells: readonly ShownCell[] }[];
  readonly headRow: boolean;
  readonly headCol: boolean;
}

/** A rectangle of the grid, in indexes; the ends are not part of it. */
export interface Rect {
  readonly top: number;
  readonly bottom: number;
  readonly start: number;
  readonly end: number;
}

/** A merged cell that is shown, with the key it is written under. */
export interface Span extends Rect {
  readonly key: string;
}

export type Payload = Y.Map<unknown>;

export function readTable(payload: Payload | null, most = rowsMost(payload)): ShownTable {
  const rowIds = idsOf(payload, "rows", most);
  const colIds = idsOf(payload, "cols");
  const spans = spansOf(payload, rowIds, colIds);
  const lines = linesOf(payload);
  const widths = payload?.get("widths");
  const covering = coverage(spans, colIds.length);
  const cellAt = (row: number, col: number): ShownCell | null => {
    const span = covering.get(row * colIds.length + col);
    if (span !== undefined && (span.top !== row || span.start !== col)) return null;
    const rect = span ?? { top: row, bottom: row + 1, start: col, end: col + 1 };
    return {
      row: rowIds[row] ?? "",
      col: colIds[col] ?? "",
      across: rect.end - rect.start,
      down: rect.bottom - rect.top,
      lines: linesIn(lines, rect, rowIds, colIds),
    };
  };
  return {
    cols: colIds.map((id) => ({ id, width: widthOf(widths, id) })),
    rows: rowIds.map((id, row) => ({
      id,
      cells: colIds.map((_, col) => cellAt(row, col)).filter((cell) => cell !== null),
    })),
    headRow: payload?.get("headRow") === true,
    headCol: payload?.get("headCol") === true,
  };
}

/** The merged cells that are shown, in the order of their keys. */
export function spansOf(payload: Payload | null, rows: readonly string[], cols: readonly string[]): Span[] {
  const found: Span[] = [];
  const taken = new Taken(rows.length);
  const rowAt = placesOf(rows);
  const colAt = placesOf(cols);
  for (const [key, value] of spanEntries(payload)) {
    const rect = rectOf(value, rowAt, colAt);
    if (rect !== null && areaOf(rect) > 1 && taken.take(rect)) found.push({ key, ...rect });
  }
  return found;
}

export const areaOf = ({ top, bottom, start, end }: Rect): number => (bottom - top) * (end - start);

/** Which places merged cells take: a bit each, two numbers a row. However much the cells claim, each costs its rows. */
class Taken {
  private readonly bits: Uint32Array;

  constructor(rows: number) {
    this.bits = new Uint32Array(2 * rows);
  }

  /** Takes a part of the grid, unless something of it is taken. */
  take({ top, bottom, start, end }: Rect): boolean {
    const mask = new Uint32Array(2);
    for (let col = start; col < end; col += 1) mask[col >> 5] = (mask[col >> 5] ?? 0) | (1 << (col & 31));
    const rows = this.bits.subarray(2 * top, 2 * bottom);
    if (rows.some((bits, index) => (bits & (mask[index & 1] ?? 0)) !== 0)) return false;
    rows.forEach((bits, index) => (rows[index] = bits | (mask[index & 1] ?? 0)));
    return true;
  }
}

/** What is written about merged cells, in the order of their keys. */
export function spanEntries(payload: Payload | null): [string, unknown][] {
  const spans = payload?.get("spans");
  if (!(spans instanceof Y.Map)) return [];
  const entries = [...(spans as Y.Map<unknown>).entries()].filter(([key]) => isPayloadId(key));
  return entries.sort(([one], [other]) => (one < other ? -1 : 1));
}

/** Where each id stands. */
export const placesOf = (ids: readonly string[]): ReadonlyMap<unknown, number> =>
  new Map(ids.map((id, index) => [id, index]));

/** The part of the grid that a written span stands for; null for none. */
export function rectOf(
  value: unknown,
  rowAt: ReadonlyMap<unknown, number>,
  colAt: ReadonlyMap<unknown, number>,
): Rect | null {
  if (typeof value !== "object" || value === null) return null;
  const { rows, cols } = value as Record<string, unknown>;
  const down = runOf(rows, rowAt);
  const across = runOf(cols, colAt);
  return down === null || across === null ? null : { top: down[0], bottom: down[1], start: across[0], end: across[1] };
}

/** The run that begins with the first shown id that is named and goes on while the next is named too. */
function runOf(named: unknown, placeOf: ReadonlyMap<unknown, number>): [number, number] | null {
  if (!Array.isArray(named)) return null;
  const places = new Set(named.map((id) => placeOf.get(id)).filter((place) => place !== undefined));
  let from = Infinity;
  for (const place of places) from = Math.min(from, place);
  if (from === Infinity) return null;
  let to = from + 1;
  while (places.has(to)) to += 1;
  return [from, to];
}

/** The lines of a table by the cell they stand in, each cell's in the order of their keys. */
export function linesOf(payload: Payload | null): Map<string, Line[]> {
  const found = new Map<string, Line[]>();
  const cells = payload?.get("cells");
  if (!(cells instanceof Y.Map)) return found;
  for (const [key, text] of (cells as Y.Map<unknown>).entries()) {
    const place = placeOf(key);
    if (place === null || !(text instanceof Y.Text)) continue;
    const cell = `${place.row}:${place.col}`;
    const lines = found.get(cell);
    if (lines === undefined) found.set(cell, [{ key, text }]);
    else lines.push({ key, text });
  }
  for (const lines of found.values()) if (lines.length > 1) lines.sort((a, b) => (a.key < b.key ? -1 : 1));
  return found;
}

/** The row and column of a line by its key; null if it is no key of a line. */
export function placeOf(key: string): { row: string; col: string } | null {
  const [row, col, slot, more] = key.split(":");
  return isPayloadId(row) && isPayloadId(col) && isPayloadId(slot) && more === undefined ? { row, col } : null;
}

function cellsOf({ top, bottom, start, end }: Rect, cols: number): number[] {
  const found: number[] = [];
  for (let row = top; row < bottom; row += 1) for (let col = start; col < end; col += 1) found.push(row * cols + col);
  return found;
}

/** The lines of a part of the grid, row by row. */
export function linesIn(
  lines: ReadonlyMap<string, readonly Line[]>,
  { top, bottom, start, end }: Rect,
  rows: readonly string[],
  cols: readonly string[],
): Line[] {
  return rows
    .slice(top, bottom)
    .flatMap((row) => cols.slice(start, end).flatMap((col) => lines.get(`${row}:${col}`) ?? []));
}

function coverage(spans: readonly Span[], cols: number): Map<number, Span> {
  const covering = new Map<number, Span>();
  for (const span of spans) for (const cell of cellsOf(span, cols)) covering.set(cell, span);
  return covering;
}

function widthOf(widths: unknown, col: string): number | null {
  const width: unknown = widths instanceof Y.Map ? (widths as Y.Map<unknown>).get(col) : null;
  return typeof width === "number" && Number.isInteger(width) && width >= 1 && width <= WIDTH_MAX ? width : null;
}

/** What a note says; null where it is only referred to. */
type NoteOf = (payload: string) => Inline[] | null;

/** The lines that are shown: those that hold something. */
export const shownLines = (cell: ShownCell): readonly Line[] => cell.lines.filter(({ text }) => text.length > 0);

/** A cell as JSON. */
export const cellJson = (cell: ShownCell, noteOf: NoteOf): CellJson => ({
  content: shownLines(cell).flatMap(({ text }, index): Inline[] => [
    ...(index === 0 ? [] : [{ break: true as const }]),
    ...inlineJson(lineNodes(text, true), noteOf),
  ]),
  ...(cell.across > 1 ? { across: cell.across } : {}),
  ...(cell.down > 1 ? { down: cell.down } : {}),
});

/** A table as JSON. */
export function tableJson(table: ShownTable, noteOf: NoteOf): TableJson {
  return {
    cols: table.cols.map(({ id, width }) => (width === null ? { id } : { id, width })),
    rows: table.rows.map(({ id, cells }) => ({
      id,
      cells: cells.map((cell) => cellJson(cell, noteOf)),
    })),
    ...(table.headRow ? { headRow: true as const } : {}),
    ...(table.headCol ? { headCol: true as const } : {}),
  };
}
