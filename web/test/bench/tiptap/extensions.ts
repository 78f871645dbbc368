// What the Tiptap editor of the comparison is made of: the parts that its own guide names for a text with tables written
// together. Used by the page and by whoever fills the text. Next: page.ts.
import type { Extensions } from "@tiptap/core";
import { TableKit } from "@tiptap/extension-table";
import StarterKit from "@tiptap/starter-kit";

/** The text's own parts. Undo is the collaboration's, so the starter kit's is off, as the guide says. */
export const textExtensions = (): Extensions => [
  StarterKit.configure({ undoRedo: false, link: { openOnClick: false } }),
  TableKit,
];

/** The name of the shared text in the document: what Tiptap takes if nothing is said. */
export const FIELD = "default";
