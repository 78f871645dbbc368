// Marks what is found in lines of payloads: they are plain elements outside of the body's document, so the browser is told to
// paint over them, and nothing in them is changed. Where a browser cannot, nothing is painted. Next: finder.ts.
import type { LineHit } from "./find.ts";

const ALL = "found-lines";
const SHOWN = "found-line";
/** What stands in the elements without standing in the line. */
const APART = ".caret, .filler, .ProseMirror-separator, .ProseMirror-trailingBreak";

/** Paints the places in lines, the one that is shown in another way. */
export function markLines(
  hits: readonly LineHit[],
  shown: LineHit | null,
  domOf: (line: LineHit["line"]) => HTMLElement | null,
): void {
  if (typeof Highlight === "undefined") return;
  const range = (hit: LineHit): Range[] => {
    const dom = domOf(hit.line);
    const found = dom === null ? null : rangeOf(dom, hit.from, hit.to);
    return found === null ? [] : [found];
  };
  CSS.highlights.set(ALL, new Highlight(...hits.filter((hit) => hit !== shown).flatMap(range)));
  CSS.highlights.set(SHOWN, new Highlight(...(shown === null ? [] : range(shown))));
}

export function unmarkLines(): void {
  if (typeof Highlight === "undefined") return;
  CSS.highlights.delete(ALL);
  CSS.highlights.delete(SHOWN);
}

/** The part of a line's elements that shows these units of the line. */
function rangeOf(dom: HTMLElement, from: number, to: number): Range | null {
  const range = document.createRange();
  let at = 0;
  let begun = false;
  const see = (node: Node): boolean => {
    if (node instanceof Element && node.matches(APART)) return false;
    if (node instanceof Text) {
      const end = at + node.length;
      if (!begun && from < end) {
        range.setStart(node, from - at);
        begun = true;
      }
      if (begun && to <= end) {
        range.setEnd(node, to - at);
        return true;
      }
      at = end;
      return false;
    }
    if (
      node instanceof Element &&
      (node.matches("[data-atom], br") || node.getAttribute("contenteditable") === "false")
    ) {
      at += 1;
      return false;
    }
    return [...node.childNodes].some(see);
  };
  return see(dom) ? range : null;
}
