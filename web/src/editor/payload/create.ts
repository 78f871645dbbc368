// Makes payloads: notes, tables, figures and headings of boxes, from the shapes of docs/document-model.md. What they are made
// of may come from a clipboard: shapes are checked, sizes are bounded. Each is made once, under a fresh id, in a
// transaction that undo does not track (P2, P3). Never changes one that is there. Next: clear.ts.
import * as Y from "yjs";
import type { PayloadKind } from "../refs.ts";
import { isBoxKind, listOf, shapeOf, type Json, type Shape } from "../values.ts";
import { fillLine } from "./fill.ts";
import { COLS_MAX, ROWS_MAX } from "./places.ts";
import { WIDTH_MAX } from "./tables.ts";

/** The map that holds the payloads of a kind. */
export const rootOf = (ydoc: Y.Doc, kind: PayloadKind): Y.Map<unknown> =>
  ydoc.getMap(kind === "box" ? "boxes" : `${kind}s`);

type NewId = () => string;

/** Makes a payload and gives its id. To be called in a transaction of its own. */
export function createPayload(ydoc: Y.Doc, newId: NewId, kind: PayloadKind, content: Json): string {
  const root = rootOf(ydoc, kind);
  const id = freshKey(root, newId);
  const maker = new Maker(ydoc, newId);
  switch (kind) {
    case "note":
      maker.line(root, id, listOf(content));
      break;
    case "table":
      maker.table(put(root, id, new Y.Map()), shapeOf(content));
      break;
    case "figure":
      maker.figure(put(root, id, new Y.Map()), shapeOf(content));
      break;
    case "box":
      maker.box(put(root, id, new Y.Map()), shapeOf(content));
  }
  return id;
}

function freshKey(map: Y.Map<unknown>, newId: NewId): string {
  for (;;) {
    const id = newId();
    if (!map.has(id)) return id;
  }
}

class Maker {
  constructor(
    private readonly ydoc: Y.Doc,
    private readonly newId: NewId,
  ) {}

  line(map: Y.Map<unknown>, key: string, inline: readonly Json[]): void {
    const line = put(map, key, new Y.Text());
    fillLine(
      line,
      inline.map((each) => withNote(each, (content) => createPayload(this.ydoc, this.newId, "note", content))),
    );
  }

  table(map: Y.Map<unknown>, { rows, cols, headRow, headCol }: Shape): void {
    const grid = placedCells(rows);
    const rowIds = this.ids(Math.max(grid.rows, 1));
    const colIds = this.ids(Math.max(grid.cols, Math.min(listOf(cols).length, COLS_MAX), 1));
    put(map, "rows", Y.Array.from(rowIds));
    put(map, "cols", Y.Array.from(colIds));
    const cells = put(map, "cells", new Y.Map());
    const widths = put(map, "widths", new Y.Map());
    const spans = put(map, "spans", new Y.Map());
    if (headRow === true) map.set("headRow", true);
    if (headCol === true) map.set("headCol", true);
    listOf(cols).forEach((col, index) => {
      const width = shapeOf(col)["width"];
      const id = colIds[index];
      if (id !== undefined && isWidth(width)) widths.set(id, width);
    });
    for (const { cell, row, col, down, across } of grid.cells) {
      const content = listOf(cell["content"]);
      const place = `${rowIds[row] ?? ""}:${colIds[col] ?? ""}`;
      if (content.length > 0) this.line(cells, `${place}:${this.newId()}`, content);
      if (down * across > 1)
        spans.set(this.newId(), { rows: rowIds.slice(row, row + down), cols: colIds.slice(col, col + across) });
    }
  }

  figure(map: Y.Map<unknown>, { image, alt, credit, decorative }: Shape): void {
    if (typeof image === "object" && image !== null) map.set("image", image);
    if (decorative === true) map.set("decorative", true);
    this.line(map, "alt", plain(alt));
    this.line(map, "credit", plain(credit));
  }

  box(map: Y.Map<unknown>, { kind, title, region, period, visibility }: Shape): void {
    map.set("kind", isBoxKind(kind) ? kind : "key");
    this.line(map, "title", plain(title));
    this.line(map, "region", plain(region));
    this.line(map, "period", plain(period));
    if (kind === "case") map.set("visibility", visibility === "publishable" ? "publishable" : "network");
  }

  private ids(count: number): string[] {
    const ids = new Set<string>();
    while (ids.size < count) ids.add(this.newId());
    return [...ids];
  }
}

/** A note that stands in what is pasted gets a payload of its own, of which `make` gives the id (P5). */
export function withNote(inline: Json, make: (content: Json) => string): Json {
  const { note, content } = shapeOf(inline);
  return note === undefined || !Array.isArray(content) ? inline : { note: make(content) };
}

export interface Placed {
  readonly cell: Shape;
  readonly row: number;
  readonly col: number;
  readonly down: number;
  readonly across: number;
}

/** Where the cells of a table's `rows` stand, each row filled from its first free place, as in a page of the web. */
export function placedCells(written: Json | undefined): { rows: number; cols: number; cells: readonly Placed[] } {
  const rows = listOf(written).map((row) => listOf(shapeOf(row)["cells"]).map(shapeOf));
  const taken = new Set<number>();
  const cells: Placed[] = [];
  const count = Math.min(rows.length, ROWS_MAX);
  let cols = 0;
  rows.slice(0, count).forEach((row, at) => {
    let col = 0;
    for (const cell of row) {
      while (taken.has(at * COLS_MAX + col)) col += 1;
      if (col >= COLS_MAX) break;
      const down = Math.min(spanOf(cell["down"]), count - at);
      let across = 1;
      const most = Math.min(spanOf(cell["across"]), COLS_MAX - col);
      while (across < most && !taken.has(at * COLS_MAX + col + across)) across += 1;
      for (let y = at; y < at + down; y += 1) for (let x = col; x < col + across; x += 1) taken.add(y * COLS_MAX + x);
      cells.push({ cell, row: at, col, down, across });
      col += across;
      cols = Math.max(cols, col);
    }
  });
  return { rows: count, cols, cells };
}

const spanOf = (value: Json | undefined): number =>
  typeof value === "number" && Number.isInteger(value) && value > 1 ? value : 1;

const isWidth = (value: Json | undefined): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= WIDTH_MAX;

const plain = (value: Json | undefined): readonly Json[] => (typeof value === "string" ? [{ text: value }] : []);

function put<T>(map: Y.Map<unknown>, key: string, value: T): T {
  map.set(key, value);
  return value;
}
