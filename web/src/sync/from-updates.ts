// Documents made of updates. Pure. Next: put-back.ts, which sorts them.
import * as Y from "yjs";

/** A document of these updates, untidied: what does not fit yet waits inside it. */
export function documentOf(updates: readonly Uint8Array[], prepare: (doc: Y.Doc) => void = () => undefined): Y.Doc {
  const doc = new Y.Doc();
  prepare(doc);
  applyAll(doc, updates);
  return doc;
}

/** Whether nothing in it waits for something that is missing. */
export const isWhole = (doc: Y.Doc): boolean => doc.store.pendingStructs === null && doc.store.pendingDs === null;

export function applyAll(doc: Y.Doc, updates: readonly Uint8Array[], origin: unknown = null): void {
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update, origin);
  }, origin);
}
