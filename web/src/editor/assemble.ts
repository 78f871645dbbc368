// From blocks to what is shown: which kind, box, list and depth each block has in its surroundings, its node, and the
// tree of nodes. Rules 1 to 6, 10 and 11 of docs/document-model.md, Assemble. Pure: what it hides, clamps or fills is never
// written back. Whatever did not change since the last time is taken from the blocks' caches. Next: inline.ts.
import { Fragment, type Node } from "prosemirror-model";
import { NO_ATTRIBUTES, type Attributes, type Block, type Group } from "./flat.ts";
import { inlineNodes } from "./inline.ts";
import { nodeOf, schema, type BlockAttrs } from "./schema.ts";
import { DEPTH_MAX, isKind, isLanguage, isPart, isPayloadId, type Kind, type ListType } from "./values.ts";

/** How a block is shown in its surroundings. */
export interface Shown extends BlockAttrs {
  readonly id: string;
  readonly kind: Kind;
  readonly list: ListType | "cont" | null;
  /** 0 outside lists. */
  readonly depth: number;
  /** The box it stands in, and which part of that box this is, from 1; 0 outside boxes. */
  readonly box: string | null;
  readonly boxPart: number;
  /** Of tables and figures. */
  readonly payload: string | null;
  /** Of headings that a template gave. */
  readonly part: string | null;
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
  const boxes = boxesOf(shown);
  const parts = new Map<string, number>();
  let above: Shown | null = null;
  shown.forEach((block, index) => {
    const box = boxes[index] ?? null;
    const sameBox = above !== null && above.box === box;
    if (box !== null && !sameBox) parts.set(box, (parts.get(box) ?? 0) + 1);
    const next: Shown = {
      ...resolveOne(block, sameBox ? above : null, ids),
      box,
      boxPart: box === null ? 0 : (parts.get(box) ?? 0),
    };
    if (block.shown === null || !sameShown(block.shown, next)) {
      block.shown = next;
      block.node = null;
    }
    above = block.shown;
  });
}

/** Rule 10: the box of each block. Those without one between two blocks of a box belong to it. */
function boxesOf(shown: readonly Block[]): readonly (string | null)[] {
  const last = new Map<string, number>();
  const own = shown.map(({ keys }, index) => {
    const box = keys["box"];
    if (!isPayloadId(box)) return null;
    last.set(box, index);
    return box;
  });
  if (last.size === 0) return own;
  const open: string[] = [];
  return own.map((box, index) => {
    if (box !== null) {
      open.push(box);
      return box;
    }
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if ((last.get(top) ?? 0) > index) return top;
      open.pop();
    }
    return null;
  });
}

function resolveOne(block: Block, above: Shown | null, ids: Set<string>): Omit<Shown, "box" | "boxPart"> {
  const { dir, lang, payload, part } = block.keys;
  const kind = isKind(block.keys["kind"]) ? block.keys["kind"] : "p";
  const isWide = kind === "table" || kind === "figure";
  const isHeading = kind === "h2" || kind === "h3" || kind === "h4";
  const { list, depth } = isWide ? NO_LIST : placeInList(block.keys, above);
  return {
    id: uniqueId(block.mark === null ? START : ownId(block.keys), ids),
    kind,
    list,
    depth,
    dir: dir === "ltr" || dir === "rtl" ? dir : null,
    lang: isLanguage(lang) ? lang : null,
    payload: isWide && isPayloadId(payload) ? payload : null,
    part: isHeading && isPart(part) ? part : null,
  };
}

const NO_LIST = { list: null, depth: 0 } as const;

function placeInList(keys: Attributes, above: Shown | null): { list: Shown["list"]; depth: number } {
  const list = keys["list"];
  const inList = above !== null && above.list !== null;
  const aboveDepth = inList ? above.depth : -1;
  if (list === "bullet" || list === "number") {
    return { list, depth: Math.min(writtenDepth(keys["depth"]), aboveDepth + 1) };
  }
  if (list === "cont" && inList) return { list, depth: Math.min(writtenDepth(keys["depth"]), aboveDepth) };
  return NO_LIST;
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
    one.box === other.box &&
    one.boxPart === other.boxPart &&
    one.payload === other.payload &&
    one.part === other.part
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

/** Where the top node that begins at `from` ends: a plain block alone, or one box or list with all it holds. */
function groupEnd(shown: readonly Block[], from: number): number {
  const box = shown[from]?.shown?.box ?? null;
  let to = from + 1;
  if (box === null) return nodeEnd(shown, from);
  while (shown[to]?.shown?.box === box) to += 1;
  return to;
}

/** Where a plain block, or a list with all it holds, ends: at the latest where its box does. */
function nodeEnd(shown: readonly Block[], from: number): number {
  const first = shown[from]?.shown;
  let to = from + 1;
  const type = first?.list;
  if (type === null) return to;
  for (let next = shown[to]?.shown; next !== undefined && next !== null; next = shown[to]?.shown) {
    if (next.box !== first?.box || next.list === null) break;
    if (next.depth === 0 && next.list !== "cont" && next.list !== type) break;
    to += 1;
  }
  return to;
}

function group(shown: readonly Block[], from: number, to: number): Group {
  const first = shown[from] as Block;
  const known = first.group;
  if (known !== null && known.blocks.length === to - from && isFresh(known, shown, from)) return known;
  const blocks = shown.slice(from, to);
  const node = first.shown?.box === null ? topNode(blocks, 0, blocks.length) : boxNode(blocks);
  return (first.group = {
    blocks,
    shown: blocks.map((block) => block.shown),
    nodes: blocks.map((block) => block.node),
    node,
  });
}

const topNode = (blocks: readonly Block[], from: number, to: number): Node =>
  blocks[from]?.shown?.list === null ? blockNode(blocks[from] as Block) : listNode(blocks, from, to);

function boxNode(blocks: readonly Block[]): Node {
  const { box, boxPart } = blocks[0]?.shown as Shown;
  const content: Node[] = [];
  for (let from = 0; from < blocks.length;) {
    const to = nodeEnd(blocks, from);
    content.push(topNode(blocks, from, to));
    from = to;
  }
  return schema.node("box", { box, part: boxPart }, content);
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
  const { id, kind, dir, lang, payload, part } = block.shown as Shown;
  const { type, level } = nodeOf(kind);
  const attrs = { id, dir, lang, ...(level === undefined ? { payload } : { level, part }) };
  const leaks = block.mark === null ? NO_ATTRIBUTES : block.leaks;
  return (block.node = schema.node(type, attrs, Fragment.from(inlineNodes(block.runs, leaks))));
}
