// What goes onto a clipboard and what may come off one. Copying takes along what notes, tables, figures and boxes say, so that
// a paste can make payloads of its own (P5). HTML from other programs is read by a reader that the page loads; plain text
// becomes paragraphs, one a line. Control characters become spaces: in the flat text they would show as line breaks.
// Next: paste.ts.
import { Fragment, Slice, type Node } from "prosemirror-model";
import { Plugin, type Transaction } from "prosemirror-state";
import type * as Y from "yjs";
import { copiedText, Copying, ownParser } from "./copied.ts";
import { withTree } from "./paste.ts";
import { spaced } from "./payload/lines.ts";
import { schema } from "./schema.ts";
import type { Json } from "./values.ts";

/** What ProseMirror writes into HTML that it put onto the clipboard itself. */
const OWN = "data-pm-slice";

/**
 * Reads HTML of other programs into a tree (docs/document-model.md, without ids). `files`: the pictures that came beside it,
 * where figures can stand; a figure of the tree may then have its picture with it, as `data`. Null: no figure can stand there.
 */
export type HtmlReader = (html: string, files: readonly File[] | null) => Json;

/** `fit`: what of a paste may go in, where it is not the body. `figures`: pictures become figures. */
export function clipboard(
  ydoc: Y.Doc,
  reader: (() => Promise<HtmlReader>) | undefined,
  fit: (slice: Slice) => Slice = (slice) => slice,
  figures = false,
): Plugin {
  return new Plugin({
    props: {
      clipboardSerializer: Copying.of(ydoc),
      clipboardParser: ownParser,
      clipboardTextParser: (text, $context) => {
        const lines = text.replace(/\r\n?/g, "\n").split(/\n+/);
        const blocks = lines.map((line) =>
          schema.node("paragraph", null, line === "" ? [] : schema.text(line, $context.marks())),
        );
        return new Slice(Fragment.fromArray(blocks), 1, 1);
      },
      clipboardTextSerializer: (slice) => copiedText(slice.content, ydoc),
      // Before ProseMirror's own, which would have the browser parse what others wrote, whatever it is.
      handleDOMEvents: {
        paste: (view, event) => {
          const html = event.clipboardData?.getData("text/html") ?? "";
          if (html === "" || html.includes(OWN) || reader === undefined || !view.editable) return false;
          event.preventDefault();
          const text = event.clipboardData?.getData("text/plain") ?? "";
          // What is on a clipboard can be had during the event alone.
          const files = figures ? [...(event.clipboardData?.files ?? [])] : null;
          reader()
            .then((read) => {
              const tree = read(html, files);
              const isEmpty = Array.isArray(tree) && tree.length === 0;
              if (!isEmpty) view.dispatch(asPaste(withTree(view.state.tr, tree, fit)));
            })
            .catch(() => {
              // What reads it could not be had: the words go in all the same.
              view.pasteText(text);
            });
          return true;
        },
      },
      transformPasted: (slice, view) => {
        const { content, openStart, openEnd } = unboxed(slice, view.dragging?.move === true);
        return fit(new Slice(cleaned(content), openStart, openEnd));
      },
    },
  });
}

const asPaste = (tr: Transaction): Transaction =>
  tr.scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste");

function cleaned(content: Fragment): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    if (!node.isText) nodes.push(node.copy(cleaned(node.content)));
    else nodes.push(schema.text(spaced(node.text ?? ""), node.marks));
  });
  return Fragment.fromArray(nodes);
}

/** Part of a box goes in without the box (B2); a whole one as a new box, or as itself where it is only moved. */
function unboxed({ content, openStart, openEnd }: Slice, isMove: boolean): Slice {
  const nodes: Node[] = [];
  let [start, end] = [openStart, openEnd];
  content.forEach((node, _offset, index) => {
    const cutStart = index === 0 && openStart > 0;
    const cutEnd = index === content.childCount - 1 && openEnd > 0;
    const isWhole = !cutStart && !cutEnd && (isMove || node.attrs["content"] !== null);
    if (node.type.name !== "box" || isWhole) {
      nodes.push(node);
      return;
    }
    nodes.push(...node.children);
    if (cutStart) start -= 1;
    if (cutEnd) end -= 1;
  });
  return new Slice(Fragment.fromArray(nodes), start, end);
}
