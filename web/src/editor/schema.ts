// What the editor can show: blocks (paragraph, heading, quote), nested lists, inline attributes, line breaks and
// placeholders. Draws with elements, classes and attributes alone, never with inline styles. What a paste may bring in
// is decided by the parse rules here. Next: assemble.ts, which builds these nodes from the flat text.
import { Schema, type Attrs, type DOMOutputSpec, type MarkSpec, type Node, type NodeSpec } from "prosemirror-model";
import { isAddress, isLanguage, isMarkId, type Json, type Kind } from "./values.ts";

/** What every block carries besides its text. `box` is kept for what embeds blocks later. */
export interface BlockAttrs {
  readonly id: string | null;
  readonly dir: "ltr" | "rtl" | null;
  readonly lang: string | null;
  readonly box: Json;
}

const BLOCK_ATTRS = { id: { default: null }, dir: { default: null }, lang: { default: null }, box: { default: null } };
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
  getAttrs: (element: HTMLElement) => ({ ...blockAttrs(element), level }),
});

const nodes: Record<string, NodeSpec> = {
  doc: { content: "(block | list)+" },
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
    attrs: { ...BLOCK_ATTRS, level: { default: 2 } },
    defining: true,
    parseDOM: [
      heading("h1", 2),
      heading("h2", 2),
      heading("h3", 3),
      heading("h4", 4),
      heading("h5", 4),
      heading("h6", 4),
    ],
    toDOM: (node): DOMOutputSpec => [`h${String(node.attrs["level"])}`, blockDom(node), 0],
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
  unknown: {
    group: "inline",
    inline: true,
    atom: true,
    attrs: { embed: { default: null } },
    parseDOM: [{ tag: "span[data-embed]", getAttrs: (element) => ({ embed: parseEmbed(element) }) }],
    toDOM: (node): DOMOutputSpec => [
      "span",
      { class: "unknown", "data-embed": JSON.stringify(node.attrs["embed"]), contenteditable: "false" },
    ],
  },
};

function parseEmbed(element: HTMLElement): Json {
  try {
    return JSON.parse(element.getAttribute("data-embed") ?? "null") as Json;
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

/** The kind that a block node shows. */
export function kindOf(node: Node): Kind {
  if (node.type.name === "quote") return "quote";
  if (node.type.name !== "heading") return "p";
  const level: unknown = node.attrs["level"];
  return level === 3 ? "h3" : level === 4 ? "h4" : "h2";
}

/** The node type and the attributes that show a kind. */
export function nodeOf(kind: Kind): { type: string; level?: number } {
  if (kind === "p") return { type: "paragraph" };
  if (kind === "quote") return { type: "quote" };
  return { type: "heading", level: Number(kind.charAt(1)) };
}
