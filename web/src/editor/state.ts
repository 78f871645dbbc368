// The editor without a page: its state, its binding and its undo in one place, and the one way in for every transaction.
// Runs in node without a DOM; tests drive this, and index.ts puts a view on it. Next: binding.ts.
import { EditorState, type Command, type Plugin, type Transaction } from "prosemirror-state";
import type * as Y from "yjs";
import { Binding, isEdit } from "./binding.ts";
import { schema } from "./schema.ts";
import { isTyping, Undo } from "./undo.ts";

export interface CoreOptions {
  readonly ydoc: Y.Doc;
  readonly newId: () => string;
  /** Edits closer together than this, in milliseconds, are undone as one, unless they are structural. */
  readonly pauseMs?: number;
  readonly plugins?: (core: EditorCore) => Plugin[];
}

export const PAUSE_MS = 500;

export class EditorCore {
  readonly binding: Binding;
  readonly undoing: Undo;
  state: EditorState;
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
    if (isEdit(tr)) this.undoing.before(this.state, isTyping(tr));
    this.show(this.binding.apply(this.state, tr));
  };

  /** Runs a command; false if it does not apply here. */
  run(command: Command): boolean {
    return command(this.state, this.dispatch);
  }

  /** Changes payloads as the person here asked: one entry of undo. */
  act(change: () => void): void {
    this.undoing.before(this.state, false);
    this.binding.act(change);
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

  /** Called after every change of the state. */
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
    const selection = this.undoing.take(way, this.state);
    if (selection === "nothing") return false;
    if (selection !== null)
      this.show(this.state.apply(this.state.tr.setSelection(selection(this.state)).scrollIntoView()));
    return true;
  }

  private show(state: EditorState): void {
    if (state === this.state) return;
    this.state = state;
    for (const listener of this.listeners) listener(state);
  }
}
