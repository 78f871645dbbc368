// The HTML of a clipboard or of an import as a plain tree: headings, lists, tables, notes, emphasis and languages kept,
// junk gone, and every visible word still there. Total and bounded: whatever the HTML is, this answers, without a browser's
// parser, and its time grows with the length alone. Next: html.ts, walker.ts, nest.ts.
import { parseHtml, type Element } from "./html.ts";
import { Leaving } from "./left.ts";
import { primary } from "./line.ts";
import { HTML_UNITS_MAX } from "./limits.ts";
import { PLAIN } from "./manner.ts";
import { nest } from "./nest.ts";
import { findNotes } from "./notes.ts";
import { Styles } from "./style.ts";
import type { Pasted, PastedBlock, PastedKind, PastedNode } from "./tree.ts";
import { Walker, type Context, type Reading, type SourceBlock, type SourceKind } from "./walker.ts";

export interface Hints {
  /** The plain text that came with the HTML, for HTML that is too long to be read. */
  readonly text?: string;
  /** The language of the place where it goes: what is in it needs no language of its own. */
  readonly lang?: string | null;
  /** Pictures that came beside the HTML, by their address in it. */
  readonly pictures?: ReadonlyMap<string, Blob>;
}

/** The tree alone. */
export const clean = (html: string, hints: Hints = {}): readonly PastedNode[] => cleaned(html, hints).tree;

/** The tree, and what is not in it. */
export function cleaned(html: string, hints: Hints = {}): Pasted {
  if (html.length > HTML_UNITS_MAX) return { tree: plain(hints.text ?? ""), isTitled: false, left: [] };
  return cleanedRoot(parseHtml(html), hints);
}

/** The same of HTML that has been read, after others have left things out already. */
export function cleanedRoot(root: Element, hints: Hints, leaving = new Leaving()): Pasted {
  const reading: Reading = {
    styles: new Styles(root),
    notes: findNotes(root),
    leaving,
    pictures: hints.pictures ?? new Map(),
    images: 0,
    noteUnits: 0,
    noted: new Map(),
  };
  const blocks = new Walker(reading).read(root.children, OUTSIDE).blocks;
  const unread = [...reading.notes.bodies].filter((body) => !reading.noted.has(body));
  const rest = unread.flatMap(({ children }) => children);
  for (const block of new Walker(reading).read(rest, OUTSIDE).blocks) blocks.push(block);
  const first = blocks[0]?.kind;
  const isTitled = typeof first === "object" && first.heading === 0;
  return { tree: treeOf(withBreaks(blocks), hints.lang ?? null), isTitled, left: leaving.all };
}

/** Plain text: each line a paragraph. */
export function plain(text: string): readonly PastedNode[] {
  const lines = text.replace(/\r\n?/g, "\n").split(/\n+/);
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const texts = lines.map((line) => line.replace(/[\u0000-\u001f\u007f-\u009f]/g, " ").trim());
  return texts.filter((line) => line !== "").map((line) => ({ kind: "p", content: [{ text: line }] }));
}

/** A page break that stands alone goes to the text that it stands before. */
function withBreaks(blocks: readonly SourceBlock[]): SourceBlock[] {
  const found: SourceBlock[] = [];
  let isBroken = false;
  for (const block of blocks) {
    if (block.content.length > 0 && block.content.every((part) => "break" in part)) isBroken = true;
    else if (isBroken && block.table === undefined && block.figure === undefined) {
      found.push({ ...block, content: [{ break: "page" }, ...block.content] });
      isBroken = false;
    } else found.push(block);
  }
  return found;
}

const OUTSIDE: Context = {
  manner: PLAIN,
  kind: "p",
  dir: null,
  space: "joined",
  item: null,
  lists: 0,
  list: "bullet",
};

function treeOf(blocks: readonly SourceBlock[], place: string | null): PastedNode[] {
  const level = levelsOf(blocks);
  return nest(blocks.map((block) => ({ block: blockOf(block, level, place), place: block.place })));
}

function blockOf(block: SourceBlock, level: (heading: number) => PastedKind, place: string | null): PastedBlock {
  const { kind, dir, lang, content, table, figure } = block;
  const isOther = lang !== null && (place === null || primary(lang) !== primary(place));
  return {
    kind: kindOf(kind, level),
    ...(dir === null ? {} : { dir }),
    ...(isOther ? { lang } : {}),
    content,
    ...(table === undefined ? {} : { table }),
    ...(figure === undefined ? {} : { figure }),
  };
}

const kindOf = (kind: SourceKind, level: (heading: number) => PastedKind): PastedKind =>
  typeof kind === "object" ? level(kind.heading) : kind;

/** The highest heading of a chapter is h2: where there is an h1 all go down by one. The lowest is h4. */
function levelsOf(blocks: readonly SourceBlock[]): (heading: number) => PastedKind {
  const down = blocks.some(({ kind }) => typeof kind === "object" && kind.heading === 1) ? 1 : 0;
  return (heading) => (["h2", "h2", "h2", "h3", "h4"] as const)[heading + down] ?? "h4";
}
