// The keys of a table, Word's: Tab goes through the cells and makes a row behind the last one, the arrows leave a cell where
// its words end and the table where its cells end, Escape goes back into the text. Also the way from the text into a table.
// Next: table-menu.ts.
import type { EditorState } from "prosemirror-state";
import type { EditorView } from "prosemirror-view";
import { addBeside, clearRect } from "../payload/table-acts.ts";
import { asksForMenu } from "./block.ts";
import type { Way } from "./grid.ts";
import type { CellView } from "./table-cell.ts";
import { tableAt, type TableView } from "./table.ts";

const EDGES = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right" } as const;

/** A key in a cell; whether the table did something with it. */
export function tableKey(table: TableView, cell: CellView, event: KeyboardEvent): boolean {
  if (event.isComposing) return false;
  const { key, altKey, ctrlKey, metaKey, shiftKey } = event;
  if (asksForMenu(event))
    return done(() => {
      table.openMenu();
    });
  if (altKey || ctrlKey || metaKey) return false;
  if (key === "Tab") return tab(table, cell, shiftKey);
  if (key === "Escape") return escape(table);
  if ((key === "Delete" || key === "Backspace") && table.choice.isOpen) return empty(table);
  if (key in EDGES) return arrow(table, cell, event);
  if (key.length === 1 || key === "Enter") table.choice.clear();
  return false;
}

function done(act: () => void): true {
  act();
  return true;
}

function tab(table: TableView, cell: CellView, back: boolean): boolean {
  const next = table.grid.next(cell.cell, back ? -1 : 1);
  if (table.enterCell(next, "all")) return true;
  if (back) table.leave("caption");
  else addRow(table);
  return true;
}

function addRow(table: TableView): void {
  const last = table.grid.table.rows.at(-1);
  if (last === undefined) return;
  table.act((payload) => addBeside(payload, "rows", { id: last.id, side: "after" }, table.context.newId));
  table.enterCell(table.grid.at(table.grid.rows - 1, 0), "start");
}

function escape(table: TableView): boolean {
  if (table.choice.isOpen) table.choice.clear();
  else table.leave("caption");
  return true;
}

function empty(table: TableView): boolean {
  const { rect } = table.choice;
  if (rect !== null)
    table.act((payload) => {
      clearRect(payload, rect);
    });
  return true;
}

function arrow(table: TableView, cell: CellView, event: KeyboardEvent): boolean {
  const edge = EDGES[event.key as keyof typeof EDGES];
  const field = cell.fields.find(({ isLive }) => isLive);
  if (field === undefined) return false;
  const way = wayOf(edge, table.isRightToLeft);
  if (event.shiftKey) {
    if (!table.choice.isOpen && !atEnd(field, edge)) return false;
    return done(() => {
      table.choice.extend(cell, way);
    });
  }
  if (table.choice.isOpen)
    return done(() => {
      table.choice.clear();
    });
  if (!field.atEdge(edge)) return false;
  const beside = cell.fields[cell.fields.indexOf(field) + (isForward(way) ? 1 : -1)];
  const entry = isForward(way) ? "start" : "end";
  if (beside !== undefined)
    return done(() => {
      beside.enter(entry);
    });
  const next =
    way === "up" || way === "down"
      ? table.grid.beside(cell.cell, way)
      : table.grid.next(cell.cell, way === "on" ? 1 : -1);
  if (!table.enterCell(next, entry)) table.leave(isForward(way) ? "behind" : "caption");
  return true;
}

/** With Shift the selection first takes what is left of the line. */
function atEnd(field: CellView["fields"][number], edge: "up" | "down" | "left" | "right"): boolean {
  const { selection, doc } = field.state;
  if (field.isEmpty) return true;
  return edge === "up" || edge === "left" ? selection.head === 0 : selection.head === doc.content.size;
}

const isForward = (way: Way): boolean => way === "down" || way === "on";

function wayOf(edge: "up" | "down" | "left" | "right", rightToLeft: boolean): Way {
  if (edge === "up" || edge === "down") return edge;
  return (edge === "right") === rightToLeft ? "back" : "on";
}

/** From the text into a table: down and on from its caption, up and back from what stands behind it. */
export function tableEntry(view: EditorView, event: KeyboardEvent): boolean {
  const { altKey, ctrlKey, metaKey, shiftKey, key } = event;
  if (altKey || ctrlKey || metaKey || shiftKey || !(key in EDGES) || !view.state.selection.empty) return false;
  const edge = EDGES[key as keyof typeof EDGES];
  return view.endOfTextblock(edge) && (fromCaption(view, edge) || fromBehind(view, edge));
}

function fromCaption(view: EditorView, edge: "up" | "down" | "left" | "right"): boolean {
  const { $head } = view.state.selection;
  if ($head.parent.type.name !== "table" || edge === "up") return false;
  const table = tableAt(view, $head.before());
  if (table === null || (edge !== "down" && wayOf(edge, table.isRightToLeft) === "back")) return false;
  return table.enterCell(table.grid.at(0, 0), "start");
}

function fromBehind(view: EditorView, edge: "up" | "down" | "left" | "right"): boolean {
  const pos = tableBefore(view.state);
  const table = pos === null ? null : tableAt(view, pos);
  if (table === null || edge === "down") return false;
  if (edge === "up") return table.enterCell(table.grid.at(table.grid.rows - 1, 0), "end");
  if (wayOf(edge, view.endOfTextblock("backward") && edge === "right") === "on") return false;
  return view.endOfTextblock("backward") && table.enterCell(table.grid.cells.at(-1) ?? null, "end");
}

/** The position of a table that stands directly before the block at the caret. */
function tableBefore({ selection: { $head } }: EditorState): number | null {
  if ($head.depth === 0) return null;
  const before = $head.before();
  const node = $head.doc.resolve(before).nodeBefore;
  return node?.type.name === "table" ? before - node.nodeSize : null;
}
