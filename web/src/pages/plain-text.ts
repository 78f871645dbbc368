// The words of a chapter as plain text, from the flat text without an editor: one paragraph a line. Pure. Read
// save-file.ts next.
import * as Y from "yjs";

/** All words of a chapter. */
export function plainText(doc: Y.Doc): string {
  const lines: string[] = [];
  for (const { insert } of doc.getText("body").toDelta() as { insert: unknown }[]) {
    if (typeof insert === "string") lines.push((lines.pop() ?? "") + insert);
    else if (insert instanceof Y.Map) lines.push("");
  }
  return lines.join("\n").trim();
}
