// Lists as Word writes them into HTML: paragraphs with the name of a list and a level in their style, and the bullet or
// number as text that is to be ignored. Next: clean.ts.
import { isElement, textOf, type Element } from "./html.ts";
import type { Style } from "./style.ts";

export interface WordItem {
  readonly list: "bullet" | "number";
  readonly depth: number;
}

/** Whether this holds a bullet or number that Word shows by itself. */
export const isIgnored = (style: Style): boolean => style.get("mso-list") === "ignore";

export function wordItem(element: Element, style: Style, styleOf: (element: Element) => Style): WordItem | null {
  const list = style.get("mso-list");
  const byName = /\bMsoList(Bullet|Number)(\d)?/i.exec(element.attributes.get("class") ?? "");
  const levels = [/\blevel(\d)/.exec(list ?? "")?.[1], byName?.[2], "1"].map((level) => Number(level ?? 0));
  const label = list === "none" ? null : labelIn(element, styleOf);
  if (label === null && (list === undefined || list === "none" || list === "ignore") && byName === null) return null;
  const isNumber = label === null ? byName?.[1]?.toLowerCase() === "number" : isNumberLabel(label);
  return { list: isNumber ? "number" : "bullet", depth: Math.max(...levels) - 1 };
}

/** The text of the bullet, looked for among the first elements of a paragraph. */
function labelIn(element: Element, styleOf: (element: Element) => Style): string | null {
  const open = element.children.filter(isElement).slice(0, 4);
  for (let steps = 0; steps < 24; steps += 1) {
    const next = open.shift();
    if (next === undefined) return null;
    if (isIgnored(styleOf(next))) return textOf(next, 64).trim();
    open.unshift(...next.children.filter(isElement).slice(0, 4));
  }
  return null;
}

/** "1.", "a)", "(iv)", "٣" are numbers; "·", "o", "§" and "Ø" are bullets in Word's symbol faces. */
const isNumberLabel = (label: string): boolean => /\p{N}/u.test(label) || /^[([]?\p{L}{1,6}[.)\]]$/u.test(label);
