// Files for the person: words as plain text, edits as a file that a program can put back (docs/api.md). Made on this page
// and handed to the browser's downloads; nothing is sent anywhere.
import * as Y from "yjs";

import { offer } from "./offer-file.ts";

/** What lets edits be put back into a document elsewhere. */
export interface SavedEdits {
  readonly document: string;
  readonly title: string;
  /** When they were saved or shelved, in milliseconds since 1970. */
  readonly at: number;
  readonly update: Uint8Array;
}

/** Offers words as a text file that any program opens. */
export function saveText(title: string, text: string): void {
  // The mark at the beginning tells old programs that this is Unicode; Arabic is lost without it.
  offer(new Blob(["\ufeff", text.replaceAll("\n", "\r\n")], { type: "text/plain" }), `${fileName(title)}.txt`);
}

/** Offers edits as a file: JSON with the Yjs update in base64. */
export function saveEdits(title: string, edits: readonly SavedEdits[]): void {
  const file = {
    format: 1,
    documents: edits.map(({ document, title, at, update }) => ({
      document,
      title,
      at: new Date(at).toISOString(),
      update: base64(update),
    })),
  };
  offer(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" }), `${fileName(title)}.json`);
}

/** Everything a document holds, as edits to save. */
export const wholeOf = (doc: Y.Doc): Uint8Array => Y.encodeStateAsUpdate(doc);

/** A title as the name of a file on every system. */
export function fileName(title: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are exactly what may not stand in a name
  const plain = title.replaceAll(/[\u0000-\u001f\u007f<>:"/\\|?*]+/g, " ").trim();
  return (
    [...plain]
      .slice(0, 80)
      .join("")
      .replace(/[. ]+$/, "") || "chapter"
  );
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
