// Undo and redo of the person's own edits, never of anybody else's (U4). Edits without a pause between them are one
// entry; a structural edit always begins a new one. The selection comes back with the text, and marks that come back
// without their keys get them again (U3). Next: binding.ts.
import type { Fragment } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { ReplaceStep } from "prosemirror-transform";
import * as Y from "yjs";
import { flatEditOf, type Binding } from "./binding.ts";
import type { CursorJson } from "./cursor.ts";

const SELECTION = "selection";
/** The side maps in which a person's edits are undone. */
const SIDES = ["notes", "tables", "figures", "boxes"] as const;

type Item = NonNullable<ReturnType<Y.UndoManager["undo"]>>;

export class Undo {
  private readonly manager: Y.UndoManager;
  /** The selection that belongs to the entry that the next edit begins. */
  private selection: CursorJson | null = null;
  /** The last edit was an act: it stays alone in its entry. */
  private acted = false;
  private together = false;

  constructor(
    private readonly binding: Binding,
    private readonly pauseMs: number,
  ) {
    const sides = SIDES.map((name) => binding.ydoc.getMap(name));
    this.manager = new Y.UndoManager([binding.body as Y.AbstractType<unknown>, ...sides], {
      trackedOrigins: new Set([binding.origin]),
      captureTimeout: pauseMs,
    });
    this.manager.on("stack-item-added", ({ stackItem }: { stackItem: Item }) => {
      stackItem.meta.set(SELECTION, this.selection);
    });
  }

  get canUndo(): boolean {
    return this.manager.canUndo();
  }

  get canRedo(): boolean {
    return this.manager.canRedo();
  }

  owns(origin: unknown): boolean {
    return origin === this.manager;
  }

  /** To be called before each local edit, with where the person is. What is typed behind an act is an entry of its own. */
  before(cursor: () => CursorJson | null, typing: boolean, act = !typing): void {
    if (!this.together && (!typing || this.acted)) this.manager.stopCapturing();
    this.acted = act;
    if (this.beginsEntry()) this.selection = cursor();
  }

  /** Everything that is done meanwhile is one entry. */
  asOne(edits: () => void): void {
    this.manager.stopCapturing();
    this.manager.captureTimeout = Infinity;
    this.together = true;
    try {
      edits();
    } finally {
      this.together = false;
      this.manager.captureTimeout = this.pauseMs;
      this.manager.stopCapturing();
    }
  }

  /** Takes back, or does again, one entry; then the selection that belongs to it, null for none, is the result. */
  take(way: "undo" | "redo", cursor: CursorJson | null): "nothing" | CursorJson | null {
    this.selection = cursor;
    const item = this.binding.mending(() => (way === "undo" ? this.manager.undo() : this.manager.redo()));
    if (item === null) return "nothing";
    return (item.meta.get(SELECTION) as CursorJson | null | undefined) ?? null;
  }

  destroy(): void {
    this.manager.destroy();
  }

  private beginsEntry(): boolean {
    const { undoStack, lastChange } = this.manager;
    return undoStack.length === 0 || lastChange === 0 || Date.now() - lastChange >= this.pauseMs;
  }
}

/** Whether a transaction only types or deletes inside one block; everything else is structural. */
export function isTyping(tr: Transaction): boolean {
  return !isAct(tr) && tr.steps.every((step, index) => step instanceof ReplaceStep && isInline(tr, step, index));
}

/** Whether a transaction is complete in itself: a format, something put in, pasted, moved or replaced. Enter is not. */
export function isAct(tr: Transaction): boolean {
  const event: unknown = tr.getMeta("uiEvent");
  return (
    flatEditOf(tr) !== undefined ||
    isMeant(tr) ||
    event === "paste" ||
    event === "drop" ||
    event === "cut" ||
    tr.steps.some((step) => !(step instanceof ReplaceStep) || bringsMore(step.slice.content))
  );
}

const ACT = "chancery-act";

/** Says that a transaction is an act of its own although it only changes text. */
export const asAct = (tr: Transaction): Transaction => tr.setMeta(ACT, true);
const isMeant = (tr: Transaction): boolean => tr.getMeta(ACT) === true;

/** Whether content brings what nobody types: a note, a reference, a table. */
function bringsMore(content: Fragment): boolean {
  let more = false;
  content.descendants((node) => {
    more ||= node.isAtom && !node.isText && node.type.name !== "hard_break";
  });
  return more;
}

function isInline(tr: Transaction, step: ReplaceStep, index: number): boolean {
  const doc = tr.docs[index];
  if (doc === undefined) return false;
  const from = doc.resolve(step.from);
  const inline = step.slice.size === 0 || step.slice.content.firstChild?.isInline === true;
  return (
    inline &&
    step.slice.openStart === 0 &&
    step.slice.openEnd === 0 &&
    from.sameParent(doc.resolve(step.to)) &&
    from.parent.isTextblock
  );
}
