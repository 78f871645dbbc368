// The tree of docs/document-model.md from and to a document, and flat texts as the vectors write them: the shapes in
// which tests compare.
import { Fragment, type Node } from "prosemirror-model";
import * as Y from "yjs";
import { assemble, resolve, shownBlocks } from "../../src/editor/assemble.ts";
import { readBlocks, type Attributes } from "../../src/editor/flat.ts";
import { isStart, runsOf, textBlocks } from "../../src/editor/flatten.ts";
import { markFor } from "../../src/editor/inline.ts";
import { contentOf } from "../../src/editor/payload/copy.ts";
import { inlineJson } from "../../src/editor/payload/lines.ts";
import { noteJson } from "../../src/editor/payload/notes.ts";
import { allot } from "../../src/editor/payload/places.ts";
import type { FigureJson, HeadingJson, Inline, TableJson } from "../../src/editor/payload/shapes.ts";
import { readTable, tableJson } from "../../src/editor/payload/tables.ts";
import { kindOf, nodeOf, schema } from "../../src/editor/schema.ts";
import type { Kind } from "../../src/editor/values.ts";

export type { Inline } from "../../src/editor/payload/shapes.ts";
export type Unit =
  | { text: string; marks?: Attributes }
  | { mark: Attributes; marks?: Attributes }
  | { embed: unknown; marks?: Attributes };
export type Tree = TreeNode[];
export type TreeNode = Block | List | Box;
export interface Block {
  kind: Kind;
  id: string;
  dir?: string;
  lang?: string;
  part?: string;
  payload?: string;
  table?: TableJson;
  figure?: FigureJson;
  content: Inline[];
}
export interface Box {
  box: string;
  blocks: Tree;
  heading?: HeadingJson;
  part?: number;
}
export interface List {
  list: "bullet" | "number";
  items: { blocks: Tree }[];
}

/** What stands in the side maps, as the vectors write it. */
export interface Payloads {
  notes?: Record<string, Unit[]>;
  tables?: Record<string, Record<string, unknown> & { cells?: Record<string, Unit[]> }>;
  figures?: Record<string, Record<string, unknown>>;
  boxes?: Record<string, Record<string, unknown>>;
}

export function bodyOf(units: readonly Unit[], payloads: Payloads = {}): Y.Text {
  const ydoc = new Y.Doc();
  write(ydoc.getText("body"), units);
  writePayloads(ydoc, payloads);
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

/** What is written in another shape than it should have stands as it is written: no shared type. */
function writePayloads(ydoc: Y.Doc, { notes, tables, figures, boxes }: Payloads): void {
  for (const [id, units] of Object.entries(notes ?? {})) putLine(ydoc.getMap("notes"), id, units);
  for (const [root, payloads] of Object.entries({ tables, figures, boxes }))
    for (const [id, payload] of Object.entries(payloads ?? {})) {
      if (!isObject(payload)) ydoc.getMap(root).set(id, payload);
      else for (const [name, value] of Object.entries(payload)) putEntry(mapIn(ydoc.getMap(root), id), name, value);
    }
}

function putEntry(map: Y.Map<unknown>, name: string, value: unknown): void {
  if ((name === "rows" || name === "cols") && Array.isArray(value)) map.set(name, Y.Array.from(value));
  else if (LINES.has(name)) putLine(map, name, value);
  else if (!MAPS.has(name) || !isObject(value)) map.set(name, value);
  else
    for (const [key, each] of Object.entries(value))
      if (name === "cells") putLine(mapIn(map, name), key, each);
      else mapIn(map, name).set(key, each);
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const MAPS = new Set(["cells", "widths", "spans"]);
const LINES = new Set(["alt", "credit", "title", "region", "period"]);

function putLine(map: Y.Map<unknown>, key: string, units: unknown): void {
  if (!Array.isArray(units)) {
    map.set(key, units);
    return;
  }
  const line = new Y.Text();
  map.set(key, line);
  write(line, units as Unit[]);
}

/** The map under a key, made where it is not there yet. */
function mapIn(map: Y.Map<unknown>, key: string): Y.Map<unknown> {
  const there = map.get(key);
  if (there instanceof Y.Map) return there as Y.Map<unknown>;
  const made = new Y.Map<unknown>();
  map.set(key, made);
  return made;
}

/** The document that a text shows, read whole. */
export function assembled(body: Y.Text): Node {
  const shown = shownBlocks(readBlocks(body));
  resolve(shown);
  return assemble(shown).doc;
}

/** The tree that a document shows; what stands in payloads is read from `ydoc`. */
export function treeOf(doc: Node, ydoc = new Y.Doc()): Tree {
  allot(ydoc, doc);
  return new Reading(ydoc).nodes(doc);
}

/** Reads in order, because a payload is shown where it is referred to first. */
class Reading {
  private readonly shown = new Set<string>();

  constructor(private readonly ydoc: Y.Doc) {}

  nodes(parent: Node): Tree {
    return children(parent).map((node) => this.node(node));
  }

  private node(node: Node): TreeNode {
    if (node.isTextblock) return this.block(node);
    if (node.type.name === "box") {
      const { box, part } = node.attrs as { box: string; part: number };
      const first = part === 1 ? { heading: contentOf(this.ydoc, "box", box) as unknown as HeadingJson } : { part };
      return { box, blocks: this.nodes(node), ...first };
    }
    const list = node.type.name === "ordered_list" ? "number" : "bullet";
    return { list, items: children(node).map((item) => ({ blocks: this.nodes(item) })) };
  }

  private block(node: Node): Block {
    const { id, dir, lang, payload, part } = node.attrs as Record<string, string | null | undefined>;
    return {
      kind: kindOf(node),
      id: id ?? "",
      ...optional({ dir, lang, payload, part }),
      content: this.inline(children(node)),
      ...(typeof payload === "string" ? this.payload(kindOf(node), payload) : {}),
    };
  }

  private payload(kind: Kind, id: string): { table?: TableJson; figure?: FigureJson } {
    if (kind !== "table" && kind !== "figure") return {};
    if (!this.isFirst(kind, id)) return {};
    if (kind === "figure") return { figure: contentOf(this.ydoc, kind, id) as unknown as FigureJson };
    const payload = this.ydoc.getMap("tables").get(id);
    const map = payload instanceof Y.Map ? (payload as Y.Map<unknown>) : null;
    return { table: tableJson(readTable(map), (note) => this.note(note)) };
  }

  private inline(nodes: readonly Node[]): Inline[] {
    return inlineJson(nodes, (note) => this.note(note));
  }

  private note(id: string): Inline[] | null {
    return this.isFirst("note", id) ? noteJson(this.ydoc, id) : null;
  }

  private isFirst(kind: string, id: string): boolean {
    const key = `${kind} ${id}`;
    const first = !this.shown.has(key);
    this.shown.add(key);
    return first;
  }
}

const optional = (attrs: Record<string, string | null | undefined>): Record<string, string> =>
  Object.fromEntries(Object.entries(attrs).filter((entry): entry is [string, string] => typeof entry[1] === "string"));

export const docOfTree = (tree: Tree): Node => schema.node("doc", null, tree.map(treeNode));

function treeNode(tree: TreeNode): Node {
  if ("box" in tree) return schema.node("box", { box: tree.box, part: tree.part ?? 1 }, tree.blocks.map(treeNode));
  if ("list" in tree) {
    const items = tree.items.map(({ blocks }) => schema.node("list_item", null, blocks.map(treeNode)));
    return schema.node(tree.list === "number" ? "ordered_list" : "bullet_list", null, items);
  }
  const { type, level } = nodeOf(tree.kind);
  const { id, dir = null, lang = null, payload = null, part = null } = tree;
  const attrs = { id, dir, lang, ...(level === undefined ? { payload } : { level, part }) };
  return schema.node(type, attrs, tree.content.map(inlineNode));
}

function inlineNode(inline: Inline): Node {
  if ("break" in inline) return schema.node(inline.break === "page" ? "page_break" : "hard_break");
  if ("unknown" in inline) return schema.node("unknown", { embed: inline.unknown });
  if ("note" in inline) return schema.node("note", { payload: inline.note });
  if ("xref" in inline) return schema.node("xref", { target: inline.xref, chapter: inline.chapter ?? null });
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
