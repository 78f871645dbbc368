// Keeps the keyboard where it was when the list is drawn anew: a chapter that somebody moves under another is a new element,
// and the one that had the focus is gone. Knows no chapter, only rows by their ids.

/** Which part of which row has the focus, and the rows to fall back to when that row is gone. */
export interface Spot {
  readonly row: string;
  readonly part: "link" | "menu" | "field";
  readonly others: readonly string[];
}

const PARTS = { link: "a", menu: ".menu > button", field: "input" } as const;

/** Where the focus is in a list now; null: not in a row. */
export function spotIn(list: HTMLElement): Spot | null {
  const active = document.activeElement;
  const row = active !== null && list.contains(active) ? active.closest<HTMLElement>("[data-row]") : null;
  const id = row?.dataset["row"];
  if (active === null || row === null || id === undefined) return null;
  const ids = [...list.querySelectorAll<HTMLElement>("[data-row]")].map((each) => each.dataset["row"] ?? "");
  const at = ids.indexOf(id);
  const part = active.matches("input") ? "field" : active.closest(".menu") === null ? "link" : "menu";
  return { row: id, part, others: [...ids.slice(at + 1), ...ids.slice(0, at).reverse()] };
}

/** Puts the focus back where it was, or near it. Takes it from nobody. */
export function returnTo(list: HTMLElement, spot: Spot): void {
  const active = document.activeElement;
  if (active !== null && active !== document.body) return;
  const own = partIn(list, spot.row, spot.part) ?? partIn(list, spot.row, "link");
  const near = own ?? firstOf(spot.others, (row) => partIn(list, row, "link"));
  near?.focus({ preventScroll: own !== null });
}

/** Puts the focus on a chapter's title. */
export function focusRow(list: HTMLElement, row: string): void {
  partIn(list, row, "link")?.focus();
}

function partIn(list: HTMLElement, row: string, part: Spot["part"]): HTMLElement | null {
  const element = list.querySelector(`[data-row="${row}"]`);
  return element?.querySelector<HTMLElement>(`:scope > .chapter-row ${PARTS[part]}`) ?? null;
}

function firstOf<T>(ids: readonly string[], find: (id: string) => T | null): T | null {
  for (const id of ids) {
    const found = find(id);
    if (found !== null) return found;
  }
  return null;
}
