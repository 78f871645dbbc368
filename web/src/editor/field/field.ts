// A line of a payload on the page: plain elements at rest, a small editor while the person is in it. The element is the same
// in both, so that the browser's focus, the caret where one clicked and the keyboard of a phone are its own affair. Next:
// fields.ts, which holds them all.
import { Slice } from "prosemirror-model";
import { EditorState, TextSelection } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { isEdit } from "../binding.ts";
import { cursorIn, shadeOf, type CursorJson } from "../cursor.ts";
import { schema } from "../schema.ts";
import type { LineKind, Target } from "../state.ts";
import { isAct, isTyping } from "../undo.ts";
import { readIn, readOnKey } from "../read-in.ts";
import { lineCarets, withPlaced, type Placed } from "./carets.ts";
import { drawLine, placeIn } from "./draw.ts";
import type { Fields } from "./fields.ts";
import { lineKeys } from "./keys.ts";
import { docOfLine, inLine, LineBinding, type LineSource } from "./line.ts";

export interface FieldSpec {
  readonly source: LineSource;
  /** What the line is called for screen readers. */
  readonly label: () => string;
  /** What stands in an empty line, for the eye. */
  readonly hint?: () => string;
  /** Enter makes a break. */
  readonly multiline?: boolean;
  /** Reached by Tab from outside. */
  readonly tabbable?: boolean;
  /** What the surroundings do with a key before the line does; true if they did something. */
  readonly onKey?: (event: KeyboardEvent) => boolean;
  /** The person came in. */
  readonly onEnter?: () => void;
  /** The person went elsewhere. */
  readonly onRest?: () => void;
  /** What the surroundings do with a paste before the line does; true if they took it. */
  readonly onPaste?: (slice: Slice) => boolean;
}

/** Where the caret goes. */
export type Entry = "all" | "start" | "end" | { readonly anchor: number; readonly head: number };

export class Field implements Target {
  readonly dom: HTMLElement;
  private view: EditorView | null = null;
  private line: LineBinding | null = null;
  private placed: readonly Placed[] = [];
  private bound: Y.Text | null = null;
  private inTabOrder: boolean;

  constructor(
    private readonly fields: Fields,
    private readonly spec: FieldSpec,
    dom: HTMLElement = document.createElement("div"),
  ) {
    this.dom = dom;
    this.dom.classList.add("line");
    this.inTabOrder = spec.tabbable === true;
    fields.add(this);
    this.rebind();
    this.dress();
    this.draw();
  }

  get kind(): LineKind {
    return this.spec.source.kind;
  }

  get multiline(): boolean {
    return this.spec.multiline === true;
  }

  /** The line, if somebody has written in it already. */
  get text(): Y.Text | null {
    return this.line?.line ?? this.bound;
  }

  get isLive(): boolean {
    return this.view !== null;
  }

  get hasFocus(): boolean {
    return this.view?.hasFocus() === true;
  }

  get isEmpty(): boolean {
    return (this.text?.length ?? 0) === 0;
  }

  get state(): EditorState {
    return this.view?.state ?? EditorState.create({ schema, doc: docOfLine(this.text, this.kind) });
  }

  readonly dispatch: Target["dispatch"] = (tr) => {
    const { view, line } = this;
    if (view === null || line === null) return;
    if (isEdit(tr)) this.fields.core.undoing.before(() => this.cursor(), isTyping(tr), isAct(tr));
    this.show(line.apply(view.state, tr));
    if (line.line !== this.bound) this.rebind();
  };

  cursor(): CursorJson | null {
    const { text, view } = this;
    if (text === null || view === null) return null;
    return cursorIn(text, view.state.selection.anchor, view.state.selection.head);
  }

  focus(): void {
    if (this.view === null) this.enter("end");
    else this.view.focus();
  }

  /** Whether Tab comes here from outside. */
  get isTabbable(): boolean {
    return this.inTabOrder;
  }

  set isTabbable(on: boolean) {
    this.inTabOrder = on;
    this.dress();
  }

  /** Brings the person in. */
  enter(entry: Entry): void {
    if (!this.fields.editable) return;
    const view = this.view ?? this.live();
    const { doc } = view.state;
    const size = doc.content.size;
    const [anchor, head] = placesOf(entry, size);
    view.dispatch(view.state.tr.setSelection(TextSelection.create(doc, anchor, head)));
    view.focus();
    this.dom.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Brings the person in where the browser has put its caret. */
  enterHere(): void {
    const selection = this.dom.ownerDocument.getSelection();
    const { anchorNode, focusNode } = selection ?? {};
    if (!selection || !anchorNode || !focusNode || !this.dom.contains(anchorNode) || !this.dom.contains(focusNode)) {
      this.enter("end");
      return;
    }
    this.enter({
      anchor: placeIn(this.dom, anchorNode, selection.anchorOffset),
      head: placeIn(this.dom, focusNode, selection.focusOffset),
    });
  }

  /** Puts the editor away; the words stay. */
  rest(): void {
    const { view, line } = this;
    if (view === null) return;
    readIn(view);
    this.view = null;
    this.line = null;
    view.destroy();
    line?.destroy();
    this.fields.rested(this);
    this.dress();
    this.draw();
    this.spec.onRest?.();
  }

  /** The line changed otherwise than here, or is there at last. */
  refresh(): void {
    if (this.line !== null) {
      this.line.adopt();
      if (this.line.line !== this.bound) this.rebind();
      return;
    }
    if (this.spec.source.text() !== this.bound) this.rebind();
    this.dress();
    this.draw();
  }

  showPlaced(placed: readonly Placed[]): void {
    if (placed.length === 0 && this.placed.length === 0) return;
    this.placed = placed;
    if (this.view === null) this.draw();
    else this.view.dispatch(withPlaced(this.view.state, placed));
  }

  /** What may be written here, or how it is called, changed. */
  dress(): void {
    const { dom, fields } = this;
    this.view?.setProps({});
    if (this.view !== null) return;
    if (this.isEmpty) dom.removeAttribute("dir");
    for (const [name, value] of Object.entries(this.attributes())) dom.setAttribute(name, value);
    dom.setAttribute("contenteditable", String(fields.editable));
    if (!fields.editable) dom.setAttribute("aria-readonly", "true");
    else dom.removeAttribute("aria-readonly");
  }

  onKey(event: KeyboardEvent): boolean {
    return this.spec.onKey?.(event) === true;
  }

  /** What of a paste may go into the line. */
  fit(slice: Slice): Slice {
    return this.spec.onPaste?.(slice) === true ? Slice.empty : inLine(slice, this.kind);
  }

  /** Whether the caret has nowhere to go that way inside the line. */
  atEdge(way: "up" | "down" | "left" | "right"): boolean {
    const { view } = this;
    return view === null || (view.state.selection.empty && view.endOfTextblock(way));
  }

  destroy(): void {
    const { view, line } = this;
    if (view !== null) readIn(view);
    this.view = null;
    this.line = null;
    view?.destroy();
    line?.destroy();
    this.fields.bind(this, this.bound, null);
    this.fields.remove(this);
  }

  private attributes(): Record<string, string> {
    const { label, hint } = this.spec;
    return {
      role: "textbox",
      // An empty line has the direction of what stands around it.
      ...(this.isEmpty ? {} : { dir: "auto" }),
      "aria-label": label(),
      "aria-multiline": String(this.multiline),
      ...(hint === undefined ? {} : { "data-hint": hint() }),
      tabindex: this.inTabOrder ? "0" : "-1",
    };
  }

  private live(): EditorView {
    this.fields.goingLive(this);
    const line = new LineBinding(this.fields.core.binding, this.spec.source);
    this.line = line;
    const view = new EditorView(
      { mount: this.dom },
      {
        state: EditorState.create({
          schema,
          doc: line.doc,
          plugins: [lineKeys(this, this.fields.actions), ...this.fields.plugins(this), lineCarets(this.placed)],
        }),
        dispatchTransaction: this.dispatch,
        editable: () => this.fields.editable,
        attributes: () => this.attributes(),
        nodeViews: this.fields.nodeViews,
        handleDOMEvents: {
          keydown: readOnKey,
          focus: () => {
            this.fields.entered(this);
            return false;
          },
          blur: () => {
            this.fields.changed();
            return false;
          },
        },
      },
    );
    this.view = view;
    line.subscribe((patch) => {
      if (this.view !== null) this.show(patch(this.view.state));
    });
    this.fields.entered(this);
    this.spec.onEnter?.();
    return view;
  }

  private show(state: EditorState): void {
    if (this.view === null || state === this.view.state) return;
    this.view.updateState(state);
    this.dom.classList.toggle("empty", state.doc.content.size === 0);
    this.fields.changed();
  }

  private rebind(): void {
    const now = this.line === null ? this.spec.source.text() : this.line.line;
    this.fields.bind(this, this.bound, now);
    this.bound = now;
  }

  private draw(): void {
    const doc = docOfLine(this.text, this.kind);
    const carets = this.placed.map(({ peer, anchor, head }) => ({
      name: peer.name,
      shade: shadeOf(peer),
      anchor,
      head,
    }));
    drawLine(this.dom, doc, carets, this.fields.serializer);
    this.dom.classList.toggle("empty", doc.content.size === 0);
  }
}

function placesOf(entry: Entry, size: number): [number, number] {
  if (entry === "all") return [0, size];
  if (entry === "start") return [0, 0];
  if (entry === "end") return [size, size];
  return [Math.min(entry.anchor, size), Math.min(entry.head, size)];
}
