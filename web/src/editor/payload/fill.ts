// Writes a new line from inline content (docs/document-model.md, Inline). The content may come from a clipboard: its shape is
// checked, and what does not fit is left out. Next: create.ts.
import type * as Y from "yjs";
import { NO_ATTRIBUTES, type Attributes, type Run } from "../flat.ts";
import { markFor } from "../inline.ts";
import { wholeCharacters, type Json } from "../values.ts";

/** Writes inline content into an empty line. Notes in it are written by their ids. */
export function fillLine(line: Y.Text, inline: readonly Json[]): void {
  for (const each of inline) {
    const at = line.length;
    const run = runOf(each);
    if (run === null) continue;
    if ("text" in run) line.insert(at, run.text, { ...run.attributes });
    else line.insertEmbed(at, run.embed as object, {});
  }
}

function runOf(inline: Json): Run | null {
  if (typeof inline !== "object" || inline === null || Array.isArray(inline)) return null;
  const { text, marks, break: broken, note, xref } = inline;
  if (typeof text === "string") return text === "" ? null : { text: wholeCharacters(text), attributes: known(marks) };
  if (broken === true) return { text: "\n", attributes: NO_ATTRIBUTES };
  if (broken === "page" || typeof note === "string" || typeof xref === "string")
    return { embed: without(inline, "content"), attributes: NO_ATTRIBUTES };
  const { unknown } = inline;
  return typeof unknown === "object" && unknown !== null ? { embed: unknown, attributes: NO_ATTRIBUTES } : null;
}

const without = (object: Record<string, Json>, name: string): Record<string, Json> =>
  Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));

function known(marks: Json | undefined): Attributes {
  if (typeof marks !== "object" || marks === null || Array.isArray(marks)) return NO_ATTRIBUTES;
  return Object.fromEntries(Object.entries(marks).filter(([name, value]) => markFor(name, value) !== null));
}
