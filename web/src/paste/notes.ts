// Footnotes in HTML, whoever wrote them: a short link in the text and a place further on that links back. That is how
// Word, LibreOffice, Google Docs, wikis and Markdown all write them, under names of their own. Only finds them; what a
// note says is read by clean.ts. Next: clean.ts.
import { elementsOf, isElement, textOf, type Element } from "./html.ts";

export interface Notes {
  /** The link in the text → where the note stands. */
  readonly references: ReadonlyMap<Element, Element>;
  readonly bodies: ReadonlySet<Element>;
  /** The links back. */
  readonly backs: ReadonlySet<Element>;
}

const MARKER_UNITS_MAX = 16;
const BACKS_MAX = 50;
const BLOCKS = new Set("p div li dd dt aside section article td tr".split(" "));
/** Word links its comments in the same manner. */
const OF_COMMENTS = /#_mso(?:com|anchor)_/;
const NOTE_NAME = /foot|endn|note|^ftn|^edn/i;

export function findNotes(root: Element): Notes {
  const anchors: Element[] = [];
  const named = new Map<string, Element>();
  for (const element of elementsOf(root)) {
    const id = element.attributes.get("id");
    const name = element.tag === "a" ? element.attributes.get("name") : undefined;
    for (const each of [id, name]) if (each !== undefined && each !== "" && !named.has(each)) named.set(each, element);
    const href = element.tag === "a" ? (element.attributes.get("href") ?? "") : "";
    if (href.includes("#") && !OF_COMMENTS.test(href)) anchors.push(element);
  }
  const leadsTo = (anchor: Element): Element | undefined => {
    const href = anchor.attributes.get("href") ?? "";
    return named.get(href.slice(href.indexOf("#") + 1));
  };
  const back = new Map<Element, Element[]>();
  for (const anchor of anchors) {
    const target = leadsTo(anchor);
    if (target === undefined) continue;
    const known = back.get(target);
    if (known === undefined) back.set(target, [anchor]);
    else if (known.length < BACKS_MAX) known.push(anchor);
  }

  const references = new Map<Element, Element>();
  const bodies = new Set<Element>();
  const backs = new Set<Element>();
  for (const anchor of anchors) {
    const target = leadsTo(anchor);
    const body = target === undefined || backs.has(anchor) ? null : bodyOf(target, anchor);
    if (body === null || body.order < anchor.order || textOf(anchor, MARKER_UNITS_MAX).trim().length > MARKER_UNITS_MAX)
      continue;
    const ways = around(anchor).flatMap((element) => back.get(element) ?? []);
    const own = ways.filter((way) => way !== anchor && isIn(way, body));
    if (own.length === 0) continue;
    references.set(anchor, body);
    bodies.add(body);
    for (const way of own) backs.add(way);
  }
  return { references, bodies, backs };
}

/** What a link back may name: the link in the text, what is inside it, and the letters' formatting around it. */
function around(anchor: Element): Element[] {
  const found = [anchor];
  for (const child of elementsOf(anchor)) if (found.push(child) > 4) break;
  for (let up = anchor.parent, steps = 0; up !== null && !BLOCKS.has(up.tag) && steps < 3; up = up.parent, steps += 1)
    found.push(up);
  return found;
}

function bodyOf(target: Element, reference: Element): Element | null {
  let body: Element | null = target;
  while (body !== null && !BLOCKS.has(body.tag)) {
    if (/^h[1-6]$/.test(body.tag)) return null;
    body = body.parent;
  }
  if (body === null || isIn(reference, body)) return null;
  for (let up = body.parent; up !== null && holdsOneNote(up, body) && !isIn(reference, up); up = up.parent) body = up;
  return body;
}

/** Whether the element around a note's paragraph is the note. */
function holdsOneNote(around: Element, body: Element): boolean {
  if (around.tag === "li" || around.tag === "dd" || around.tag === "aside") return true;
  if (around.tag !== "div") return false;
  const inside = around.children.filter(isElement);
  if (inside.length === 1) return true;
  const name = around.attributes.get("id") ?? "";
  const isNote = /mso-element:\s*(?:foot|end)note\b(?!-)/i.test(around.attributes.get("style") ?? "");
  return inside[0] === body && (isNote || (NOTE_NAME.test(name) && /\d/.test(name)));
}

function isIn(element: Element, around: Element): boolean {
  for (let up: Element | null = element; up !== null; up = up.parent) if (up === around) return true;
  return false;
}
