// What the views of tables and figures have in common: a block whose own text is the caption, with its number ahead and its
// menu at the end. Next: table.ts, figure.ts.
import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { EditorView, NodeView, ViewMutationRecord } from "prosemirror-view";
import * as Y from "yjs";
import type { Payload } from "../payload/tables.ts";
import type { PayloadAttrs } from "../schema.ts";
import { labelOf } from "./atoms.ts";
import type { ViewContext } from "./context.ts";
import { el } from "./dom.ts";
import { opener } from "./menu.ts";

type Attrs = PayloadAttrs & { readonly id: string | null; readonly dir: string | null; readonly lang: string | null };

/** A view into which a person comes when they have put it in. */
export interface Entered {
  enterFresh(): void;
  /** Opens what can be done to it. */
  openMenu(): void;
}

const views = new WeakMap<globalThis.Node, Entered>();

/** From now on an element is known as that of a view. */
export const knownAs = (dom: globalThis.Node, view: Entered): void => void views.set(dom, view);

/** The view of the table, figure or box at a position of the document. */
export function viewAt(view: EditorView, pos: number): Entered | null {
  const dom = view.nodeDOM(pos);
  return dom === null ? null : (views.get(dom) ?? null);
}

/** The view of the innermost table, figure or box around the caret. */
export function viewAround(view: EditorView): Entered | null {
  const { $head } = view.state.selection;
  for (let depth = $head.depth; depth > 0; depth -= 1) {
    const found = viewAt(view, $head.before(depth));
    if (found !== null) return found;
  }
  return null;
}

/** Whether a key asks for what can be done to a table, a figure or a box. */
export const asksForMenu = ({ key, altKey, shiftKey, ctrlKey, metaKey }: KeyboardEvent): boolean =>
  key === "ArrowDown" && altKey && !shiftKey && !ctrlKey && !metaKey;

export abstract class BlockView implements NodeView, Entered {
  readonly dom: HTMLElement;
  readonly contentDOM = el("div", { class: "caption-text" });
  protected readonly caption: HTMLElement;
  protected readonly button: HTMLButtonElement;
  private readonly number = el("span", { class: "kind-label", contenteditable: "false" });
  private readonly again = el("div", { class: "shown-above", contenteditable: "false" });
  private readonly stopPaint: () => void;
  private stopWatch: () => void = () => undefined;
  private wasShown = true;

  constructor(
    protected node: Node,
    readonly getPos: () => number | undefined,
    readonly context: ViewContext,
    private readonly side: "tables" | "figures",
  ) {
    const kind = this.kind;
    this.button = opener("", () => {
      this.openMenu();
    });
    this.caption = el("div", { class: "caption-line" }, this.number, this.contentDOM);
    const tools = el("div", { class: "block-tools", contenteditable: "false" }, this.button);
    this.dom = el("div", { class: `${kind}-block` }, tools);
    knownAs(this.dom, this);
    this.stopPaint = context.painted(() => {
      this.paint();
    });
  }

  abstract enterFresh(): void;
  /** Opens what can be done to the block. */
  abstract openMenu(): void;
  /** Draws what the payload shows. */
  protected abstract draw(): void;
  /** Whether something else than these events changed what `draw` draws. */
  protected get isStale(): boolean {
    return false;
  }
  /** Whether these events change what `draw` draws. */
  protected abstract concerns(events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): boolean;

  get kind(): "table" | "figure" {
    return this.side === "tables" ? "table" : "figure";
  }

  get fields(): ViewContext["fields"] {
    return this.context.fields;
  }

  get payloadId(): string | null {
    return (this.node.attrs as Attrs).payload;
  }

  /** The payload; null if it is not there. */
  get payload(): Payload | null {
    const id = this.payloadId;
    const payload = id === null ? null : this.context.core.binding.ydoc.getMap(this.side).get(id);
    return payload instanceof Y.Map ? (payload as Payload) : null;
  }

  /** Whether the payload is shown here, and not above already. */
  get isShown(): boolean {
    if (this.payloadId === null) return true;
    return this.context.numbers()?.blocks.has(String((this.node.attrs as Attrs).id)) !== false;
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    const before = this.payloadId;
    this.node = node;
    if (this.payloadId !== before) this.begin();
    else this.dress();
    return true;
  }

  stopEvent({ target }: Event): boolean {
    return !(target instanceof globalThis.Node && this.contentDOM.contains(target));
  }

  ignoreMutation({ target }: ViewMutationRecord): boolean {
    return !this.contentDOM.contains(target);
  }

  destroy(): void {
    this.stopPaint();
    this.stopWatch();
  }

  /** Changes the payload as the person here asked. */
  act(change: (payload: Payload) => void): void {
    const { payload } = this;
    if (payload === null || !this.fields.editable) return;
    this.context.core.act(() => {
      change(payload);
    });
  }

  /** Takes the block out of the text. */
  remove(): void {
    const pos = this.getPos();
    if (pos === undefined || !this.fields.editable) return;
    const { core, view } = this.context;
    core.dispatch(core.state.tr.delete(pos, pos + this.node.nodeSize).scrollIntoView());
    view().focus();
  }

  /** Back into the text: the caption, or what stands behind the block. */
  leave(to: "caption" | "behind"): void {
    const pos = this.getPos();
    if (pos === undefined) return;
    const { core, view } = this.context;
    const end = pos + this.node.nodeSize;
    if (to === "behind" && core.state.doc.resolve(end).nodeAfter === null) {
      core.dispatch(core.state.tr.insert(end, core.state.schema.node("paragraph")));
    }
    const $at = core.state.doc.resolve(to === "caption" ? end - 1 : end);
    core.dispatch(core.state.tr.setSelection(TextSelection.near($at, to === "caption" ? -1 : 1)).scrollIntoView());
    view().focus();
  }

  /** The caret of the body comes to the caption, so that what is put in goes behind this block. */
  protected bringBody(): void {
    const pos = this.getPos();
    const { core } = this.context;
    if (pos === undefined || core.state.selection.$head.parent === this.node) return;
    core.dispatch(core.state.tr.setSelection(TextSelection.create(core.state.doc, pos + this.node.nodeSize - 1)));
  }

  /** To be called when the elements are there, and when the block refers to another payload. */
  protected begin(): void {
    this.stopWatch();
    const id = this.payloadId;
    this.stopWatch =
      id === null
        ? () => undefined
        : this.context.watch.on(this.side, id, (events) => {
            if (events.length === 0 || this.concerns(events)) this.draw();
          });
    this.wasShown = this.isShown;
    this.dress();
    this.draw();
    this.paint();
  }

  private dress(): void {
    const { id, dir, lang } = this.node.attrs as Attrs;
    for (const [name, value] of Object.entries({ "data-id": id, dir: dir ?? "auto", lang })) {
      if (value === null) this.dom.removeAttribute(name);
      else this.dom.setAttribute(name, value);
    }
    const words = this.context.words();
    this.button.textContent = words[this.kind].menu;
    this.contentDOM.dataset["hint"] = words.caption;
    this.contentDOM.classList.toggle("empty", this.node.content.size === 0);
  }

  private paint(): void {
    const words = this.context.words();
    const number = this.context.numbers()?.blocks.get(String((this.node.attrs as Attrs).id));
    this.number.textContent = number === undefined ? words[this.kind].menu : labelOf(this.kind, number, words);
    const { isShown } = this;
    this.again.textContent = isShown ? "" : words.labels.again(words[this.kind].menu);
    if (isShown !== this.wasShown || this.isStale) this.draw();
    this.wasShown = isShown;
    this.dom.classList.toggle("again", !isShown);
    if (isShown) this.again.remove();
    else this.dom.append(this.again);
  }
}
