// The numbers of headings, tables, figures, boxes and notes, and what a cross-reference may point at (docs/document-model.md,
// Numbers). Pure. Kept by top node, so that typing costs nothing: only what changed is looked at, and only if something
// that has a number came, went or changed its place is anything counted again. Next: views/numbering.ts.
import type { Node } from "prosemirror-model";
import { changedNodes } from "./changed.ts";
import { payloadOf } from "./flatten.ts";
import { spaced, trimmed } from "./payload/lines.ts";
import { PLACES_MAX } from "./payload/places.ts";
import { kindOf } from "./schema.ts";

export type TargetKind = "h2" | "h3" | "h4" | "table" | "figure" | "box";

/** What a cross-reference may point at. */
export interface XrefTarget {
  readonly id: string;
  readonly kind: TargetKind;
  readonly title: string;
  readonly number: string | null;
}

export interface Numbers {
  /** Of headings, and of tables and figures where they are shown first, by the view id of their block. */
  readonly blocks: ReadonlyMap<string, string>;
  readonly boxes: ReadonlyMap<string, string>;
  readonly notes: ReadonlyMap<string, number>;
  /** In the order of reading. */
  readonly targets: readonly XrefTarget[];
}

/** What the document itself does not hold. */
export interface Payloads {
  /** What a table shows where so many places are left for cells: how many it takes, and the notes in them in order. */
  cellsOf(table: string, placesLeft: number): { readonly places: number; readonly notes: readonly string[] };
  /** The title of a box. */
  titleOf(box: string): string;
}

/** Something with a number, or a note in it, as it stands in the document. */
type Counted =
  | {
      readonly is: "h2" | "h3" | "h4" | "table" | "figure";
      readonly id: string;
      readonly payload: string | null;
      readonly title: string;
    }
  | { readonly is: "box" | "note" | "cells"; readonly id: string };

const NONE: readonly Counted[] = [];
const known = new WeakMap<Node, readonly Counted[]>();

/** What counts in a node, in the order of reading. */
export function countedIn(node: Node): readonly Counted[] {
  if (node.isText) return NONE;
  let counted = known.get(node);
  if (counted === undefined) {
    counted = found(node);
    known.set(node, counted);
  }
  return counted;
}

function found(node: Node): readonly Counted[] {
  const all: Counted[] = [];
  const own = ownOf(node);
  if (own !== null) all.push(own);
  for (let index = 0; index < node.childCount; index += 1) all.push(...countedIn(node.child(index)));
  // The cells come behind the caption.
  if (own?.is === "table" && own.payload !== null) all.push({ is: "cells", id: own.payload });
  return all.length === 0 ? NONE : all;
}

function ownOf(node: Node): Counted | null {
  const name = node.type.name;
  if (name === "note" || name === "box") {
    const id = payloadOf(node);
    return id === null || (name === "box" && node.attrs["part"] !== 1) ? null : { is: name, id };
  }
  if (name !== "heading" && name !== "table" && name !== "figure") return null;
  const is = kindOf(node) as Exclude<TargetKind, "box">;
  const title = plainText(node);
  if (name === "heading" && title === "") return null;
  return { is, id: String(node.attrs["id"]), payload: name === "heading" ? null : payloadOf(node), title };
}

/** The plain text of a block. */
export const plainText = (block: Node): string =>
  trimmed(spaced(block.textBetween(0, block.content.size, "", (leaf) => (leaf.type.name === "hard_break" ? " " : ""))));

/** The numbers of a document. `chapter`: its own in the outline, where that is known. */
export function numbersOf(doc: Node, payloads: Payloads, chapter: string | null): Numbers {
  const count = new Count(payloads, chapter);
  for (let index = 0; index < doc.childCount; index += 1)
    for (const counted of countedIn(doc.child(index))) count.take(counted);
  return count;
}

class Count implements Numbers {
  readonly blocks = new Map<string, string>();
  readonly boxes = new Map<string, string>();
  readonly notes = new Map<string, number>();
  readonly targets: XrefTarget[] = [];
  /** Tables and figures that are shown already: what comes again is a reference. */
  private readonly shown = { table: new Set<string>(), figure: new Set<string>(), cells: new Set<string>() };
  private placesLeft = PLACES_MAX;
  private hasH2 = false;
  private h2 = 0;
  private h3 = 0;

  constructor(
    private readonly payloads: Payloads,
    private readonly chapter: string | null,
  ) {}

  take(counted: Counted): void {
    switch (counted.is) {
      case "note":
        this.note(counted.id);
        return;
      case "cells":
        if (isNew(this.shown.cells, counted.id)) this.cells(counted.id);
        return;
      case "box":
        this.box(counted.id);
        return;
      case "table":
      case "figure":
        if (counted.payload === null || !isNew(this.shown[counted.is], counted.payload)) return;
        this.point(counted, this.whole(String(this.shown[counted.is].size)));
        return;
      default:
        this.point(counted, this.heading(counted.is));
    }
  }

  private cells(table: string): void {
    const { places, notes } = this.payloads.cellsOf(table, this.placesLeft);
    this.placesLeft -= places;
    for (const id of notes) this.note(id);
  }

  private note(id: string): void {
    if (!this.notes.has(id)) this.notes.set(id, this.notes.size + 1);
  }

  private box(id: string): void {
    if (this.boxes.has(id)) return;
    const number = this.whole(String(this.boxes.size + 1));
    this.boxes.set(id, number);
    this.targets.push({ id, kind: "box", title: trimmed(this.payloads.titleOf(id)), number });
  }

  private point({ is, id, title }: Exclude<Counted, { is: "box" | "note" | "cells" }>, number: string | null): void {
    if (number !== null) this.blocks.set(id, number);
    this.targets.push({ id, kind: is, title, number });
  }

  private heading(kind: "h2" | "h3" | "h4"): string | null {
    if (kind === "h4") return null;
    if (kind === "h2") this.hasH2 = true;
    // An h3 below no h2 counts like one.
    if (kind === "h3" && this.hasH2) this.h3 += 1;
    else {
      this.h2 += 1;
      this.h3 = 0;
    }
    return this.whole(this.h3 === 0 ? String(this.h2) : `${String(this.h2)}.${String(this.h3)}`);
  }

  private whole(within: string): string {
    return this.chapter === null ? within : `${this.chapter}.${within}`;
  }
}

function isNew(seen: Set<string>, id: string): boolean {
  if (seen.has(id)) return false;
  seen.add(id);
  return true;
}

/** What an edit changed of what counts: nothing, only titles, or what has a number. */
export function changedBetween(before: Node, after: Node): "nothing" | "titles" | "numbers" {
  const counted = (doc: Node, other: Node): readonly Counted[] => changedNodes(doc, other).flatMap(countedIn);
  return compared(counted(before, after), counted(after, before));
}

function compared(before: readonly Counted[], after: readonly Counted[]): "nothing" | "titles" | "numbers" {
  if (before.length !== after.length) return "numbers";
  let titles = false;
  for (const [index, one] of before.entries()) {
    const other = after[index] as Counted;
    if (one.is !== other.is || one.id !== other.id) return "numbers";
    if (!("title" in one) || !("title" in other)) continue;
    if (one.payload !== other.payload) return "numbers";
    titles ||= one.title !== other.title;
  }
  return titles ? "titles" : "nothing";
}
