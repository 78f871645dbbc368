// What can be done to a table, in words. Each item acts on the chosen cells, or on the one that the person is in. Next:
// ../payload/table-acts.ts.
import {
  addBeside,
  hasRoom,
  merge,
  moveBy,
  removeOne,
  setHead,
  setWidth,
  unmerge,
  type Axis,
} from "../payload/table-acts.ts";
import type { Rect } from "../payload/tables.ts";
import { openMenu, type MenuItem } from "./menu.ts";
import type { TableView } from "./table.ts";

const WIDTH_STEP = 5;
const WIDTH_LEAST = 5;

/** Opens the menu of a table beside its button. */
export function openTableMenu(table: TableView, anchor: HTMLElement): void {
  const { words, host } = table.context;
  const cell = table.current;
  const back = (): void => {
    if (cell !== null) (cell.fields.find(({ isLive }) => isLive) ?? cell.fields[0])?.focus();
    else table.leave("caption");
  };
  const { rect } = table.choice;
  const items = rect === null ? wholeItems(table) : [...cellItems(table, rect), ...wholeItems(table)];
  openMenu({ anchor, host, label: words().table.menu, items, atEnd: true, back });
}

function cellItems(table: TableView, rect: Rect): MenuItem[] {
  const { rows, cols } = table.grid.table;
  const words = table.context.words().table;
  const payload = table.payload;
  const row = (index: number): string => rows[index]?.id ?? "";
  const col = (index: number): string => cols[index]?.id ?? "";
  const full = (axis: Axis): boolean => payload === null || !hasRoom(payload, axis);
  const add = (axis: Axis, id: string, side: "before" | "after") => (): void => {
    change(table, rect, (map) => addBeside(map, axis, { id, side }, table.context.newId));
    const at =
      axis === "rows" ? (side === "before" ? rect.top : rect.bottom) : side === "before" ? rect.start : rect.end;
    table.enterCell(axis === "rows" ? table.grid.at(at, rect.start) : table.grid.at(rect.top, at), "start");
  };
  const move = (axis: Axis, id: string, by: -1 | 1) => (): void => {
    change(table, rect, (map) => moveBy(map, axis, id, by));
  };
  const remove = (axis: Axis, ids: readonly { readonly id: string }[]) => (): void => {
    change(table, rect, (map) => {
      for (const { id } of ids) removeOne(map, axis, id);
    });
  };
  const chosenRows = rows.slice(rect.top, rect.bottom);
  const chosenCols = cols.slice(rect.start, rect.end);
  const cells = table.grid.in(rect);
  return [
    { label: words.rowAbove, act: add("rows", row(rect.top), "before"), disabled: full("rows") },
    { label: words.rowBelow, act: add("rows", row(rect.bottom - 1), "after"), disabled: full("rows") },
    { label: words.columnBefore, act: add("cols", col(rect.start), "before"), disabled: full("cols") },
    { label: words.columnAfter, act: add("cols", col(rect.end - 1), "after"), disabled: full("cols") },
    {
      label: words.merge,
      act: () => {
        change(table, rect, (map) => merge(map, rect, table.context.newId));
      },
      disabled: cells.length < 2,
      apart: true,
    },
    {
      label: words.split,
      act: () => {
        change(table, rect, (map) => unmerge(map, rect));
      },
      disabled: cells.every(({ across, down }) => across * down === 1),
    },
    { label: words.rowUp, act: move("rows", row(rect.top), -1), disabled: rect.top === 0, apart: true },
    { label: words.rowDown, act: move("rows", row(rect.top), 1), disabled: rect.top === rows.length - 1 },
    { label: words.columnBack, act: move("cols", col(rect.start), -1), disabled: rect.start === 0 },
    { label: words.columnOn, act: move("cols", col(rect.start), 1), disabled: rect.start === cols.length - 1 },
    { label: words.wider, act: widen(table, rect, 1), apart: true },
    { label: words.narrower, act: widen(table, rect, -1) },
    {
      label: words.deleteRow(chosenRows.length),
      act: remove("rows", chosenRows),
      disabled: chosenRows.length === rows.length,
      apart: true,
    },
    {
      label: words.deleteColumn(chosenCols.length),
      act: remove("cols", chosenCols),
      disabled: chosenCols.length === cols.length,
    },
  ];
}

function wholeItems(table: TableView): MenuItem[] {
  const { headRow, headCol } = table.grid.table;
  const words = table.context.words().table;
  const toggle = (which: "headRow" | "headCol", on: boolean) => (): void => {
    change(table, table.choice.rect, (map) => {
      setHead(map, which, on);
    });
  };
  return [
    { label: words.headRow, act: toggle("headRow", !headRow), checked: headRow, apart: true },
    { label: words.headColumn, act: toggle("headCol", !headCol), checked: headCol },
    {
      label: words.delete,
      act: () => {
        table.remove();
      },
      apart: true,
    },
  ];
}

/** Changes the table; the person stays in the cell where they were, or comes to the one that stands there now. */
function change(table: TableView, rect: Rect | null, act: Parameters<TableView["act"]>[0]): void {
  const { current } = table;
  table.choice.clear();
  table.act(act);
  if (rect === null) {
    table.leave("caption");
    return;
  }
  const { grid } = table;
  const still = current !== null && grid.cells.includes(current.cell) ? current.cell : null;
  const there = grid.at(Math.min(rect.top, grid.rows - 1), Math.min(rect.start, grid.cols - 1));
  table.enterCell(still ?? there, "end");
}

/** Columns get the width that they have on the page, and five hundredths of the table more or less. */
function widen(table: TableView, rect: Rect, by: 1 | -1): () => void {
  return () => {
    const shown = table.columnWidths();
    const cols = table.grid.table.cols.slice(rect.start, rect.end);
    change(table, rect, (map) => {
      cols.forEach(({ id, width }, index) => {
        const now = width ?? shown[rect.start + index] ?? WIDTH_LEAST;
        setWidth(map, id, Math.max(now + by * WIDTH_STEP, WIDTH_LEAST));
      });
    });
  };
}
