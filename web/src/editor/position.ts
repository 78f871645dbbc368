// Places in the document and places in the flat text. Both count the same units inside a block; a block's mark is one
// unit before them, and the block without a mark has none. Pure. Next: patch.ts, which keeps the selection with these.
import type { Node } from "prosemirror-model";
import { sizeOf } from "./flatten.ts";

/** `startless`: whether the first block of the document has no mark. */
export interface FlatView {
  readonly doc: Node;
  readonly startless: boolean;
}

/** The place in the flat text of a position in the document. Outside text: the nearest place behind it. */
export function flatOf(view: FlatView, pos: number): number {
  let flat = view.startless ? -1 : 0;
  let rest = pos;
  let parent = view.doc;
  for (;;) {
    const { index, offset } = parent.childAfter(Math.min(rest, parent.content.size));
    for (let before = 0; before < index; before += 1) flat += sizeOf(parent.child(before)).units;
    const child = index < parent.childCount ? parent.child(index) : null;
    rest -= offset;
    if (child === null || rest <= 0) return Math.max(flat, 0);
    if (child.isTextblock) return flat + rest;
    rest -= 1;
    parent = child;
  }
}

/** The position in the document of a place in the flat text. Before the first block's text: its beginning. */
export function docOf(view: FlatView, flat: number): number {
  let rest = flat + (view.startless ? 1 : 0);
  let pos = 0;
  let parent = view.doc;
  for (;;) {
    let index = 0;
    while (index < parent.childCount - 1 && rest > sizeOf(parent.child(index)).units) {
      rest -= sizeOf(parent.child(index)).units;
      pos += parent.child(index).nodeSize;
      index += 1;
    }
    const child = parent.child(index);
    if (child.isTextblock) return pos + 1 + Math.min(Math.max(rest - 1, 0), child.content.size);
    pos += 1;
    parent = child;
  }
}
