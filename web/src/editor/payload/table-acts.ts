// What a person does to a table, as changes of its payload: rows, columns, heads, widths, merged cells, the text of a cell.
// Each is to be called inside a transaction; making a line inside one that is not undone (P3). Nothing shared is ever
// deleted: what goes, goes out of the lists, and the words that were seen in it go one by one (P4). Next: watch.ts.
import * as Y from "yjs";
import { clearLines } from "./clear.ts";
import { COLS_MAX, idsOf, rowsMost } from "./places.ts";
import {
  areaOf,
  linesIn,
  linesOf,
  placesOf,
  rectOf,
  spanEntries,
  spansOf,
  WIDTH_MAX,
  type Payload,
  type Rect,
} from "./tables.ts";

/** Rows or columns: both are arrays of ids. */
export type Axis = "rows" | "cols";

export interface Beside {
  readonly id: string;
  readonly side: "before" | "after";
}

/** Whether there is room for one more row or column. */
export const hasRoom = (table: Payload, axis: Axis): boolean =>
  idsOf(table, axis).length < (axis === "rows" ? rowsMost(table) : COLS_MAX);

/** A new row or column beside another one; inside a merged cell it becomes part of it. Its id. */
export function addBeside(table: Payload, axis: Axis, { id, side }: Beside, newId: () => string): string | null {
  const array = arrayOf(table, axis);
  const at = array === null ? -1 : array.toArray().indexOf(id);
  if (array === null || at < 0 || !hasRoom(table, axis)) return null;
  const shown = idsOf(table, axis);
  const place = shown.indexOf(id) + (side === "after" ? 1 : 0);
  const fresh = newId();
  widenSpans(table, axis, { place, above: shown[place - 1], below: shown[place] }, fresh);
  array.insert(side === "after" ? at + 1 : at, [fresh]);
  return fresh;
}

/** Adds a new id to the merged cells that reach over the place where it will stand. */
function widenSpans(
  table: Payload,
  axis: Axis,
  { place, above, below }: { place: number; above: string | undefined; below: string | undefined },
  fresh: string,
): void {
  if (above === undefined || below === undefined) return;
  const spans = table.get("spans");
  if (!(spans instanceof Y.Map)) return;
  for (const { key, ...rect } of spansOf(table, idsOf(table, "rows"), idsOf(table, "cols"))) {
    const [from, to] = axis === "rows" ? [rect.top, rect.bottom] : [rect.start, rect.end];
    if (place <= from || place >= to) continue;
    const value = spans.get(key) as Record<Axis, unknown[]>;
    spans.set(key, { ...value, [axis]: [...value[axis], fresh] });
  }
}

/** Moves a row or column by one place; false at the edge. */
export function moveBy(table: Payload, axis: Axis, id: string, by: -1 | 1): boolean {
  const array = arrayOf(table, axis);
  const shown = idsOf(table, axis);
  const other = shown[shown.indexOf(id) + by];
  if (array === null || !shown.includes(id) || other === undefined) return false;
  dropId(array, id);
  const at = array.toArray().indexOf(other);
  array.insert(by > 0 ? at + 1 : at, [id]);
  return true;
}

/** Takes a row or column out, and the words that were seen in it (P4). The last one stays. */
export function removeOne(table: Payload, axis: Axis, id: string): boolean {
  const array = arrayOf(table, axis);
  const rows = idsOf(table, "rows");
  const cols = idsOf(table, "cols");
  const shown = axis === "rows" ? rows : cols;
  const at = shown.indexOf(id);
  if (array === null || at < 0 || shown.length === 1) return false;
  const rect = { top: 0, bottom: rows.length, start: 0, end: cols.length };
  clearRect(table, axis === "rows" ? { ...rect, top: at, bottom: at + 1 } : { ...rect, start: at, end: at + 1 });
  dropId(array, id);
  return true;
}

/** Deletes the words of a part of the grid. */
export function clearRect(table: Payload, rect: Rect): void {
  const rows = idsOf(table, "rows");
  const cols = idsOf(table, "cols");
  clearLines(linesIn(linesOf(table), rect, rows, cols).map(({ text }) => text));
}

/** Every place of an id goes: one that two people moved stands there twice. */
function dropId(array: Y.Array<unknown>, id: string): void {
  for (let at = array.length - 1; at >= 0; at -= 1) if (array.get(at) === id) array.delete(at, 1);
}

export function setHead(table: Payload, which: "headRow" | "headCol", on: boolean): void {
  if (on) table.set(which, true);
  else table.delete(which);
}

/** A column's width in hundredths of the table's; null: as its content needs. */
export function setWidth(table: Payload, col: string, width: number | null): void {
  const widths = table.get("widths");
  if (!(widths instanceof Y.Map)) return;
  if (width === null) widths.delete(col);
  else widths.set(col, Math.min(Math.max(Math.round(width), 1), WIDTH_MAX));
}

/** A part of the grid, grown until no merged cell stands across its border. */
export function wholeCells(table: Payload, rect: Rect): Rect {
  const spans = spansOf(table, idsOf(table, "rows"), idsOf(table, "cols"));
  let grown = rect;
  for (let again = true; again;) {
    again = false;
    for (const span of spans) {
      if (!meets(span, grown) || holds(grown, span)) continue;
      grown = around(grown, span);
      again = true;
    }
  }
  return grown;
}

const meets = (one: Rect, other: Rect): boolean =>
  one.top < other.bottom && other.top < one.bottom && one.start < other.end && other.start < one.end;
const holds = (outer: Rect, inner: Rect): boolean =>
  outer.top <= inner.top && outer.bottom >= inner.bottom && outer.start <= inner.start && outer.end >= inner.end;
const around = (one: Rect, other: Rect): Rect => ({
  top: Math.min(one.top, other.top),
  bottom: Math.max(one.bottom, other.bottom),
  start: Math.min(one.start, other.start),
  end: Math.max(one.end, other.end),
});

/** Makes one cell of several; no text moves. False for a single cell. */
export function merge(table: Payload, rect: Rect, newId: () => string): boolean {
  const whole = wholeCells(table, rect);
  const spans = table.get("spans");
  if (!(spans instanceof Y.Map) || (whole.bottom - whole.top) * (whole.end - whole.start) < 2) return false;
  dropSpans(table, whole);
  const rows = idsOf(table, "rows").slice(whole.top, whole.bottom);
  const cols = idsOf(table, "cols").slice(whole.start, whole.end);
  spans.set(newId(), { rows, cols });
  return true;
}

/** Splits the merged cells in a part of the grid. False if there is none. */
export function unmerge(table: Payload, rect: Rect): boolean {
  return dropSpans(table, rect);
}

/** Takes away what is written about merged cells that meet a part of the grid, shown or not. */
function dropSpans(table: Payload, rect: Rect): boolean {
  const spans = table.get("spans");
  if (!(spans instanceof Y.Map)) return false;
  const rowAt = placesOf(idsOf(table, "rows"));
  const colAt = placesOf(idsOf(table, "cols"));
  const gone = spanEntries(table).filter(([, value]) => {
    const span = rectOf(value, rowAt, colAt);
    return span !== null && areaOf(span) > 1 && meets(span, rect);
  });
  for (const [key] of gone) spans.delete(key);
  return gone.length > 0;
}

/** A new line for a cell, under a key of its own (P2). Null if the table has no place for cells. */
export function newLine(table: Payload, cell: { row: string; col: string }, newId: () => string): Y.Text | null {
  const cells = table.get("cells");
  if (!(cells instanceof Y.Map)) return null;
  const text = new Y.Text();
  cells.set(`${cell.row}:${cell.col}:${newId()}`, text);
  return text;
}

function arrayOf(table: Payload, axis: Axis): Y.Array<unknown> | null {
  const array = table.get(axis);
  return array instanceof Y.Array ? (array as Y.Array<unknown>) : null;
}
