// What the toolbar and the keys do, as commands over editor state. Changes of blocks are asked for as such (flatEdit),
// not as rebuilt nodes; inside a block ProseMirror's own steps do. Never touches the flat text itself. Next: keys.ts.
import { Fragment, type Attrs, type Node, type NodeType } from "prosemirror-model";
import { NodeSelection, TextSelection, type Command, type EditorState, type Transaction } from "prosemirror-state";
import { deleteSelection, firstOf, splitBlock, toggleMark } from "./basics.ts";
import { flatEdit } from "./binding.ts";
import { textBlocks, withoutKeys, type MarkKeys, type TextBlock } from "./flatten.ts";
import { isWide, schema } from "./schema.ts";
import { asAct } from "./undo.ts";
import { DEPTH_MAX, isAddress, type ListType, type TextKind } from "./values.ts";

export type MarkName = "strong" | "em" | "sub" | "sup" | "code";

export type Change = (keys: MarkKeys, index: number) => MarkKeys;

/** Makes the selected blocks paragraphs, headings, quotes or definitions; their lists stay, and so do captions. */
export function setKind(kind: TextKind): Command {
  return changeBlocks(textOnly, () => (keys) => ({ ...keys, kind }));
}

/** Puts the selected blocks into a list of this type, or takes them out if all are in one already. */
export function toggleList(list: ListType): Command {
  return (state, dispatch) => {
    const { blocks, selected } = blocksOf(state);
    const leave = textOnly(blocks, selected).every(({ keys }) => keys.list === list);
    if (!leave)
      return changeBlocks(textOnly, () => (keys) => ({ ...keys, list, depth: keys.depth ?? 0 }))(state, dispatch);
    return changeBlocks(withRest, (chosen) => leaving(chosen, selected))(state, dispatch);
  };
}

/** One level deeper, with all that hangs below; only in lists, and only as deep as what stands above allows. */
export const indent: Command = (state, dispatch) => {
  if (!isInList(state)) return false;
  const { blocks, selected } = blocksOf(state);
  const deeper = deepened(blocks, new Set(withDescendants(blocks, selected)));
  const [first] = selected;
  if (first === undefined || deeper.get(first.index) === undefined) return false;
  return changeBlocks(withDescendants, () => (keys, index) => deeper.get(index) ?? keys)(state, dispatch);
};

/** The keys of the chosen blocks that can go one level deeper. */
function deepened(blocks: readonly Numbered[], chosen: ReadonlySet<Numbered>): Map<number, MarkKeys> {
  const deeper = new Map<number, MarkKeys>();
  let above = -1;
  let around: string | undefined;
  for (const block of blocks) {
    const { list, depth = 0, box } = block.keys;
    // A list does not reach over the border of a box.
    if (box !== around) above = -1;
    around = box;
    const most = Math.min(list === "cont" ? above : above + 1, DEPTH_MAX);
    const goes = list !== undefined && chosen.has(block) && depth < most;
    if (goes) deeper.set(block.index, { ...block.keys, depth: depth + 1 });
    above = list === undefined ? -1 : depth + (goes ? 1 : 0);
  }
  return deeper;
}

/** One level up, with all that hangs below; from the outermost level out of the list. */
export const outdent: Command = (state, dispatch) => {
  if (!isInList(state)) return false;
  return changeBlocks(withDescendants, () => (keys) => raised(keys))(state, dispatch);
};

const isInList = (state: EditorState): boolean => selectedBlocks(state).some(({ keys }) => keys.list !== undefined);

/** Switches an inline attribute; raised and lowered text exclude each other here, though not in the text. */
export function toggleInline(name: MarkName): Command {
  const toggle = toggleMark(schema.mark(name).type);
  const other = name === "sub" ? "sup" : name === "sup" ? "sub" : null;
  if (other === null) return toggle;
  return (state, dispatch) =>
    toggle(
      state,
      dispatch &&
        ((tr) => {
          dispatch(without(tr, state, other));
        }),
    );
}

function without(tr: Transaction, state: EditorState, name: MarkName): Transaction {
  const { from, to, empty } = state.selection;
  return empty ? tr.removeStoredMark(schema.mark(name).type) : tr.removeMark(from, to, schema.mark(name).type);
}

/** Links the selected words, or the link around the caret, to an address; null takes the link away. */
export function setLink(address: string | null): Command {
  return (state, dispatch) => {
    if (address !== null && !isAddress(address)) return false;
    const [from, to] = state.selection.empty ? linkAround(state) : [state.selection.from, state.selection.to];
    if (from === to) return address === null ? true : insertLink(state, address, dispatch);
    const tr = state.tr.removeMark(from, to, schema.mark("link", { value: "" }).type);
    dispatch?.(address === null ? tr : tr.addMark(from, to, schema.mark("link", { value: address })));
    return true;
  };
}

function insertLink(state: EditorState, address: string, dispatch: ((tr: Transaction) => void) | undefined): boolean {
  const words = schema.text(address, [schema.mark("link", { value: address })]);
  dispatch?.(asAct(state.tr.replaceSelectionWith(words, false)).scrollIntoView());
  return true;
}

/** The address at the caret or at the beginning of the selection; null if there is none. */
export function linkAt(state: EditorState): string | null {
  const { $from, empty } = state.selection;
  const marks = empty ? $from.marks() : ($from.nodeAfter?.marks ?? []);
  const around = marks.find(isLink) ?? (empty ? ($from.nodeBefore?.marks ?? []).find(isLink) : undefined);
  return around === undefined ? null : String(around.attrs["value"]);
}

const isLink = (mark: { type: { name: string } }): boolean => mark.type.name === "link";

function linkAround(state: EditorState): [number, number] {
  const { $from } = state.selection;
  const address = linkAt(state);
  if (address === null) return [$from.pos, $from.pos];
  const has = (index: number): boolean =>
    $from.parent.maybeChild(index)?.marks.some((mark) => isLink(mark) && mark.attrs["value"] === address) === true;
  let first = $from.index();
  if (!has(first)) first -= 1;
  let last = first;
  while (has(first - 1)) first -= 1;
  while (has(last + 1)) last += 1;
  let from = $from.start();
  for (let index = 0; index < first; index += 1) from += $from.parent.child(index).nodeSize;
  let to = from;
  for (let index = first; index <= last; index += 1) to += $from.parent.child(index).nodeSize;
  return [from, to];
}

/** Enter in an empty list item or an empty quote: leaves it, one level at a time. */
const leaveEmpty: Command = (state, dispatch) => {
  const selected = selectedBlocks(state);
  const [block] = selected;
  if (!state.selection.empty || selected.length !== 1 || block === undefined || block.node.content.size > 0)
    return false;
  if (block.keys.list !== undefined) return outdent(state, dispatch);
  return block.keys.kind === "quote" ? setKind("p")(state, dispatch) : false;
};

/** A new item when the caret is in the first block of one. */
const splitItem: Command = (state, dispatch) => {
  const { $from, $to } = state.selection;
  const item = $from.depth > 1 ? $from.node(-1) : null;
  if (item?.type.name !== "list_item" || $from.index(-1) > 0 || !$from.sameParent($to)) return false;
  const tr = state.tr.delete($from.pos, $to.pos);
  const next = nextBlock($from.parent, $to.parentOffset === $from.parent.content.size);
  dispatch?.(tr.split($from.pos, 2, [{ type: item.type }, next]).scrollIntoView());
  return true;
};

const PARAGRAPH = schema.nodes["paragraph"] as NodeType;

/** What stands behind the place of an Enter: behind a caption or the end of a heading a paragraph, else the same again. */
function nextBlock(block: Node, atEnd: boolean): { type: NodeType; attrs: Attrs } {
  const plain = isWide(block) || (atEnd && block.type.name === "heading");
  const type = plain ? PARAGRAPH : block.type;
  return { type, attrs: { ...block.attrs, id: null, part: null } };
}

/** Enter in front of the words of a part's heading: the heading stays what it is, below an empty paragraph. */
const abovePart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const { attrs, content } = $from.parent;
  if (!empty || $from.parentOffset > 0 || content.size === 0 || typeof attrs["part"] !== "string") return false;
  dispatch?.(state.tr.insert($from.before(), schema.node("paragraph")).scrollIntoView());
  return true;
};

/** Enter. */
export const enter: Command = firstOf(leaveEmpty, abovePart, splitItem, splitBlock(nextBlock, PARAGRAPH));

/** A line break inside the block. */
export const lineBreak: Command = (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(schema.node("hard_break"), false).scrollIntoView());
  return true;
};

/** Backspace at the start of a block: first it loses what makes it special, then it joins the block above. */
export const backspaceAtStart: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  const { selected } = blocksOf(state);
  const [block] = selected;
  if (!empty || block === undefined || $from.parentOffset > 0 || !$from.parent.isTextblock) return false;
  if (isWide(block.node)) return selectNode(state, block, dispatch);
  if (block.keys.list !== undefined && block.keys.list !== "cont") return outdent(state, dispatch);
  if (block.keys.kind !== "p") return setKind("p")(state, dispatch);
  const above = blocksOf(state).blocks[block.index - 1];
  if (above !== undefined && isWide(above.node) && block.node.content.size > 0)
    return selectNode(state, above, dispatch);
  // At the very beginning there is nothing to join; the key is used up all the same.
  if (block.index > 0) dispatch?.(flatEdit(state.tr, { join: block.index }).scrollIntoView());
  return true;
};

/** Delete at the end of a block: the next one joins it. */
export const deleteAtEnd: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parentOffset < $from.parent.content.size) return false;
  const { blocks, selected } = blocksOf(state);
  const [block] = selected;
  const next = (block?.index ?? 0) + 1;
  const below = blocks[next];
  // The heading of a part joins nothing; it comes up in the place of an empty paragraph.
  if (block !== undefined && below?.keys.part !== undefined && $from.parent.content.size === 0) {
    dispatch?.(state.tr.delete(block.pos, block.pos + block.node.nodeSize));
    return true;
  }
  if (below !== undefined && isWide(below.node)) return selectNode(state, below, dispatch);
  if (below !== undefined) dispatch?.(flatEdit(state.tr, { join: next }));
  return true;
};

/** A table or figure is first selected, so that it does not go by a slip of the finger: the next press takes it. */
function selectNode(state: EditorState, block: Numbered, dispatch: ((tr: Transaction) => void) | undefined): boolean {
  dispatch?.(state.tr.setSelection(NodeSelection.create(state.doc, block.pos)).scrollIntoView());
  return true;
}

export const backspace: Command = firstOf(deleteSelection, backspaceAtStart);
export const deleteForward: Command = firstOf(deleteSelection, deleteAtEnd);

/** A block of the document with its number. */
export interface Numbered extends TextBlock {
  readonly index: number;
}

const numbered = new WeakMap<Node, readonly Numbered[]>();

function allBlocks(doc: Node): readonly Numbered[] {
  let blocks = numbered.get(doc);
  if (blocks === undefined) {
    blocks = textBlocks(doc.content).map((block, index) => ({ ...block, index }));
    numbered.set(doc, blocks);
  }
  return blocks;
}

/** All text blocks, and those that the selection touches. */
export function blocksOf(state: EditorState): { blocks: readonly Numbered[]; selected: readonly Numbered[] } {
  const blocks = allBlocks(state.doc);
  return { blocks, selected: touched(blocks, state) };
}

/** The text blocks that the selection touches. Looks into no others, since every key asks. */
export function selectedBlocks(state: EditorState): readonly TextBlock[] {
  const [from, to] = reach(state);
  const found: TextBlock[] = [];
  state.doc.forEach((node, offset) => {
    if (offset < to && offset + node.nodeSize > from) found.push(...textBlocks(Fragment.from(node), offset));
  });
  return touched(found, state);
}

function touched<T extends TextBlock>(blocks: readonly T[], state: EditorState): readonly T[] {
  const [from, to] = reach(state);
  return blocks.filter(({ pos, node }) => pos < to && pos + node.nodeSize > from);
}

function reach({ doc, selection }: EditorState): readonly [from: number, to: number] {
  const isPart = selection instanceof TextSelection || selection instanceof NodeSelection;
  return [selection.from, isPart ? selection.to : doc.content.size];
}

export type Choose = (blocks: readonly Numbered[], selected: readonly Numbered[]) => readonly Numbered[];

/** The selected blocks but for captions. */
const textOnly: Choose = (_blocks, selected) => selected.filter(({ node }) => !isWide(node));

/** The selected list blocks and whatever hangs below them. */
const withDescendants: Choose = (blocks, selected) => {
  const chosen = new Set(selected.filter(({ keys }) => keys.list !== undefined));
  for (const top of [...chosen]) {
    for (let next = blocks[top.index + 1]; next !== undefined && hangsBelow(next, top); next = blocks[next.index + 1]) {
      chosen.add(next);
    }
  }
  return blocks.filter((block) => chosen.has(block));
};

/** The selected blocks and the rest of their lists. */
const withRest: Choose = (blocks, selected) => {
  const chosen = new Set(selected);
  const last = selected.at(-1);
  for (let next = blocks[(last?.index ?? 0) + 1]; next?.keys.list !== undefined; next = blocks[next.index + 1]) {
    if (next.keys.box !== last?.keys.box) break;
    chosen.add(next);
  }
  return blocks.filter((block) => chosen.has(block));
};

/** The selected blocks leave their list; what stood below them keeps its shape, as a list of its own. */
function leaving(chosen: readonly Numbered[], selected: readonly Numbered[]): Change {
  const left = new Set(selected.map(({ index }) => index));
  const keysBelow = new Map<number, MarkKeys>();
  let outermost: number | null = null;
  for (const { index, keys } of chosen) {
    const depth = keys.depth ?? 0;
    if (left.has(index) || (outermost === null && keys.list === "cont")) keysBelow.set(index, withoutList(keys));
    else {
      outermost = Math.min(outermost ?? depth, depth);
      keysBelow.set(index, { ...keys, depth: depth - outermost });
    }
  }
  return (keys, index) => keysBelow.get(index) ?? keys;
}

/** Whether a block hangs below a list item above it. */
export function hangsBelow({ keys }: Numbered, top: Numbered): boolean {
  if (keys.list === undefined || keys.depth === undefined || keys.box !== top.keys.box) return false;
  const depth = top.keys.depth ?? 0;
  return keys.depth > depth || (keys.list === "cont" && keys.depth === depth && top.keys.list !== "cont");
}

function raised(keys: MarkKeys): MarkKeys {
  const { depth = 0 } = keys;
  return depth === 0 ? withoutList(keys) : { ...keys, depth: depth - 1 };
}

const withoutList = (keys: MarkKeys): MarkKeys => withoutKeys(keys, "list", "depth");

export function changeBlocks(choose: Choose, change: (chosen: readonly Numbered[]) => Change): Command {
  return (state, dispatch) => {
    const { blocks, selected } = blocksOf(state);
    const chosen = choose(blocks, selected);
    if (chosen.length === 0) return false;
    const to = change(chosen);
    const set = chosen.map(({ index, keys }) => ({ index, keys: to(keys, index) }));
    dispatch?.(flatEdit(state.tr, { set }).scrollIntoView());
    return true;
  };
}
