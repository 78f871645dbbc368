// Brings the view to what the flat text now shows, with the smallest change of the document and with the selection kept
// by its place in the flat text. A patch is applied to the state alone and so never becomes an edit of the text. Next: binding.ts.
import { AllSelection, NodeSelection, TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import type { Node } from "prosemirror-model";
import { ReplaceStep } from "prosemirror-transform";
import type { Delta } from "./flat.ts";
import { docOf, flatOf, type FlatView } from "./position.ts";

/** Where a place in the flat text went; `side` says which neighbour it stays with when something comes in between. */
export type FlatMap = (flat: number, side: "left" | "right") => number;

export const unmoved: FlatMap = (flat) => flat;

/** The transaction from the state's document to `target`; null if nothing is to be done. */
export function patchTo(state: EditorState, before: FlatView, after: FlatView, map: FlatMap): Transaction | null {
  return patch(state, after.doc, (tr) => {
    const view = { doc: tr.doc, startless: after.startless };
    return (pos, side) => docOf(view, map(flatOf(before, pos), side));
  });
}

/** The same for the document of a line, in which a place is what it is in its text. */
export function patchLine(state: EditorState, target: Node, map: FlatMap): Transaction | null {
  return patch(state, target, (tr) => (pos, side) => Math.min(map(pos, side), tr.doc.content.size));
}

type Place = (pos: number, side: "left" | "right") => number;

function patch(state: EditorState, target: Node, placing: (tr: Transaction) => Place): Transaction | null {
  const replace = replacing(state.doc, target);
  if (replace === null) return null;
  const tr = state.tr.step(replace);
  keepSelection(state, tr, placing(tr));
  if (state.storedMarks !== null) tr.setStoredMarks(state.storedMarks);
  return tr;
}

function replacing(doc: Node, target: Node): ReplaceStep | null {
  const start = doc.content.findDiffStart(target.content);
  const end = doc.content.findDiffEnd(target.content);
  if (start === null || end === null) return null;
  const overlap = Math.max(start - Math.min(end.a, end.b), 0);
  return new ReplaceStep(start, end.a + overlap, target.slice(start, end.b + overlap));
}

function keepSelection(state: EditorState, tr: Transaction, place: Place): void {
  const { selection } = state;
  if (selection instanceof AllSelection || selection instanceof NodeSelection) return;
  // A range does not grow when something comes in at its border.
  const start = place(selection.from, selection.empty ? "left" : "right");
  const end = selection.empty ? start : Math.max(place(selection.to, "left"), start);
  const [anchor, head] = selection.anchor <= selection.head ? [start, end] : [end, start];
  if (tr.selection.anchor === anchor && tr.selection.head === head) return;
  tr.setSelection(TextSelection.create(tr.doc, anchor, head));
}

/** How places move when the flat text changes by `delta`. */
export function mapThrough(delta: Delta): FlatMap {
  return (flat, side) => {
    let old = 0;
    let moved = flat;
    for (const op of delta) {
      if (old > flat) break;
      if (op.retain !== undefined) old += op.retain;
      else if (op.delete !== undefined) {
        moved -= Math.min(op.delete, flat - old);
        old += op.delete;
      } else if (old < flat || side === "right") moved += typeof op.insert === "string" ? op.insert.length : 1;
    }
    return moved;
  };
}
