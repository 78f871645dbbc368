// A table on the page: the caption is the block's own text, the cells are lines of its payload, each a field. Draws what the
// payload shows and nothing else; what a person does to the table is in table-menu.ts and table-keys.ts. Next: table-cell.ts.
import type { Node, Slice } from "prosemirror-model";
import type { EditorView } from "prosemirror-view";
import * as Y from "yjs";
import { newLine } from "../payload/table-acts.ts";
import { ROWS_MAX, rowsMost } from "../payload/places.ts";
import { readTable } from "../payload/tables.ts";
import { BlockView, viewAt } from "./block.ts";
import type { ViewContext } from "./context.ts";
import { arrange, el } from "./dom.ts";
import { Grid, type GridCell } from "./grid.ts";
import { CellView, type CellHost } from "./table-cell.ts";
import { Choice } from "./table-choice.ts";
import { copyCells, pasteCells } from "./table-clipboard.ts";
import { tableKey } from "./table-keys.ts";
import { openTableMenu } from "./table-menu.ts";

const NO_TABLE = readTable(null);
/** The table that stands at a position of the document. */
export function tableAt(view: EditorView, pos: number): TableView | null {
  const found = viewAt(view, pos);
  return found instanceof TableView ? found : null;
}

export class TableView extends BlockView implements CellHost {
  readonly choice: Choice;
  grid = new Grid(NO_TABLE);
  private readonly table = el("table");
  private readonly columns = el("colgroup", { contenteditable: "false" });
  private readonly body = el("tbody", { contenteditable: "false" });
  private readonly cells = new Map<string, CellView>();
  private drawnMost = ROWS_MAX;

  constructor(node: Node, getPos: () => number | undefined, context: ViewContext) {
    super(node, getPos, context, "tables");
    this.table.append(el("caption", {}, this.caption), this.columns, this.body);
    this.dom.append(el("div", { class: "table-scroll" }, this.table));
    this.choice = new Choice(this, this.body);
    for (const name of ["copy", "cut"] as const)
      this.body.addEventListener(
        name,
        (event) => {
          copyCells(this, event);
        },
        true,
      );
    this.body.addEventListener("contextmenu", (event) => {
      // In the words of a cell the browser's own menu has the spelling; several cells have none.
      if (!this.choice.isOpen) return;
      event.preventDefault();
      this.openMenu();
    });
    this.begin();
  }

  get isRightToLeft(): boolean {
    return getComputedStyle(this.table).direction === "rtl";
  }

  enterFresh(): void {
    this.enterCell(this.grid.at(0, 0), "start");
  }

  override destroy(): void {
    super.destroy();
    this.choice.destroy();
    for (const cell of this.cells.values()) cell.destroy();
  }

  cellView(cell: GridCell): CellView | null {
    return this.cells.get(keyOf(cell)) ?? null;
  }

  /** The cell that an element stands in. */
  cellOf(target: EventTarget | null): CellView | null {
    const dom = target instanceof Element ? target.closest("td, th") : null;
    if (dom === null || !this.body.contains(dom)) return null;
    return [...this.cells.values()].find((cell) => cell.dom === dom) ?? null;
  }

  /** The cell that the person is in. */
  get current(): CellView | null {
    const { live } = this.context.fields;
    return live === null ? null : this.cellOf(live.dom);
  }

  enterCell(cell: GridCell | null, entry: "all" | "start" | "end"): boolean {
    if (cell === null) return false;
    this.cellView(cell)?.enter(entry);
    return true;
  }

  openMenu(): void {
    if (this.fields.editable) openTableMenu(this, this.button);
  }

  /** The widths of the columns as they are drawn, in hundredths of the table's. */
  columnWidths(): number[] {
    const whole = this.table.getBoundingClientRect().width;
    const widths: number[] = [];
    for (const { cell, dom } of this.cells.values()) {
      const { start } = cell.rect;
      if (cell.across === 1) widths[start] ??= Math.round((dom.getBoundingClientRect().width / whole) * 100);
    }
    return widths;
  }

  label({ cell: { rect } }: CellView): string {
    return this.context.words().table.cell(rect.top + 1, rect.start + 1);
  }

  make({ cell }: CellView): Y.Text | null {
    const { payload, context } = this;
    return payload === null ? null : context.core.binding.make(() => newLine(payload, cell, context.newId));
  }

  onKey(cell: CellView, event: KeyboardEvent): boolean {
    return tableKey(this, cell, event);
  }

  onPaste(cell: CellView, slice: Slice): boolean {
    return pasteCells(this, cell, slice);
  }

  onEnter(cell: CellView): void {
    this.choice.clear();
    for (const other of this.cells.values()) if (other !== cell) other.tabbable(false);
    cell.tabbable(true);
    this.bringBody();
  }

  protected concerns(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): boolean {
    return events.some(({ target }) => this.isShape(target));
  }

  /** Another table above takes more or fewer of the places that a chapter has. */
  protected override get isStale(): boolean {
    return rowsMost(this.payload) !== this.drawnMost;
  }

  /** Whether a change of this type changes more than the words of a line that is on the page. */
  private isShape(target: unknown): boolean {
    if (!(target instanceof Y.Text)) return true;
    const shown = [...this.cells.values()].some(({ fields }) => fields.some(({ text }) => text === target));
    return !shown || target.length === 0;
  }

  protected draw(): void {
    const { live } = this.context.fields;
    const hadFocus = live?.hasFocus === true && this.body.contains(live.dom);
    this.drawnMost = rowsMost(this.payload);
    this.grid = new Grid(readTable(this.isShown ? this.payload : null));
    const { table, cells } = this.grid;
    this.drawColumns();
    const keys = new Set(cells.map(keyOf));
    for (const [key, view] of this.cells) {
      if (keys.has(key)) continue;
      view.destroy();
      this.cells.delete(key);
    }
    const rows = new Map([...this.body.rows].map((row) => [row.dataset["row"] ?? "", row]));
    const drawn = table.rows.map(({ id }) => rows.get(id) ?? el("tr", { "data-row": id }));
    arrange(this.body, drawn);
    const inRow = drawn.map((): HTMLTableCellElement[] => []);
    for (const cell of cells) inRow[cell.rect.top]?.push(this.drawCell(cell).dom);
    drawn.forEach((row, index) => {
      arrange(row, inRow[index] ?? []);
    });
    if (![...this.cells.values()].some((cell) => cell.isTabbable)) this.first?.tabbable(true);
    this.choice.redraw();
    if (hadFocus && !live.hasFocus && this.body.contains(live.dom)) live.focus();
  }

  private get first(): CellView | null {
    const [cell] = this.grid.cells;
    return cell === undefined ? null : this.cellView(cell);
  }

  private drawCell(cell: GridCell): CellView {
    const { headRow, headCol } = this.grid.table;
    const head = headRow && cell.rect.top === 0 ? "col" : headCol && cell.rect.start === 0 ? "row" : null;
    let view = this.cells.get(keyOf(cell));
    if (view === undefined) {
      view = new CellView(this, cell, head);
      this.cells.set(keyOf(cell), view);
    } else view.sync(cell, head);
    return view;
  }

  private drawColumns(): void {
    const { cols } = this.grid.table;
    while (this.columns.children.length > cols.length) this.columns.lastElementChild?.remove();
    cols.forEach(({ width }, index) => {
      const col = (this.columns.children[index] as HTMLElement | undefined) ?? this.columns.appendChild(el("col"));
      col.style.inlineSize = width === null ? "" : `${String(width)}%`;
    });
  }
}

const keyOf = ({ row, col }: { row: string; col: string }): string => `${row}:${col}`;
