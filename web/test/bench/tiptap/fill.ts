// The measured text as Tiptap holds it. It has no notes, figures or boxes in its starter kit: a note becomes words in
// parentheses, a figure its caption in a paragraph, a box a quotation that begins with its title. The words are the same. Next: relay.ts.
import { getSchema, type JSONContent } from "@tiptap/core";
import { prosemirrorJSONToYXmlFragment } from "@tiptap/y-tiptap";
import * as Y from "yjs";

import { desk, type Block, type Inline, type Node, type Section } from "../support/text.ts";
import { deskAt, type Desk } from "../support/others.ts";
import { FIELD, textExtensions } from "./extensions.ts";

/** Puts the sections into an empty document. */
export function fill(doc: Y.Doc, sections: readonly Section[]): void {
  const json = { type: "doc", content: sections.flatMap((section) => section.flatMap(nodes)) };
  prosemirrorJSONToYXmlFragment(getSchema(textExtensions()), json, doc.getXmlFragment(FIELD));
}

export function deskIn(doc: Y.Doc, number: number): Desk {
  for (const paragraph of doc.getXmlFragment(FIELD).toArray()) {
    if (!(paragraph instanceof Y.XmlElement)) continue;
    const text = paragraph.firstChild;
    if (!(text instanceof Y.XmlText)) continue;
    const words = String(text.toJSON());
    if (words.startsWith(desk(number))) return deskAt(text, 0, words, desk(number));
  }
  throw new Error(`no desk ${String(number)} in the text`);
}

function nodes(node: Node): JSONContent[] {
  if ("items" in node)
    return [
      {
        type: node.list === "number" ? "orderedList" : "bulletList",
        content: node.items.map(({ blocks }) => ({ type: "listItem", content: blocks.flatMap(nodes) })),
      },
    ];
  if ("box" in node) {
    const title = paragraph([{ text: node.heading.title, marks: { strong: true } }]);
    return [{ type: "blockquote", content: [title, ...node.blocks.flatMap(nodes)] }];
  }
  return block(node);
}

function block(node: Block): JSONContent[] {
  const { kind, content, table, figure } = node;
  if (kind === "h2" || kind === "h3")
    return [{ type: "heading", attrs: { level: kind === "h2" ? 2 : 3 }, content: content.flatMap(inline) }];
  if (kind === "quote") return [{ type: "blockquote", content: [paragraph(content)] }];
  if (figure !== undefined)
    return [paragraph(content), paragraph([{ text: figure.alt }]), paragraph([{ text: figure.credit }])];
  if (table === undefined) return [paragraph(content)];
  const rows = table.rows.map(({ cells }, row) => ({
    type: "tableRow",
    content: cells.map((cell) => ({
      type: row === 0 ? "tableHeader" : "tableCell",
      content: [paragraph(cell.content)],
    })),
  }));
  return [{ type: "table", content: rows }, paragraph(content)];
}

const paragraph = (content: readonly Inline[]): JSONContent => ({
  type: "paragraph",
  content: content.flatMap(inline),
});

function inline(each: Inline): JSONContent[] {
  if ("note" in each)
    return [{ type: "text", text: " (" }, ...each.content.flatMap(inline), { type: "text", text: ")" }];
  const { strong, em, link } = each.marks ?? {};
  const marks = [
    ...(strong === true ? [{ type: "bold" }] : []),
    ...(em === true ? [{ type: "italic" }] : []),
    ...(link === undefined ? [] : [{ type: "link", attrs: { href: link } }]),
  ];
  return [{ type: "text", text: each.text, ...(marks.length > 0 ? { marks } : {}) }];
}
