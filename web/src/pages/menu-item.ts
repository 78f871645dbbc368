// One choice in a menu, as a value. Next: Menu.svelte, which draws a list of them.

export interface MenuItem<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** The keys that do the same, as written on the person's keyboard. */
  readonly keys?: string;
  readonly checked?: boolean;
  /** One of its neighbours holds at a time. */
  readonly radio?: boolean;
  readonly disabled?: boolean;
  /** What opens a part of the list, set apart from what stands above: the name of the part, or empty for a line alone. */
  readonly head?: string;
  /** What is chosen from next. */
  readonly items?: readonly MenuItem<Id>[];
  /** An extra class for the words. */
  readonly labelClass?: string;
}

/** Choices that stand together. */
export interface Part<Id extends string> {
  readonly head: string;
  readonly items: readonly MenuItem<Id>[];
}

export function partsOf<Id extends string>(items: readonly MenuItem<Id>[]): Part<Id>[] {
  const parts: { head: string; items: MenuItem<Id>[] }[] = [];
  for (const item of items) {
    if (parts.length === 0 || item.head !== undefined) parts.push({ head: item.head ?? "", items: [] });
    parts.at(-1)?.items.push(item);
  }
  return parts;
}
