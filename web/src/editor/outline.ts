// What a chapter is made of: its headings, tables, figures and boxes, each with its number and title, in the order of
// reading (docs/document-model.md, Numbers). Pure: reads a document, keeps nothing. Next: pages/ChapterOutline.svelte.
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { readBox } from "./payload/boxes.ts";
import { plainOf } from "./payload/lines.ts";
import type { Payload } from "./payload/tables.ts";
import { isWide, kindOf } from "./schema.ts";
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
  const counts = { h2: 0, h3: 0, table: 0, figure: 0, box: 0 };
  const shown = new Set<string>();
  let level = 0;

  const numberOf = (kind: EntryKind): string => {
    if (kind === "h4") return "";
    counts[kind] += 1;
    if (kind === "h2") counts.h3 = 0;
    const own = kind === "h3" ? [counts.h2, counts.h3] : [counts[kind]];
    return [...(chapter === "" ? [] : [chapter]), ...own].join(".");
  };
  /** A payload counts where it is referred to first. */
  const isFirst = (payload: unknown): boolean =>
    typeof payload === "string" && !shown.has(payload) && shown.add(payload).size > 0;

  doc.descendants((node, pos) => {
    const kind = node.type.name === "box" ? "box" : kindOf(node);
    if (kind === "box") {
      const box = String(node.attrs["box"]);
      if (isFirst(node.attrs["box"]))
        entries.push({ kind, target: box, number: numberOf(kind), title: titleOfBox(box), level, pos });
    } else if (kind === "h2" || kind === "h3" || kind === "h4") {
      const depth = Number(kind.charAt(1)) - 2;
      entries.push({ ...named(node, pos), kind, number: numberOf(kind), level: depth });
      level = depth + 1;
    } else if ((kind === "table" || kind === "figure") && isWide(node) && isFirst(node.attrs["payload"])) {
      entries.push({ ...named(node, pos), kind, number: numberOf(kind), level });
    }
    return !node.isTextblock;
  });
  return entries;
}

const named = (node: Node, pos: number): { target: string; title: string; pos: number } => ({
  target: String(node.attrs["id"]),
  title: node.textBetween(0, node.content.size, " ", " ").trim(),
  pos,
});

/** The outline of the chapter in an editor. */
export const chapterOutline = ({ state, binding: { ydoc } }: EditorCore, chapter = ""): Entry[] => {
  const boxes = ydoc.getMap<unknown>("boxes");
  const titleOfBox = (id: string): string => {
    const box = boxes.get(id);
    return box instanceof Y.Map ? plainOf(readBox(box as Payload).title).trim() : "";
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
