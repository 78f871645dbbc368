// How many words a chapter has. Counts what a reader sees, by the rules of the text's own script where the browser
// knows them. Counts are kept by block, so that a keystroke costs one block. Next: index.ts.
import type { Node } from "prosemirror-model";

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

function wordsIn(text: string): number {
  if (segmenter === null) return text.split(/\s+/).filter((word) => word !== "").length;
  let words = 0;
  for (const { isWordLike } of segmenter.segment(text)) if (isWordLike === true) words += 1;
  return words;
}
