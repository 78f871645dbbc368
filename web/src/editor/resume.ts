// Where a person was in a text, found again in another state of the same text: before and behind the one stretch in
// which the two differ, places keep their distance to the beginning or to the end. Knows no DOM. Next: index.ts.
import type { Node } from "prosemirror-model";
import { TextSelection, type Selection } from "prosemirror-state";

/** A text as it was left, and the selection in it. */
export interface Left {
  readonly doc: Node;
  readonly anchor: number;
  readonly head: number;
  readonly focused: boolean;
}

/** The selection in `doc` that is nearest to the one that was left. */
export function resumed(left: Left, doc: Node): Selection {
  const moved = movedTo(left.doc, doc);
  const at = (pos: number) => doc.resolve(Math.min(moved(pos), doc.content.size));
  return TextSelection.between(at(left.anchor), at(left.head));
}

function movedTo(before: Node, now: Node): (pos: number) => number {
  const start = before.content.findDiffStart(now.content);
  const end = before.content.findDiffEnd(now.content);
  if (start === null || end === null) return (pos) => pos;
  // Where the same words stand at both borders of the stretch, the two searches overlap.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  return (pos) => {
    if (pos <= start) return pos;
    return pos >= end.a + overlap ? pos - end.a + end.b : start;
  };
}
