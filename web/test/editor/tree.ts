// The tree of docs/document-model.md from and to a document, and flat texts as the vectors write them: the shapes in
// which tests compare.
import { Fragment, type Node } from "prosemirror-model";
import * as Y from "yjs";
import { assemble, resolve, shownBlocks } from "../../src/editor/assemble.ts";
import { readBlocks, type Attributes } from "../../src/editor/flat.ts";
import { attributesOf, isStart, runsOf, textBlocks } from "../../src/editor/flatten.ts";
import { markFor } from "../../src/editor/inline.ts";
import { kindOf, nodeOf, schema } from "../../src/editor/schema.ts";
import type { Kind } from "../../src/editor/values.ts";

export type Unit =
  | { text: string; marks?: Attributes }
  | { mark: Attributes; marks?: Attributes }
  | { embed: unknown; marks?: Attributes };
export type Tree = (Block | List)[];
export interface Block {
  kind: Kind;
  id: string;
  dir?: string;
  lang?: string;
  content: Inline[];
}
export interface List {
  list: "bullet" | "number";
  items: { blocks: Tree }[];
}
export type Inline = { text: string; marks?: Attributes } | { break: true } | { unknown: unknown };

export function bodyOf(units: readonly Unit[]): Y.Text {
  const ydoc = new Y.Doc();
  write(ydoc.getText("body"), units);
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ydoc));
  return copy.getText("body");
}

/** Only objects and shared types can be embedded directly; other JSON comes out of one that says so when encoded. */
const embedding = (embed: unknown): object => (embed === null ? new Y.Array() : { toJSON: () => embed });

function write(body: Y.Text, units: readonly Unit[]): void {
  let at = 0;
  for (const unit of units) {
    const marks = unit.marks ?? {};
    if ("text" in unit) {
      body.insert(at, unit.text, { ...marks });
      at += unit.text.length;
      continue;
    }
    if ("mark" in unit) body.insertEmbed(at, new Y.Map(Object.entries(unit.mark)), { ...marks });
    else body.insertEmbed(at, embedding(unit.embed), { ...marks });
    at += 1;
  }
}

/** The document that a text shows, read whole. */
export function assembled(body: Y.Text): Node {
  const shown = shownBlocks(readBlocks(body));
  resolve(shown);
  return assemble(shown).doc;
}

export const treeOf = (doc: Node): Tree => children(doc).map(nodeTree);

function nodeTree(node: Node): Block | List {
  if (!node.isTextblock) {
    const list = node.type.name === "ordered_list" ? "number" : "bullet";
    return { list, items: children(node).map((item) => ({ blocks: children(item).map(nodeTree) })) };
  }
  const { id, dir, lang } = node.attrs as { id: string; dir: string | null; lang: string | null };
  return {
    kind: kindOf(node),
    id,
    ...(dir === null ? {} : { dir }),
    ...(lang === null ? {} : { lang }),
    content: children(node).map(inlineTree),
  };
}

function inlineTree(node: Node): Inline {
  if (node.type.name === "hard_break") return { break: true };
  if (node.type.name === "unknown") return { unknown: node.attrs["embed"] as unknown };
  return node.marks.length === 0
    ? { text: node.text ?? "" }
    : { text: node.text ?? "", marks: attributesOf(node.marks) };
}

export const docOfTree = (tree: Tree): Node => schema.node("doc", null, tree.map(treeNode));

function treeNode(tree: Block | List): Node {
  if ("list" in tree) {
    const items = tree.items.map(({ blocks }) => schema.node("list_item", null, blocks.map(treeNode)));
    return schema.node(tree.list === "number" ? "ordered_list" : "bullet_list", null, items);
  }
  const { type, level } = nodeOf(tree.kind);
  const attrs = {
    id: tree.id,
    dir: tree.dir ?? null,
    lang: tree.lang ?? null,
    ...(level === undefined ? {} : { level }),
  };
  return schema.node(type, attrs, tree.content.map(inlineNode));
}

function inlineNode(inline: Inline): Node {
  if ("break" in inline) return schema.node("hard_break");
  if ("unknown" in inline) return schema.node("unknown", { embed: inline.unknown });
  const marks = Object.entries(inline.marks ?? {}).map(([name, value]) => markFor(name, value));
  return schema.text(
    inline.text,
    marks.filter((mark) => mark !== null),
  );
}

/** Flattens a whole document, as docs/document-model.md says. Breaks carry no marks here. */
export function flattened(doc: Node): Unit[] {
  const units: Unit[] = [];
  textBlocks(doc.content).forEach((block, index) => {
    if (index > 0 || !isStart(block)) units.push({ mark: { id: block.node.attrs["id"] as unknown, ...block.keys } });
    children(block.node).forEach((node) => {
      for (const run of runsOf(Fragment.from(node)))
        pushUnit(units, "text" in run ? withMarks(run.text, run.attributes) : { embed: run.embed });
    });
  });
  return units;
}

const withMarks = (text: string, marks: Attributes): Unit =>
  Object.keys(marks).length === 0 ? { text } : { text, marks };

function pushUnit(units: Unit[], unit: Unit): void {
  const last = units.at(-1);
  if (
    last !== undefined &&
    "text" in last &&
    "text" in unit &&
    JSON.stringify(last.marks) === JSON.stringify(unit.marks)
  ) {
    last.text += unit.text;
  } else units.push({ ...unit });
}

function children(node: Node): Node[] {
  const found: Node[] = [];
  node.forEach((child) => found.push(child));
  return found;
}
