// Takes the words out of payloads that an edit removed: the characters that were seen in them, one by one, as a deletion of
// text does, and never the shared types. So what arrives later is all that is left in them, and is offered back (P4).
// To be called in the transaction of the edit that removed them. Next: leftover.ts.
import * as Y from "yjs";
import type { Named, PayloadKind } from "../refs.ts";
import { rootOf } from "./create.ts";
import { notesIn } from "./lines.ts";
import { noteLine } from "./notes.ts";
import { readTable } from "./tables.ts";

/** Takes the words out of payloads. */
export function clearPayloads(ydoc: Y.Doc, removed: readonly Named[]): void {
  for (const { kind, id } of removed) for (const line of linesOf(ydoc, kind, id)) clearLine(line);
}

/** Takes the words out of a line, and out of the notes that stand in it. */
export function clearLine(line: Y.Text): void {
  const { doc } = line;
  if (doc !== null)
    for (const note of notesIn(line)) {
      const text = noteLine(doc, note);
      if (text !== null && text !== line) text.delete(0, text.length);
    }
  line.delete(0, line.length);
}

const LINES = { figure: ["alt", "credit"], box: ["title", "region", "period"] } as const;

/** The lines that a payload shows. */
export function linesOf(ydoc: Y.Doc, kind: PayloadKind, id: string): readonly Y.Text[] {
  const payload = rootOf(ydoc, kind).get(id);
  if (kind === "note") return payload instanceof Y.Text ? [payload] : [];
  if (!(payload instanceof Y.Map)) return [];
  if (kind !== "table") return LINES[kind].map((key) => payload.get(key)).filter((line) => line instanceof Y.Text);
  const { rows } = readTable(payload as Y.Map<unknown>);
  return rows.flatMap(({ cells }) => cells.flatMap(({ lines }) => lines.map(({ text }) => text)));
}
