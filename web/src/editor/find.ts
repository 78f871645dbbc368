// Where words stand in a chapter: in its blocks and in what hangs on them (cells, notes, headings of boxes, what pictures
// show), in the order of reading. What was folded is kept by block, so that only changed blocks are read again. Reads and
// never writes. Next: finder.ts, which shows, steps through and replaces what is found here.
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { fold, folded, rangeIn, type Folded } from "./fold-text.ts";
import { readBox } from "./payload/boxes.ts";
import { rootOf } from "./payload/create.ts";
import { readFigure } from "./payload/figures.ts";
import { runsOfLine } from "./payload/lines.ts";
import { noteLine } from "./payload/notes.ts";
import { readTable, type Payload } from "./payload/tables.ts";

export interface Query {
  readonly text: string;
  /** Not inside of longer words. */
  readonly wholeWords: boolean;
}

/** A place in the body: positions of the document. */
export interface BodyHit {
  readonly line: null;
  readonly from: number;
  readonly to: number;
}

/** A place in a line of a payload: units of the line. */
export interface LineHit {
  readonly line: Y.Text;
  readonly from: number;
  readonly to: number;
  /** The position of the node that the line hangs on. */
  readonly pos: number;
}

export type Hit = BodyHit | LineHit;

/** Stands for what is no character. No query holds one. */
export const OBJECT = "\ufffc";
const LETTER = /[\p{L}\p{M}\p{N}_]/u;

/** All places where the words stand. */
export function find(ydoc: Y.Doc, doc: Node, query: Query): Hit[] {
  const words = folded(query.text);
  if (words === "") return [];
  return passagesIn(ydoc, doc).flatMap(({ text, line, pos }) =>
    matchesIn(text, words, query.wholeWords).map(([from, to]): Hit =>
      line === null ? { line, from: pos + 1 + from, to: pos + 1 + to } : { line, from, to, pos },
    ),
  );
}

/** A piece of a chapter in which words may stand. */
export interface Passage {
  readonly text: Text;
  /** Null: it is the text of the block at the position. */
  readonly line: Y.Text | null;
  /** The position of the node whose text it is, or that the line hangs on. */
  readonly pos: number;
  /** The block to go to. */
  readonly block: Node;
}

/** All of a chapter, in the order of reading. */
export function passagesIn(ydoc: Y.Doc, doc: Node): readonly Passage[] {
  const passages: Passage[] = [];
  const inLine = (line: Y.Text | null, pos: number, block: Node): void => {
    if (line !== null) passages.push({ text: textOfLine(line), line, pos, block });
  };
  const shown = new Set<string>();
  doc.descendants((node, pos) => {
    if (node.isTextblock) {
      passages.push({ text: textOfBlock(node), line: null, pos, block: node });
      for (const [at, line] of linesIn(ydoc, node, shown)) inLine(line, pos + at, node);
      return false;
    }
    if (node.type.name === "box" && isFirst(shown, node.attrs["box"])) {
      const { kind, title, region, period } = readBox(payloadOf(ydoc, "box", node.attrs["box"]));
      const first = firstBlock(node);
      for (const line of kind === "case" ? [title, region, period] : [title]) inLine(line, pos, first);
    }
    return true;
  });
  return passages;
}

function firstBlock(node: Node): Node {
  let first = node;
  while (!first.isTextblock && first.firstChild !== null) first = first.firstChild;
  return first;
}

/** A text with what it is folded to. */
export interface Text {
  readonly text: string;
  readonly folded: Folded;
}

export function matchesIn({ text, folded }: Text, words: string, wholeWords: boolean): [number, number][] {
  const found: [number, number][] = [];
  for (let at = folded.text.indexOf(words); at >= 0; at = folded.text.indexOf(words, at)) {
    const [from, to] = rangeIn(folded, at, at + words.length);
    if (!wholeWords || isWhole(text, from, to)) found.push([from, to]);
    at += words.length;
  }
  return found;
}

/** Whether a word begins at `from` and one ends at `to`, where letters stand there. */
function isWhole(text: string, from: number, to: number): boolean {
  const letter = (at: number): boolean => LETTER.test(String.fromCodePoint(text.codePointAt(at) ?? 0));
  const before = from > 0 && letter(from - (isLow(text.charCodeAt(from - 1)) ? 2 : 1));
  return !(before && letter(from)) && !(to < text.length && letter(to) && letter(to - 1));
}

const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

const blocks = new WeakMap<Node, Text>();

function textOfBlock(block: Node): Text {
  let known = blocks.get(block);
  if (known === undefined) {
    const leaf = (node: Node): string => (node.type.name === "hard_break" ? "\n" : OBJECT);
    const text = block.textBetween(0, block.content.size, null, leaf);
    known = { text, folded: fold(text) };
    blocks.set(block, known);
  }
  return known;
}

function textOfLine(line: Y.Text): Text {
  const text = runsOfLine(line)
    .map((run) => ("text" in run ? run.text : OBJECT))
    .join("");
  return { text, folded: fold(text) };
}

/** What hangs on a block: the cells of a table, what a picture shows and whose it is, the notes; each where it is referred to
 *  first, with where that is in the block. */
function linesIn(ydoc: Y.Doc, block: Node, shown: Set<string>): (readonly [number, Y.Text | null])[] {
  const lines: (readonly [number, Y.Text | null])[] = [];
  const { payload } = block.attrs;
  const name = block.type.name;
  const own = (name === "table" || name === "figure") && isFirst(shown, payload);
  if (own && name === "table") {
    for (const { cells } of readTable(payloadOf(ydoc, name, payload)).rows)
      for (const cell of cells) for (const { text } of cell.lines) lines.push([0, text]);
  } else if (own && name === "figure") {
    const { alt, credit } = readFigure(payloadOf(ydoc, name, payload));
    lines.push([0, alt], [0, credit]);
  }
  block.forEach((child, offset) => {
    const note: unknown = child.type.name === "note" ? child.attrs["payload"] : null;
    if (typeof note === "string" && isFirst(shown, note)) lines.push([1 + offset, noteLine(ydoc, note)]);
  });
  return lines;
}

const isFirst = (shown: Set<string>, payload: unknown): boolean =>
  typeof payload === "string" && !shown.has(payload) && shown.add(payload).size > 0;

function payloadOf(ydoc: Y.Doc, kind: "table" | "figure" | "box", id: unknown): Payload | null {
  const payload = typeof id === "string" ? rootOf(ydoc, kind).get(id) : null;
  return payload instanceof Y.Map ? (payload as Payload) : null;
}
