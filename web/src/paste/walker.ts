// Reads the elements of a paste in order and writes down its blocks. Decides element by element what it is: a block, a
// list, a table, a note, letters in some manner, something to leave out, or nothing but its text. Its recursion is bounded
// by html.ts. Next: clean.ts, which begins it; manner.ts, table.ts, notes.ts, which it asks.
import { firstStrong } from "./direction.ts";
import { isElement, textOf, type Child, type Element } from "./html.ts";
import { pictureIn } from "./image.ts";
import { inlined } from "./inlined.ts";
import type { Leaving } from "./left.ts";
import { Line, type Manner } from "./line.ts";
import { IMAGES_MAX, NOTE_COPIES_UNITS_MAX } from "./limits.ts";
import { mannerIn, withoutStrong } from "./manner.ts";
import type { Place } from "./nest.ts";
import type { Notes } from "./notes.ts";
import { isHidden, whiteSpace, type Style, type Styles } from "./style.ts";
import { gridsOf, isFrame, partsOf, type Grid, type GridCell } from "./table.ts";
import type { PastedCell, PastedFigure, PastedInline, PastedTable } from "./tree.ts";
import { isIgnored, wordItem } from "./word-list.ts";

/** A heading by its level in the source, 0 for the title of the whole; the others as they are. */
export type SourceKind = { readonly heading: number } | "p" | "quote" | "def" | "table" | "figure";

export interface SourceBlock {
  readonly kind: SourceKind;
  readonly place: Place | null;
  readonly dir: "ltr" | "rtl" | null;
  readonly lang: string | null;
  readonly content: readonly PastedInline[];
  readonly table?: PastedTable;
  readonly figure?: PastedFigure;
}

/** What the whole reading shares. */
export interface Reading {
  readonly styles: Styles;
  readonly notes: Notes;
  readonly leaving: Leaving;
  /** Pictures that came beside the HTML, by their address in it. */
  readonly pictures: ReadonlyMap<string, Blob>;
  images: number;
  noteUnits: number;
  readonly noted: Map<Element, readonly PastedInline[]>;
}

/** What is around an element. */
export interface Context {
  readonly manner: Manner;
  readonly kind: SourceKind;
  readonly dir: "ltr" | "rtl" | null;
  readonly space: "kept" | "joined";
  /** The item whose first block becomes the item and whose later ones go on with it. */
  readonly item: Item | null;
  readonly lists: number;
  readonly list: "bullet" | "number";
}

interface Item {
  readonly list: "bullet" | "number";
  readonly depth: number;
  used: boolean;
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));
const GONE = words(
  "head title script style noscript template xml select datalist svg param source track annotation annotation-xml",
);
const OBJECTS = words("iframe object embed applet audio video canvas");
const BLOCKS = words(
  "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol optgroup p pre section summary tr ul xmp",
);

/** Read to people who do not see the page, or a tool of the page it was copied from. */
const UNSEEN = /(?:^|\s)(?:sr-only|visually-hidden|screen-reader-text|mw-editsection)(?:\s|$)/;
/** A picture that stands for a character. */
const EMOJI = /^\p{Extended_Pictographic}(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f){0,12}$/u;

export class Walker {
  readonly blocks: SourceBlock[] = [];
  private line: { readonly line: Line; readonly context: Context } | null = null;
  private waiting: SourceBlock[] = [];

  constructor(
    private readonly reading: Reading,
    private readonly mode: "blocks" | "cell" | "note" = "blocks",
  ) {}

  read(children: readonly Child[], context: Context): this {
    this.children(children, context);
    this.endLine();
    return this;
  }

  private children(children: readonly Child[], context: Context): void {
    for (const child of children) {
      if (isElement(child)) this.element(child, context);
      else this.text(child, context);
    }
  }

  private text(text: string, context: Context): void {
    const isBetween = this.line === null && !/[^ \t\r\n\f]/.test(text);
    if (isBetween) return;
    const line = this.lineIn(context);
    if (context.space === "kept") line.kept(text, context.manner);
    else line.joined(text, context.manner);
  }

  private element(element: Element, context: Context): void {
    const { tag } = element;
    if (
      GONE.has(tag) ||
      UNSEEN.test(element.attributes.get("class") ?? "") ||
      this.reading.notes.bodies.has(element) ||
      this.reading.notes.backs.has(element)
    )
      return;
    const style = this.reading.styles.of(element);
    if (isHidden(style, element) || isIgnored(style) || this.leavesOut(element, style)) return;
    if (OBJECTS.has(tag)) this.reading.leaving.add("object", textOf(element, 200));
    else if (tag === "br") this.break(style, context);
    else if (tag === "img" || tag === "v:imagedata") this.image(element, context);
    else if (tag === "input") this.input(element, context);
    else if (tag === "hr") this.endLine();
    else if (tag === "table") this.table(element, style, context);
    else if (this.isReference(element)) this.note(element, context);
    else if (
      BLOCKS.has(tag)
        ? style.get("display") !== "inline"
        : /^(?:block|flex|grid|list-item)$/.test(style.get("display") ?? "")
    )
      this.block(element, style, context);
    else this.inline(element, style, context);
  }

  // What is left out, and told.

  private leavesOut(element: Element, style: Style): boolean {
    const { leaving } = this.reading;
    const name = element.attributes.get("class") ?? "";
    const what = style.get("mso-element");
    if (element.tag === "del" || /TrackChangeTextDeletion/.test(name)) leaving.add("deletion", textOf(element, 500));
    else if (what === "comment") leaving.add("comment", commentText(element));
    else if (what === "header" || what === "footer") leaving.add("header", textOf(element, 500));
    else if (/\bMsoCommentReference\b/i.test(name) || style.get("mso-special-character") === "comment") return true;
    else return /\bmsocom(?:off|anchor)\b/i.test(name);
    return true;
  }

  // Blocks.

  private block(element: Element, style: Style, around: Context): void {
    const { tag } = element;
    if (tag === "figure" && this.figure(element, around)) return;
    this.endLine();
    const manner = mannerIn(element, style, around.manner);
    const context: Context = {
      ...around,
      manner,
      dir: directionOf(element, style) ?? around.dir,
      space: tag === "pre" || tag === "xmp" ? "kept" : (whiteSpace(style) ?? around.space),
      kind: kindOf(element, style) ?? (tag === "blockquote" ? "quote" : around.kind),
    };
    this.children(element.children, { ...context, ...this.placeOf(element, style, context) });
    this.endLine();
  }

  private placeOf(element: Element, style: Style, context: Context): Partial<Context> {
    const { tag, attributes } = element;
    if (tag === "ul" || tag === "ol" || tag === "menu" || tag === "dir")
      return { lists: context.lists + 1, list: tag === "ol" ? "number" : "bullet", item: null };
    if (tag === "li" || attributes.get("role") === "listitem") {
      const level = Number(attributes.get("aria-level") ?? attributes.get("data-aria-level") ?? Number.NaN);
      // A numbered heading is a heading.
      if (typeof context.kind === "object") return { item: null };
      const depth = level >= 1 && level <= 20 ? Math.floor(level) - 1 : Math.max(0, context.lists - 1);
      return { item: { list: context.list, depth, used: false } };
    }
    if (!this.reading.styles.isWord || (tag !== "p" && tag !== "div")) return {};
    const item = wordItem(element, style, (each) => this.reading.styles.of(each));
    const isHeading = typeof context.kind === "object";
    return item === null || isHeading ? {} : { item: { ...item, used: false } };
  }

  private lineIn(context: Context): Line {
    this.line ??= { line: new Line(), context };
    return this.line.line;
  }

  private endLine(): void {
    const ended = this.line;
    this.line = null;
    if (ended !== null) {
      const { content, lang } = ended.line.finish();
      if (content.length > 0) this.blocks.push(blockOf(ended.context, content, lang));
    }
    if (this.waiting.length === 0) return;
    for (const block of this.waiting) this.blocks.push(block);
    this.waiting = [];
  }

  // Inline.

  private inline(element: Element, style: Style, around: Context): void {
    const manner = mannerIn(element, style, around.manner);
    const space = whiteSpace(style) ?? around.space;
    const context = manner === around.manner && space === around.space ? around : { ...around, manner, space };
    const isSpace =
      style.has("mso-spacerun") ||
      style.has("mso-tab-count") ||
      element.attributes.get("class") === "Apple-converted-space";
    if (isSpace && !/[^\s]/u.test(textOf(element, 1_000))) return this.text(" ", context);
    if (element.tag === "math") this.reading.leaving.add("equation", textOf(element, 500));
    if (element.tag === "q") this.text("“", context);
    this.children(element.children, context);
    if (element.tag === "q") this.text("”", context);
  }

  private break(style: Style, context: Context): void {
    const page = /^(?:always|page|left|right)$/.test(style.get("page-break-before") ?? style.get("break-before") ?? "");
    if (page && this.mode === "blocks") return this.lineIn(context).break("page");
    const isPlain = this.mode === "blocks" && context.item === null && typeof context.kind !== "object";
    if (isPlain && this.line?.line.endsWithBreak === true) this.endLine();
    else if (this.line !== null) this.line.line.break(true);
  }

  private input(element: Element, context: Context): void {
    if (element.attributes.get("type")?.toLowerCase() !== "checkbox") return;
    this.text(element.attributes.has("checked") ? "☑ " : "☐ ", context);
  }

  private isReference(element: Element): boolean {
    return element.tag === "a" && this.reading.notes.references.has(element);
  }

  private note(reference: Element, context: Context): void {
    const body = this.reading.notes.references.get(reference);
    const content = body === undefined || this.mode === "note" ? null : this.noteIn(body, context);
    if (content === null) this.children(reference.children, context);
    else this.lineIn(context).put({ note: null, content }, context.manner);
  }

  /** What a note says. Where several references lead to it each gets the words, within bounds. */
  private noteIn(body: Element, context: Context): readonly PastedInline[] | null {
    const { noted } = this.reading;
    let content = noted.get(body);
    if (content === undefined) {
      const plain: Context = {
        ...context,
        kind: "p",
        item: null,
        lists: 0,
        manner: { marks: {}, lang: context.manner.lang },
      };
      content = withoutMarker(inlined(new Walker(this.reading, "note").read(body.children, plain).blocks));
      noted.set(body, content);
    } else {
      this.reading.noteUnits += unitsOf(content);
      if (this.reading.noteUnits > NOTE_COPIES_UNITS_MAX) return null;
    }
    return content;
  }

  // Pictures.

  private image(element: Element, context: Context): void {
    const { attributes } = element;
    const alt = (attributes.get("alt") ?? "").replace(/\s+/gu, " ").trim();
    const isDot = [attributes.get("width"), attributes.get("height")].some((size) =>
      /^[0-2](?:px|pt)?$/.test(size ?? ""),
    );
    if (isDot) return;
    if (EMOJI.test(alt)) return this.text(alt, context);
    const figure = this.mode === "blocks" ? this.pictureOf(element, alt) : null;
    if (figure === null) this.reading.leaving.add("image", alt);
    else this.waiting.push({ ...blockOf({ ...context, item: null }, [], null), kind: "figure", figure });
    if (this.line === null) this.endLine();
  }

  private pictureOf(element: Element, alt: string): PastedFigure | null {
    const { pictures } = this.reading;
    const address = element.attributes.get("src") ?? "";
    const data = this.reading.images >= IMAGES_MAX ? null : (pictures.get(address) ?? pictureIn(address));
    if (data === null) return null;
    this.reading.images += 1;
    return { data, alt, credit: "" };
  }

  /** A figure with one picture that came with it, and its caption. */
  private figure(element: Element, context: Context): boolean {
    const images = element.children.filter((child): child is Element => isElement(child) && child.tag === "img");
    const caption = element.children.find((child): child is Element => isElement(child) && child.tag === "figcaption");
    const [image] = images;
    if (this.mode !== "blocks") return false;
    if (images.length !== 1 || image === undefined) return false;
    const figure = this.pictureOf(image, (image.attributes.get("alt") ?? "").trim());
    if (figure === null) return false;
    this.endLine();
    const content = caption === undefined ? [] : this.cell(caption, { ...context, kind: "p" });
    const { dir } = blockOf(context, content, null);
    this.blocks.push({ kind: "figure", place: null, dir, lang: null, content, figure });
    return true;
  }

  // Tables.

  private table(element: Element, style: Style, around: Context): void {
    this.endLine();
    const manner = mannerIn(element, style, around.manner);
    const context: Context = {
      ...around,
      manner,
      kind: "p",
      item: null,
      lists: 0,
      dir: directionOf(element, style) ?? around.dir,
    };
    const parts = partsOf(element);
    this.children(parts.strays, { ...around, manner });
    this.endLine();
    const grids = isFrame(element, parts) ? null : gridsOf(parts);
    if (grids === null)
      return this.frame(parts.rows, parts.caption, { ...context, item: around.item, lists: around.lists });
    grids.forEach((grid, index) => {
      const caption = index > 0 || parts.caption === null ? [] : this.cell(parts.caption, context);
      const table = this.tableOf(grid, context);
      const { dir, lang } = blockOf({ ...context, dir: context.dir === "rtl" ? "rtl" : null }, caption, null);
      this.blocks.push({ kind: "table", place: null, dir, lang, content: caption, table });
    });
  }

  /** What only frames other things gives way to them; so does what is too wide for a table. */
  private frame(rows: readonly (readonly Element[])[], caption: Element | null, context: Context): void {
    if (caption !== null) this.block(caption, this.reading.styles.of(caption), context);
    for (const cells of rows) {
      for (const cell of cells) this.block(cell, this.reading.styles.of(cell), context);
    }
  }

  private tableOf(grid: Grid, context: Context): PastedTable {
    const rows: PastedCell[][] = Array.from({ length: grid.rows }, () => []);
    const covered = new Set<number>();
    const begins = new Map<number, GridCell>(grid.cells.map((cell) => [cell.row * grid.cols + cell.col, cell]));
    for (const [row, cells] of rows.entries()) {
      for (let col = 0; col < grid.cols; col += 1) {
        const place = row * grid.cols + col;
        const cell = begins.get(place);
        if (covered.has(place) && cell === undefined) continue;
        cells.push(cell === undefined ? { content: [] } : this.cellOf(cell, grid, context));
        for (let each = 0; cell !== undefined && each < cell.across * cell.down; each += 1)
          covered.add(place + Math.floor(each / cell.across) * grid.cols + (each % cell.across));
      }
    }
    return {
      cols: Array.from({ length: grid.cols }, () => ({})),
      rows: rows.map((cells) => ({ cells })),
      ...(grid.headRow ? { headRow: true as const } : {}),
      ...(grid.headCol ? { headCol: true as const } : {}),
    };
  }

  private cellOf({ element, row, col, across, down }: GridCell, grid: Grid, context: Context): PastedCell {
    const isHead = (grid.headRow && row === 0) || (grid.headCol && col === 0);
    const content = this.cell(element, context);
    return {
      content: isHead ? plainHead(content) : content,
      ...(across > 1 ? { across } : {}),
      ...(down > 1 ? { down } : {}),
    };
  }

  private cell(element: Element, context: Context): readonly PastedInline[] {
    const style = this.reading.styles.of(element);
    const manner = mannerIn(element, style, context.manner);
    const space = whiteSpace(style) ?? context.space;
    const inside: Context = { ...context, manner, space, item: null, lists: 0 };
    return inlined(
      new Walker(this.reading, this.mode === "note" ? "note" : "cell").read(element.children, inside).blocks,
    );
  }
}

/** Without the spaces and the arrow that stand between the number of a note and its words. */
function withoutMarker(content: readonly PastedInline[]): readonly PastedInline[] {
  const [first, ...rest] = content;
  if (first === undefined || !("text" in first)) return content;
  const text = first.text.replace(/^[\s^↑↩]+/u, "");
  return text === "" ? rest : [{ ...first, text }, ...rest];
}

function blockOf(context: Context, content: readonly PastedInline[], lang: string | null): SourceBlock {
  const { item } = context;
  const place: Place | null = item === null ? null : { list: item.used ? "cont" : item.list, depth: item.depth };
  if (item !== null) item.used = true;
  const found = firstStrong(content);
  const dir = context.dir === "rtl" ? "rtl" : context.dir === "ltr" && found === "rtl" ? "ltr" : null;
  const isHeading = typeof context.kind === "object";
  return { kind: context.kind, place, dir, lang, content: isHeading ? plainHead(content) : content };
}

/** Bold that covers all of a heading says nothing. */
function plainHead(content: readonly PastedInline[]): readonly PastedInline[] {
  const texts = content.filter((part) => "text" in part);
  if (!texts.every(({ text, marks }) => marks?.["strong"] === true || text.trim() === "")) return content;
  return content.map((part) => {
    if (!("text" in part)) return part;
    const marks = withoutStrong(part.marks);
    return marks === undefined ? { text: part.text } : { text: part.text, marks };
  });
}

function kindOf(element: Element, style: Style): SourceKind | null {
  const { tag, attributes } = element;
  if (/^h[1-6]$/.test(tag)) return { heading: Number(tag.charAt(1)) };
  const outline = /^[1-9]$/.exec(style.get("mso-outline-level") ?? "")?.[0];
  if (outline !== undefined) return { heading: Number(outline) };
  const name = attributes.get("class") ?? "";
  const level = /\bMsoHeading([1-9])\b/i.exec(name)?.[1] ?? (/\bMsoTitle\b/i.test(name) ? "0" : undefined);
  const spoken = attributes.get("role") === "heading" ? (attributes.get("aria-level") ?? "2") : undefined;
  const heading = Number(level ?? spoken ?? Number.NaN);
  if (heading >= 0 && heading <= 9) return { heading };
  if (/\bMso(?:Quote|IntenseQuote)\b/i.test(name)) return "quote";
  return null;
}

function directionOf(element: Element, style: Style): "ltr" | "rtl" | null {
  const dir = (element.attributes.get("dir") ?? style.get("direction") ?? "").toLowerCase();
  return dir === "rtl" || dir === "ltr" ? dir : null;
}

function commentText(element: Element): string {
  return textOf(element, 500).replace(/^\s*(?:\[[^\]]{1,10}\])+/u, "");
}

function unitsOf(content: readonly PastedInline[]): number {
  return content.reduce((units, part) => units + ("text" in part ? part.text.length : 1), 0);
}
