// The way from a cross-reference to what it points at: Enter on a selected one, or a press with Ctrl, as links in a word
// processor go; without it a press only selects. Next: atoms.ts, which draws them.
import type { Node } from "prosemirror-model";
import { NodeSelection, Selection, type EditorState } from "prosemirror-state";
import { payloadOf } from "../flatten.ts";
import type { ViewContext } from "./context.ts";

/** Where a cross-reference points. */
export interface Pointing {
  readonly target: string;
  /** Null: in this chapter. */
  readonly chapter: string | null;
}

/** The cross-reference that a key follows; null if it follows none. */
export function xrefAt({ selection }: EditorState, event: KeyboardEvent): Pointing | null {
  if (event.key !== "Enter" || event.shiftKey || event.altKey || !(selection instanceof NodeSelection)) return null;
  return selection.node.type.name === "xref" ? (selection.node.attrs as unknown as Pointing) : null;
}

/** The cross-reference that a press follows: with Ctrl, or by whoever only reads. */
export function xrefPressed(event: MouseEvent, editable: boolean): Pointing | null {
  const dom = event.target instanceof Element ? event.target.closest<HTMLElement>(".xref") : null;
  const { target, chapter = null } = dom?.dataset ?? {};
  if (target === undefined || (editable && !event.ctrlKey && !event.metaKey)) return null;
  return { target, chapter };
}

/** Brings the person to what a cross-reference points at. */
export function follow({ core, view, openChapter }: ViewContext, { target, chapter }: Pointing): void {
  if (chapter !== null) {
    openChapter(chapter);
    return;
  }
  const pos = placeOf(core.state.doc, target);
  if (pos === null) return;
  const $inside = core.state.doc.resolve(pos + 1);
  core.dispatch(core.state.tr.setSelection(Selection.near($inside)).scrollIntoView());
  view().focus();
}

/** The position of the block that shows a view id, or else of the box of that id. */
function placeOf(doc: Node, target: string): number | null {
  let block: number | null = null;
  let box: number | null = null;
  doc.descendants((node, pos) => {
    if (node.isTextblock && node.attrs["id"] === target) block ??= pos;
    if (node.type.name === "box" && payloadOf(node) === target) box ??= pos;
    return !node.isTextblock;
  });
  return block ?? box;
}
