// Goes to the block that the address of a chapter names behind its #, once the block is there. Puts the caret into it and
// changes nothing. Next: ../editor/reveal.ts.
import { Selection } from "prosemirror-state";

import type { Editor } from "../editor/index.ts";
import { reveal } from "../editor/reveal.ts";

/** Whether there is nothing more to do: no block is named, or it was found. */
export function goToNamed(editor: Editor, hash: string): boolean {
  const id = named(hash);
  if (id === "") return true;
  const { core, view } = editor;
  let at: number | null = null;
  core.state.doc.descendants((node, pos) => {
    if (at === null && node.attrs["id"] === id) at = pos;
    return at === null && !node.isTextblock;
  });
  if (at === null) return false;
  core.dispatch(core.state.tr.setSelection(Selection.near(core.state.doc.resolve(at + 1))));
  view.focus();
  reveal(view, at);
  return true;
}

function named(hash: string): string {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return "";
  }
}
