// Arrow keys inside a row of buttons or a menu: one stop for the tab key, arrows move within, as in any toolbar. The
// direction of the text decides what "next" is. Knows nothing of what the buttons do.

/** Makes the elements that match `selector` in a container one tab stop. For `{@attach}`. */
export function roving(selector: string, axis: "row" | "column"): (node: HTMLElement) => () => void {
  return (node) => {
    const stops = () => [...node.querySelectorAll<HTMLElement>(selector)].filter((stop) => stop.offsetParent !== null);
    const makeStop = (current: HTMLElement | undefined) => {
      for (const stop of node.querySelectorAll<HTMLElement>(selector)) stop.tabIndex = stop === current ? 0 : -1;
    };
    const focused = (event: FocusEvent) => {
      const stop = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>(selector) : null;
      if (stop !== null) makeStop(stop);
    };
    const pressed = (event: KeyboardEvent) => {
      const all = stops();
      const at = all.findIndex((stop) => stop === document.activeElement);
      const to = at < 0 ? null : target(event.key, at, all.length, axis, getComputedStyle(node).direction === "rtl");
      if (to === null) return;
      event.preventDefault();
      event.stopPropagation();
      all[to]?.focus();
    };
    makeStop(stops()[0]);
    node.addEventListener("focusin", focused);
    node.addEventListener("keydown", pressed);
    return () => {
      node.removeEventListener("focusin", focused);
      node.removeEventListener("keydown", pressed);
    };
  };
}

/** Where a key leads from position `at` of `count`; null if it leads nowhere. */
export function target(key: string, at: number, count: number, axis: "row" | "column", rtl: boolean): number | null {
  const [next, previous] =
    axis === "column" ? ["ArrowDown", "ArrowUp"] : rtl ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  if (key === next) return (at + 1) % count;
  if (key === previous) return (at + count - 1) % count;
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}
