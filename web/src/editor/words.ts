// How many words a chapter has. Counts what a reader sees, by the rules of the text's own script where the browser
// knows them. Counts are kept by block, so that a keystroke costs one block. Next: index.ts.
import type { Node } from "prosemirror-model";
import type { EditorState } from "prosemirror-state";

const counts = new WeakMap<Node, number>();
const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "word" }) : null;

export function countWords(node: Node): number {
  let count = counts.get(node);
  if (count === undefined) {
    count = node.isTextblock ? wordsIn(node.textBetween(0, node.content.size, " ", " ")) : 0;
    if (!node.isTextblock)
      for (let index = 0; index < node.childCount; index += 1) count += countWords(node.child(index));
    counts.set(node, count);
  }
  return count;
}

/** The words between two places: of whole blocks what is known of them already, of the others what is selected. */
export function countWordsBetween(doc: Node, from: number, to: number): number {
  let count = 0;
  doc.nodesBetween(from, to, (node, pos) => {
    const start = Math.max(from - pos - 1, 0);
    const end = Math.min(to - pos - 1, node.content.size);
    if (start === 0 && end === node.content.size) count += countWords(node);
    else if (node.isTextblock) count += wordsIn(node.textBetween(start, Math.max(start, end), " ", " "));
    else return true;
    return false;
  });
  return count;
}

function wordsIn(text: string): number {
  if (segmenter === null) return text.split(/\s+/).filter((word) => word !== "").length;
  let words = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike === true) words += 1;
  return words;
}

const SELECTED_MAX = 100;

/** The selected words, if they stand in one block and are a few; else none. */
export function selectedWords({ doc, selection: { from, to, $from, $to } }: EditorState): string {
  return $from.sameParent($to) && to - from <= SELECTED_MAX ? doc.textBetween(from, to, " ", " ").trim() : "";
}
