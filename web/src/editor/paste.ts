// What is pasted or imported, from the tree that a reader of clipboards and files gives (docs/document-model.md, Shape of the
// tree, without ids) to nodes of the editor. Shapes are checked here again: what does not fit becomes its text. What refers
// to a payload carries its content. Never touches the text itself. Next: insert.ts.
import { Fragment, Slice, type Node } from "prosemirror-model";
import { Selection, type Transaction } from "prosemirror-state";
import { markFor } from "./inline.ts";
import { spaced } from "./payload/lines.ts";
import { isWide, nodeOf, schema } from "./schema.ts";
import type { EditorCore } from "./state.ts";
import {
  DEPTH_MAX,
  isChapterId,
  isKind,
  isLanguage,
  isTarget,
  listOf,
  shapeOf,
  wholeCharacters,
  type Json,
  type Shape,
} from "./values.ts";

/** The nodes that show a tree. */
export function nodesOfTree(tree: Json): Node[] {
  return listOf(tree).flatMap((node) => nodesOf(shapeOf(node), 0));
}

/** A slice that goes in with its first and last block open, so that a few words stay in the line where they are pasted. */
export function sliceOfTree(tree: Json): Slice {
  const nodes = nodesOfTree(tree);
  const isText = (node: Node | undefined): boolean => node?.type.name === "paragraph";
  return new Slice(Fragment.fromArray(nodes), isText(nodes[0]) ? 1 : 0, isText(nodes.at(-1)) ? 1 : 0);
}

/** Puts a tree in at the selection, as an edit of the person here. */
export function insertTree(core: EditorCore, tree: Json): void {
  core.dispatch(withTree(core.state.tr, tree).scrollIntoView());
}

/**
 * With a tree at the selection. An empty paragraph gives way to it, so that its first block keeps its own language. `fit`:
 * what of it may go in, where it is not the body.
 */
export function withTree(tr: Transaction, tree: Json, fit = (slice: Slice): Slice => slice): Transaction {
  const { $from, empty } = tr.selection;
  const isBlank =
    empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && $from.parent.content.size === 0;
  const nodes = isBlank ? nodesOfTree(tree) : [];
  if (nodes.length === 0) return tr.replaceSelection(fit(sliceOfTree(tree)));
  const at = $from.before();
  tr.replaceWith(at, $from.after(), nodes);
  const end = at + nodes.reduce((size, node) => size + node.nodeSize, 0);
  return tr.setSelection(Selection.near(tr.doc.resolve(end), -1));
}

function nodesOf(node: Shape, depth: number): Node[] {
  if ("items" in node) return listNodes(node, depth);
  if ("blocks" in node) return boxNodes(node, depth);
  return [blockNode(node)];
}

/** Lists deeper than a chapter can show go on at the deepest level. What may not stand in an item ends the list, as it does in
 *  a chapter: it stands behind it, whole, and what the item goes on with behind that. */
function listNodes(node: Shape, depth: number): Node[] {
  const items = listOf(node["items"]).map((item) => listOf(shapeOf(item)["blocks"]).map(shapeOf));
  if (depth > DEPTH_MAX) return items.flatMap((blocks) => blocks.flatMap((block) => nodesOf(block, depth)));
  const type = node["list"] === "number" ? "ordered_list" : "bullet_list";
  const nodes: Node[] = [];
  let open: Node[] = [];
  const close = (): void => {
    if (open.length > 0) nodes.push(schema.node(type, null, open));
    open = [];
  };
  for (const blocks of items) {
    const content = blocks.flatMap((block) => nodesOf(block, depth + 1));
    const end = content.findIndex((each) => isWide(each) || each.type.name === "box");
    const inside = end < 0 ? content : content.slice(0, end);
    if (inside.length > 0 && inside[0]?.isTextblock !== true) inside.unshift(schema.node("paragraph"));
    if (inside.length > 0) open.push(schema.node("list_item", null, inside));
    if (end < 0) continue;
    close();
    nodes.push(...content.slice(end));
  }
  close();
  return nodes;
}

function boxNodes(node: Shape, depth: number): Node[] {
  const blocks = listOf(node["blocks"]).flatMap((each) => nodesOf(shapeOf(each), depth));
  const inside = blocks.flatMap((each) => (each.type.name === "box" ? unboxed(each) : [each]));
  const heading = node["heading"];
  if (inside.length === 0 || typeof heading !== "object" || heading === null) return inside;
  return [schema.node("box", { content: heading }, inside)];
}

/** What stands in a box, for where no box may be: what its heading says is a paragraph. */
function unboxed(box: Node): Node[] {
  const { title, region, period } = shapeOf(box.attrs["content"] as Json);
  const said = [title, region, period].filter((line) => typeof line === "string" && line !== "");
  const words = texts(said.join(", "), {});
  return [...(words.length === 0 ? [] : [schema.node("paragraph", null, words)]), ...box.children];
}

function blockNode(block: Shape): Node {
  const kind = isKind(block["kind"]) ? block["kind"] : "p";
  const { type, level } = nodeOf(kind);
  const { dir, lang } = block;
  const content = kind === "table" ? shapeOf(block["table"]) : kind === "figure" ? shapeOf(block["figure"]) : null;
  const attrs = {
    dir: dir === "ltr" || dir === "rtl" ? dir : null,
    lang: isLanguage(lang) ? lang : null,
    ...(level === undefined ? {} : { level }),
    ...(content === null ? {} : { content: { ...content } }),
  };
  return schema.node(type, attrs, inlineNodesOf(listOf(block["content"])));
}

/** Inline nodes from their JSON. */
export function inlineNodesOf(content: readonly Json[]): Node[] {
  return content.flatMap((inline) => inlineNode(shapeOf(inline)));
}

function inlineNode(inline: Shape): Node[] {
  const { text, marks, break: broken, note, content, xref, chapter } = inline;
  if (typeof text === "string") return texts(text, shapeOf(marks));
  if (broken === "page") return [schema.node("page_break")];
  if (broken === true) return [schema.node("hard_break")];
  if (note !== undefined) return [schema.node("note", { content: [...listOf(content)] })];
  if (isTarget(xref)) return [schema.node("xref", { target: xref, chapter: isChapterId(chapter) ? chapter : null })];
  const { unknown } = inline;
  return typeof unknown === "object" && unknown !== null ? [schema.node("unknown", { embed: unknown })] : [];
}

function texts(text: string, marks: Shape): Node[] {
  const shown = Object.entries(marks).flatMap(([name, value]) => markFor(name, value) ?? []);
  // Control characters would show as line breaks.
  const plain = wholeCharacters(spaced(text));
  return plain === "" ? [] : [schema.text(plain, shown)];
}
