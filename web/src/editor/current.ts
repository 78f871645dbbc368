// Marks the outermost block that holds the caret with a class, in the same drawing that shows the caret there. The style
// sheet leaves what is out of sight unlaid; the browser puts no caret into such a block, so the current one is exempt.
import { Plugin, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

export const current = (): Plugin => new Plugin({ props: { decorations } });

function decorations({ doc, selection: { $head } }: EditorState): DecorationSet | null {
  if ($head.depth === 0) return null;
  return DecorationSet.create(doc, [Decoration.node($head.before(1), $head.after(1), { class: "current" })]);
}
