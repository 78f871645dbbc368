// All notes of a chapter, under its text, in the order of their numbers: each to be read and written there, with the way
// back to where it is referred to. Drawn again only when notes came, went or changed their places. Next: note.ts.
import type { Field } from "../field/field.ts";
import type { ViewContext } from "./context.ts";
import { arrange, el } from "./dom.ts";
import { noteField } from "./note.ts";

interface Row {
  readonly dom: HTMLElement;
  readonly button: HTMLButtonElement;
  readonly field: Field;
}

export class NotesList {
  private readonly title = el("h2", { class: "notes-title" });
  private readonly list = el("ol");
  readonly dom = el("section", { class: "notes-list" }, this.title, this.list);
  private readonly rows = new Map<string, Row>();

  constructor(
    private readonly context: ViewContext,
    private readonly goToRef: (id: string) => void,
  ) {}

  /** Draws the list as the numbers now are. */
  draw(): void {
    const notes = this.context.numbers()?.notes ?? new Map<string, number>();
    const { note } = this.context.words();
    this.title.textContent = note.title;
    this.dom.setAttribute("aria-label", note.title);
    this.dom.hidden = notes.size === 0;
    for (const [id, { field }] of this.rows) {
      if (notes.has(id)) continue;
      field.destroy();
      this.rows.delete(id);
    }
    const drawn = [...notes].map(([id, number]) => {
      const row = this.rows.get(id) ?? this.row(id);
      this.rows.set(id, row);
      row.button.textContent = String(number);
      row.button.setAttribute("aria-label", note.back(String(number)));
      row.field.dress();
      return row.dom;
    });
    arrange(this.list, drawn);
  }

  /** Brings the person to a note in the list. */
  enter(id: string): void {
    const row = this.rows.get(id);
    row?.field.enter("end");
    row?.dom.scrollIntoView({ block: "center" });
  }

  destroy(): void {
    for (const { field } of this.rows.values()) field.destroy();
    this.dom.remove();
  }

  private row(id: string): Row {
    const button = el("button", { type: "button", class: "note-back" });
    button.addEventListener("click", () => {
      this.goToRef(id);
    });
    const field = noteField(this.context, id, ({ key }) => {
      if (key === "Escape") this.goToRef(id);
      return key === "Escape";
    });
    return { dom: el("li", {}, button, field.dom), button, field };
  }
}
