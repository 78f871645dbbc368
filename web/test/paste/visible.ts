// What a person sees of a clipboard's HTML, told by another parser than the cleaner's own, and how many of its characters
// are missing in a tree. Not counted: what the corpus' README says is left out on purpose. Next: corpus.test.ts.
import { parse, type DefaultTreeAdapterMap } from "parse5";

import type { PastedInline, PastedNode } from "../../src/paste/tree.ts";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

const UNSEEN = new Set("head style script title noscript template xml iframe svg select".split(" "));
/** Elements that divide no words. */
const WITHIN_LINES = new Set("a b i em strong span sub sup font ins u s code q mark small cite o:p".split(" "));
/** Links from a text to its notes and back: their numbers are made anew. */
const TO_NOTES = /#(?:_ftn|_edn|sdfootnote|sdendnote|ftnt|cite_note|cite_ref|user-content-fn|footnote-|endnote-|fn)/;

export function visibleText(html: string): string {
  const parts: string[] = [];
  const open: (Node | null)[] = [parse(html)];
  while (open.length > 0) {
    const node = open.pop();
    if (node === null || node === undefined) parts.push(" ");
    else if ("value" in node) parts.push(node.value);
    else if ("childNodes" in node && !("tagName" in node && isUnseen(node))) {
      const apart = "tagName" in node && !WITHIN_LINES.has(node.tagName) ? [null] : [];
      open.push(...apart, ...[...node.childNodes].reverse(), ...apart);
    }
  }
  return parts.join("");
}

function isUnseen(element: Element): boolean {
  const attribute = (name: string): string => element.attrs.find((each) => each.name === name)?.value ?? "";
  const style = attribute("style").replace(/\s+/g, "");
  return (
    UNSEEN.has(element.tagName) ||
    element.tagName === "del" ||
    /display:none|visibility:hidden|mso-hide:all|mso-list:Ignore|mso-element:comment(?:;|$)/.test(style) ||
    /TrackChangeTextDeletion|MsoCommentReference|msocomoff|mw-cite-backlink|mw-editsection|sr-only/.test(
      attribute("class"),
    ) ||
    (element.tagName === "a" && TO_NOTES.test(attribute("href")))
  );
}

export function textIn(nodes: readonly PastedNode[]): string {
  return nodes
    .map((node): string => {
      if ("items" in node) return node.items.map(({ blocks }) => textIn(blocks)).join(" ");
      if ("blocks" in node) return textIn(node.blocks);
      const cells = node.table?.rows.flatMap(({ cells }) => cells.map(({ content }) => inlineText(content))) ?? [];
      return [inlineText(node.content), ...cells].join(" ");
    })
    .join(" ");
}

export function inlineText(content: readonly PastedInline[]): string {
  return content
    .map((part) => ("text" in part ? part.text : "content" in part ? ` ${inlineText(part.content)} ` : " "))
    .join("");
}

export interface Loss {
  readonly characters: number;
  readonly lost: number;
  /** The words that are missing. */
  readonly words: readonly string[];
}

/** Counted in the words of the one that the other lacks, wherever they stand. */
export function lossOf(seen: string, kept: string): Loss {
  const words = (text: string): string[] => text.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const left = new Map<string, number>();
  for (const word of words(kept)) left.set(word, (left.get(word) ?? 0) + 1);
  const missing: string[] = [];
  let characters = 0;
  for (const word of words(seen)) {
    characters += word.length;
    const count = left.get(word) ?? 0;
    if (count === 0) missing.push(word);
    else left.set(word, count - 1);
  }
  return { characters, lost: missing.join("").length, words: missing };
}
