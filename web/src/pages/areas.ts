// The areas of the chapter page, which F6 goes through: the bar, the tools, finding, what a proposal is, the text, the outline, what is left to do, the status line.
// Moves the focus and changes nothing.

/** Each area, with what in it takes the focus, the best first; the text is the editor's. */
const AREAS: readonly (readonly [string, readonly string[]])[] = [
  [".head", ["a[href]"]],
  [".tools", ['[tabindex="0"]']],
  [".find", ["input"]],
  [".branch-bar", ["a[href]"]],
  [".text-place", []],
  [".contents", ["[aria-current]", '[tabindex="0"]', "button"]],
  [".ready", ["button"]],
  [".news", ["button"]],
  [".foot", [".status"]],
];

/** Puts the focus into the area behind (or before) the one that has it. */
export function goToArea(page: HTMLElement, by: 1 | -1, toText: () => void): void {
  const active = document.activeElement;
  const here = AREAS.findIndex(([area]) => page.querySelector(area)?.contains(active));
  const count = AREAS.length;
  // From nowhere: to the text first.
  if (here < 0) return toText();
  for (let step = 1; step < count; step += 1) {
    const [area, stops] = AREAS[(here + by * step + count * step) % count] ?? ["", []];
    if (stops.length === 0) return toText();
    if (enterArea(page, area)) return;
  }
}

/** Puts the focus into an area; false if it is not there. */
export function enterArea(page: HTMLElement, area: string): boolean {
  const stops = AREAS.find(([each]) => each === area)?.[1] ?? [];
  const target = stops
    .flatMap((stop) => [...page.querySelectorAll<HTMLElement>(`${area} ${stop}`)])
    .find((each) => isShown(each));
  target?.focus();
  return target !== undefined;
}

const isShown = (element: HTMLElement): boolean => element.getClientRects().length > 0;
