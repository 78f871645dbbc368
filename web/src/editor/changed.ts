// Which top nodes of a document an edit changed: told by identity, since what it left alone are the same nodes. Pure.
// Next: refs.ts, numbers.ts and sides.ts, which ask.
import type { Node } from "prosemirror-model";

/** The top nodes of a document that are not at the beginning or end of the other one too. */
export function changedNodes(doc: Node, other: Node): readonly Node[] {
  if (doc === other) return [];
  const most = Math.min(doc.childCount, other.childCount);
  let from = 0;
  while (from < most && doc.child(from) === other.child(from)) from += 1;
  let end = 0;
  while (end < most - from && doc.child(doc.childCount - 1 - end) === other.child(other.childCount - 1 - end)) end += 1;
  return doc.children.slice(from, doc.childCount - end);
}
