// From blocks to what is shown: which kind, list and depth each block has in its surroundings, its node, and the tree
// of nodes. Rules 1 to 9 of docs/document-model.md, Assemble. Pure: what it hides, clamps or fills is never written
// back. Whatever did not change since the last time is taken from the blocks' caches. Next: flatten.ts.
import { Fragment, type Mark, type Node } from "prosemirror-model";
import { NO_ATTRIBUTES, sameValue, type Attributes, type Block, type Group, type Run } from "./flat.ts";
import { nodeOf, schema, type BlockAttrs } from "./schema.ts";
import { DEPTH_MAX, isAddress, isControl, isKind, isLanguage, type Json, type Kind, type ListType } from "./values.ts";

/** How a block is shown in its surroundings. */
export interface Shown extends BlockAttrs {
  readonly id: string;
  readonly kind: Kind;
  readonly list: ListType | "cont" | null;
  /** 0 outside lists. */
  readonly depth: number;
}

/** The id that the block without a mark is shown with. */
export const START = "start";
const NO_ID = "mark";

/** The blocks that are shown: the one without a mark only if it holds something or stands alone. */
export function shownBlocks(blocks: readonly Block[]): readonly Block[] {
  const start = blocks[0];
  return blocks.length > 1 && start?.length === 0 ? blocks.slice(1) : blocks;
}

/** Decides how each block is shown. Needed after a mark came, went or changed; text alone changes nothing here. */
export function resolve(shown: readonly Block[]): void {
  const ids = new Set<string>();
  let above: Shown | null = null;
  for (const block of shown) {
    const next: Shown = resolveOne(block, above, ids);
    if (block.shown === null || !sameShown(block.shown, next)) {
      block.shown = next;
      block.node = null;
    }
    above = block.shown;
  }
}

function resolveOne(block: Block, above: Shown | null, ids: Set<string>): Shown {
  const { kind, dir, lang, box } = block.keys;
  const { list, depth } = placeInList(block.keys, above);
  return {
    id: uniqueId(block.mark === null ? START : ownId(block.keys), ids),
    kind: isKind(kind) ? kind : "p",
    list,
    depth,
    dir: dir === "ltr" || dir === "rtl" ? dir : null,
    lang: isLanguage(lang) ? lang : null,
    box: (box ?? null) as Json,
  };
}

function placeInList(keys: Attributes, above: Shown | null): { list: Shown["list"]; depth: number } {
  const list = keys["list"];
  const inList = above !== null && above.list !== null;
  const aboveDepth = inList ? above.depth : -1;
  if (list === "bullet" || list === "number") {
    return { list, depth: Math.min(writtenDepth(keys["depth"]), aboveDepth + 1) };
  }
  if (list === "cont" && inList) return { list, depth: Math.min(writtenDepth(keys["depth"]), aboveDepth) };
  return { list: null, depth: 0 };
}

function writtenDepth(value: unknown): number {
  return typeof value === "number" && Number.isInteger(value) ? Math.min(Math.max(value, 0), DEPTH_MAX) : 0;
}

function ownId(keys: Attributes): string {
  const id = keys["id"];
  return typeof id === "string" && id !== "" && id !== START ? id : NO_ID;
}

function uniqueId(own: string, taken: Set<string>): string {
  let id = own;
  for (let copy = 2; taken.has(id); copy += 1) id = `${own}~${String(copy)}`;
  taken.add(id);
  return id;
}

function sameShown(one: Shown, other: Shown): boolean {
  return (
    one.id === other.id &&
    one.kind === other.kind &&
    one.list === other.list &&
    one.depth === other.depth &&
    one.dir === other.dir &&
    one.lang === other.lang &&
    sameValue(one.box, other.box)
  );
}

/** The document that shows these blocks (resolved). */
export function assemble(shown: readonly Block[]): { doc: Node; groups: readonly Group[] } {
  const groups: Group[] = [];
  for (let from = 0; from < shown.length;) {
    const to = groupEnd(shown, from);
    groups.push(group(shown, from, to));
    from = to;
  }
  return { doc: schema.node("doc", null, Fragment.fromArray(groups.map((each) => each.node))), groups };
}

/** Where the top node that begins at `from` ends: a plain block alone, or one list with all it holds. */
function groupEnd(shown: readonly Block[], from: number): number {
  const type = shown[from]?.shown?.list;
  let to = from + 1;
  if (type === null) return to;
  for (let next = shown[to]?.shown; next !== undefined && next !== null; next = shown[to]?.shown) {
    if (next.list === null || (next.depth === 0 && next.list !== "cont" && next.list !== type)) break;
    to += 1;
  }
  return to;
}

function group(shown: readonly Block[], from: number, to: number): Group {
  const first = shown[from] as Block;
  const known = first.group;
  if (known !== null && known.blocks.length === to - from && isFresh(known, shown, from)) return known;
  const blocks = shown.slice(from, to);
  const node = first.shown?.list === null ? blockNode(first) : listNode(blocks, 0, blocks.length);
  return (first.group = {
    blocks,
    shown: blocks.map((block) => block.shown),
    nodes: blocks.map((block) => block.node),
    node,
  });
}

/** Whether a group made earlier still shows its blocks as they are. */
function isFresh(known: Group, shown: readonly Block[], from: number): boolean {
  return known.blocks.every(
    (block, index) =>
      block === shown[from + index] &&
      block.shown === known.shown[index] &&
      block.node !== null &&
      block.node === known.nodes[index],
  );
}

/** The list that the blocks from `from` to `to` make; all belong to it, the first is its first item. */
function listNode(blocks: readonly Block[], from: number, to: number): Node {
  const first = blocks[from]?.shown as Shown;
  const items: Node[] = [];
  for (let start = from; start < to;) {
    let end = start + 1;
    while (end < to && !isItemAt(blocks[end], first.depth)) end += 1;
    items.push(itemNode(blocks, start, end, first.depth));
    start = end;
  }
  return schema.node(first.list === "number" ? "ordered_list" : "bullet_list", null, items);
}

function itemNode(blocks: readonly Block[], from: number, to: number, depth: number): Node {
  const content = [blockNode(blocks[from] as Block)];
  for (let start = from + 1; start < to;) {
    const block = blocks[start] as Block;
    const shown = block.shown as Shown;
    if (shown.depth === depth) {
      content.push(blockNode(block));
      start += 1;
      continue;
    }
    let end = start + 1;
    while (end < to && belongsToList(blocks[end], shown)) end += 1;
    content.push(listNode(blocks, start, end));
    start = end;
  }
  return schema.node("list_item", null, content);
}

const isItemAt = (block: Block | undefined, depth: number): boolean =>
  block?.shown?.depth === depth && block.shown.list !== "cont";

/** Whether a block below the first item of a list is still in that list. */
function belongsToList(block: Block | undefined, first: Shown): boolean {
  const shown = block?.shown as Shown;
  return (
    shown.depth > first.depth || (shown.depth === first.depth && (shown.list === "cont" || shown.list === first.list))
  );
}

function blockNode(block: Block): Node {
  if (block.node !== null) return block.node;
  const { id, kind, dir, lang, box } = block.shown as Shown;
  const { type, level } = nodeOf(kind);
  const attrs = { id, dir, lang, box, ...(level === undefined ? {} : { level }) };
  return (block.node = schema.node(type, attrs, Fragment.from(inlineNodes(block))));
}

function inlineNodes(block: Block): Node[] {
  const leaks = block.mark === null ? NO_ATTRIBUTES : block.leaks;
  const nodes: Node[] = [];
  for (const run of block.runs) {
    if ("text" in run) pushText(nodes, run.text, shownMarks(run, leaks));
    else nodes.push(schema.node("unknown", { embed: run.embed }));
  }
  return joinTexts(nodes);
}

/** Line breaks stand alone and show no attributes. */
function pushText(nodes: Node[], text: string, marks: readonly Mark[]): void {
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const isBreak = at < text.length && isControl(text.charCodeAt(at));
    if (at < text.length && !isBreak) continue;
    if (at > from) nodes.push(schema.text(text.slice(from, at), marks));
    if (isBreak) nodes.push(schema.node("hard_break"));
    from = at + 1;
  }
}

/** Texts that look the same are one. */
function joinTexts(nodes: readonly Node[]): Node[] {
  const joined: Node[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (last?.isText === true && node.isText && last.sameMarkup(node)) {
      joined[joined.length - 1] = schema.text((last.text ?? "") + (node.text ?? ""), node.marks);
    } else joined.push(node);
  }
  return joined;
}

function shownMarks(run: Run, leaks: Attributes): readonly Mark[] {
  let marks: readonly Mark[] = [];
  for (const [name, value] of Object.entries(run.attributes)) {
    if (leaks[name] !== undefined && sameValue(leaks[name], value)) continue;
    const mark = markFor(name, value);
    if (mark !== null) marks = mark.addToSet(marks);
  }
  return marks;
}

/** The mark that shows an inline attribute; null if its name or value is not known. */
export function markFor(name: string, value: unknown): Mark | null {
  switch (name) {
    case "strong":
    case "em":
    case "sub":
    case "sup":
    case "code":
      return value === true ? schema.mark(name) : null;
    case "link":
      return isAddress(value) ? schema.mark(name, { value }) : null;
    case "lang":
      return isLanguage(value) ? schema.mark(name, { value }) : null;
    case "term":
      return typeof value === "string" && value !== "" ? schema.mark(name, { value }) : null;
    default:
      return null;
  }
}
