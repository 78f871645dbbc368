// Takes out of a row what has no room in it, in the order in which it may go, and puts it back when there is room again.
// Measures what the row really needs, so that it holds in every language and size of type. Knows nothing of tools.

/** Children of a row that carry `data-fold` (0 goes first) are hidden while the row is too narrow; `told` hears how many
 *  folds are gone. For `{@attach}`. */
export function folding(told: (folded: number) => void): (row: HTMLElement) => () => void {
  return (row) => {
    let folded = 0;
    const fold = () => {
      const now = measure(row);
      if (now !== folded) told((folded = now));
      keepStop(row);
    };
    const watch = new ResizeObserver(fold);
    watch.observe(row);
    for (const child of row.children) watch.observe(child);
    return () => watch.disconnect();
  };
}

function measure(row: HTMLElement): number {
  const style = getComputedStyle(row);
  const gap = parseFloat(style.columnGap) || 0;
  const room = row.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd);
  const children = [...row.children].filter((child) => child instanceof HTMLElement);
  const folds = [...new Set(children.map(foldOf))].filter((fold) => fold !== null).sort((a, b) => a - b);
  for (const child of children) child.hidden = false;
  let gone = 0;
  for (; gone < folds.length && needed(children, gap) > room; gone += 1)
    for (const child of children) if (foldOf(child) === folds[gone]) child.hidden = true;
  return gone;
}

function needed(children: readonly HTMLElement[], gap: number): number {
  const shown = children.filter((child) => !child.hidden);
  return shown.reduce((width, child) => width + child.getBoundingClientRect().width + gap, -gap);
}

function foldOf(child: HTMLElement): number | null {
  const fold = child.dataset["fold"];
  return fold === undefined ? null : Number(fold);
}

/** A row of tools is one stop for the tab key: it must not be one that is hidden. */
function keepStop(row: HTMLElement): void {
  const stops = [...row.querySelectorAll<HTMLElement>("[tabindex]")].filter((stop) => stop.matches("button"));
  const current = stops.find((stop) => stop.tabIndex === 0);
  if (current?.offsetParent === null) {
    const next = stops.find((stop) => stop.offsetParent !== null);
    // Out of sight as a whole, as in focus mode, the row keeps the stop that it comes back with.
    if (next === undefined) return;
    current.tabIndex = -1;
    next.tabIndex = 0;
  }
}
