// The few commands that every editor has: one after the other, deleting and selecting, switching a format, splitting a block.
// Written here because a library's come with a dozen that nobody asks for. Next: commands.ts.
import type { Attrs, Mark, MarkType, Node, NodeType } from "prosemirror-model";
import { AllSelection, NodeSelection, TextSelection, type Command, type EditorState } from "prosemirror-state";
import { canSplit } from "prosemirror-transform";

/** The first of these that applies. */
export const firstOf =
  (...commands: readonly Command[]): Command =>
  (state, dispatch, view) =>
    commands.some((command) => command(state, dispatch, view));

export const deleteSelection: Command = (state, dispatch) => {
  if (state.selection.empty) return false;
  dispatch?.(state.tr.deleteSelection().scrollIntoView());
  return true;
};

export const selectAll: Command = (state, dispatch) => {
  dispatch?.(state.tr.setSelection(new AllSelection(state.doc)));
  return true;
};

/** Switches a mark for what is selected, or for what is typed next. Spaces at the ends of a selection stay as they are. */
export const toggleMark =
  (type: MarkType): Command =>
  (state, dispatch) => {
    const { selection, doc, tr } = state;
    if (!takesMark(state, type)) return false;
    if (selection.empty) {
      if (!(selection instanceof TextSelection)) return false;
      dispatch?.(type.isInSet(marksAt(state)) ? tr.removeStoredMark(type) : tr.addStoredMark(type.create()));
      return true;
    }
    const isThere = selection.ranges.some(({ $from, $to }) => doc.rangeHasMark($from.pos, $to.pos, type));
    for (const { $from, $to } of selection.ranges) {
      if (isThere) tr.removeMark($from.pos, $to.pos, type);
      else tr.addMark(...withoutSpaces(doc, $from.pos, $to.pos), type.create());
    }
    dispatch?.(tr.scrollIntoView());
    return true;
  };

/** Whether some of the text at hand may carry the mark. */
function takesMark({ doc, selection }: EditorState, type: MarkType): boolean {
  if (selection.$from.parent.isTextblock && selection.$from.parent.type.allowsMarkType(type)) return true;
  let takes = false;
  doc.nodesBetween(selection.from, selection.to, (node) => {
    takes ||= node.isTextblock && node.type.allowsMarkType(type);
    return !takes;
  });
  return takes;
}

const marksAt = ({ storedMarks, selection }: EditorState): readonly Mark[] => storedMarks ?? selection.$from.marks();

function withoutSpaces(doc: Node, from: number, to: number): [number, number] {
  const [$from, $to] = [doc.resolve(from), doc.resolve(to)];
  const before = /^\s*/.exec($from.nodeAfter?.isText === true ? ($from.nodeAfter.text ?? "") : "")?.[0].length ?? 0;
  const behind = /\s*$/.exec($to.nodeBefore?.isText === true ? ($to.nodeBefore.text ?? "") : "")?.[0].length ?? 0;
  return from + before < to - behind ? [from + before, to - behind] : [from, to];
}

type Next = (block: Node, atEnd: boolean) => { type: NodeType; attrs: Attrs };

/** Splits the block at the caret; `next` says what stands behind the place. What is split at its start stays below, and an
 *  empty block of the `plain` type comes above it; a caption stays with what it belongs to. */
export const splitBlock =
  (next: Next, plain: NodeType): Command =>
  (state, dispatch) => {
    if (state.selection instanceof NodeSelection) return false;
    const tr = state.tr.deleteSelection();
    const { $from } = tr.selection;
    const { parent, parentOffset, pos } = $from;
    const types = [next(parent, parentOffset === parent.content.size)];
    const isCaption = parent.type.spec.isolating === true;
    if (!parent.isTextblock || !(isCaption || canSplit(tr.doc, pos, 1, types))) return false;
    const above = $from.before();
    tr.split(pos, 1, types);
    const staysBelow = parentOffset === 0 && parent.content.size > 0 && !isCaption;
    if (staysBelow && parent.type !== plain) tr.setNodeMarkup(above, plain, { ...parent.attrs });
    dispatch?.(tr.scrollIntoView());
    return true;
  };
