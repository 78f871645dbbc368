// A table of HTML as the grid it shows: spans resolved, columns and rows in which nothing begins left out, bounds kept.
// What cells say is read by whoever asks; a table that is only a frame for other things is told apart. Next: clean.ts.
import { isElement, textOf, type Child, type Element } from "./html.ts";
import { TABLE_COLS_MAX, TABLE_ROWS_MAX } from "./limits.ts";

export interface GridCell {
  readonly element: Element;
  readonly row: number;
  readonly col: number;
  across: number;
  down: number;
}

export interface Grid {
  readonly rows: number;
  readonly cols: number;
  /** In the order of reading. */
  readonly cells: readonly GridCell[];
  readonly headRow: boolean;
  readonly headCol: boolean;
}

export interface TableParts {
  readonly rows: readonly (readonly Element[])[];
  readonly caption: Element | null;
  /** How many of the first rows are marked as heads. */
  readonly heads: number;
  /** What stands in the table but in none of its cells. */
  readonly strays: readonly Child[];
}

export function partsOf(table: Element): TableParts {
  const rows: Element[][] = [];
  const strays: Child[] = [];
  let caption: Element | null = null;
  let heads = 0;
  const read = (within: Element, isHead: boolean): void => {
    for (const child of within.children) {
      if (!isElement(child)) strays.push(child);
      else if (child.tag === "caption" && caption === null) caption = child;
      else if (child.tag === "tr") {
        const cells: Element[] = [];
        for (const each of child.children) {
          if (isElement(each) && isCell(each)) cells.push(each);
          else strays.push(each);
        }
        if (child.attributes.get("height") === "0" && textOf(child, 64).trim() === "") continue;
        if (isHead && heads === rows.length) heads += 1;
        rows.push(cells);
      } else if (/^t(?:body|head|foot)$/.test(child.tag)) read(child, child.tag === "thead");
      else if (child.tag !== "colgroup" && child.tag !== "col") strays.push(child);
    }
  };
  read(table, false);
  return { rows: rows.filter((cells) => cells.length > 0), caption, heads, strays };
}

const isCell = ({ tag }: Element): boolean => tag === "td" || tag === "th";

/** A table that only puts things side by side or under each other. */
export function isFrame(table: Element, { rows }: TableParts): boolean {
  const role = table.attributes.get("role");
  return role === "presentation" || role === "none" || rows.every((cells) => cells.length < 2);
}

/** Tables of at most so many rows each; null: a row has more columns than a table can have. */
export function gridsOf({ rows, heads }: TableParts): Grid[] | null {
  const grids: Grid[] = [];
  for (let from = 0; from < rows.length; from += TABLE_ROWS_MAX) {
    const grid = gridOf(rows.slice(from, from + TABLE_ROWS_MAX), from === 0 ? heads : 0);
    if (grid === null) return null;
    grids.push(grid);
  }
  return grids;
}

function gridOf(rows: readonly (readonly Element[])[], heads: number): Grid | null {
  const cells: GridCell[] = [];
  /** For each column, the first row that is free in it. */
  const free: number[] = [];
  for (const [row, elements] of rows.entries()) {
    let col = 0;
    for (const element of elements) {
      while ((free[col] ?? 0) > row) col += 1;
      const across = freeAcross(free, row, col, spanOf(element, "colspan"));
      if (across < 1) return null;
      const down = Math.min(spanOf(element, "rowspan"), rows.length - row);
      cells.push({ element, row, col, across, down });
      for (let each = col; each < col + across; each += 1) free[each] = row + down;
      col += across;
    }
  }
  return { ...compact(cells), ...headsOf(cells, heads) };
}

/** How far a cell may reach: not over others, and not over the edge. */
function freeAcross(free: readonly number[], row: number, col: number, wanted: number): number {
  let across = 0;
  while (across < wanted && col + across < TABLE_COLS_MAX && (free[col + across] ?? 0) <= row) across += 1;
  return across;
}

function spanOf(element: Element, name: "colspan" | "rowspan"): number {
  const value = element.attributes.get(name) ?? "1";
  if (!/^\d{1,9}$/.test(value)) return 1;
  const span = Number(value);
  if (span === 0) return name === "rowspan" ? TABLE_ROWS_MAX : 1;
  return Math.min(span, name === "rowspan" ? TABLE_ROWS_MAX : TABLE_COLS_MAX);
}

/** Leaves out the rows and columns in which no cell begins. */
function compact(cells: readonly GridCell[]): { rows: number; cols: number; cells: GridCell[] } {
  const cols = placesOf(cells.map(({ col }) => col));
  const rows = placesOf(cells.map(({ row }) => row));
  const moved = cells.map((cell) => {
    const [col, row] = [cols(cell.col), rows(cell.row)];
    return { ...cell, col, row, across: cols(cell.col + cell.across) - col, down: rows(cell.row + cell.down) - row };
  });
  return { rows: rows(Infinity), cols: cols(Infinity), cells: moved };
}

/** How many different begins stand before a place. */
function placesOf(begins: readonly number[]): (place: number) => number {
  const kept = [...new Set(begins)].sort((one, other) => one - other);
  const before = new Map(kept.map((begin, index) => [begin, index]));
  return (place) => {
    const known = before.get(place);
    if (known !== undefined) return known;
    const next = kept.findIndex((begin) => begin >= place);
    return next < 0 ? kept.length : next;
  };
}

function headsOf(cells: readonly GridCell[], heads: number): { headRow: boolean; headCol: boolean } {
  const first = cells.filter(({ row }) => row === 0);
  const others = cells.filter(({ row, col }) => row > 0 && col === 0);
  const isHead = ({ element: { tag, attributes } }: GridCell): boolean =>
    tag === "th" || /^(?:column|row)header$/.test(attributes.get("role") ?? "");
  return {
    headRow: heads > 0 || (first.length > 1 && first.every(isHead)),
    headCol: others.length > 0 && others.every(isHead) && !cells.every(isHead),
  };
}
