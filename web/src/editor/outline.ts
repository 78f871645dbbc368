// What a chapter is made of: its headings, tables, figures and boxes, each with its number and title, in the order of
// reading, and where it stands. Pure: reads a document, keeps nothing. Next: pages/ChapterOutline.svelte.
import type { Node } from "prosemirror-model";
import { payloadOf } from "./flatten.ts";
import type { TargetKind, XrefTarget } from "./numbers.ts";
import type { EditorCore } from "./state.ts";
import { numbersIn } from "./views/numbering.ts";

export interface Entry extends XrefTarget {
  /** How far in it stands, from 0. */
  readonly level: number;
  /** The position of its opening token. */
  readonly pos: number;
}

/** The outline of the chapter in an editor. */
export const chapterOutline = ({ state }: EditorCore): Entry[] => outlineOf(state.doc, numbersIn(state)?.targets ?? []);

/** What may be pointed at in a document, with where it stands. */
export function outlineOf(doc: Node, targets: readonly XrefTarget[]): Entry[] {
  const places = new Map<string, number>();
  doc.descendants((node, pos) => {
    const name = node.type.name;
    const id = name === "box" ? `box ${payloadOf(node) ?? ""}` : `block ${String(node.attrs["id"])}`;
    if ((node.isTextblock || name === "box") && !places.has(id)) places.set(id, pos);
    return !node.isTextblock;
  });
  return leveled(targets).flatMap((target) => {
    const pos = places.get(`${target.kind === "box" ? "box" : "block"} ${target.id}`);
    return pos === undefined ? [] : [{ ...target, pos }];
  });
}

/** What may be pointed at, with how far in it stands: below the last heading. */
export function leveled(targets: readonly XrefTarget[]): Omit<Entry, "pos">[] {
  let level = 0;
  return targets.map((target) => {
    const own = depthOf(target.kind) ?? level;
    if (isHeading(target.kind)) level = own + 1;
    return { ...target, level: own };
  });
}

const isHeading = (kind: TargetKind): boolean => kind === "h2" || kind === "h3" || kind === "h4";
const depthOf = (kind: TargetKind): number | null => (isHeading(kind) ? Number(kind.charAt(1)) - 2 : null);

/** The entry in which a position stands: the last heading above it, or the table, figure or box that holds it. */
export function entryAt(entries: readonly Entry[], doc: Node, pos: number): Entry | null {
  let found: Entry | null = null;
  for (const entry of entries) {
    if (entry.pos > pos) break;
    const holds = isHeading(entry.kind) || pos < entry.pos + (doc.nodeAt(entry.pos)?.nodeSize ?? 0);
    if (holds) found = entry;
  }
  return found;
}
