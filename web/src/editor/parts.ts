// Which of the parts that a template asks for a chapter has, and where (docs/document-model.md, Parts). The mirror of
// manual::parts, checked by the same vectors. Pure: reads a document and its payloads, keeps nothing but what is known of a
// block's words. What a template asks for, the service tells. Next: part-guard.ts, part-hints.ts.
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { payloadOf, textBlocks, type TextBlock } from "./flatten.ts";
import { rootOf } from "./payload/create.ts";
import { readFigure } from "./payload/figures.ts";
import { plainText } from "./numbers.ts";
import { plainOf, trimmed } from "./payload/lines.ts";
import { readTable, shownLines, type Payload } from "./payload/tables.ts";
import { isWide } from "./schema.ts";

/** A part that a template asks for. */
export interface Part {
  /** What the key `part` of the chapter's heading says. */
  readonly part: string;
  readonly level: 2 | 3;
  readonly title: string;
  /** What is to be written there; never text of the chapter. */
  readonly hint: string;
  /** False for a heading that only gathers the parts under it. */
  readonly asks: boolean;
  /** Captions, cells and pictures that the chapter began with. */
  readonly given: readonly string[];
  readonly dir?: "ltr" | "rtl";
  readonly lang?: string;
}

/** What a chapter is asked for. */
export interface Asked {
  /** The template's title; null where nothing is asked for. */
  readonly template: string | null;
  /** What it says ahead of its first part, for whoever writes. */
  readonly lead: string;
  readonly parts: readonly Part[];
}

export type PartState = "written" | "empty" | "gone";

/** How a part stands in a chapter. */
export interface Standing {
  readonly part: Part;
  readonly state: PartState;
  /** The position of its first heading; null where it is gone. */
  readonly heading: number | null;
  /** The position of the first text block under it that holds nothing; null if there is none. */
  readonly empty: number | null;
  /** Where what belongs to it ends: in front of this position, between two blocks of the chapter's own. */
  readonly end: number | null;
}

/** How each part stands in a document, in the template's order. */
export function standings(parts: readonly Part[], doc: Node, ydoc: Y.Doc | null): Standing[] {
  if (parts.length === 0) return [];
  const found = parts.map((part) => new Found(part));
  const by = new Map(found.map((each) => [each.part.part, each]));
  const seen = new Set<string>();
  let open: Found | undefined;
  for (const block of textBlocks(doc.content)) {
    const named = by.get(block.keys.part ?? "");
    const level = levelOf(block);
    if (named !== undefined) {
      open = named;
      named.heading ??= block.pos;
    } else if (level !== null) {
      if (open !== undefined && level <= open.part.level) open = undefined;
    } else if (isWide(block.node)) {
      const texts = textsOf(block.node, ydoc, seen);
      open?.take(texts);
    } else if (open !== undefined) {
      if (textOf(block.node) !== "") open.written = true;
      else if (block.node.content.size === 0) open.empty ??= block.pos;
    }
    // A box is not parted: what ends in it ends behind it.
    if (open !== undefined) open.end = endOf(doc, block);
  }
  return found.map((each) => each.standing());
}

/** How many parts a chapter has to have, and those that it lacks. */
export function missingOf(all: readonly Standing[]): { readonly of: number; readonly missing: readonly Standing[] } {
  const asked = all.filter(({ part }) => part.asks);
  return { of: asked.length, missing: asked.filter(({ state }) => state !== "written") };
}

class Found {
  heading: number | null = null;
  empty: number | null = null;
  end: number | null = null;
  written = false;
  private readonly given: ReadonlySet<string>;

  constructor(readonly part: Part) {
    this.given = new Set(part.given);
  }

  take(texts: readonly string[]): void {
    if (texts.some((text) => !this.given.has(text))) this.written = true;
  }

  standing(): Standing {
    const { part, heading, empty, end } = this;
    const has = this.written || !part.asks;
    return { part, heading, empty, end, state: heading === null ? "gone" : has ? "written" : "empty" };
  }
}

function endOf(doc: Node, { pos, node }: TextBlock): number {
  const place = doc.resolve(pos);
  return place.depth === 0 ? pos + node.nodeSize : place.after(1);
}

function levelOf({ keys: { kind } }: TextBlock): number | null {
  return kind === "h2" || kind === "h3" || kind === "h4" ? Number(kind.charAt(1)) : null;
}

/** The texts of a table or figure where it is shown first: caption, cells, the name of the picture. */
function textsOf(node: Node, ydoc: Y.Doc | null, seen: Set<string>): string[] {
  const id = payloadOf(node);
  const name = `${node.type.name} ${id ?? ""}`;
  if (id === null || seen.has(name)) return [];
  seen.add(name);
  const kind = node.type.name === "table" ? "table" : "figure";
  const payload: unknown = ydoc === null ? null : rootOf(ydoc, kind).get(id);
  const map = payload instanceof Y.Map ? (payload as Payload) : null;
  const own = kind === "table" ? cellsOf(map) : pictureOf(map);
  return [textOf(node), ...own].filter((text) => text !== "");
}

function cellsOf(table: Payload | null): string[] {
  const cells = readTable(table).rows.flatMap((row) => row.cells);
  return cells.map((cell) =>
    trimmed(
      shownLines(cell)
        .map(({ text }) => plainOf(text))
        .join(" "),
    ),
  );
}

function pictureOf(figure: Payload | null): string[] {
  const { image } = readFigure(figure);
  return image === null ? [] : [image.sha256];
}

const texts = new WeakMap<Node, string>();

/** The plain text of a block, kept since every key asks. */
function textOf(block: Node): string {
  let text = texts.get(block);
  if (text === undefined) {
    text = plainText(block);
    texts.set(block, text);
  }
  return text;
}
