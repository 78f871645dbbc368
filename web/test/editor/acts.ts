// Cut and paste of whole blocks, as the clipboard does it: the slice is cut out, parsed back, and put in.
import { Fragment, Slice } from "prosemirror-model";
import { textBlocks } from "../../src/editor/flatten.ts";
import type { Person } from "./person.ts";

/** Cuts out a block of the top level. The caret is left near by. */
export function cutBlock(person: Person, index: number): Slice {
  const block = textBlocks(person.state.doc.content)[index];
  if (block === undefined) throw new Error(`no block ${String(index)}`);
  const to = block.pos + block.node.nodeSize;
  const slice = person.state.doc.slice(block.pos, to);
  person.core.dispatch(person.state.tr.delete(block.pos, to));
  person.check();
  return slice;
}

/** Pastes whole blocks behind the block of the caret. */
export function pasteBlocks(person: Person, slice: Slice): void {
  const { $head } = person.state.selection;
  const whole = new Slice(Fragment.fromArray([...slice.content.content]), 0, 0);
  person.core.dispatch(person.state.tr.replace($head.after(1), $head.after(1), whole));
  person.check();
}
