// Moving whole blocks: a paragraph, a list item with what hangs below it, a table, a picture, a box. Up and down past what
// stands there, or to a place that was pointed at. Asks the binding to move, so that marks keep their ids; never rebuilds
// nodes. Pure. Next: blocks-drag.ts, the pointer.
import type { Node } from "prosemirror-model";
import type { Command, EditorState, Transaction } from "prosemirror-state";
import { flatEdit, type FlatEdit } from "./binding.ts";
import { blocksOf, hangsBelow, type Numbered } from "./commands.ts";
import type { MarkKeys } from "./flatten.ts";
import { DEPTH_MAX } from "./values.ts";

/** Blocks that move together: from the block with number `from` up to the one before `to`. */
export interface Unit {
  readonly from: number;
  readonly to: number;
  /** It is a box, with its heading and all blocks in it. */
  readonly whole?: true;
}

/** Where blocks go: before the block with this number, into a box or none, at a depth in a list or in none. */
export interface Place {
  readonly before: number;
  readonly box: string | undefined;
  readonly depth: number | null;
}

/** A document and its blocks. */
interface Chapter {
  readonly doc: Node;
  readonly blocks: readonly Numbered[];
}

const chapterOf = (state: EditorState): Chapter => ({ doc: state.doc, blocks: blocksOf(state).blocks });

/** One place up, past what stands there. */
export const moveUp: Command = (state, dispatch) => step(state, "up", dispatch);
/** One place down. */
export const moveDown: Command = (state, dispatch) => step(state, "down", dispatch);

type Way = "up" | "down";

function step(state: EditorState, way: Way, dispatch: ((tr: Transaction) => void) | undefined): boolean {
  const unit = selectedUnit(state);
  const edit = unit === null ? null : past(chapterOf(state), unit, way);
  if (edit === null) return false;
  dispatch?.(flatEdit(state.tr, edit).scrollIntoView());
  return true;
}

/** The blocks that the selection touches, whole: items with what hangs below them, and what holds all if they are not alike. */
export function selectedUnit(state: EditorState): Unit | null {
  const { blocks, selected } = blocksOf(state);
  const [first, last] = [selected[0], selected.at(-1)];
  if (first === undefined || last === undefined) return null;
  const root = ownerOf(blocks, first);
  const to = Math.max(...[root, ...selected].map(({ index }) => unitEnd(blocks, index)));
  const depth = root.keys.depth ?? 0;
  const alike = blocks.slice(root.index, to).every(({ keys }) => {
    return keys.box === root.keys.box && (keys.list === undefined) === !inList(root) && (keys.depth ?? 0) >= depth;
  });
  if (alike) return { from: root.index, to };
  const chapter = { doc: state.doc, blocks };
  return { from: around(chapter, first.index, undefined).from, to: around(chapter, last.index, undefined).to };
}

/** The unit that a block belongs to. */
export function unitAt(state: EditorState, index: number): Unit | null {
  const { blocks } = chapterOf(state);
  const block = blocks[index];
  if (block === undefined) return null;
  const from = ownerOf(blocks, block).index;
  return { from, to: unitEnd(blocks, from) };
}

/** The part of a box in which a block stands, with its heading. */
export function boxAt(state: EditorState, index: number): Unit | null {
  const chapter = chapterOf(state);
  return chapter.blocks[index]?.keys.box === undefined ? null : { ...around(chapter, index, undefined), whole: true };
}

/** Puts a unit where it was pointed at; null if it stands there already. */
export function moveTo(state: EditorState, unit: Unit, { before, box, depth }: Place): FlatEdit | null {
  const { blocks } = chapterOf(state);
  const root = blocks[unit.from];
  if (root === undefined) return null;
  return edit(blocks, unit, before, (keys) => (unit.whole === true ? keys : placed(keys, root.keys, box, depth)));
}

/** Where a unit lands before the block with number `before`, seen in a box or in none; null where it cannot stand: inside of
 *  itself, a box in a box, and what is no item in the middle of a list. */
export function placeAt(state: EditorState, unit: Unit, before: number, box: string | undefined): Place | null {
  const chapter = chapterOf(state);
  const { blocks } = chapter;
  const [root, above, below] = [blocks[unit.from], blocks[before - 1], blocks[before]];
  if (root === undefined || (before > unit.from && before < unit.to)) return null;
  const container = unit.whole === true ? undefined : box;
  const node = below === undefined ? null : around(chapter, before, container);
  if (unit.whole === true || !inList(root))
    return node !== null && node.from < before && node.to > before ? null : { before, box: container, depth: null };
  const over = above !== undefined && above.keys.box === container && inList(above) ? above : undefined;
  const under = below !== undefined && below.keys.box === container && inList(below) ? below : undefined;
  if (node !== null && node.from < before && under === undefined) return null;
  const most = over === undefined ? 0 : depthOf(over) + 1;
  const wanted = under === undefined ? (over === undefined ? 0 : depthOf(over)) : depthOf(under);
  return { before, box: container, depth: Math.min(wanted, most, DEPTH_MAX) };
}

const inList = (block: Numbered | undefined): boolean => block?.keys.list !== undefined;
const depthOf = (block: Numbered | undefined): number => block?.keys.depth ?? -1;

function past(chapter: Chapter, unit: Unit, way: Way): FlatEdit | null {
  const { blocks } = chapter;
  const root = blocks[unit.from] as Numbered;
  const { box } = root.keys;
  const next = way === "up" ? blocks[unit.from - 1] : blocks[unit.to];
  const isOneBox = blocks.slice(unit.from, unit.to).every(({ keys }) => keys.box === box);
  if (box !== undefined && next?.keys.box !== box) return outOfBox(chapter, unit, box, way);
  if (next === undefined) return null;
  if (inList(root) && inList(next) && next.keys.box === box) return pastItem(blocks, unit, next, way);
  const node = around(chapter, next.index, isOneBox ? box : undefined);
  const depth = inList(root) ? 0 : null;
  return edit(blocks, unit, way === "up" ? node.from : node.to, (keys) =>
    isOneBox ? placed(keys, root.keys, box, depth) : keys,
  );
}

/** A list item goes past its neighbours, and past its parent or its parent's neighbour where it has none. */
function pastItem(blocks: Chapter["blocks"], unit: Unit, next: Numbered, way: Way): FlatEdit | null {
  const root = blocks[unit.from] as Numbered;
  const depth = depthOf(root);
  let before = depthOf(next) < depth ? firstBelow(blocks, next) : unitEnd(blocks, next.index);
  if (way === "up") {
    let above = unit.from - 1;
    while (depthOf(blocks[above]) > depth) above -= 1;
    before = ownerOf(blocks, blocks[above] as Numbered).index;
  }
  const over = blocks[before - 1];
  const most = inList(over) && over?.keys.box === root.keys.box ? depthOf(over) + 1 : 0;
  return edit(blocks, unit, before, (keys) => placed(keys, root.keys, root.keys.box, Math.min(depth, most)));
}

/** Behind an item's own paragraphs, before what hangs below it. */
function firstBelow(blocks: Chapter["blocks"], item: Numbered): number {
  let index = item.index + 1;
  while (blocks[index]?.keys.list === "cont" && depthOf(blocks[index]) === depthOf(item)) index += 1;
  return index;
}

/** From the edge of a box out of it; with all that is in it, the box itself goes. */
function outOfBox(chapter: Chapter, unit: Unit, box: string, way: Way): FlatEdit | null {
  const { blocks } = chapter;
  const moved = blocks.slice(unit.from, unit.to);
  const holdsMore = blocks.some(({ index, keys }) => keys.box === box && (index < unit.from || index >= unit.to));
  if (holdsMore && moved.every(({ keys }) => keys.box === box))
    return {
      set: moved.map(({ index, keys }) => ({ index, keys: placed(keys, keys, undefined, keys.depth ?? null) })),
    };
  const next = way === "up" ? blocks[unit.from - 1] : blocks[unit.to];
  if (next === undefined) return null;
  const node = around(chapter, next.index, undefined);
  return edit(blocks, unit, way === "up" ? node.from : node.to, (keys) => keys);
}

function edit(
  blocks: Chapter["blocks"],
  { from, to }: Unit,
  before: number,
  change: (keys: MarkKeys) => MarkKeys,
): FlatEdit | null {
  const moved = blocks.slice(from, to);
  const keys = moved.map((block) => change(block.keys));
  if (before < from || before > to) return { move: { from, to, before }, keys };
  const set = moved.map(({ index }, number) => ({ index, keys: keys[number] as MarkKeys }));
  return moved.every((block, number) => sameKeys(block.keys, keys[number] as MarkKeys)) ? null : { set };
}

const sameKeys = (one: MarkKeys, other: MarkKeys): boolean => one.box === other.box && one.depth === other.depth;

/** The keys that a block has at its new place: its depth moves with that of the first one. */
function placed(keys: MarkKeys, root: MarkKeys, box: string | undefined, depth: number | null): MarkKeys {
  const others = Object.entries(keys).filter(([name]) => name !== "box" && name !== "depth");
  const by = depth === null ? 0 : depth - (root.depth ?? 0);
  const deep = keys.depth === undefined ? [] : [["depth", Math.min(Math.max(keys.depth + by, 0), DEPTH_MAX)]];
  return Object.fromEntries([...others, ...deep, ...(box === undefined ? [] : [["box", box]])]) as unknown as MarkKeys;
}

/** The item that a further paragraph belongs to; any other block itself. */
function ownerOf(blocks: Chapter["blocks"], block: Numbered): Numbered {
  if (block.keys.list !== "cont") return block;
  let owner = block;
  while (owner.keys.list === "cont" || depthOf(owner) > depthOf(block)) {
    const above = blocks[owner.index - 1];
    if (!inList(above) || above?.keys.box !== block.keys.box) break;
    owner = above as Numbered;
  }
  return owner;
}

/** Behind a block and all that hangs below it. */
function unitEnd(blocks: Chapter["blocks"], index: number): number {
  const top = blocks[index];
  let end = index + 1;
  if (top === undefined || !inList(top)) return end;
  for (let next = blocks[end]; next !== undefined && hangsBelow(next, top); next = blocks[end]) end += 1;
  return end;
}

/** The blocks of the node in which a block stands: in its box if that is the one asked for, else in the chapter. */
function around({ doc, blocks }: Chapter, index: number, box: string | undefined): Unit {
  const block = blocks[index] as Numbered;
  const $pos = doc.resolve(block.pos + 1);
  const depth = block.keys.box !== undefined && block.keys.box === box ? 2 : 1;
  const [start, end] = [$pos.before(depth), $pos.after(depth)];
  const from = blocks.findIndex(({ pos }) => pos >= start);
  const to = blocks.findIndex(({ pos }) => pos >= end);
  return { from, to: to < 0 ? blocks.length : to };
}
