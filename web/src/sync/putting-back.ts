// Refused edits leave a document in this order: into the shelf with their words, then out of what waits, then out of
// sight. Whatever fails or happens on the way, they are in one of these places. Next: put-back.ts for what goes and what
// stays, open-document.ts for when.
import type * as Y from "yjs";

import type { Code } from "../code.ts";
import type { OpenDocumentStore, ShelfItem } from "../device/index.ts";
import { randomId } from "../device/random.ts";
import type { Entry } from "../device/rows.ts";
import { sortOut, type Sorted } from "./put-back.ts";
import { shelfItem } from "./shelf-item.ts";

/** Which of the edits that wait were refused; "all" that the service does not have, or "nothing" of ours. */
export type Refused = Entry | "all" | "nothing";

export interface PuttingBack {
  readonly store: OpenDocumentStore;
  readonly code: Code;
  readonly refused: Refused;
  /** Holds what is durable and nothing else. */
  readonly durable: Y.Doc;
  /** The document with all the edits in it. */
  readonly shown: Y.Doc;
  /** The edits that wait and are ours; the person may be typing. */
  readonly waiting: () => readonly Entry[];
  readonly isOurs: (tab: string) => boolean;
  /** Edits of other tabs that may not be in the store yet. */
  readonly told: () => readonly Entry[];
}

export interface PutBack {
  readonly sorted: Sorted;
  /** Edits of other tabs, which stay in sight. */
  readonly others: readonly Uint8Array[];
  readonly shelved: ShelfItem | null;
}

/** Shelves what may not go in. When this resolves nothing is between the last look and the answer; null: it failed. */
export async function putBack(what: PuttingBack): Promise<PutBack | null> {
  const { store, durable } = what;
  const id = randomId();
  const title = await store.title();
  let shelved: ShelfItem | null = null;
  for (;;) {
    const entries = [...what.waiting()];
    const { pending } = await store.keeper.load();
    const others = [...pending, ...what.told()].filter(({ tab }) => !what.isOurs(tab)).map(({ bytes }) => bytes);
    const refused = new Set(what.refused === "all" ? entries : what.refused === "nothing" ? [] : [what.refused]);
    const sorted = sortOut(durable, entries, refused, others);
    if (sorted.goes.length > 0) {
      const { document } = store;
      shelved = shelfItem({ id, document, title, code: what.code, entries: sorted.goes, shown: what.shown });
      if (!(await store.keeper.shelve(shelved, sorted.goes))) return null;
    }
    // What was typed meanwhile may rest on what goes: it is looked at as well.
    if (what.waiting().length === entries.length) return { sorted, others, shelved };
  }
}
