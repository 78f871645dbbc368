// What lies in the device's store. Knows no database, and not how it is written.
import type { ShelfItem } from "./index.ts";

/** An own edit that is not known to be durable at the service: the update as Yjs recorded it, never made anew. */
export interface Entry {
  readonly document: string;
  /** The page load that made it. */
  readonly tab: string;
  /** Counts the edits of that page load in that document, from 1. */
  readonly n: number;
  /** When it was made, in milliseconds since 1970: for a sensible order, never for a decision. */
  readonly at: number;
  readonly bytes: Uint8Array;
  /** What was told of whoever wrote here, as far as the page knew: it is not sent where more would be told. */
  readonly mode?: string | undefined;
}

/** What is written where nobody is named, which is told to whoever it is brought to. */
export const isUnnamed = ({ mode }: Pick<Entry, "mode">): boolean => mode === "unattributed";

/** What the device holds of a document. */
export interface Held {
  /** Known to be durable at the service: a state and the updates since, none of them an edit that waits. */
  readonly durable: readonly Uint8Array[];
  /** Own edits that wait, of all tabs, in the order in which they were made. */
  readonly pending: readonly Entry[];
  /** Rows that are not as they were written: left where they are, and not used. */
  readonly damaged: number;
  /** How many rows of updates there are since the state, as a reason to fold them. */
  readonly loose: number;
}

/** Under which name a document's title is remembered. */
export const titleKey = (document: string): string => `title:${document}`;

/** Under which name it is remembered what is told of whoever writes in a document. */
export const modeKey = (document: string): string => `mode:${document}`;

/** What becomes true at once, or not at all. */
export interface Change {
  readonly document: string;
  /** Own edits that are to wait here. */
  readonly keep: readonly Entry[];
  /** Own edits that wait here no more. */
  readonly forget: readonly Entry[];
  /** Updates known to be durable at the service. */
  readonly durable: readonly Uint8Array[];
  readonly shelve: ShelfItem | null;
}

/** Edits that wait, counted by document and tab. */
export interface Waiting {
  readonly document: string;
  readonly tab: string;
  readonly changes: number;
}

/** Counts edits by document and tab. */
export function counted(edits: readonly Pick<Entry, "document" | "tab">[]): Waiting[] {
  const waiting = new Map<string, { document: string; tab: string; changes: number }>();
  for (const { document, tab } of edits) {
    const known = waiting.get(`${document} ${tab}`);
    if (known === undefined) waiting.set(`${document} ${tab}`, { document, tab, changes: 1 });
    else known.changes += 1;
  }
  return [...waiting.values()];
}

export const keyOf = ({ document, tab, n }: Entry): string => `${document} ${tab} ${String(n)}`;

export const byAge = (one: Entry, other: Entry): number =>
  one.at - other.at || (one.tab === other.tab ? one.n - other.n : one.tab < other.tab ? -1 : 1);
