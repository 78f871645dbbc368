// A copy of a chapter for the person's own files: its words to be read, or everything in it to be taken in again. Next: save-file.ts.
import type * as Y from "yjs";

import { plainText } from "./plain-text.ts";
import { saveEdits, saveText, wholeOf } from "./save-file.ts";

export function saveCopy(what: "words" | "changes", document: string, title: string, doc: Y.Doc): void {
  if (what === "words") saveText(title, `${title}\n\n${plainText(doc)}`);
  else saveEdits(title, [{ document, title, at: Date.now(), update: wholeOf(doc) }]);
}
