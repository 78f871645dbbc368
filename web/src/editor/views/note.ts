// A note where it is referred to: a press on its number, or Enter and F2 at it, open what it says beside it, to be read and
// written in place; Escape returns to the text. Next: notes-list.ts, all of them under the text.
import type { Node } from "prosemirror-model";
import { NodeSelection, TextSelection, type EditorState } from "prosemirror-state";
import { Field } from "../field/field.ts";
import type { LineSource } from "../field/line.ts";
import { noteLine } from "../payload/notes.ts";
import type { Target } from "../state.ts";
import { asAct } from "../undo.ts";
import type { ViewContext } from "./context.ts";
import { el } from "./dom.ts";
import { countAgain } from "./numbering.ts";
import { Popover } from "./popover.ts";

/** What a note says, as a field. Its line was made with the note: an editor makes none. */
export function noteField(
  context: ViewContext,
  id: string,
  onKey: (event: KeyboardEvent) => boolean = () => false,
): Field {
  const text = (): ReturnType<LineSource["text"]> => noteLine(context.core.binding.ydoc, id);
  return new Field(context.fields, {
    source: { kind: "note", text, make: text },
    multiline: true,
    tabbable: true,
    label: () => context.words().note.text(String(context.numbers()?.notes.get(id) ?? "*")),
    hint: () => context.words().note.hint,
    onKey,
  });
}

export class Notes {
  private open: { readonly id: string; readonly popover: Popover } | null = null;

  constructor(
    private readonly context: ViewContext,
    private readonly showInList: (id: string) => void,
  ) {
    context.host.addEventListener("click", this.clicked);
  }

  /** Opens the note in front of the caret, where the person is: it was put in just now. */
  openFresh(): void {
    const { core } = this.context;
    const node = (core.target?.state ?? core.state).selection.$head.nodeBefore;
    if (node?.type.name !== "note") return;
    const id = String(node.attrs["payload"]);
    // In a cell it would be counted a moment later, and its number is said now.
    if (this.context.numbers()?.notes.has(id) !== true) countAgain(core);
    this.show(id);
  }

  show(id: string, anchor: Element | null = this.refOf(id)): void {
    const { context } = this;
    this.open?.popover.close("done");
    if (anchor === null) return;
    stepBehind(context);
    const back = returning(context);
    const label = (): string => context.words().labels.note(String(context.numbers()?.notes.get(id) ?? "*"));
    const field = noteField(context, id);
    const content = el("div", { class: "note-card", role: "dialog", "aria-label": label() }, field.dom);
    const popover = new Popover({
      anchor,
      content,
      host: context.host,
      onClose: (why) => {
        field.destroy();
        this.open = null;
        if (why === "escape") back();
      },
    });
    const list = action(context.words().note.inList, () => {
      popover.close("done");
      this.showInList(id);
    });
    const remove = action(context.words().note.delete, () => {
      popover.close("done");
      back();
      this.remove(id);
    });
    content.append(el("div", { class: "note-acts" }, list, ...(context.fields.editable ? [remove] : [])));
    content.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget instanceof globalThis.Node && !content.contains(relatedTarget)) popover.close("elsewhere");
    });
    popover.place();
    this.open = { id, popover };
    if (context.fields.editable) field.enter("end");
    else field.dom.focus();
  }

  /** Brings the person to where a note is referred to. */
  goTo(id: string): void {
    const { core, fields, view } = this.context;
    const field = fields.of(this.refOf(id));
    const doc = field === null ? core.state.doc : field.state.doc;
    const pos = placeOfNote(doc, id);
    if (pos === null) return;
    if (field !== null) {
      field.enter({ anchor: pos + 1, head: pos + 1 });
      return;
    }
    core.dispatch(core.state.tr.setSelection(TextSelection.create(doc, pos + 1)).scrollIntoView());
    view().focus();
  }

  destroy(): void {
    this.context.host.removeEventListener("click", this.clicked);
    this.open?.popover.close("done");
  }

  private readonly clicked = ({ target }: MouseEvent): void => {
    const ref = target instanceof Element ? target.closest<HTMLElement>(".note-ref") : null;
    const id = ref?.dataset["payload"];
    if (ref !== null && id !== undefined) this.show(id, ref);
  };

  /** The number on the page that refers to a note: where the person is, else where it is first. */
  private refOf(id: string): Element | null {
    const { live } = this.context.fields;
    const wanted = `.note-ref[data-payload="${CSS.escape(id)}"]`;
    return live?.dom.querySelector(wanted) ?? this.context.host.querySelector(wanted);
  }

  /** Takes the note out of the text, or out of the cell, that refers to it. */
  private remove(id: string): void {
    const { core, fields } = this.context;
    const field = fields.of(this.refOf(id));
    field?.focus();
    const target: Pick<Target, "state" | "dispatch"> = field ?? core;
    const pos = placeOfNote(target.state.doc, id);
    if (pos !== null) target.dispatch(asAct(target.state.tr.delete(pos, pos + 1)));
  }
}

function placeOfNote(doc: Node, id: string): number | null {
  let found: number | null = null;
  doc.descendants((node, pos) => {
    if (found === null && node.type.name === "note" && node.attrs["payload"] === id) found = pos;
    return found === null;
  });
  return found;
}

function action(label: string, act: () => void): HTMLButtonElement {
  const dom = el("button", { type: "button", class: "text-button" }, label);
  dom.addEventListener("click", act);
  return dom;
}

/** A note that a press has selected would be lost with the next letter: the caret goes behind it. */
function stepBehind({ core }: ViewContext): void {
  const { state, dispatch } = core.target ?? core;
  if (!(state.selection instanceof NodeSelection)) return;
  dispatch(state.tr.setSelection(TextSelection.create(state.doc, state.selection.to)));
}

/** The way back to where the person is now. */
export function returning({ core, fields, view }: ViewContext): () => void {
  const { live } = fields;
  if (live === null || core.target === null)
    return () => {
      view().focus();
    };
  const { anchor, head } = live.state.selection;
  return () => {
    live.enter({ anchor, head });
  };
}

/** The note that a key opens: Enter on a selected one, F2 beside one. */
export function noteAt(state: EditorState, event: KeyboardEvent): string | null {
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return null;
  return event.key === "Enter" ? selectedNote(state) : event.key === "F2" ? noteBeside(state) : null;
}

function selectedNote({ selection }: EditorState): string | null {
  return selection instanceof NodeSelection ? idOf(selection.node) : null;
}

const noteBeside = (state: EditorState): string | null =>
  selectedNote(state) ?? idOf(state.selection.$head.nodeBefore) ?? idOf(state.selection.$head.nodeAfter);

const idOf = (node: Node | null): string | null =>
  node?.type.name === "note" ? (node.attrs["payload"] as string | null) : null;
