// Edits as they lie in the shelf: in one update, with the words that they brought. Next: putting-back.ts.
import * as Y from "yjs";

import type { Code } from "../code.ts";
import type { ShelfItem } from "../device/index.ts";
import { isUnnamed, type Entry } from "../device/rows.ts";
import { coveredBy, spansOf } from "./covered.ts";
import { bareWords, ownWords } from "./own-words.ts";
import { documentOf } from "./from-updates.ts";

export interface ToShelve {
  readonly id: string;
  readonly document: string;
  readonly title: string;
  readonly code: Code;
  /** At least one. */
  readonly entries: readonly Entry[];
  /** A document with the edits in it. */
  readonly shown: Y.Doc;
}

export function shelfItem({ id, document, title, code, entries, shown }: ToShelve): ShelfItem {
  const updates = entries.map(({ bytes }) => bytes);
  const isShown = coveredBy(shown);
  // What rests on something missing is nowhere in the document: its words are all that can be told.
  const bare = bareWords(updates.filter((update) => !isShown(update)));
  const text = [ownWords(shown, spansOf(updates)), bare].filter((words) => words !== "").join("\n\n");
  return {
    id,
    document,
    title,
    at: Date.now(),
    code,
    changes: entries.length,
    text,
    bytes: Y.mergeUpdates(updates),
    unnamed: entries.some(isUnnamed) ? "waits" : undefined,
  };
}

/** The same, from what a device holds of a document that nobody has open. */
export function shelfItemOf(durable: readonly Uint8Array[], item: Omit<ToShelve, "shown">): ShelfItem {
  const shown = documentOf([...durable, ...item.entries.map(({ bytes }) => bytes)]);
  const made = shelfItem({ ...item, shown });
  shown.destroy();
  return made;
}
