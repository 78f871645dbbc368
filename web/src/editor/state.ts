// The editor without a page: its state, its binding and its undo in one place, and the one way in for every transaction.
// Runs in node without a DOM; tests drive this, and index.ts puts a view on it. Next: binding.ts.
import { EditorState, type Command, type Plugin, type Transaction } from "prosemirror-state";
import type * as Y from "yjs";
import { Binding, isEdit } from "./binding.ts";
import { cursorOf, findCursor, selectionOf, type CursorJson, type Found } from "./cursor.ts";
import { changedPart, type Fixed } from "./part-guard.ts";
import { schema } from "./schema.ts";
import { isAct, isTyping, Undo } from "./undo.ts";

export interface CoreOptions {
  readonly ydoc: Y.Doc;
  readonly newId: () => string;
  /** Edits closer together than this, in milliseconds, are undone as one, unless they are structural. */
  readonly pauseMs?: number;
  readonly plugins?: (core: EditorCore) => Plugin[];
}

export const PAUSE_MS = 500;

/** What may stand in a line: text with marks and notes, the same without notes, or characters alone. */
export type LineKind = "rich" | "note" | "plain";

/** A line of a payload in which the person is: while it is the target, commands and undo begin from there. */
export interface Target {
  readonly kind: LineKind;
  readonly state: EditorState;
  readonly dispatch: (tr: Transaction) => void;
  cursor(): CursorJson | null;
  focus(): void;
}

export class EditorCore {
  readonly binding: Binding;
  readonly undoing: Undo;
  state: EditorState;
  /** Puts the person into another text than the body; whoever draws the payloads sets it. */
  reveal: (place: Found) => void = () => undefined;
  /** The parts whose headings stay as they are; null while nobody knows. */
  fixed: Fixed = null;
  /** An edit of the heading of this part was not made; whoever shows the text says so. */
  refused: (part: string) => void = () => undefined;
  private other: Target | null = null;
  private readonly listeners = new Set<(state: EditorState) => void>();

  constructor(options: CoreOptions) {
    this.binding = new Binding(options.ydoc, options.newId);
    this.undoing = new Undo(this.binding, options.pauseMs ?? PAUSE_MS);
    this.state = EditorState.create({ schema, doc: this.binding.doc, plugins: options.plugins?.(this) ?? [] });
    this.binding.subscribe((patch) => {
      this.show(patch(this.state));
    });
  }

  /** Applies a transaction of the person here. Its edits are in the Yjs document when this returns. */
  readonly dispatch = (tr: Transaction): void => {
    const part = isEdit(tr) ? changedPart(this.fixed, tr) : null;
    if (part !== null) {
      this.refused(part);
      return;
    }
    if (isEdit(tr)) this.undoing.before(() => cursorOf(this.binding, this.state), isTyping(tr), isAct(tr));
    this.show(this.binding.apply(this.state, tr));
  };

  /** The line in which the person is; null while they are in the body. */
  get target(): Target | null {
    return this.other;
  }

  set target(target: Target | null) {
    if (this.other === target) return;
    this.other = target;
    this.tell();
  }

  /** Where the person is. */
  cursor(): CursorJson | null {
    return this.other === null ? cursorOf(this.binding, this.state) : this.other.cursor();
  }

  /** Runs a command where the person is; false if it does not apply there. */
  run(command: Command): boolean {
    const { state, dispatch } = this.other ?? this;
    return command(state, dispatch);
  }

  /** Runs a command in the body, also while the person is in a line of a payload. */
  runInBody(command: Command): boolean {
    return command(this.state, this.dispatch);
  }

  /** Changes payloads as the person here asked: one entry of undo. */
  act(change: () => void): void {
    this.undoing.before(() => this.cursor(), false);
    this.binding.act(change);
  }

  /** Makes all edits that `edits` does one entry of undo. */
  together(edits: () => void): void {
    this.undoing.asOne(edits);
  }

  /** Tells everybody who listens that something changed where the person is. */
  tell(): void {
    for (const listener of this.listeners) listener(this.state);
  }

  undo(): boolean {
    return this.restore("undo");
  }

  redo(): boolean {
    return this.restore("redo");
  }

  owns(origin: unknown): boolean {
    return this.binding.owns(origin) || this.undoing.owns(origin);
  }

  /** Adds a plugin that came later, before all others; takes it away again when called back. */
  use(plugin: Plugin): () => void {
    const plugins = (change: (now: readonly Plugin[]) => readonly Plugin[]): void =>
      this.show(this.state.reconfigure({ plugins: change(this.state.plugins) }));
    plugins((now) => [plugin, ...now]);
    return () => plugins((now) => now.filter((each) => each !== plugin));
  }

  /** Called after every change of the state, or of where the person is. */
  subscribe(listener: (state: EditorState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  destroy(): void {
    this.listeners.clear();
    this.undoing.destroy();
    this.binding.destroy();
  }

  private restore(way: "undo" | "redo"): boolean {
    const cursor = this.undoing.take(way, this.cursor());
    if (cursor === "nothing") return false;
    if (cursor !== null) this.goTo(cursor);
    return true;
  }

  private goTo(cursor: CursorJson): void {
    const found = findCursor(this.binding.ydoc, cursor);
    if (found === null) return;
    if (found.text !== this.binding.body) {
      this.reveal(found);
      return;
    }
    this.target = null;
    const selection = selectionOf(this.binding, this.state, cursor);
    if (selection !== null) this.show(this.state.apply(this.state.tr.setSelection(selection).scrollIntoView()));
  }

  private show(state: EditorState): void {
    if (state === this.state) return;
    this.state = state;
    this.tell();
  }
}
