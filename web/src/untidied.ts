// Yjs tidies format marks by itself when it receives a change: it deletes those that do nothing in the text as it is
// here and now. Elsewhere, in a text with other changes, they may do something; a copy that tidies and does not tell
// everybody shows other formatting for good (found by the property test). So our copies do not tidy. See
// editor/delta.ts for the other place where Yjs does.
import type * as Y from "yjs";

/** Keeps a document as it was received. To be called before anything is applied to it. */
export function keepUntidied(ydoc: Y.Doc): () => void {
  const keep = (transaction: Y.Transaction): void => {
    transaction._needFormattingCleanup = false;
  };
  ydoc.on("afterTransaction", keep);
  return () => {
    ydoc.off("afterTransaction", keep);
  };
}
