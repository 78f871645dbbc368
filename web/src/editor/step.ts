// Cuts one ProseMirror step into edits of the flat text. What a step's ranges hold in the old document is deleted, what
// they hold in the new one is inserted; marks in changed ranges are paired in order, so that a mark which only changes
// keeps its identity (W2). Pure but for the writer it drives. Next: binding.ts.
import { Fragment, type Node } from "prosemirror-model";
import { AddMarkStep, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, type Step } from "prosemirror-transform";
import { attributesOf, runsOf, sizeOf, textBlocks, valueOf, type MarkKeys, type TextBlock } from "./flatten.ts";
import { NO_ATTRIBUTES, type Attributes, type Run } from "./flat.ts";
import { isHighSurrogate, isLowSurrogate } from "./values.ts";
import type { Writer } from "./write.ts";

/** Writes what `step` did to `before`, which stands for the text as it is now. */
export function writeStep(writer: Writer, before: Node, step: Step, after: Node): void {
  if (step instanceof AddMarkStep) writeFormat(writer, before, step, valueOf(step.mark));
  else if (step instanceof RemoveMarkStep) writeFormat(writer, before, step, null);
  else if (step instanceof ReplaceAroundStep && cutsCharacter(step, before)) writer.incomplete = true;
  else {
    const whole = onWholeCharacters(step, before);
    if (whole === step) writeReplace(writer, before, step, after);
    else {
      const rounded = whole.apply(before).doc;
      if (rounded !== null) writeReplace(writer, before, whole, rounded);
      writer.incomplete = true;
    }
  }
}

function writeReplace(writer: Writer, before: Node, step: Step, after: Node): void {
  const ranges = rangesOf(step, before, after);
  const scope = scopeOf(writer, before, after, ranges);
  clearTouchedLeaks(writer, scope, ranges);
  new Passage(writer, scope).write(ranges);
  markEmptyStart(writer, after);
}

/** Whether a step that moves content has a border inside a character. No browser makes one; it is not carried out. */
export const cutsCharacter = ({ from, to, gapFrom, gapTo }: ReplaceAroundStep, before: Node): boolean =>
  [from, to, gapFrom, gapTo].some((pos) => splitsAt(before, pos));

/** W5: a step that begins or ends inside a character takes the whole of it; one that inserts there, inserts before it. */
export function onWholeCharacters(step: Step, before: Node): Step {
  if (!(step instanceof ReplaceStep)) return step;
  const text = step.slice.content.textBetween(0, step.slice.content.size, "\n", "\n");
  const cutsFirst = splitsAt(before, step.from) && !isLowSurrogate(text.charCodeAt(0));
  const cutsLast = splitsAt(before, step.to) && !isHighSurrogate(text.charCodeAt(text.length - 1));
  if (!cutsFirst && !cutsLast) return step;
  const from = cutsFirst ? step.from - 1 : step.from;
  return new ReplaceStep(from, step.from === step.to ? from : cutsLast ? step.to + 1 : step.to, step.slice);
}

/** A part of the document that a step replaced: from here to there in the old one, from here to there in the new. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** The top nodes that a step touches, before and after it. */
interface Scope {
  readonly old: readonly TextBlock[];
  readonly new: readonly TextBlock[];
  /** Place in the flat text, and number, of the first block. */
  readonly at: number;
  readonly index: number;
}

function writeFormat(writer: Writer, doc: Node, step: AddMarkStep | RemoveMarkStep, value: unknown): void {
  const { from, to, mark } = step;
  const scope = scopeOf(writer, doc, doc, [{ from, to, newFrom: from, newTo: to }]);
  let at = scope.at;
  scope.old.forEach((block, number) => {
    const index = scope.index + number;
    const size = block.node.content.size;
    const text = at + (writer.marks[index] === null ? 0 : 1);
    const [start, end] = wholeRange(block.node, from - block.pos - 1, to - block.pos - 1);
    if (start < end) {
      writer.clearLeaks(index, at, text + size - at);
      writer.format(text + start, end - start, mark.type.name, value);
    }
    at = text + size;
  });
}

/** A range of offsets in a block, clipped to it and widened to whole characters (W5). */
export function wholeRange(block: Node, from: number, to: number): [number, number] {
  const start = Math.max(from, 0);
  const end = Math.min(to, block.content.size);
  return [splitsCharacter(block, start) ? start - 1 : start, splitsCharacter(block, end) ? end + 1 : end];
}

export function rangesOf(step: Step, before: Node, after: Node): Range[] {
  const ranges: Range[] = [];
  step.getMap().forEach((from, to, newFrom, newTo) => {
    ranges.push(widened({ from, to, newFrom, newTo }, before, after));
  });
  return ranges;
}

/** W5: where half a character makes way for another half, the whole of it does. */
function widened(range: Range, before: Node, after: Node): Range {
  const atStart = splitsAt(before, range.from) || splitsAt(after, range.newFrom) ? 1 : 0;
  const atEnd = splitsAt(before, range.to) || splitsAt(after, range.newTo) ? 1 : 0;
  return {
    from: range.from - atStart,
    to: range.to + atEnd,
    newFrom: range.newFrom - atStart,
    newTo: range.newTo + atEnd,
  };
}

function splitsAt(doc: Node, pos: number): boolean {
  const place = doc.resolve(pos);
  return place.parent.isTextblock && splitsCharacter(place.parent, place.parentOffset);
}

function splitsCharacter(block: Node, offset: number): boolean {
  if (offset <= 0 || offset >= block.content.size) return false;
  const around = block.textBetween(offset - 1, offset + 1, "", " ");
  return isHighSurrogate(around.charCodeAt(0)) && isLowSurrogate(around.charCodeAt(1));
}

/** Outside the top nodes that the ranges touch nothing changes, not even the depth of a list item. */
function scopeOf(writer: Writer, before: Node, after: Node, ranges: readonly Range[]): Scope {
  const first = ranges.at(0);
  const last = ranges.at(-1);
  // The block without a mark must be seen whenever something comes before it or behind it.
  const from = first === undefined || writer.startless ? 0 : before.childAfter(first.from).index;
  const end = before.childAfter(last === undefined ? before.content.size : last.to);
  const past = end.index === before.childCount || (last !== undefined && end.offset === last.to) ? 0 : 1;
  const to = Math.max(end.index + past, writer.startless ? 1 : 0);
  let at = writer.startless ? -1 : 0;
  let index = 0;
  let pos = 0;
  for (let child = 0; child < from; child += 1) {
    const size = sizeOf(before.child(child));
    at += size.units;
    index += size.blocks;
    pos += before.child(child).nodeSize;
  }
  return {
    old: textBlocks(children(before, from, to), pos),
    new: textBlocks(children(after, from, after.childCount - (before.childCount - to)), pos),
    at: Math.max(at, 0),
    index,
  };
}

function children(doc: Node, from: number, to: number): Fragment {
  const nodes: Node[] = [];
  for (let index = from; index < to; index += 1) nodes.push(doc.child(index));
  return Fragment.fromArray(nodes);
}

/** F3, for splits, joins and whatever brings in an attribute that the block hides. */
function clearTouchedLeaks(writer: Writer, scope: Scope, ranges: readonly Range[]): void {
  let at = scope.at;
  scope.old.forEach((block, number) => {
    const index = scope.index + number;
    const units = block.node.content.size + (writer.marks[index] === null ? 0 : 1);
    const end = block.pos + block.node.nodeSize;
    for (const range of ranges) {
      if (range.to <= block.pos || range.from >= end) continue;
      const inside = range.from > block.pos && range.to < end;
      const inserted = inside ? insertedInto(scope.new[number], range) : null;
      if (inserted === null || writer.hides(index, inserted)) writer.clearLeaks(index, at, units);
    }
    at += units;
  });
}

/** The runs that a range puts into a block; null if it does more than that. */
function insertedInto(block: TextBlock | undefined, range: Range): Run[] | null {
  if (block === undefined) return null;
  const start = range.newFrom - block.pos - 1;
  const end = range.newTo - block.pos - 1;
  return start < 0 || end > block.node.content.size ? null : runsOf(block.node.content.cut(start, end));
}

/** An empty first block without a mark would vanish as soon as another stands behind it. */
function markEmptyStart(writer: Writer, after: Node): void {
  const first = after.child(0);
  if (writer.startless && writer.marks.length > 1 && first.isTextblock && first.content.size === 0) {
    writer.insertStartMark({ kind: "p" });
  }
}

/** A mark, or a stretch of inline content, in one of the two documents. */
type Piece = { readonly mark: TextBlock } | { readonly block: TextBlock; readonly from: number; readonly to: number };

/** Walks old and new side by side and writes the difference. */
class Passage {
  private at: number;
  private index: number;
  private oldNext = 0;
  private freshNext = 0;
  /** The keys of the last mark passed, as they now are in the text, if it was there before this step. */
  private passed: { keys: MarkKeys; at: number } | null = null;

  constructor(
    private readonly writer: Writer,
    private readonly scope: Scope,
  ) {
    this.at = scope.at;
    this.index = scope.index;
  }

  write(ranges: readonly Range[]): void {
    const old = pieces(
      this.scope.old,
      ranges.flatMap(({ from, to }) => [from, to]),
    );
    const fresh = pieces(
      this.scope.new,
      ranges.flatMap(({ newFrom, newTo }) => [newFrom, newTo]),
    );
    for (const range of ranges) {
      this.keep(this.upTo(old, range.from, "old"), this.upTo(fresh, range.newFrom, "fresh"));
      this.replace(this.upTo(old, range.to, "old"), this.upTo(fresh, range.newTo, "fresh"));
    }
    this.keep(this.upTo(old, Infinity, "old"), this.upTo(fresh, Infinity, "fresh"));
  }

  private upTo(all: readonly Piece[], pos: number, side: "old" | "fresh"): readonly Piece[] {
    const from = side === "old" ? this.oldNext : this.freshNext;
    let to = from;
    for (let piece = all[to]; piece !== undefined && startOf(piece) < pos; piece = all[to]) to += 1;
    if (side === "old") this.oldNext = to;
    else this.freshNext = to;
    return all.slice(from, to);
  }

  /** Outside the ranges: the same units, but the keys of marks may have changed with what is around them. */
  private keep(old: readonly Piece[], fresh: readonly Piece[]): void {
    const after = fresh.filter((piece) => "mark" in piece);
    let next = 0;
    for (const piece of old) {
      if ("mark" in piece) this.passMark(piece.mark, (after[next++] ?? piece).mark);
      else this.at += piece.to - piece.from;
    }
  }

  private replace(old: readonly Piece[], fresh: readonly Piece[]): void {
    const gone = stretches(old.filter((piece) => !this.isUnmarked(piece)));
    const come = stretches(fresh);
    const paired = Math.min(gone.length, come.length);
    for (let each = 0; each < paired; each += 1) {
      const [before, after] = [gone[each] as Stretch, come[each] as Stretch];
      if (before.mark !== null && after.mark !== null) this.passMark(before.mark, after.mark);
      this.replaceText(before.inline, after.inline);
    }
    for (const { mark, inline } of gone.slice(paired)) {
      if (mark !== null) this.writer.deleteMark(this.at, this.index);
      this.replaceText(inline, []);
    }
    this.insert(come.slice(paired) as MarkedStretch[]);
  }

  /** The block without a mark, where its opening token falls into a range: there is nothing to delete. */
  private isUnmarked(piece: Piece): boolean {
    if (!("mark" in piece) || this.writer.marks[this.index] !== null || piece.mark !== this.scope.old[0]) return false;
    this.writer.marks.splice(this.index, 1);
    return true;
  }

  private passMark(before: TextBlock, after: TextBlock): void {
    if (this.writer.marks[this.index] === null) this.passStart(before, after);
    else {
      this.writer.changeKeys(this.index, before.keys, after.keys);
      this.at += 1;
    }
    this.passed = this.writer.marks[this.index] === null ? null : { keys: after.keys, at: this.at };
    this.index += 1;
  }

  /** The block without a mark gets one as soon as it is not first any more or is more than a plain paragraph. */
  private passStart(before: TextBlock, after: TextBlock): void {
    if (this.index === 0 && JSON.stringify(before.keys) === JSON.stringify(after.keys)) return;
    this.writer.marks.splice(this.index, 1);
    this.writer.insertMark(this.at, this.index, after.keys, null);
    this.at += 1;
  }

  private replaceText(gone: readonly InlinePiece[], come: readonly InlinePiece[]): void {
    this.writer.delete(
      this.at,
      gone.reduce((units, piece) => units + piece.to - piece.from, 0),
    );
    for (const piece of come) {
      const runs = runsOf(piece.block.node.content.cut(piece.from, piece.to));
      this.at += this.writer.insertRuns(this.at, runs, leftOf(piece));
    }
  }

  private insert(come: readonly MarkedStretch[]): void {
    const last = come.at(-1);
    if (last === undefined) return;
    if (this.passed?.at === this.at && come.every(({ inline }) => inline.length === 0)) {
      this.insertBefore(this.passed.keys, come, last);
      return;
    }
    for (const { mark, inline } of come) {
      this.writer.insertMark(this.at, this.index, mark.keys, mark.node.attrs["id"]);
      this.at += 1;
      this.index += 1;
      this.replaceText([], inline);
    }
  }

  /** M3: new marks directly behind an old one go before it, so that the old one stays with the text. */
  private insertBefore(keys: MarkKeys, come: readonly MarkedStretch[], last: MarkedStretch): void {
    const before = [keys, ...come.slice(0, -1).map(({ mark }) => mark.keys)];
    for (const each of before) {
      this.writer.insertMark(this.at - 1, this.index - 1, each, null);
      this.at += 1;
      this.index += 1;
    }
    this.writer.changeKeys(this.index - 1, keys, last.mark.keys);
  }
}

type InlinePiece = Exclude<Piece, { mark: TextBlock }>;

/** A mark with the inline content behind it; the first of a range has none. */
interface Stretch {
  readonly mark: TextBlock | null;
  readonly inline: InlinePiece[];
}
type MarkedStretch = Stretch & { readonly mark: TextBlock };

function stretches(all: readonly Piece[]): Stretch[] {
  const found: Stretch[] = [{ mark: null, inline: [] }];
  for (const piece of all) {
    if ("mark" in piece) found.push({ mark: piece.mark, inline: [] });
    else found.at(-1)?.inline.push(piece);
  }
  return found;
}

/** The blocks cut into marks and inline content, with a cut at each of the given positions. */
function pieces(blocks: readonly TextBlock[], cuts: readonly number[]): Piece[] {
  const found: Piece[] = [];
  for (const block of blocks) {
    found.push({ mark: block });
    const size = block.node.content.size;
    const inside = cuts.map((cut) => cut - block.pos - 1).filter((offset) => offset > 0 && offset < size);
    let from = 0;
    for (const to of [...inside, size]) {
      if (to > from) found.push({ block, from, to });
      from = Math.max(from, to);
    }
  }
  return found;
}

const startOf = (piece: Piece): number => ("mark" in piece ? piece.mark.pos : piece.block.pos + 1 + piece.from);

/** The shown attributes of the unit left of an insertion, in its block; null for breaks and placeholders. */
function leftOf(piece: InlinePiece): Attributes | null {
  // What a block's mark carries is hidden in the block, so behind it plain is plain.
  if (piece.from === 0) return NO_ATTRIBUTES;
  const left = piece.block.node.resolve(piece.from).nodeBefore;
  return left?.isText === true ? attributesOf(left.marks) : null;
}
