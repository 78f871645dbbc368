// What a copy gives to other programs: HTML in which tables are tables and notes stand at the end with links both ways, and
// plain text. What our own editor needs for a paste goes with it in attributes (P5); it passes over the rest. Only reads.
// Next: clipboard.ts.
import { DOMParser, DOMSerializer, type DOMOutputSpec, type Fragment, type Node } from "prosemirror-model";
import type * as Y from "yjs";
import { plainTextOf } from "../paste/plain-text.ts";
import type { PastedFigure, PastedHeading, PastedInline, PastedNode, PastedTable } from "../paste/tree.ts";
import { attributesOf, payloadOf } from "./flatten.ts";
import { contentOf } from "./payload/copy.ts";
import type { PayloadKind } from "./refs.ts";
import { kindOf, schema, type BlockAttrs } from "./schema.ts";
import type { Json } from "./values.ts";

/** The notes at the end, for others. */
const NOTES = "section[data-notes]";

/** Reads what this wrote, without what was for others. */
export const ownParser = new DOMParser(schema, [{ tag: NOTES, ignore: true }, ...DOMParser.fromSchema(schema).rules]);

/** Draws as the schema does, with what the payloads say beside it. */
export class Copying extends DOMSerializer {
  private readonly notes: PastedInline[][];

  static of(ydoc: Y.Doc): Copying {
    const notes: PastedInline[][] = [];
    const nodes = DOMSerializer.nodesFromSchema(schema);
    for (const kind of ["note", "table", "figure", "box"] as const) {
      nodes[kind] = (node) => {
        const content = saidBy(node, kind, ydoc);
        const whole = node.type.create({ ...node.attrs, content }, node.content);
        return withContent(kind, content, schema.nodes[kind]?.spec.toDOM?.(whole) ?? ["span", {}], notes);
      };
    }
    return new Copying(nodes, notes);
  }

  private constructor(nodes: DOMSerializer["nodes"], notes: PastedInline[][]) {
    super(nodes, DOMSerializer.marksFromSchema(schema));
    this.notes = notes;
  }

  override serializeFragment(
    fragment: Fragment,
    options: { document?: Document } = {},
    target?: HTMLElement | DocumentFragment,
  ): HTMLElement | DocumentFragment {
    if (target !== undefined) return super.serializeFragment(fragment, options, target);
    this.notes.length = 0;
    const drawn = super.serializeFragment(fragment, options);
    if (this.notes.length === 0) return drawn;
    // A note of a note adds to the list that is being written.
    const items: DOMOutputSpec[] = [];
    for (let at = 0; at < this.notes.length; at += 1) items.push(noteItem(this.notes[at] ?? [], at + 1, this.notes));
    const section = DOMSerializer.renderSpec(options.document ?? document, [
      "section",
      { "data-notes": "" },
      ["ol", ...items],
    ]);
    drawn.appendChild(section.dom);
    return drawn;
  }
}

/** What a node says: what it carries itself, if no payload was made of it yet, else what its payload says. */
function saidBy(node: Node, kind: PayloadKind, ydoc: Y.Doc): Json {
  const own = node.attrs["content"] as Json;
  return own !== null && payloadOf(node) === null ? own : contentOf(ydoc, kind, payloadOf(node));
}

function withContent(
  kind: PayloadKind,
  content: unknown,
  drawn: DOMOutputSpec,
  notes: PastedInline[][],
): DOMOutputSpec {
  const [tag, attrs, ...rest] = drawn as unknown as [string, object, ...DOMOutputSpec[]];
  if (kind === "note") return [tag, attrs, noteLink(content as PastedInline[], notes)];
  return kind === "table" ? [tag, attrs, tableSpec(content as PastedTable, notes), ...rest] : drawn;
}

function noteLink(content: PastedInline[], notes: PastedInline[][]): DOMOutputSpec {
  const number = String(notes.push(content));
  return ["a", { href: `#note-${number}`, id: `note-ref-${number}` }, `[${number}]`];
}

function noteItem(content: readonly PastedInline[], number: number, notes: PastedInline[][]): DOMOutputSpec {
  const id = String(number);
  return [
    "li",
    { id: `note-${id}` },
    ["p", ...inlineSpecs(content, notes), " ", ["a", { href: `#note-ref-${id}` }, "↑"]],
  ];
}

function tableSpec({ rows, headRow, headCol }: PastedTable, notes: PastedInline[][]): DOMOutputSpec {
  const drawn = rows.map(({ cells }, row): DOMOutputSpec => [
    "tr",
    ...cells.map(({ content, across = 1, down = 1 }, index): DOMOutputSpec => {
      const isHead = (headRow === true && row === 0) || (headCol === true && index === 0);
      const spans = {
        ...(across > 1 ? { colspan: String(across) } : {}),
        ...(down > 1 ? { rowspan: String(down) } : {}),
      };
      return [isHead ? "th" : "td", spans, ...inlineSpecs(content, notes)];
    }),
  ]);
  return ["table", ["tbody", ...drawn]];
}

const TAGS: Readonly<Record<string, string>> = { strong: "strong", em: "em", sub: "sub", sup: "sup", code: "code" };

type Drawn = DOMOutputSpec | string;

function inlineSpecs(content: readonly PastedInline[], notes: PastedInline[][]): Drawn[] {
  return content.flatMap((part): Drawn[] => {
    if ("break" in part) return part.break === true ? [["br"]] : [];
    if ("note" in part) return [["sup", noteLink([...part.content], notes)]];
    if (!("text" in part)) return [];
    return [
      Object.entries(part.marks ?? {}).reduce((inside: Drawn, [name, value]): Drawn => {
        if (name === "link") return ["a", { href: String(value) }, inside];
        if (name === "lang") return ["span", { lang: String(value) }, inside];
        const tag = TAGS[name];
        return tag === undefined ? inside : [tag, inside];
      }, part.text),
    ];
  });
}

/** A copy as plain text. */
export const copiedText = (content: Fragment, ydoc: Y.Doc): string => plainTextOf(treeOf(content, ydoc));

/** What nodes show, with what their payloads say. */
export function treeOf(content: Fragment, ydoc: Y.Doc): PastedNode[] {
  if (content.firstChild?.isInline === true) return [{ kind: "p", content: inlineOf(content, ydoc) }];
  const said = (node: Node, kind: PayloadKind): unknown => saidBy(node, kind, ydoc);
  return content.content.map((node): PastedNode => {
    const { name } = node.type;
    if (name === "bullet_list" || name === "ordered_list") {
      const items = node.content.content.map((item) => ({ blocks: treeOf(item.content, ydoc) }));
      return { list: name === "bullet_list" ? "bullet" : "number", items };
    }
    if (name === "box")
      return { box: null, heading: said(node, "box") as PastedHeading, blocks: treeOf(node.content, ydoc) };
    const { dir, lang } = node.attrs as BlockAttrs;
    return {
      kind: kindOf(node),
      ...(dir === null ? {} : { dir }),
      ...(lang === null ? {} : { lang }),
      content: inlineOf(node.content, ydoc),
      ...(name === "table" ? { table: said(node, "table") as PastedTable } : {}),
      ...(name === "figure" ? { figure: said(node, "figure") as PastedFigure } : {}),
    };
  });
}

function inlineOf(content: Fragment, ydoc: Y.Doc): PastedInline[] {
  return content.content.flatMap((node): PastedInline[] => {
    switch (node.type.name) {
      case "text":
        return [{ text: node.text ?? "", marks: attributesOf(node.marks) as Record<string, string | true> }];
      case "hard_break":
        return [{ break: true }];
      case "page_break":
        return [{ break: "page" }];
      case "note":
        return [{ note: null, content: contentOf(ydoc, "note", payloadOf(node)) as unknown as PastedInline[] }];
      default:
        return [];
    }
  });
}
