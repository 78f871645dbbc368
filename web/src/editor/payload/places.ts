// How much of its tables a chapter shows: at most so many rows and columns of each, and so many places of cells in all, table
// by table in the order of reading (docs/document-model.md, Payloads). So whatever the lists of a table claim, reading it is
// bounded, and every page stops at the same row. Never writes. Next: tables.ts.
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { payloadOf } from "../flatten.ts";
import { refsOf } from "../refs.ts";
import { isPayloadId } from "../values.ts";
import type { Payload } from "./tables.ts";

export const ROWS_MAX = 1000;
export const COLS_MAX = 64;
/** Most places of cells in a chapter. */
export const PLACES_MAX = 65_536;

/** Of chapters whose tables claim more than is shown, how many rows of each table are. Other chapters are not in here. */
const allotted = new WeakMap<Y.Doc, ReadonlyMap<Payload, number>>();

/** The ids of rows or columns that are shown: each once, where it stands first. */
export function idsOf(payload: Payload | null, axis: "rows" | "cols", rows = rowsMost(payload)): string[] {
  const array = payload?.get(axis);
  if (!(array instanceof Y.Array)) return [];
  const most = axis === "rows" ? rows : COLS_MAX;
  const ids = new Set<string>();
  for (const id of array.toArray() as unknown[]) {
    if (ids.size === most) break;
    if (isPayloadId(id)) ids.add(id);
  }
  return [...ids];
}

/** How many rows of a table are shown at most, as the document that was read last says. */
export function rowsMost(payload: Payload | null): number {
  const doc = payload?.doc ?? null;
  return (payload === null || doc === null ? null : allotted.get(doc)?.get(payload)) ?? ROWS_MAX;
}

/** How many rows of a table are shown where so many places are left. */
export function rowsFitting(payload: Payload | null, left: number): number {
  const cols = idsOf(payload, "cols").length;
  return cols === 0 ? ROWS_MAX : Math.min(ROWS_MAX, Math.floor(left / cols));
}

/** Says anew how many rows each table shows. To be called before a document is shown that was not shown before, and when rows
 *  or columns came or went. */
export function allot(ydoc: Y.Doc, doc: Node): void {
  const tables = ydoc.getMap("tables");
  if (!isCrowded(tables)) {
    allotted.delete(ydoc);
    return;
  }
  const rows = new Map<Payload, number>();
  let left = PLACES_MAX;
  for (const { kind, node } of refsOf(doc)) {
    const payload: unknown = kind === "table" ? tables.get(payloadOf(node) ?? "") : null;
    if (!(payload instanceof Y.Map) || rows.has(payload as Payload)) continue;
    const table = payload as Payload;
    const most = rowsFitting(table, left);
    rows.set(table, most);
    left -= idsOf(table, "rows", most).length * idsOf(table, "cols").length;
  }
  allotted.set(ydoc, rows);
}

/** Whether all tables that there are, shown or not, could claim more places than a chapter shows. */
function isCrowded(tables: Y.Map<unknown>): boolean {
  let places = 0;
  for (const payload of tables.values()) {
    if (!(payload instanceof Y.Map)) continue;
    const [rows, cols] = [payload.get("rows"), payload.get("cols")] as [unknown, unknown];
    if (!(rows instanceof Y.Array) || !(cols instanceof Y.Array)) continue;
    places += Math.min(rows.length, ROWS_MAX) * Math.min(cols.length, COLS_MAX);
  }
  return places > PLACES_MAX;
}
