// The little of CSS that says what a text is: weight, slant, height, direction, what is hidden, and what word processors
// say in words of their own (mso-…). Reads style attributes and the plain rules of style sheets; looks only, never
// changes anything, and knows no cascade beyond "an element's own style goes before its class". Next: clean.ts.
import { elementsOf, isElement, type Element } from "./html.ts";
import { STYLE_RULES_MAX, STYLE_SHEET_UNITS_MAX, STYLE_UNITS_MAX } from "./limits.ts";

export type Style = ReadonlyMap<string, string>;

const NONE: Style = new Map();
const WANTED =
  /^(?:display|visibility|font-weight|font-style|font|vertical-align|direction|white-space|white-space-collapse|list-style-type|page-break-before|break-before|width|mso-[a-z-]+)$/;

export function declarations(text: string): Style {
  if (text === "") return NONE;
  const found = new Map<string, string>();
  for (const declaration of text.slice(0, STYLE_UNITS_MAX).split(";")) {
    const colon = declaration.indexOf(":");
    if (colon < 0) continue;
    const name = declaration.slice(0, colon).trim().toLowerCase();
    if (!WANTED.test(name)) continue;
    found.set(
      name,
      declaration
        .slice(colon + 1)
        .replace("!important", "")
        .trim()
        .toLowerCase(),
    );
  }
  return found;
}

/** What the style sheets of a text say about elements by their name and class. */
export class Styles {
  private readonly rules = new Map<string, Map<string, string>>();
  private readonly known = new Map<string, Style>();
  private count = 0;
  /** Whether this was written by Word, or in its manner. */
  readonly isWord: boolean;

  constructor(root: Element) {
    let units = 0;
    let isWord = false;
    for (const element of elementsOf(root)) {
      const { attributes } = element;
      isWord ||=
        attributes.get("class")?.includes("Mso") === true || attributes.get("style")?.includes("mso-") === true;
      if (element.tag !== "style" || units > STYLE_SHEET_UNITS_MAX) continue;
      const text = element.children.filter((child) => !isElement(child)).join("");
      units += text.length;
      if (units <= STYLE_SHEET_UNITS_MAX) this.read(text);
    }
    this.isWord = isWord;
  }

  of(element: Element): Style {
    const own = element.attributes.get("style");
    const byClass = this.rules.size === 0 ? NONE : this.byClass(element);
    if (own === undefined) return byClass;
    const style = declarations(own);
    return byClass.size === 0 ? style : new Map([...byClass, ...style]);
  }

  private byClass(element: Element): Style {
    const classes = element.attributes.get("class") ?? "";
    const key = `${element.tag} ${classes}`;
    let style = this.known.get(key);
    if (style === undefined) {
      const names = classes.split(/\s+/, 8).filter((name) => name !== "");
      const selectors = [
        element.tag,
        ...names.map((name) => `.${name}`),
        ...names.map((name) => `${element.tag}.${name}`),
      ];
      style = new Map(selectors.flatMap((selector) => [...(this.rules.get(selector.toLowerCase()) ?? [])]));
      this.known.set(key, style);
    }
    return style;
  }

  private read(sheet: string): void {
    const text = withoutComments(sheet);
    let at = 0;
    while (this.count < STYLE_RULES_MAX) {
      const open = text.indexOf("{", at);
      const close = open < 0 ? -1 : text.indexOf("}", open);
      if (close < 0) return;
      const selectors = text.slice(at, open).trim();
      this.count += 1;
      at = close + 1;
      if (!selectors.startsWith("@") && selectors.length < STYLE_UNITS_MAX)
        this.add(selectors, text.slice(open + 1, close));
    }
  }

  private add(selectors: string, body: string): void {
    const style = declarations(body);
    if (style.size === 0) return;
    for (const selector of selectors.split(",")) {
      const name = selector.trim().toLowerCase();
      if (!/^(?:[a-z][a-z0-9]*)?(?:\.[\w-]+)?$/.test(name) || name === "") continue;
      const rule = this.rules.get(name) ?? new Map<string, string>();
      for (const [key, value] of style) rule.set(key, value);
      this.rules.set(name, rule);
    }
  }
}

/** Word wraps whole sheets in `<!-- … -->`, and explains itself in between. */
function withoutComments(sheet: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const open = sheet.indexOf("/*", at);
    parts.push(sheet.slice(at, open < 0 ? sheet.length : open));
    const close = open < 0 ? -1 : sheet.indexOf("*/", open + 2);
    if (close < 0) break;
    at = close + 2;
  }
  return parts.join("").replace(/<!--|-->/g, "");
}

export function isHidden(style: Style, element: Element): boolean {
  return (
    style.get("display") === "none" ||
    style.get("visibility") === "hidden" ||
    /^(?:all|yes)$/.test(style.get("mso-hide") ?? "") ||
    element.attributes.has("hidden")
  );
}

export function weight(style: Style): "bold" | "normal" | null {
  const value = style.get("font-weight") ?? /(?:^|\s)bold(?:er)?(?=\s)/.exec(style.get("font") ?? "")?.[0].trim();
  if (value === undefined) return null;
  if (/^bold(?:er)?$/.test(value) || Number(value) >= 600) return "bold";
  return value === "normal" || Number(value) < 600 ? "normal" : null;
}

export function slant(style: Style): "italic" | "normal" | null {
  const value =
    style.get("font-style") ?? (/(?:^|\s)italic(?=\s)/.test(style.get("font") ?? "") ? "italic" : undefined);
  if (value === "italic" || value === "oblique") return "italic";
  return value === "normal" ? "normal" : null;
}

/** Whether spaces and line ends stand as they are written. */
export function whiteSpace(style: Style): "kept" | "joined" | null {
  const value = style.get("white-space") ?? style.get("white-space-collapse");
  if (value === undefined) return null;
  if (/^(?:pre|pre-wrap|pre-line|break-spaces|preserve)/.test(value)) return "kept";
  return /^(?:normal|nowrap|collapse)/.test(value) ? "joined" : null;
}
