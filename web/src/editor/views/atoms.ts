// What stands in a line of text without being text: the number of a note, the words of a cross-reference, a page break, and
// a placeholder for what this version does not know. Drawn the same in the body, in cells and in notes. Next: note.ts.
import type { Node } from "prosemirror-model";
import { plainText, type Numbers, type XrefTarget } from "../numbers.ts";
import type { StructureWords } from "./context.ts";
import { el } from "./dom.ts";

export interface AtomContext {
  readonly words: () => StructureWords;
  /** What stands for something this version cannot show. */
  readonly unknown: () => string;
  readonly numbers: () => Numbers | null;
  readonly doc: () => Node;
  /** What can be pointed at in another chapter; null while that is not known. */
  readonly elsewhere: (chapter: string) => readonly XrefTarget[] | null;
  readonly nameOf: (chapter: string) => string | null;
}

export function drawAtom(node: Node, context: AtomContext): HTMLElement {
  switch (node.type.name) {
    case "note": {
      const dom = el("sup", { class: "note-ref", role: "button", "data-payload": String(node.attrs["payload"]) });
      paintAtom(dom, context);
      return dom;
    }
    case "xref": {
      const { target, chapter } = node.attrs as { target: string; chapter: string | null };
      const dom = el("span", {
        class: "xref",
        "data-target": target,
        ...(chapter === null ? {} : { "data-chapter": chapter }),
      });
      paintAtom(dom, context);
      return dom;
    }
    case "page_break":
      return el("span", { class: "page-break" }, context.words().pageBreak);
    default:
      return el("span", { class: "unknown", "data-embed": JSON.stringify(node.attrs["embed"]) }, context.unknown());
  }
}

/** What to look for on the page when numbers or titles changed. */
export const PAINTED = ".note-ref, .xref";

/** Writes the number of a note, or the words of a cross-reference, as they now are. */
export function paintAtom(dom: HTMLElement, context: AtomContext): void {
  if (dom.classList.contains("note-ref")) paintNote(dom, context);
  else paintXref(dom, context);
}

function paintNote(dom: HTMLElement, { numbers, words }: AtomContext): void {
  const number = numbers()?.notes.get(dom.dataset["payload"] ?? "");
  const text = number === undefined ? "*" : String(number);
  if (dom.textContent !== text) dom.textContent = text;
  dom.setAttribute("aria-label", words().labels.note(text));
}

function paintXref(dom: HTMLElement, context: AtomContext): void {
  const { target = "", chapter } = dom.dataset;
  const text = chapter === undefined ? wordsHere(target, context) : wordsThere(target, chapter, context);
  const removed = text === null;
  dom.classList.toggle("removed", removed);
  dom.textContent = text ?? context.words().labels.removed;
}

function wordsHere(id: string, context: AtomContext): string | null {
  const target = context.numbers()?.targets.find((each) => each.id === id);
  if (target !== undefined) return xrefWords(target, context.words());
  let text: string | null = null;
  context.doc().descendants((node) => {
    if (text !== null) return false;
    if (node.isTextblock && node.attrs["id"] === id) text = plainText(node);
    return !node.isTextblock;
  });
  return text === "" ? context.words().xref.untitled : text;
}

function wordsThere(id: string, chapter: string, context: AtomContext): string | null {
  const targets = context.elsewhere(chapter);
  if (targets === null) return context.nameOf(chapter) ?? "…";
  const target = targets.find((each) => each.id === id);
  return target === undefined ? null : xrefWords(target, context.words());
}

/** What a cross-reference says: "Section 3.1 Early signs", "Table 2 Rivers". */
export function xrefWords({ kind, title, number }: XrefTarget, words: StructureWords): string {
  const name = title === "" ? words.xref.untitled : title;
  if (number === null) return name;
  return title === "" ? labelOf(kind, number, words) : `${labelOf(kind, number, words)} ${name}`;
}

/** The name of something with its number: "Table 2". */
export function labelOf(kind: XrefTarget["kind"], number: string, { labels }: StructureWords): string {
  if (kind === "table" || kind === "figure" || kind === "box") return labels[kind](number);
  return labels.section(number);
}
