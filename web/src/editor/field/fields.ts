// All lines of payloads on the page: which one the person is in, which text belongs to which element, who else is where.
// One set of listeners for all of them, so that a line at rest is nothing but its elements. Next: ../views/.
import type { DOMSerializer } from "prosemirror-model";
import type { Plugin } from "prosemirror-state";
import type { EditorProps } from "prosemirror-view";
import type * as Y from "yjs";
import { findCursor, type Found, type Peer } from "../cursor.ts";
import type { KeyActions } from "../keys.ts";
import { SIDES, type Watch } from "../payload/watch.ts";
import type { EditorCore } from "../state.ts";
import type { Placed } from "./carets.ts";
import type { Field } from "./field.ts";

export interface FieldsOptions {
  readonly core: EditorCore;
  readonly watch: Watch;
  readonly serializer: DOMSerializer;
  readonly nodeViews: NonNullable<EditorProps["nodeViews"]>;
  readonly actions: KeyActions;
  /** What lines have in common with the body: how they are copied. */
  readonly plugins: (field: Field) => readonly Plugin[];
  readonly editable: () => boolean;
  /** Something in the line with the focus changed. */
  readonly changed: () => void;
}

export class Fields {
  readonly core: EditorCore;
  readonly serializer: DOMSerializer;
  readonly nodeViews: NonNullable<EditorProps["nodeViews"]>;
  readonly actions: KeyActions;
  readonly plugins: (field: Field) => readonly Plugin[];
  readonly changed: () => void;
  private readonly byText = new Map<object, Set<Field>>();
  private readonly byElement = new WeakMap<EventTarget, Field>();
  private readonly all = new Set<Field>();
  private readonly stops: (() => void)[] = [];
  private peers: readonly Peer[] = [];
  /** Somebody is where the words have not arrived yet: presence does not wait for the disk, words do. */
  private ahead = false;
  private visited = new Set<Field>();
  private current: Field | null = null;
  /** Under the mouse or a finger that is still down: the browser is about to put its caret into it. */
  private pressed: Field | null = null;

  constructor(private readonly options: FieldsOptions) {
    const { core, watch } = options;
    this.core = core;
    this.serializer = options.serializer;
    this.nodeViews = options.nodeViews;
    this.actions = options.actions;
    this.plugins = options.plugins;
    this.changed = options.changed;
    core.reveal = (place) => {
      this.reveal(place);
    };
    for (const side of SIDES) {
      this.stops.push(
        watch.on(side, null, (events) => {
          for (const { target } of events) this.byText.get(target)?.forEach((field) => field.isLive || field.refresh());
          if (this.ahead) this.showPeers(this.peers);
        }),
      );
    }
  }

  get editable(): boolean {
    return this.options.editable();
  }

  /** The line that the person is in, or was in last. */
  get live(): Field | null {
    return this.current;
  }

  add(field: Field): void {
    this.all.add(field);
    this.byElement.set(field.dom, field);
  }

  remove(field: Field): void {
    this.all.delete(field);
    this.rested(field);
  }

  /** From now on a field shows another text than before; null for none. */
  bind(field: Field, before: Y.Text | null, now: Y.Text | null): void {
    const were = before === null ? undefined : this.byText.get(before);
    were?.delete(field);
    if (before !== null && were?.size === 0) this.byText.delete(before);
    if (now !== null) this.byText.set(now, (this.byText.get(now) ?? new Set()).add(field));
  }

  /** The field in an element, or around it. */
  of(target: EventTarget | null): Field | null {
    const element = target instanceof Element ? target.closest(".line") : null;
    return element === null ? null : (this.byElement.get(element) ?? null);
  }

  /** At most one line is edited at a time. */
  goingLive(field: Field): void {
    if (this.current !== field) this.current?.rest();
    this.current = field;
  }

  entered(field: Field): void {
    this.current = field;
    this.core.target = field;
    this.changed();
  }

  rested(field: Field): void {
    if (this.current !== field) return;
    this.current = null;
    this.core.target = null;
  }

  /** The person went back into the body. */
  leave(): void {
    this.current?.rest();
  }

  /** The element that shows a text; null where none does. */
  domOf(text: Y.Text): HTMLElement | null {
    const fields = [...(this.byText.get(text) ?? [])];
    return fields.find(({ dom }) => dom.isConnected)?.dom ?? null;
  }

  /** Puts the person into a line, where it is on the page. */
  reveal({ text, anchor, head }: Found): boolean {
    const fields = [...(this.byText.get(text) ?? [])];
    const field = fields.find(({ isLive }) => isLive) ?? fields.find(({ dom }) => dom.isConnected);
    field?.enter({ anchor, head });
    return field !== undefined;
  }

  dressAll(): void {
    if (!this.editable) this.current?.rest();
    for (const field of this.all) field.dress();
  }

  /** Draws the lines at rest again: numbers of notes changed. */
  redrawAll(): void {
    for (const field of this.all) if (!field.isLive) field.refresh();
  }

  showPeers(peers: readonly Peer[]): void {
    this.peers = peers;
    this.ahead = false;
    const placed = new Map<Field, Placed[]>();
    for (const peer of this.peers) {
      if (peer.cursor === null) continue;
      const found = findCursor(this.core.binding.ydoc, peer.cursor);
      this.ahead ||= found === null;
      if (found === null || found.text === this.core.binding.body) continue;
      for (const field of this.byText.get(found.text) ?? []) {
        const list = placed.get(field) ?? [];
        list.push({ peer, anchor: found.anchor, head: found.head });
        placed.set(field, list);
      }
    }
    for (const field of this.visited) if (!placed.has(field)) field.showPlaced([]);
    for (const [field, list] of placed) field.showPlaced(list);
    this.visited = new Set(placed.keys());
  }

  /** Listens for everything that brings a person into a line somewhere in an element. */
  listen(root: HTMLElement): void {
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ): void => {
      root.addEventListener(name, listener, true);
      this.stops.push(() => {
        root.removeEventListener(name, listener, true);
      });
    };
    on("mousedown", ({ target }) => (this.pressed = this.of(target)));
    on("focusin", ({ target }) => {
      const field = this.atRest(target);
      // The browser puts its caret into what has the focus only after it has told so.
      if (field !== null && this.pressed !== field) setTimeout(() => this.comeIn(field));
    });
    on("keydown", (event) => {
      this.atRest(event.target)?.enterHere();
    });
    on("compositionstart", ({ target }) => {
      this.atRest(target)?.enterHere();
    });
    on("beforeinput", (event) => {
      // Nothing is ever written into elements at rest: what they show is the line's to say.
      const field = this.atRest(event.target);
      if (field === null) return;
      event.preventDefault();
      field.enterHere();
    });
    const released = (): void => {
      const field = this.pressed;
      this.pressed = null;
      if (field !== null) this.comeIn(field);
    };
    document.addEventListener("mouseup", released);
    this.stops.push(() => {
      document.removeEventListener("mouseup", released);
    });
  }

  destroy(): void {
    for (const stop of this.stops) stop();
    for (const field of [...this.all]) field.destroy();
  }

  private comeIn(field: Field): void {
    if (!field.isLive && field.dom.ownerDocument.activeElement === field.dom) field.enterHere();
  }

  private atRest(target: EventTarget | null): Field | null {
    const field = this.of(target);
    return field === null || field.isLive || field.dom !== target ? null : field;
  }
}
