// HTML as a tree of plain values, read in one pass without a browser: nothing loads, nothing runs, the same in a page, in
// a worker and in node. It knows the implied ends that programs rely on (p, li, td ...), and neither the adoption agency
// nor any other rule that could make more of a text than it was: time and memory grow with the length alone. Loses no
// text of the page, whatever the tags are. Next: style.ts, clean.ts.
import { decoded } from "./entities.ts";
import { ATTRIBUTES_MAX, DEPTH_MAX, ELEMENTS_MAX } from "./limits.ts";

export interface Element {
  readonly tag: string;
  attributes: ReadonlyMap<string, string>;
  readonly children: Child[];
  readonly parent: Element | null;
  /** Its place in the order of the text. */
  readonly order: number;
}
export type Child = Element | string;

export const isElement = (child: Child): child is Element => typeof child !== "string";

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const VOID = words(
  "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr",
);
const RAW = words("script style title textarea xmp iframe noembed noframes noscript");
const RAW_KEPT = words("style textarea xmp");
const IN_HEAD = words("base link meta noscript script style template title xml");
const HEADINGS = words("h1 h2 h3 h4 h5 h6");
/** What ends a paragraph by beginning. */
const ENDS_P = words(
  "address article aside blockquote body center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav ol p pre section summary table ul xmp",
);
const ENDS: ReadonlyMap<string, { readonly open: ReadonlySet<string>; readonly within: ReadonlySet<string> }> = new Map(
  Object.entries({
    li: { open: words("li"), within: words("ul ol menu dir table td th") },
    dt: { open: words("dt dd"), within: words("dl table td th") },
    dd: { open: words("dt dd"), within: words("dl table td th") },
    td: { open: words("td th"), within: words("tr table") },
    th: { open: words("td th"), within: words("tr table") },
    tr: { open: words("tr caption colgroup"), within: words("table") },
    tbody: { open: words("tbody thead tfoot caption colgroup"), within: words("table") },
    thead: { open: words("tbody thead tfoot caption colgroup"), within: words("table") },
    tfoot: { open: words("tbody thead tfoot caption colgroup"), within: words("table") },
    option: { open: words("option"), within: words("select") },
    body: { open: words("head"), within: words("html") },
  }),
);
const SCOPE = words("table td th caption html object template marquee button");
/** An end tag of these reaches over the borders of cells. */
const REACHES = words("table tr tbody thead tfoot td th body html");

export function parseHtml(html: string): Element {
  return new Reader(html).read();
}

class Reader {
  private readonly root: Element = { tag: "", attributes: new Map(), children: [], parent: null, order: 0 };
  private readonly stack: Element[] = [this.root];
  /** How many of a tag are open, and how many were too deep to be opened. */
  private readonly open = new Map<string, number>();
  private readonly ignored = new Map<string, number>();
  private elements = 0;
  private at = 0;

  constructor(private readonly html: string) {}

  read(): Element {
    const { html } = this;
    let textFrom = 0;
    for (;;) {
      const tag = html.indexOf("<", this.at);
      if (tag < 0) break;
      const next = html.charCodeAt(tag + 1);
      const isEnd = next === 0x2f && isLetter(html.charCodeAt(tag + 2));
      if (!isLetter(next) && !isEnd && next !== 0x21 && next !== 0x3f) {
        this.at = tag + 1;
        continue;
      }
      this.text(html.slice(textFrom, tag));
      if (isEnd) this.endTag(tag + 2);
      else if (isLetter(next)) this.startTag(tag + 1);
      else this.comment(tag);
      textFrom = this.at;
    }
    this.text(html.slice(textFrom));
    return this.root;
  }

  private get top(): Element {
    return this.stack[this.stack.length - 1] ?? this.root;
  }

  private text(raw: string): void {
    if (raw === "") return;
    if (this.top.tag === "head" && raw.trim() !== "") this.popTo("head");
    this.top.children.push(decoded(raw, "text"));
  }

  /** `<!-- … -->`, and everything else that begins like a declaration and ends at the next angle. */
  private comment(from: number): void {
    const isComment = this.html.startsWith("<!--", from);
    const isEmpty = isComment && /^-?>/.test(this.html.slice(from + 4, from + 6));
    const end = isComment && !isEmpty ? this.html.indexOf("-->", from + 4) : this.html.indexOf(">", from);
    this.at = end < 0 ? this.html.length : end + (isComment && !isEmpty ? 3 : 1);
  }

  private startTag(from: number): void {
    const tag = this.name(from);
    const attributes = this.attributes();
    const selfClosing = this.html.charCodeAt(this.at - 2) === 0x2f && tag.includes(":");
    if (this.top.tag === "head" && !IN_HEAD.has(tag) && tag !== "head") this.popTo("head");
    this.impliedEnds(tag);
    if (RAW.has(tag)) return this.raw(tag, attributes);
    const element = this.create(tag, attributes);
    if (element === null || VOID.has(tag) || selfClosing) return;
    if (this.stack.length >= DEPTH_MAX) this.ignored.set(tag, (this.ignored.get(tag) ?? 0) + 1);
    else {
      this.stack.push(element);
      this.open.set(tag, (this.open.get(tag) ?? 0) + 1);
    }
  }

  private create(tag: string, attributes: ReadonlyMap<string, string>): Element | null {
    if (this.elements >= ELEMENTS_MAX) {
      this.top.children.push(" ");
      return null;
    }
    this.elements += 1;
    const element: Element = { tag, attributes, children: [], parent: this.top, order: this.elements };
    this.top.children.push(element);
    return element;
  }

  private impliedEnds(tag: string): void {
    if (ENDS_P.has(tag) && this.isOpen("p")) this.close("p", SCOPE);
    if (HEADINGS.has(tag) && HEADINGS.has(this.top.tag)) this.pop();
    const ends = ENDS.get(tag);
    if (ends === undefined) return;
    for (let index = this.stack.length - 1; index > 0; index -= 1) {
      const open = (this.stack[index] as Element).tag;
      if (ends.within.has(open)) return;
      if (ends.open.has(open)) return this.popDownTo(index);
    }
  }

  private endTag(from: number): void {
    const tag = this.name(from);
    this.attributes();
    const ignored = this.ignored.get(tag) ?? 0;
    if (ignored > 0) this.ignored.set(tag, ignored - 1);
    else if (this.isOpen(tag)) this.close(tag, REACHES.has(tag) ? null : SCOPE);
  }

  private isOpen(tag: string): boolean {
    return (this.open.get(tag) ?? 0) > 0;
  }

  /** Closes the innermost element of this name, and what is open in it; nothing if a border stands in between. An end of
   *  letters' formatting does not end the block that began in it. */
  private close(tag: string, borders: ReadonlySet<string> | null): void {
    const mayEndBlocks = ENDS_P.has(tag) || REACHES.has(tag) || tag.includes(":") || tag === "caption";
    for (let index = this.stack.length - 1; index > 0; index -= 1) {
      const open = (this.stack[index] as Element).tag;
      if (open === tag) return this.popDownTo(index);
      if (borders?.has(open) === true || (tag !== "table" && open === "table")) return;
      if (!mayEndBlocks && ENDS_P.has(open)) return;
    }
  }

  private popTo(tag: string): void {
    const index = this.stack.findLastIndex((element) => element.tag === tag);
    if (index > 0) this.popDownTo(index);
  }

  private popDownTo(index: number): void {
    while (this.stack.length > index) this.pop();
  }

  private pop(): void {
    const element = this.stack.pop();
    if (element !== undefined) this.open.set(element.tag, (this.open.get(element.tag) ?? 1) - 1);
  }

  /** Elements whose content is text up to their end tag. */
  private raw(tag: string, attributes: ReadonlyMap<string, string>): void {
    const end = new RegExp(`</${tag}[\\s/>]`, "gi");
    end.lastIndex = this.at;
    const found = end.exec(this.html);
    const content = this.html.slice(this.at, found?.index ?? this.html.length);
    this.at = found?.index ?? this.html.length;
    if (found !== null) {
      this.name(this.at + 2);
      this.attributes();
    }
    const element = this.create(tag, attributes);
    if (RAW_KEPT.has(tag)) element?.children.push(tag === "textarea" ? decoded(content, "text") : content);
  }

  private name(from: number): string {
    let to = from;
    while (to < this.html.length && !endsName(this.html.charCodeAt(to))) to += 1;
    this.at = to;
    return this.html.slice(from, Math.min(to, from + 64)).toLowerCase();
  }

  /** Reads to the end of the tag. The first of two attributes of one name counts. */
  private attributes(): ReadonlyMap<string, string> {
    const { html } = this;
    let found: Map<string, string> | null = null;
    for (;;) {
      while (this.at < html.length && (isSpace(html.charCodeAt(this.at)) || html.charCodeAt(this.at) === 0x2f))
        this.at += 1;
      if (this.at >= html.length) break;
      if (html.charCodeAt(this.at) === 0x3e) {
        this.at += 1;
        break;
      }
      const from = this.at;
      this.at += 1;
      while (this.at < html.length && !endsAttribute(html.charCodeAt(this.at))) this.at += 1;
      const to = this.at;
      const value = this.value();
      if ((found?.size ?? 0) >= ATTRIBUTES_MAX) continue;
      const name = html.slice(from, Math.min(to, from + 64)).toLowerCase();
      found ??= new Map();
      if (!found.has(name)) found.set(name, decoded(value, "attribute"));
    }
    return found ?? NONE;
  }

  private value(): string {
    const { html } = this;
    let at = this.at;
    while (at < html.length && isSpace(html.charCodeAt(at))) at += 1;
    if (html.charCodeAt(at) !== 0x3d) return "";
    at += 1;
    while (at < html.length && isSpace(html.charCodeAt(at))) at += 1;
    const quote = html.charAt(at);
    if (quote === '"' || quote === "'") {
      const end = html.indexOf(quote, at + 1);
      this.at = end < 0 ? html.length : end + 1;
      return html.slice(at + 1, end < 0 ? html.length : end);
    }
    const from = at;
    while (at < html.length && !isSpace(html.charCodeAt(at)) && html.charCodeAt(at) !== 0x3e) at += 1;
    this.at = at;
    return html.slice(from, at);
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

const isLetter = (unit: number): boolean => (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
const isSpace = (unit: number): boolean => unit === 0x20 || (unit >= 0x09 && unit <= 0x0d);
const endsName = (unit: number): boolean => isSpace(unit) || unit === 0x2f || unit === 0x3e;
const endsAttribute = (unit: number): boolean => endsName(unit) || unit === 0x3d;

export function setAttribute(element: Element, name: string, value: string): void {
  // Elements without attributes share one map.
  element.attributes = new Map([...element.attributes, [name, value]]);
}

/** The text of an element, as it stands in it. */
export function textOf(element: Element, unitsMax = Infinity): string {
  const parts: string[] = [];
  let units = 0;
  const walk = (within: Element): void => {
    for (const child of within.children) {
      if (units > unitsMax) return;
      if (isElement(child)) walk(child);
      else {
        parts.push(child);
        units += child.length;
      }
    }
  };
  walk(element);
  return parts.join("");
}

/** Every element below, in the order of the text. */
export function* elementsOf(element: Element): Generator<Element> {
  const open: { readonly children: readonly Child[]; next: number }[] = [{ children: element.children, next: 0 }];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const child = level.children[level.next++];
    if (child === undefined) open.pop();
    else if (isElement(child)) {
      yield child;
      open.push({ children: child.children, next: 0 });
    }
  }
}
