// What a note says, read from its payload. Next: figures.ts.
import * as Y from "yjs";
import { inlineJson, lineNodes } from "./lines.ts";
import type { Inline } from "./shapes.ts";

/** The line of a note; null if it is not there. */
export function noteLine(ydoc: Y.Doc, id: string): Y.Text | null {
  const text = ydoc.getMap<unknown>("notes").get(id);
  return text instanceof Y.Text ? text : null;
}

/** What a note says. A note in a note is a placeholder. */
export function noteJson(ydoc: Y.Doc, id: string): Inline[] {
  const text = noteLine(ydoc, id);
  return text === null ? [] : inlineJson(lineNodes(text, false), () => null);
}
