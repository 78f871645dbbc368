// Several cells chosen at once, to be merged, split, emptied or taken out: by Shift and the arrow keys, by drawing with the
// mouse, by a press with Shift. A cell is chosen by its classes alone; the focus stays in the cell where it began. Next:
// table-keys.ts.
import type { Rect } from "../payload/tables.ts";
import type { GridCell, Way } from "./grid.ts";
import type { CellView } from "./table-cell.ts";
import type { TableView } from "./table.ts";

export class Choice {
  private from: CellView | null = null;
  private to: CellView | null = null;
  private stopDrawing: () => void = () => undefined;

  constructor(
    private readonly table: TableView,
    body: HTMLElement,
  ) {
    body.addEventListener("mousedown", (event) => {
      this.pressed(event);
    });
  }

  get isOpen(): boolean {
    return this.from !== null;
  }

  /** The part of the grid that a command acts on: the chosen cells, or the one that the person is in. */
  get rect(): Rect | null {
    const { grid, current } = this.table;
    if (this.from !== null && this.to !== null) return grid.around(this.from.cell, this.to.cell);
    return current === null ? null : current.cell.rect;
  }

  clear(): void {
    if (this.from === null) return;
    this.from = null;
    this.to = null;
    this.redraw();
  }

  choose(from: CellView, to: CellView): void {
    this.from = from;
    this.to = to;
    this.redraw();
    this.table.context.say(this.table.context.words().table.chosen(this.chosen().length));
  }

  /** One cell further, or one less. */
  extend(from: CellView, way: Way): void {
    const head = this.to ?? from;
    const next = this.table.grid.beside(head.cell, way);
    const view = next === null ? null : this.table.cellView(next);
    if (view !== null) this.choose(this.from ?? from, view);
  }

  /** The cells moved or went. */
  redraw(): void {
    if (this.from !== null && (!this.from.dom.isConnected || this.to?.dom.isConnected !== true)) {
      this.from = null;
      this.to = null;
    }
    const chosen = new Set(this.chosen());
    for (const cell of this.table.grid.cells) {
      this.table.cellView(cell)?.dom.classList.toggle("chosen", chosen.has(cell));
    }
    this.table.dom.classList.toggle("choosing", this.isOpen);
  }

  destroy(): void {
    this.stopDrawing();
  }

  private chosen(): readonly GridCell[] {
    const { rect } = this;
    return this.isOpen && rect !== null ? this.table.grid.in(rect) : [];
  }

  private pressed(event: MouseEvent): void {
    const cell = this.table.cellOf(event.target);
    if (cell === null || event.button !== 0) return;
    const { current } = this.table;
    if (event.shiftKey && current !== null && current !== cell) {
      event.preventDefault();
      this.choose(current, cell);
      return;
    }
    this.clear();
    if (event.target === cell.dom) {
      // Beside the words of the cell: the caret goes behind them.
      event.preventDefault();
      cell.enter("end");
    }
    this.draw(cell);
  }

  /** From now on the mouse draws, until its button is up. */
  private draw(from: CellView): void {
    this.stopDrawing();
    const moved = (event: MouseEvent): void => {
      const cell = this.table.cellOf(event.target);
      if (cell === null || (cell === from && !this.isOpen) || cell === this.to) return;
      // The focus stays where it began, and what was drawn over is cells, not words.
      if (!this.isOpen) from.enter("end");
      this.choose(from, cell);
    };
    const stop = (): void => {
      document.removeEventListener("mousemove", moved);
      document.removeEventListener("mouseup", stop);
    };
    document.addEventListener("mousemove", moved);
    document.addEventListener("mouseup", stop);
    this.stopDrawing = stop;
  }
}
