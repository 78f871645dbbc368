// One cell of a table on the page: its element and a field for each of its lines. A cell that nobody has written in has a
// field without a line; whoever writes first makes one (P2). Next: table.ts.
import type { Slice } from "prosemirror-model";
import type * as Y from "yjs";
import { Field, type Entry } from "../field/field.ts";
import type { Fields } from "../field/fields.ts";
import type { LineSource } from "../field/line.ts";
import { shownLines } from "../payload/tables.ts";
import { arrange, el } from "./dom.ts";
import type { GridCell } from "./grid.ts";

/** What a cell asks of its table. */
export interface CellHost {
  readonly fields: Fields;
  label(cell: CellView): string;
  make(cell: CellView): Y.Text | null;
  onKey(cell: CellView, event: KeyboardEvent): boolean;
  onEnter(cell: CellView): void;
  onPaste(cell: CellView, slice: Slice): boolean;
}

class Source implements LineSource {
  readonly kind = "rich";

  constructor(
    private wanted: Y.Text | null,
    private readonly create: () => Y.Text | null,
  ) {}

  text(): Y.Text | null {
    return this.wanted;
  }

  make(): Y.Text | null {
    return (this.wanted ??= this.create());
  }

  take(text: Y.Text): void {
    this.wanted = text;
  }
}

interface Held {
  readonly field: Field;
  readonly source: Source;
}

export class CellView {
  dom: HTMLTableCellElement;
  private held: Held[] = [];

  constructor(
    private readonly host: CellHost,
    public cell: GridCell,
    private head: "row" | "col" | null,
  ) {
    this.dom = cellElement(head);
    this.sync(cell, head);
  }

  /** Its lines that are on the page, in order. */
  get fields(): readonly Field[] {
    return this.held.map(({ field }) => field);
  }

  /** Draws the cell as it now is. */
  sync(cell: GridCell, head: "row" | "col" | null): void {
    this.cell = cell;
    this.head = head;
    this.lift(head);
    const { across, down } = cell;
    if (this.dom.colSpan !== across) this.dom.colSpan = across;
    if (this.dom.rowSpan !== down) this.dom.rowSpan = down;
    const wanted = this.wanted();
    const now = wanted.map((text) => this.heldFor(text));
    for (const old of this.held) if (!now.includes(old)) old.field.destroy();
    this.held = now;
    arrange(
      this.dom,
      now.map(({ field }) => field.dom),
    );
    for (const { field } of now) if (!field.isLive) field.dress();
  }

  enter(entry: Entry): void {
    const field = entry === "end" ? this.held.at(-1)?.field : this.held[0]?.field;
    field?.enter(entry);
  }

  get isTabbable(): boolean {
    return this.held[0]?.field.isTabbable === true;
  }

  /** Whether Tab from outside of the table comes to this cell. */
  tabbable(on: boolean): void {
    const field = this.held[0]?.field;
    if (field !== undefined && field.isTabbable !== on) field.isTabbable = on;
  }

  destroy(): void {
    for (const { field } of this.held) field.destroy();
    this.held = [];
  }

  /** The lines that hold something, and the one that the person is in. */
  private wanted(): (Y.Text | null)[] {
    const shown = new Set(shownLines(this.cell).map(({ text }) => text));
    const live = this.held.find(({ field }) => field.isLive)?.field.text ?? null;
    const texts = this.cell.lines.map(({ text }) => text).filter((text) => shown.has(text) || text === live);
    return texts.length > 0 ? texts : [this.cell.lines[0]?.text ?? null];
  }

  private heldFor(text: Y.Text | null): Held {
    const known = this.held.find(({ field }) => field.text === text);
    if (known !== undefined) return known;
    const blank = this.held.find(({ field }) => field.text === null);
    if (blank !== undefined && text !== null) {
      blank.source.take(text);
      blank.field.refresh();
      return blank;
    }
    const source = new Source(text, () => this.host.make(this));
    const field = new Field(this.host.fields, {
      source,
      multiline: true,
      label: () => this.host.label(this),
      onKey: (event) => this.host.onKey(this, event),
      onEnter: () => {
        this.host.onEnter(this);
      },
      // A line that was emptied goes, if there is another one in the cell.
      onRest: () => {
        if (this.held.length > 1) this.sync(this.cell, this.head);
      },
      onPaste: (slice) => this.host.onPaste(this, slice),
    });
    return { field, source };
  }

  /** Makes it a head, or an ordinary cell. */
  private lift(head: "row" | "col" | null): void {
    if (this.dom.tagName === (head === null ? "TD" : "TH") && this.dom.scope === (head ?? "")) return;
    const dom = cellElement(head);
    dom.append(...this.dom.childNodes);
    this.dom.replaceWith(dom);
    this.dom = dom;
  }
}

function cellElement(head: "row" | "col" | null): HTMLTableCellElement {
  return head === null ? el("td") : el("th", { scope: head });
}
