// What a chapter is made of: its headings, tables, figures and boxes, each with its number and title, in the order of
// reading (docs/document-model.md, Numbers). Pure: reads a document, keeps nothing. Next: pages/ChapterOutline.svelte.
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { readBox } from "./payload/boxes.ts";
import { plainOf } from "./payload/lines.ts";
import type { Payload } from "./payload/tables.ts";
import { kindOf } from "./schema.ts";
import type { EditorCore } from "./state.ts";

export type EntryKind = "h2" | "h3" | "h4" | "table" | "figure" | "box";

export interface Entry {
  readonly kind: EntryKind;
  /** The view id of the block or the id of the box: what a cross-reference names. */
  readonly target: string;
  /** Empty for an h4. */
  readonly number: string;
  readonly title: string;
  /** How far in it stands, from 0. */
  readonly level: number;
  /** The position of its opening token. */
  readonly pos: number;
}

/** `chapter`: its number in the manual's outline, empty if it is not known; `titleOfBox`: what the heading of a box says. */
export function outlineOf(doc: Node, titleOfBox: (box: string) => string, chapter = ""): Entry[] {
  const entries: Entry[] = [];
  const count = counter(chapter);
  const shown = new Set<unknown>();
  let level = 0;
  const isFirst = (payload: unknown): boolean => payload !== null && !shown.has(payload) && shown.add(payload).size > 0;

  doc.descendants((node, pos) => {
    const kind = node.type.name === "box" ? "box" : kindOf(node);
    if (kind === "box" && isFirst(node.attrs["box"])) {
      const target = String(node.attrs["box"]);
      entries.push({ kind, target, number: count(kind), title: trimmed(titleOfBox(target)), level, pos });
    } else if (kind === "h2" || kind === "h3" || kind === "h4") {
      const title = plain(node);
      const depth = Number(kind.charAt(1)) - 2;
      if (title !== "") entries.push({ kind, ...blockAt(node, pos), title, number: count(kind), level: depth });
      if (title !== "") level = depth + 1;
    } else if ((kind === "table" || kind === "figure") && isFirst(node.attrs["payload"])) {
      entries.push({ kind, ...blockAt(node, pos), title: plain(node), number: count(kind), level });
    }
    return !node.isTextblock;
  });
  return entries;
}

/** Counts what has a number, asked for one after the other in the order of reading. */
function counter(chapter: string): (kind: EntryKind) => string {
  const counts = { h2: 0, h3: 0, table: 0, figure: 0, box: 0 };
  let hasH2 = false;
  const within = (kind: Exclude<EntryKind, "h4">): string => {
    hasH2 ||= kind === "h2";
    // An h3 that stands below no h2 counts like one.
    const counted = kind === "h3" && !hasH2 ? "h2" : kind;
    counts[counted] += 1;
    if (counted === "h2") counts.h3 = 0;
    return counted === "h3" ? `${String(counts.h2)}.${String(counts.h3)}` : String(counts[counted]);
  };
  return (kind) => (kind === "h4" ? "" : chapter === "" ? within(kind) : `${chapter}.${within(kind)}`);
}

const blockAt = (node: Node, pos: number): { target: string; pos: number } => ({
  target: String(node.attrs["id"]),
  pos,
});

/** The characters of a block, each break as a space, without spaces at both ends. */
const plain = (block: Node): string =>
  trimmed(block.textBetween(0, block.content.size, null, (leaf) => (leaf.type.name === "hard_break" ? " " : "")));

const SPACES = "[ \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const ENDS = new RegExp(`^${SPACES}|${SPACES}$`, "g");
const trimmed = (text: string): string => text.replace(ENDS, "");

/** The outline of the chapter in an editor. */
export const chapterOutline = ({ state, binding: { ydoc } }: EditorCore, chapter = ""): Entry[] => {
  const boxes = ydoc.getMap<unknown>("boxes");
  const titleOfBox = (id: string): string => {
    const box = boxes.get(id);
    return box instanceof Y.Map ? plainOf(readBox(box as Payload).title) : "";
  };
  return outlineOf(state.doc, titleOfBox, chapter);
};

/** The entry in which a position stands: the last heading above it, or the table, figure or box that holds it. */
export function entryAt(entries: readonly Entry[], doc: Node, pos: number): Entry | null {
  let found: Entry | null = null;
  for (const entry of entries) {
    if (entry.pos > pos) break;
    const holds = entry.kind.startsWith("h") || pos < entry.pos + (doc.nodeAt(entry.pos)?.nodeSize ?? 0);
    if (holds) found = entry;
  }
  return found;
}
