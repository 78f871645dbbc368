// What the editor can show: blocks (paragraph, heading, quote, definition, and tables and figures, whose text here is their
// caption), nested lists, boxes around blocks, inline attributes, line breaks, notes, cross-references, page breaks and
// placeholders. What is inside a payload (cells, notes, headings of boxes) is no part of this document: views draw it.
// Draws with elements, classes and attributes alone, never with inline styles. Next: assemble.ts, which builds these nodes
// from the flat text.
import { Schema, type Attrs, type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec } from "prosemirror-model";
import { isAddress, isChapterId, isLanguage, isMarkId, isPart, isTarget, type Json, type Kind } from "./values.ts";

/** What every block carries besides its text. */
export interface BlockAttrs {
  readonly id: string | null;
  readonly dir: "ltr" | "rtl" | null;
  readonly lang: string | null;
}

/**
 * What refers to a payload. `content` is what a paste brings for a payload that is yet to be made, in the shape of
 * docs/document-model.md (Table, Figure, Heading, Inline[]); null on everything that the text assembles to.
 */
export interface PayloadAttrs {
  readonly payload: string | null;
  readonly content: Json;
}

const BLOCK_ATTRS = { id: { default: null }, dir: { default: null }, lang: { default: null } };
const PAYLOAD_ATTRS = { ...BLOCK_ATTRS, payload: { default: null }, content: { default: null } };
const BLOCK_ELEMENTS = "p, div, h1, h2, h3, h4, h5, h6, ul, ol, table, blockquote";

function blockDom(node: Node): Record<string, string> {
  const { id, dir, lang } = node.attrs as BlockAttrs;
  const dom: Record<string, string> = { dir: dir ?? "auto" };
  if (id !== null) dom["data-id"] = id;
  if (lang !== null) dom["lang"] = lang;
  return dom;
}

function blockAttrs(element: HTMLElement): Attrs {
  const id = element.getAttribute("data-id");
  const dir = element.getAttribute("dir");
  const lang = element.getAttribute("lang");
  return {
    id: isMarkId(id) ? id : null,
    dir: dir === "ltr" || dir === "rtl" ? dir : null,
    lang: isLanguage(lang) ? lang : null,
  };
}

const heading = (tag: string, level: number) => ({
  tag,
  getAttrs: (element: HTMLElement) => {
    const part = element.getAttribute("data-part");
    return { ...blockAttrs(element), level, part: isPart(part) ? part : null };
  },
});

/** Attributes that carry a payload's id and, on a clipboard, its content. */
function payloadDom(id: string | null, content: Json): Record<string, string> {
  return {
    ...(id === null ? {} : { "data-payload": id }),
    ...(content === null ? {} : { "data-content": JSON.stringify(content) }),
  };
}

function payloadAttrs(element: HTMLElement): { payload: string | null; content: Json } {
  const payload = element.getAttribute("data-payload");
  return { payload: isMarkId(payload) ? payload : null, content: json(element.getAttribute("data-content")) };
}

/** A table or a figure: its text is the caption. */
const captioned = (name: string): NodeSpec => ({
  group: "wide",
  content: "inline*",
  attrs: PAYLOAD_ATTRS,
  defining: true,
  isolating: true,
  parseDOM: [
    {
      tag: `figure.${name}`,
      contentElement: "figcaption",
      getAttrs: (element) => ({ ...blockAttrs(element), ...payloadAttrs(element) }),
    },
  ],
  toDOM: (node): DOMOutputSpec => {
    const { payload, content } = node.attrs as PayloadAttrs;
    return ["figure", { class: name, ...blockDom(node), ...payloadDom(payload, content) }, ["figcaption", 0]];
  },
});

const nodes: Record<string, NodeSpec> = {
  doc: { content: "(block | list | wide | box)+" },
  /** One line of a payload, as the document of an editor of its own: see field/. */
  field: { content: "inline*" },
  /** A line of which only the plain text counts. */
  plain: { content: "(text | unknown)*", marks: "" },
  paragraph: {
    group: "block",
    content: "inline*",
    attrs: BLOCK_ATTRS,
    parseDOM: [{ tag: "p", getAttrs: blockAttrs }],
    toDOM: (node): DOMOutputSpec => ["p", blockDom(node), 0],
  },
  heading: {
    group: "block",
    content: "inline*",
    attrs: { ...BLOCK_ATTRS, level: { default: 2 }, part: { default: null } },
    defining: true,
    parseDOM: [
      heading("h1", 2),
      heading("h2", 2),
      heading("h3", 3),
      heading("h4", 4),
      heading("h5", 4),
      heading("h6", 4),
    ],
    toDOM: (node): DOMOutputSpec => {
      const part = node.attrs["part"] as string | null;
      const dom = part === null ? blockDom(node) : { ...blockDom(node), "data-part": part };
      return [`h${String(node.attrs["level"])}`, dom, 0];
    },
  },
  quote: {
    group: "block",
    content: "inline*",
    attrs: BLOCK_ATTRS,
    defining: true,
    parseDOM: [
      { tag: "blockquote > p", getAttrs: blockAttrs, priority: 60 },
      {
        tag: "blockquote",
        // A quotation that holds blocks of its own is read block by block.
        getAttrs: (element) => (element.querySelector(BLOCK_ELEMENTS) === null ? blockAttrs(element) : false),
      },
    ],
    toDOM: (node): DOMOutputSpec => ["blockquote", { class: "quote" }, ["p", blockDom(node), 0]],
  },
  definition: {
    group: "block",
    content: "inline*",
    attrs: BLOCK_ATTRS,
    defining: true,
    parseDOM: [{ tag: "p.definition", getAttrs: blockAttrs, priority: 60 }],
    toDOM: (node): DOMOutputSpec => ["p", { class: "definition", ...blockDom(node) }, 0],
  },
  table: captioned("table"),
  figure: captioned("figure"),
  box: {
    group: "box",
    content: "(block | list | wide)+",
    attrs: { box: { default: null }, part: { default: 1 }, content: { default: null } },
    parseDOM: [
      {
        tag: "aside.box",
        getAttrs: (element) => {
          const { payload, content } = payloadAttrs(element);
          return { box: payload, content };
        },
      },
    ],
    toDOM: (node): DOMOutputSpec => {
      const { box, content } = node.attrs as { box: string | null; content: Json };
      return ["aside", { class: "box", ...payloadDom(box, content) }, 0];
    },
  },
  bullet_list: {
    group: "list",
    content: "list_item+",
    parseDOM: [{ tag: "ul" }],
    toDOM: (): DOMOutputSpec => ["ul", { class: "list" }, 0],
  },
  ordered_list: {
    group: "list",
    content: "list_item+",
    parseDOM: [{ tag: "ol" }],
    toDOM: (): DOMOutputSpec => ["ol", { class: "list" }, 0],
  },
  list_item: {
    content: "block (block | list)*",
    defining: true,
    parseDOM: [{ tag: "li" }],
    toDOM: (): DOMOutputSpec => ["li", 0],
  },
  text: { group: "inline" },
  hard_break: {
    group: "inline",
    inline: true,
    selectable: false,
    linebreakReplacement: true,
    parseDOM: [{ tag: "br" }],
    toDOM: (): DOMOutputSpec => ["br"],
    leafText: () => "\n",
  },
  note: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: { payload: { default: null }, content: { default: null } },
    parseDOM: [{ tag: "sup.note-ref", getAttrs: payloadAttrs, priority: 60 }],
    toDOM: (node): DOMOutputSpec => {
      const { payload, content } = node.attrs as PayloadAttrs;
      return ["sup", { class: "note-ref", ...payloadDom(payload, content) }];
    },
  },
  xref: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: { target: {}, chapter: { default: null } },
    parseDOM: [
      {
        tag: "span.xref",
        getAttrs: (element) => {
          const target = element.getAttribute("data-target");
          const chapter = element.getAttribute("data-chapter");
          return isTarget(target) ? { target, chapter: isChapterId(chapter) ? chapter : null } : false;
        },
      },
    ],
    toDOM: (node): DOMOutputSpec => {
      const { target, chapter } = node.attrs as { target: string; chapter: string | null };
      return [
        "span",
        { class: "xref", "data-target": target, ...(chapter === null ? {} : { "data-chapter": chapter }) },
      ];
    },
  },
  page_break: {
    group: "inline",
    inline: true,
    atom: true,
    parseDOM: [{ tag: "span.page-break" }],
    toDOM: (): DOMOutputSpec => ["span", { class: "page-break" }],
  },
  unknown: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: { embed: { default: null } },
    parseDOM: [
      { tag: "span[data-embed]", getAttrs: (element) => ({ embed: json(element.getAttribute("data-embed")) }) },
    ],
    toDOM: (node): DOMOutputSpec => [
      "span",
      { class: "unknown", "data-embed": JSON.stringify(node.attrs["embed"]), contenteditable: "false" },
    ],
  },
};

function json(text: string | null): Json {
  try {
    return JSON.parse(text ?? "null") as Json;
  } catch {
    return null;
  }
}

const marks: Record<string, MarkSpec> = {
  link: {
    attrs: { value: {} },
    inclusive: false,
    parseDOM: [
      {
        tag: "a[href]",
        getAttrs: (element) => {
          const address = element.getAttribute("href");
          return isAddress(address) ? { value: address } : false;
        },
      },
    ],
    toDOM: (mark): DOMOutputSpec => ["a", { href: String(mark.attrs["value"]), rel: "noopener noreferrer" }, 0],
  },
  term: {
    attrs: { value: {} },
    inclusive: false,
    parseDOM: [{ tag: "span[data-term]", getAttrs: (element) => ({ value: element.getAttribute("data-term") }) }],
    toDOM: (mark): DOMOutputSpec => ["span", { "data-term": String(mark.attrs["value"]), class: "term" }, 0],
  },
  lang: {
    attrs: { value: {} },
    parseDOM: [
      {
        tag: "span[lang]",
        getAttrs: (element) => {
          const lang = element.getAttribute("lang");
          return isLanguage(lang) ? { value: lang } : false;
        },
      },
    ],
    toDOM: (mark): DOMOutputSpec => ["span", { lang: String(mark.attrs["value"]) }, 0],
  },
  strong: {
    parseDOM: [
      { tag: "strong" },
      // Some word processors wrap whole pastes in a `b` of normal weight.
      { tag: "b", getAttrs: (element) => (element.style.fontWeight === "normal" ? false : null) },
      { style: "font-weight", getAttrs: (value) => (/^(bold(er)?|[6-9]\d{2})$/.test(value) ? null : false) },
    ],
    toDOM: (): DOMOutputSpec => ["strong", 0],
  },
  em: {
    parseDOM: [{ tag: "em" }, { tag: "i" }, { style: "font-style=italic" }],
    toDOM: (): DOMOutputSpec => ["em", 0],
  },
  sub: { parseDOM: [{ tag: "sub" }], toDOM: (): DOMOutputSpec => ["sub", 0] },
  sup: { parseDOM: [{ tag: "sup" }], toDOM: (): DOMOutputSpec => ["sup", 0] },
  code: { parseDOM: [{ tag: "code" }], toDOM: (): DOMOutputSpec => ["code", 0] },
};

export const schema = new Schema({ nodes, marks });

const KIND_OF: Readonly<Record<string, Kind>> = { quote: "quote", definition: "def", table: "table", figure: "figure" };

/** The kind that a block node shows. */
export function kindOf(node: Node): Kind {
  if (node.type.name !== "heading") return KIND_OF[node.type.name] ?? "p";
  const level: unknown = node.attrs["level"];
  return level === 3 ? "h3" : level === 4 ? "h4" : "h2";
}

/** The node type and the attributes that show a kind. */
export function nodeOf(kind: Kind): { type: string; level?: number } {
  switch (kind) {
    case "p":
      return { type: "paragraph" };
    case "def":
      return { type: "definition" };
    case "quote":
    case "table":
    case "figure":
      return { type: kind };
    default:
      return { type: "heading", level: Number(kind.charAt(1)) };
  }
}

/** Whether a node is a table or a figure: a block that refers to a payload and whose text is a caption. */
export const isWide = (node: Node): boolean => node.type.name === "table" || node.type.name === "figure";
