// Brings a place of the text into sight, behind what sticks to the window's edges, and stays with it while the blocks around
// it are laid out. Moves no caret. Next: finder.ts and outline.ts, which ask for it.
import type { EditorView } from "prosemirror-view";

/** What is out of sight has guessed sizes: the first look may be wrong, the third is not. */
const LOOKS = 3;
const MARGIN_PX = 24;

/** Scrolls a position, or an element, into sight if it is not, to the upper third of the window. */
export function reveal(view: EditorView, place: number | HTMLElement): void {
  let looks = 0;
  const look = (): void => {
    if (view.isDestroyed || looks >= LOOKS) return;
    looks += 1;
    const box = boxOf(view, place);
    const [top, bottom] = free(view.dom.ownerDocument);
    const height = bottom - top;
    const inSight = box.top >= top && Math.min(box.bottom, box.top + height / 2) <= bottom;
    if (!inSight) scrollBy({ top: box.top - top - height / 3, behavior: "instant" });
    requestAnimationFrame(look);
  };
  look();
}

function boxOf(view: EditorView, place: number | HTMLElement): { top: number; bottom: number } {
  if (typeof place !== "number") return place.getBoundingClientRect();
  const dom = view.nodeDOM(place);
  return dom instanceof HTMLElement ? dom.getBoundingClientRect() : view.coordsAtPos(place);
}

/** The part of the window that nothing lies over. In focus mode there is no foot, which is asked for by its id: every key
 *  asks, and it stands behind the whole text. */
export function free(document: Document, margin = MARGIN_PX): [number, number] {
  const top = document.querySelector(".top")?.getBoundingClientRect().bottom ?? 0;
  const foot = document.getElementById("foot")?.getBoundingClientRect();
  const bottom = foot && foot.height > 0 ? Math.min(foot.top, innerHeight) : innerHeight;
  return [Math.max(top, 0) + margin, bottom - margin];
}

/** How far from the window's edges a caret has to stay, for ProseMirror. It asks many times a key: measured once. */
export const bars = {
  left: 0,
  right: 0,
  get top(): number {
    return measured()[0];
  },
  get bottom(): number {
    return innerHeight - measured()[1];
  },
};

let now: [number, number] | null = null;

function measured(): [number, number] {
  if (now === null) queueMicrotask(() => (now = null));
  return (now ??= free(document));
}
