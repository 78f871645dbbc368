// Under which client ids something was written, read from updates alone: each id with the documents in which it occurs and the
// words that were written under it.
import * as Y from "yjs";

export interface Written {
  readonly documents: Set<string>;
  /** Everything that was written under this id, in the order in which it came. */
  words: string;
}

/** Whether this is one update. */
export function isUpdate(bytes: Uint8Array): boolean {
  try {
    Y.decodeUpdate(bytes);
    return true;
  } catch {
    return false;
  }
}

export function clientIds(updates: readonly { document: string; update: Uint8Array }[]): Map<number, Written> {
  const found = new Map<number, Written>();
  for (const { document, update } of updates) {
    for (const struct of Y.decodeUpdate(update).structs) {
      const written = found.get(struct.id.client) ?? { documents: new Set(), words: "" };
      found.set(struct.id.client, written);
      written.documents.add(document);
      if (struct instanceof Y.Item && struct.content instanceof Y.ContentString) written.words += struct.content.str;
    }
  }
  return found;
}
