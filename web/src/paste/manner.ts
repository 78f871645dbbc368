// How a stretch of text is written, from the element around it: bold, italic, raised, a link, its language. Only what a
// chapter can show (docs/document-model.md, The body). Next: walker.ts.
import { isAddress } from "../editor/values.ts";
import type { Element } from "./html.ts";
import { language, sameMarks, type Manner } from "./line.ts";
import { slant, weight, type Style } from "./style.ts";
import type { PastedMarks } from "./tree.ts";

const STRONG = new Set(["b", "strong"]);
const EM = new Set(["i", "em", "dfn", "var"]);
const CODE = new Set(["code", "kbd", "samp", "tt", "pre"]);

/** What is more than its attributes. */
const SAYS_SOMETHING = new Set([...STRONG, ...EM, ...CODE, "sub", "sup"]);

export const PLAIN: Manner = { marks: {}, lang: null };

/** The manner inside an element; the very same where the element adds nothing. */
export function mannerIn(element: Element, style: Style, around: Manner): Manner {
  if (element.attributes.size === 0 && style.size === 0 && !SAYS_SOMETHING.has(element.tag)) return around;
  const lang = language(element.attributes.get("lang") ?? element.attributes.get("xml:lang")) ?? around.lang;
  const marks = marksIn(element, style, around.marks);
  return lang === around.lang && sameMarks(marks, around.marks) ? around : { marks, lang };
}

function marksIn(element: Element, style: Style, around: PastedMarks): PastedMarks {
  const { tag } = element;
  const marks: Record<string, string | true> = { ...around };
  const bold = weight(style) ?? (STRONG.has(tag) ? "bold" : null);
  if (bold === "bold") marks["strong"] = true;
  else if (bold === "normal") delete marks["strong"];
  const italic = slant(style) ?? (EM.has(tag) ? "italic" : null);
  if (italic === "italic") marks["em"] = true;
  else if (italic === "normal") delete marks["em"];
  const height = style.get("vertical-align");
  if (tag === "sup" || height === "super") setHeight(marks, "sup");
  else if (tag === "sub" || height === "sub") setHeight(marks, "sub");
  if (CODE.has(tag)) marks["code"] = true;
  const address = tag === "a" ? addressOf(element) : null;
  if (address !== null) marks["link"] = address;
  const term = element.attributes.get("data-term");
  if (term !== undefined && term !== "" && term.length <= 200) marks["term"] = term;
  return marks;
}

function setHeight(marks: Record<string, string | true>, height: "sub" | "sup"): void {
  if (height === "sub") delete marks["sup"];
  else delete marks["sub"];
  marks[height] = true;
}

function addressOf(anchor: Element): string | null {
  const href = (anchor.attributes.get("href") ?? "")
    .trim()
    .replace(/[\n\r\t]/g, "")
    .replace(/ /g, "%20");
  return isAddress(href) ? href : null;
}

/** Without what a heading or the head of a table says by itself. */
export function withoutStrong(marks: PastedMarks | undefined): PastedMarks | undefined {
  if (marks?.["strong"] === undefined) return marks;
  const rest = Object.fromEntries(Object.entries(marks).filter(([name]) => name !== "strong"));
  return Object.keys(rest).length === 0 ? undefined : rest;
}
