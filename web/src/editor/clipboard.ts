// What goes onto a clipboard and what may come off one. Copying takes along what notes, tables, figures and boxes say, so that
// a paste can make payloads of its own (P5). HTML from other programs is read by a reader that the page loads; plain text
// becomes paragraphs, one a line. Control characters become spaces: in the flat text they would show as line breaks.
// Next: paste.ts.
import { DOMSerializer, Fragment, Slice, type DOMOutputSpec, type Node } from "prosemirror-model";
import { Plugin, type EditorState, type Transaction } from "prosemirror-state";
import type * as Y from "yjs";
import { payloadOf } from "./flatten.ts";
import { sliceOfTree } from "./paste.ts";
import { contentOf } from "./payload/copy.ts";
import type { TableJson } from "./payload/shapes.ts";
import type { PayloadKind } from "./refs.ts";
import { schema } from "./schema.ts";
import type { Json } from "./values.ts";

// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;
/** What ProseMirror writes into HTML that it put onto the clipboard itself. */
const OWN = "data-pm-slice";

/** Reads HTML of other programs into a tree (docs/document-model.md, without ids). */
export type HtmlReader = (html: string) => Json;

/** `fit`: what of a paste may go in, where it is not the body. */
export function clipboard(
  ydoc: Y.Doc,
  reader: (() => Promise<HtmlReader>) | undefined,
  fit: (slice: Slice) => Slice = (slice) => slice,
): Plugin {
  return new Plugin({
    props: {
      clipboardSerializer: serializer(ydoc),
      clipboardTextParser: (text, $context) => {
        const lines = text.replace(/\r\n?/g, "\n").split(/\n+/);
        const blocks = lines.map((line) =>
          schema.node("paragraph", null, line === "" ? [] : schema.text(line, $context.marks())),
        );
        return new Slice(Fragment.fromArray(blocks), 1, 1);
      },
      clipboardTextSerializer: (slice) => slice.content.textBetween(0, slice.content.size, "\n\n"),
      handlePaste: (view, event) => {
        const html = event.clipboardData?.getData("text/html") ?? "";
        if (html === "" || html.includes(OWN) || reader === undefined) return false;
        const text = event.clipboardData?.getData("text/plain") ?? "";
        reader()
          .then((read) => {
            view.dispatch(pasting(view.state, fit(sliceOfTree(read(html)))));
          })
          .catch(() => {
            // What reads it could not be had: the words go in all the same.
            view.pasteText(text);
          });
        return true;
      },
      transformPasted: (slice, view) => {
        const { content, openStart, openEnd } = unboxed(slice, view.dragging?.move === true);
        return fit(new Slice(cleaned(content), openStart, openEnd));
      },
    },
  });
}

const pasting = (state: EditorState, slice: Slice): Transaction =>
  state.tr.replaceSelection(slice).scrollIntoView().setMeta("paste", true).setMeta("uiEvent", "paste");

function cleaned(content: Fragment): Fragment {
  const nodes: Node[] = [];
  content.forEach((node) => {
    if (!node.isText) nodes.push(node.copy(cleaned(node.content)));
    else nodes.push(schema.text((node.text ?? "").replace(CONTROL, " "), node.marks));
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

/** Draws as the schema does, with what the payloads say beside it. */
function serializer(ydoc: Y.Doc): DOMSerializer {
  const nodes = DOMSerializer.nodesFromSchema(schema);
  const carrying = (kind: PayloadKind) => (node: Node) => {
    const content = contentOf(ydoc, kind, payloadOf(node));
    const whole = node.type.create({ ...node.attrs, content }, node.content);
    return withContent(kind, content, schema.nodes[kind]?.spec.toDOM?.(whole) ?? ["span", {}]);
  };
  for (const kind of ["note", "table", "figure", "box"] as const) nodes[kind] = carrying(kind);
  return new DOMSerializer(nodes, DOMSerializer.marksFromSchema(schema));
}

/** What other programs read: a table as one, a note as what it says. Our own parsing passes over both. */
function withContent(kind: PayloadKind, content: Json, drawn: DOMOutputSpec): DOMOutputSpec {
  const [tag, attrs, ...rest] = drawn as unknown as [string, object, ...DOMOutputSpec[]];
  if (kind === "note") return [tag, attrs, `[${plain(content)}]`];
  if (kind !== "table") return drawn;
  const rows = (content as unknown as TableJson).rows.map(({ cells }): DOMOutputSpec => [
    "tr",
    ...cells.map(({ content: inline, across = 1, down = 1 }): DOMOutputSpec => [
      "td",
      { colspan: String(across), rowspan: String(down) },
      plain(inline as Json),
    ]),
  ]);
  return [tag, attrs, ["table", ["tbody", ...rows]], ...rest];
}

const plain = (inline: Json): string =>
  (Array.isArray(inline) ? inline : []).map((each) => (each as { text?: string } | null)?.text ?? " ").join("");
