// Reads the bookmarks of prepare.ts in the HTML that the library made, and says what they say in the HTML's own words:
// direction, language, headings, page breaks. Takes the bookmarks out. Next: docx.ts.
import { isElement, setAttribute, type Child, type Element } from "../paste/html.ts";
import { MARK } from "./prepare.ts";

const BLOCKS = new Set(["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "blockquote"]);

const PAGE_BREAK = "page-break-before:always";

/** Changes the tree. */
export function applyMarks(root: Element): void {
  new Marks().read(root);
}

class Marks {
  /** The language of a stretch of text that differs from its paragraph's. */
  private lang: string | null = null;

  read(element: Element): void {
    const children: Child[] = [];
    for (const child of element.children) {
      if (!isElement(child)) children.push(this.lang === null ? child : spoken(child, this.lang, element));
      else {
        const says = saidBy(child);
        if (says === null) {
          if (BLOCKS.has(child.tag)) this.lang = null;
          if (child.tag === "br" && child.attributes.get("class") === "page-break")
            setAttribute(child, "style", PAGE_BREAK);
          this.read(child);
          children.push(child);
        } else if (says.startsWith("l.")) this.lang = says.slice(2) || null;
        else if (apply(says, element)) children.push(elementOf("br", { style: PAGE_BREAK }, element));
      }
    }
    element.children.splice(0, element.children.length);
    for (const child of children) element.children.push(child);
  }
}

function saidBy({ tag, attributes }: Element): string | null {
  const id = tag === "a" ? (attributes.get("id") ?? "") : "";
  return id.startsWith(MARK) ? id.slice(MARK.length) : null;
}

/** Whether a page begins here. */
function apply(says: string, around: Element): boolean {
  const [, dir = "", lang = "", level = "", breaks = "", table = ""] = says.split(".");
  const block = nearest(around, (tag) => BLOCKS.has(tag));
  if (block !== null) {
    if (dir === "rtl") setAttribute(block, "dir", "rtl");
    if (lang !== "") setAttribute(block, "lang", lang);
    if (level !== "" && (block.tag === "p" || block.tag === "li")) {
      setAttribute(block, "role", "heading");
      setAttribute(block, "aria-level", level);
    }
  }
  const framed = table === "t" ? nearest(around, (tag) => tag === "table") : null;
  if (framed !== null) setAttribute(framed, "dir", "rtl");
  return breaks === "b";
}

function nearest(element: Element, is: (tag: string) => boolean): Element | null {
  for (let up: Element | null = element; up !== null; up = up.parent) if (is(up.tag)) return up;
  return null;
}

const elementOf = (tag: string, attributes: Readonly<Record<string, string>>, parent: Element): Element => ({
  tag,
  attributes: new Map(Object.entries(attributes)),
  children: [],
  parent,
  order: parent.order,
});

function spoken(text: string, lang: string, parent: Element): Element {
  const span = elementOf("span", { lang }, parent);
  span.children.push(text);
  return span;
}
