// Gives words that are left over a place again: what is referred to by the text gets a reference at the end of the chapter, a
// row or column its place at the end of its table, the facts of a case their case (docs/document-model.md, Left over). Each
// is an edit of the person here, which undo takes back. Next: leftover.ts.
import type { Node } from "prosemirror-model";
import { Selection, TextSelection } from "prosemirror-state";
import * as Y from "yjs";
import { schema } from "../schema.ts";
import type { EditorCore } from "../state.ts";
import { setBoxKind } from "./boxes.ts";
import { leaveOut as take, putBackInTable, type Leftover } from "./leftover.ts";
import type { Payload } from "./tables.ts";

/** Puts words back where a reader finds them, and the caret of the body there. */
export function putBack(core: EditorCore, leftover: Leftover): void {
  if ("table" in leftover) {
    core.act(() => {
      putBackInTable(core.binding.ydoc, leftover);
    });
  } else if (leftover.kind === "note") putNote(core, leftover.id);
  else if (leftover.kind === "box" && isShown(core, leftover.id)) makeCase(core, leftover.id);
  else append(core, blockFor(leftover.kind, leftover.id));
}

/** Takes the words out for good, as a deletion does. */
export function leaveOut(core: EditorCore, leftover: Leftover): void {
  core.act(() => {
    take(leftover);
  });
}

function putNote(core: EditorCore, payload: string): void {
  const { state } = core;
  const note = schema.node("note", { payload });
  const $end = Selection.atEnd(state.doc).$head;
  if ($end.parent.type.name !== "paragraph") {
    append(core, schema.node("paragraph", null, note));
    return;
  }
  const tr = state.tr.insert($end.pos, note);
  core.dispatch(tr.setSelection(TextSelection.create(tr.doc, $end.pos + 1)).scrollIntoView());
}

function append(core: EditorCore, node: Node): void {
  const { state } = core;
  const end = state.doc.content.size;
  const tr = state.tr.insert(end, node);
  core.dispatch(tr.setSelection(Selection.near(tr.doc.resolve(end + 1))).scrollIntoView());
}

function blockFor(kind: "table" | "figure" | "box", id: string): Node {
  return kind === "box"
    ? schema.node("box", { box: id }, schema.node("paragraph"))
    : schema.node(kind, { payload: id });
}

function isShown({ state }: EditorCore, box: string): boolean {
  return state.doc.children.some((node) => node.type.name === "box" && node.attrs["box"] === box);
}

/** Region and period are those of a case alone. */
function makeCase(core: EditorCore, id: string): void {
  const box = core.binding.ydoc.getMap("boxes").get(id);
  if (!(box instanceof Y.Map)) return;
  core.act(() => {
    setBoxKind(box as Payload, "case");
  });
}
