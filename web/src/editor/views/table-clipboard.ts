// Several cells on the clipboard: copied as a table of their own, and a table that is pasted into a cell fills the cells from
// there on, with rows and columns added where it reaches over the edge. Next: ../payload/create.ts.
import { Fragment, Slice } from "prosemirror-model";
import { placedCells, withNote } from "../payload/create.ts";
import { fillLine } from "../payload/fill.ts";
import { noteJson } from "../payload/notes.ts";
import { addBeside, clearRect, newLine, type Axis } from "../payload/table-acts.ts";
import { idsOf } from "../payload/places.ts";
import { cellJson } from "../payload/tables.ts";
import { schema } from "../schema.ts";
import { shapeOf, type Json } from "../values.ts";
import type { GridCell } from "./grid.ts";
import type { CellView } from "./table-cell.ts";
import type { TableView } from "./table.ts";

/** Copies the chosen cells, if several are chosen; a cut empties them too. */
export function copyCells(table: TableView, event: ClipboardEvent): void {
  const { choice, grid, context } = table;
  const { rect } = choice;
  const { ydoc } = context.core.binding;
  if (!choice.isOpen || rect === null || event.clipboardData === null) return;
  const rows = Array.from({ length: rect.bottom - rect.top }, (_, index) => ({
    cells: grid
      .in(rect)
      .filter(({ rect: { top } }) => top === rect.top + index)
      .map((cell) => cellJson(cell, (note) => noteJson(ydoc, note))),
  }));
  const node = schema.node("table", { content: { cols: [], rows } as unknown as Json });
  const { dom, text } = context.view().serializeForClipboard(new Slice(Fragment.from(node), 0, 0));
  event.clipboardData.setData("text/html", dom.innerHTML);
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
  event.stopPropagation();
  if (event.type === "cut")
    table.act((payload) => {
      clearRect(payload, rect);
    });
}

/** Fills the cells from one on with a table that is pasted; false if something else is pasted. */
export function pasteCells(table: TableView, at: CellView, slice: Slice): boolean {
  const pasted = onlyTable(slice);
  if (pasted === null) return false;
  const { top, start } = at.cell.rect;
  // The paste is on its way through the editor of this cell: it is done when that is through.
  queueMicrotask(() => {
    const { rows, cols, cells } = placedCells(shapeOf(pasted)["rows"]);
    table.context.core.together(() => {
      grow(table, "rows", top + rows);
      grow(table, "cols", start + cols);
      for (const { cell, row, col } of cells) fill(table, table.grid.at(top + row, start + col), cell["content"]);
    });
    table.context.fields.leave();
    const last = cells.at(-1);
    if (last !== undefined) table.enterCell(table.grid.at(top + last.row, start + last.col), "end");
  });
  return true;
}

/** What the one table of a slice says; null if there is anything else in it. */
function onlyTable(slice: Slice): Json {
  const nodes = slice.content.content.filter((node) => !(node.type.name === "paragraph" && node.content.size === 0));
  const [node] = nodes;
  return nodes.length === 1 && node?.type.name === "table" ? (node.attrs["content"] as Json) : null;
}

/** Adds rows or columns at the end until there are so many. */
function grow(table: TableView, axis: Axis, want: number): void {
  table.act((payload) => {
    for (let have = table.grid.table[axis].length; have < want; have += 1) {
      const last = idsOf(payload, axis).at(-1);
      if (last !== undefined) addBeside(payload, axis, { id: last, side: "after" }, table.context.newId);
    }
  });
}

/** Gives a cell other words: its lines are emptied, and the words come in a line of their own (P2, P5). */
function fill(table: TableView, cell: GridCell | null, content: Json | undefined): void {
  const { payload } = table;
  const { binding } = table.context.core;
  if (cell === null || payload === null || !Array.isArray(content)) return;
  table.act((map) => {
    clearRect(map, cell.rect);
  });
  const inline = content.map((each) => withNote(each, (note) => binding.makePayload("note", note)));
  const line = inline.length === 0 ? null : binding.make(() => newLine(payload, cell, table.context.newId));
  if (line !== null)
    table.act(() => {
      fillLine(line, inline);
    });
}
