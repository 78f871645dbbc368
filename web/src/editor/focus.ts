// Marks the blocks that the selection touches with a class, for those who want to see nothing but what they are writing. The
// style sheet makes the rest quiet. Next: pages/Writing.svelte, which switches it.
import { Plugin, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

/** `end`: Escape was pressed in the text. */
export const inFocus = (end: () => void): Plugin =>
  new Plugin({
    props: {
      decorations,
      handleKeyDown: (_view, event) => {
        if (event.key !== "Escape") return false;
        end();
        return true;
      },
    },
  });

function decorations({ doc, selection: { from, to } }: EditorState): DecorationSet {
  const blocks: Decoration[] = [];
  doc.nodesBetween(from, to, (node, pos) => {
    if (node.isTextblock) blocks.push(Decoration.node(pos, pos + node.nodeSize, { class: "in-focus" }));
    return !node.isTextblock;
  });
  return DecorationSet.create(doc, blocks);
}
