// Where the cells of a table stand, for everybody who walks them: keys, the mouse, the menu. Pure. Next: table.ts.
import type { Rect, ShownCell, ShownTable } from "../payload/tables.ts";

export interface GridCell extends ShownCell {
  readonly rect: Rect;
}

export type Way = "up" | "down" | "back" | "on";

export class Grid {
  /** In the order of reading. */
  readonly cells: readonly GridCell[];
  private readonly covering = new Map<number, GridCell>();

  constructor(readonly table: ShownTable) {
    const places = new Map(table.cols.map(({ id }, index) => [id, index]));
    this.cells = table.rows.flatMap(({ cells }, top) =>
      cells.map((cell) => {
        const start = places.get(cell.col) ?? 0;
        const rect = { top, bottom: top + cell.down, start, end: start + cell.across };
        const placed = { ...cell, rect };
        for (let row = top; row < rect.bottom; row += 1)
          for (let col = start; col < rect.end; col += 1) this.covering.set(this.key(row, col), placed);
        return placed;
      }),
    );
  }

  get rows(): number {
    return this.table.rows.length;
  }

  get cols(): number {
    return this.table.cols.length;
  }

  /** The cell that covers a place. */
  at(row: number, col: number): GridCell | null {
    return this.covering.get(this.key(row, col)) ?? null;
  }

  /** The next cell, or the one before, in the order of reading. */
  next(cell: GridCell, by: 1 | -1): GridCell | null {
    return this.cells[this.cells.indexOf(cell) + by] ?? null;
  }

  /** The cell beside another one. */
  beside({ rect }: GridCell, way: Way): GridCell | null {
    switch (way) {
      case "up":
        return this.at(rect.top - 1, rect.start);
      case "down":
        return this.at(rect.bottom, rect.start);
      case "back":
        return rect.start === 0 ? null : this.at(rect.top, rect.start - 1);
      case "on":
        return rect.end === this.cols ? null : this.at(rect.top, rect.end);
    }
  }

  /** The part of the grid that holds two cells, and every cell that it meets as a whole. */
  around(one: GridCell, other: GridCell): Rect {
    let rect = union(one.rect, other.rect);
    for (let again = true; again;) {
      again = false;
      for (const cell of this.in(rect)) {
        const grown = union(rect, cell.rect);
        again ||= area(grown) > area(rect);
        rect = grown;
      }
    }
    return rect;
  }

  /** The cells in a part of the grid. */
  in({ top, bottom, start, end }: Rect): readonly GridCell[] {
    return this.cells.filter(
      ({ rect }) => rect.top < bottom && top < rect.bottom && rect.start < end && start < rect.end,
    );
  }

  private key(row: number, col: number): number {
    return row < 0 || col < 0 || col >= this.cols ? -1 : row * this.cols + col;
  }
}

const union = (one: Rect, other: Rect): Rect => ({
  top: Math.min(one.top, other.top),
  bottom: Math.max(one.bottom, other.bottom),
  start: Math.min(one.start, other.start),
  end: Math.max(one.end, other.end),
});

const area = ({ top, bottom, start, end }: Rect): number => (bottom - top) * (end - start);
