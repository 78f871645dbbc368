// Moving blocks by keys and by a handle in the margin, with the mouse, a pen or a finger. Shows where they would land, and
// Escape gives up. Writes nothing before they are let go. The handle is for the hand alone: everybody else has the keys and
// the menu. Loaded behind the text. Next: move.ts, the rules.
import { keydownHandler } from "prosemirror-keymap";
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet, type EditorView } from "prosemirror-view";
import { flatEdit } from "./binding.ts";
import { blocksOf, type Numbered } from "./commands.ts";
import { boxAt, moveDown, moveTo, moveUp, placeAt, unitAt, type Place, type Unit } from "./move.ts";

export interface MovingPage {
  /** What the handle is called. */
  readonly label: string;
  /** Something was moved: it is now the block with this number, from 1, of so many. */
  moved(at: number, of: number): void;
}

/** So far the pointer goes before anything is dragged. */
const BEGINS_PX = 4;
/** Near an edge of the window the page moves on. */
const EDGE_PX = 72;
const SCROLL_PX = 10;
const LEVEL_EM = 1.75;

const dragged = new PluginKey<DecorationSet>("dragged");

export function moving(page: MovingPage): Plugin {
  const onKey = keydownHandler({ "Alt-Shift-ArrowUp": moveUp, "Alt-Shift-ArrowDown": moveDown });
  return new Plugin<DecorationSet>({
    key: dragged,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, before) => (tr.getMeta(dragged) as DecorationSet | undefined) ?? before.map(tr.mapping, tr.doc),
    },
    props: {
      decorations: (state) => dragged.getState(state),
      handleKeyDown(view, event) {
        if (!view.editable || !onKey(view, event)) return false;
        tell(view.state, page);
        return true;
      },
    },
    view: (view) => new Handle(view, page),
  });
}

function tell(state: EditorState, page: MovingPage): void {
  const { blocks, selected } = blocksOf(state);
  page.moved((selected[0]?.index ?? 0) + 1, blocks.length);
}

/** What the hand holds. */
interface Hand {
  readonly pointer: number;
  /** The first block of it, by its id, and whether the box around it goes. */
  readonly id: string;
  readonly whole: boolean;
  readonly fromY: number;
  x: number;
  y: number;
  begun: boolean;
  place: Place | null;
}

class Handle {
  private readonly handle = document.createElement("div");
  private readonly line = document.createElement("div");
  private readonly ground: HTMLElement;
  private readonly stop = new AbortController();
  private readonly handless = matchMedia("(hover: none)");
  private hover: { readonly id: string; readonly whole: boolean } | null = null;
  private hand: Hand | null = null;
  private frame = 0;

  constructor(
    private readonly view: EditorView,
    private readonly page: MovingPage,
  ) {
    this.handle.className = "block-handle";
    this.handle.title = page.label;
    this.line.className = "drop-line";
    for (const dom of [this.handle, this.line]) {
      dom.setAttribute("aria-hidden", "true");
      dom.hidden = true;
      view.dom.after(dom);
    }
    this.ground = view.dom.closest<HTMLElement>(".paper") ?? view.dom;
    const { signal } = this.stop;
    this.ground.addEventListener("pointermove", (event) => this.look(event), { signal });
    this.ground.addEventListener("pointerleave", () => this.hide(), { signal });
    this.handle.addEventListener("pointerdown", (event) => this.take(event), { signal });
    this.handle.addEventListener("pointermove", (event) => this.carry(event), { signal });
    this.handle.addEventListener("pointerup", () => this.letGo(), { signal });
    this.handle.addEventListener("pointercancel", () => this.giveUp(), { signal });
    addEventListener("keydown", (event) => this.pressed(event), { signal, capture: true });
  }

  /** Without a mouse, the handle stands at the block that holds the caret. */
  update(view: EditorView, before: EditorState): void {
    if (this.hand !== null || !this.handless.matches) return;
    if (view.state.doc === before.doc && view.state.selection.eq(before.selection)) return;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => {
      const block = view.hasFocus() ? blocksOf(view.state).selected[0] : undefined;
      if (block === undefined) this.hide();
      else this.show(block, false);
    });
  }

  destroy(): void {
    this.giveUp();
    cancelAnimationFrame(this.frame);
    this.stop.abort();
    this.handle.remove();
    this.line.remove();
  }

  private look(event: PointerEvent): void {
    if (event.pointerType !== "mouse" || this.hand !== null || event.buttons !== 0) return;
    cancelAnimationFrame(this.frame);
    const { target, clientY } = event;
    this.frame = requestAnimationFrame(() => {
      if (target === this.handle) return;
      const block = this.blockAt(clientY);
      if (block === null) return this.hide();
      const box = target instanceof Element ? target.closest(".box") : null;
      const onHeading = box !== null && block.keys.box !== undefined && clientY < this.boxOf(block).top;
      this.show(block, onHeading);
    });
  }

  private show(block: Numbered, whole: boolean): void {
    const { state } = this.view;
    const unit = whole ? boxAt(state, block.index) : unitAt(state, block.index);
    const first = unit === null ? undefined : blocksOf(state).blocks[unit.from];
    if (!this.view.editable || first === undefined) return this.hide();
    this.hover = { id: String(first.node.attrs["id"]), whole };
    const dom = whole ? this.domOf(first).closest(".box") : this.domOf(first);
    const top = (dom ?? this.domOf(first)).getBoundingClientRect().top - this.groundTop();
    this.handle.style.insetBlockStart = `${String(top)}px`;
    this.handle.hidden = false;
  }

  private hide(): void {
    if (this.hand !== null) return;
    cancelAnimationFrame(this.frame);
    this.hover = null;
    this.handle.hidden = true;
  }

  private take(event: PointerEvent): void {
    if (this.hover === null || event.button !== 0 || this.hand !== null) return;
    event.preventDefault();
    this.handle.setPointerCapture(event.pointerId);
    const { clientX: x, clientY: y, pointerId: pointer } = event;
    this.hand = { ...this.hover, pointer, fromY: y, x, y, begun: false, place: null };
    requestAnimationFrame(() => this.scroll());
  }

  private carry(event: PointerEvent): void {
    const { hand } = this;
    if (hand === null || event.pointerId !== hand.pointer) return;
    [hand.x, hand.y] = [event.clientX, event.clientY];
    if (!hand.begun && Math.abs(hand.y - hand.fromY) < BEGINS_PX) return;
    const unit = this.unitOf(hand);
    if (unit === null) return this.giveUp();
    if (!hand.begun) this.dim(unit);
    hand.begun = true;
    hand.place = this.placeAt(unit, hand.y);
    this.draw(hand.place);
  }

  private letGo(): void {
    const { hand } = this;
    const unit = hand === null ? null : this.unitOf(hand);
    this.giveUp();
    if (hand?.place === null || hand === null || unit === null || !this.view.editable) return;
    const { state } = this.view;
    const edit = moveTo(state, unit, hand.place);
    if (edit === null) return;
    this.view.dispatch(flatEdit(state.tr, edit));
    const { blocks } = blocksOf(this.view.state);
    this.page.moved((this.find(hand.id)?.index ?? 0) + 1, blocks.length);
    this.view.focus();
  }

  private pressed(event: KeyboardEvent): void {
    if (this.hand === null || event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.giveUp();
  }

  private giveUp(): void {
    const { hand } = this;
    if (hand === null) return;
    this.hand = null;
    if (this.handle.hasPointerCapture(hand.pointer)) this.handle.releasePointerCapture(hand.pointer);
    this.line.hidden = true;
    if (hand.begun) this.dim(null);
  }

  private dim(unit: Unit | null): void {
    const { state } = this.view;
    const blocks = unit === null ? [] : blocksOf(state).blocks.slice(unit.from, unit.to);
    const quiet = blocks.map(({ pos, node }) => Decoration.node(pos, pos + node.nodeSize, { class: "is-moving" }));
    this.view.dispatch(state.tr.setMeta(dragged, DecorationSet.create(state.doc, quiet)));
  }

  private scroll(): void {
    const { hand } = this;
    if (hand === null) return;
    const step = hand.y < EDGE_PX ? -SCROLL_PX : hand.y > innerHeight - EDGE_PX ? SCROLL_PX : 0;
    if (step !== 0 && hand.begun) {
      scrollBy(0, step);
      const unit = this.unitOf(hand);
      if (unit !== null) this.draw((hand.place = this.placeAt(unit, hand.y)));
    }
    requestAnimationFrame(() => this.scroll());
  }

  private placeAt(unit: Unit, y: number): Place | null {
    const { state } = this.view;
    const block = this.blockAt(y);
    if (block === null) return null;
    const { top, bottom } = this.boxOf(block);
    const before = block.index + (y < (top + bottom) / 2 ? 0 : 1);
    // Beside the blocks of a box is outside of it: on its heading, and below its last block.
    const box = y < top || y > bottom ? undefined : block.keys.box;
    return placeAt(state, unit, before, box) ?? placeAt(state, unit, before, undefined);
  }

  private draw(place: Place | null): void {
    this.line.hidden = place === null;
    if (place === null) return;
    const { blocks } = blocksOf(this.view.state);
    const [above, below] = [blocks[place.before - 1], blocks[place.before]];
    const edges = [above && this.boxOf(above).bottom, below && this.boxOf(below).top].filter(
      (edge) => edge !== undefined,
    );
    const middle = edges.reduce((sum, edge) => sum + edge, 0) / Math.max(edges.length, 1);
    this.line.style.insetBlockStart = `${String(middle - this.groundTop())}px`;
    this.line.style.insetInlineStart = place.depth === null ? "0" : `${String((place.depth + 1) * LEVEL_EM)}em`;
  }

  private unitOf({ id, whole }: Hand): Unit | null {
    const block = this.find(id);
    if (block === undefined) return null;
    return whole ? boxAt(this.view.state, block.index) : unitAt(this.view.state, block.index);
  }

  private find(id: string): Numbered | undefined {
    return blocksOf(this.view.state).blocks.find(({ node }) => node.attrs["id"] === id);
  }

  /** The block at a height of the window. */
  private blockAt(y: number): Numbered | null {
    const { view } = this;
    const text = view.dom.getBoundingClientRect();
    const top = Math.min(Math.max(y, text.top + 1), text.bottom - 1);
    const found = view.posAtCoords({ left: text.left + text.width / 2, top });
    if (found === null) return null;
    const pos = found.inside >= 0 ? Math.max(found.pos, found.inside) : found.pos;
    const { blocks } = blocksOf(view.state);
    return blocks.find((block) => pos <= block.pos + block.node.nodeSize - 1) ?? blocks.at(-1) ?? null;
  }

  private domOf({ pos }: Numbered): HTMLElement {
    const dom = this.view.nodeDOM(pos);
    return dom instanceof HTMLElement ? dom : this.view.dom;
  }

  private boxOf(block: Numbered): DOMRect {
    return this.domOf(block).getBoundingClientRect();
  }

  private groundTop(): number {
    return (this.handle.offsetParent ?? this.view.dom.parentElement ?? this.view.dom).getBoundingClientRect().top;
  }
}
