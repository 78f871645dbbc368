// Takes the words out of payloads that an edit removed: the characters that were seen in them, one by one, as a deletion of
// text does, and never the shared types. So what arrives later is all that is left in them, and is offered back (P4).
// To be called in the transaction of the edit that removed them. Next: leftover.ts.
import * as Y from "yjs";
import type { Named, PayloadKind } from "../refs.ts";
import { FACTS, readBox } from "./boxes.ts";
import { rootOf } from "./create.ts";
import { lineOf } from "./figures.ts";
import { notesIn } from "./lines.ts";
import { noteLine } from "./notes.ts";
import { readTable, type Payload } from "./tables.ts";

/** Takes the words out of payloads to which nothing refers any more. */
export function clearPayloads(ydoc: Y.Doc, removed: readonly Named[]): void {
  const notes = removed.filter(({ kind }) => kind === "note").map(({ id }) => id);
  const others = removed.filter(({ kind }) => kind !== "note");
  const lines = others.flatMap(({ kind, id }) => linesOf(ydoc, kind, id));
  clearNotes(ydoc, [...notes, ...takenFrom(lines)]);
}

/** Takes the words out of lines, and out of the notes that stood in them. */
export function clearLines(lines: readonly Y.Text[]): void {
  const ydoc = lines[0]?.doc ?? null;
  const notes = takenFrom(lines);
  if (ydoc !== null) clearNotes(ydoc, notes);
}

/** Empties lines; the notes that were in them. */
function takenFrom(lines: readonly Y.Text[]): string[] {
  const notes = lines.flatMap(notesIn);
  for (const line of lines) line.delete(0, line.length);
  return notes;
}

/** A note that also stands elsewhere keeps its words. */
function clearNotes(ydoc: Y.Doc, notes: readonly string[]): void {
  if (notes.length === 0) return;
  const kept = new Set(notesShown(ydoc));
  for (const id of notes) {
    const line = kept.has(id) ? null : noteLine(ydoc, id);
    line?.delete(0, line.length);
  }
}

/** The notes that the text, or a table in it, refers to. */
function notesShown(ydoc: Y.Doc): string[] {
  const body = ydoc.getText("body");
  const marks = (body.toDelta() as { insert: unknown }[]).flatMap(({ insert }) =>
    insert instanceof Y.Map && insert.get("kind") === "table" ? [String(insert.get("payload"))] : [],
  );
  const cells = marks.flatMap((id) => linesOf(ydoc, "table", id));
  return [body, ...cells].flatMap(notesIn);
}

/** The lines that a payload shows. */
export function linesOf(ydoc: Y.Doc, kind: PayloadKind, id: string): readonly Y.Text[] {
  const payload = rootOf(ydoc, kind).get(id);
  if (kind === "note") return payload instanceof Y.Text ? [payload] : [];
  if (!(payload instanceof Y.Map)) return [];
  const map = payload as Payload;
  if (kind === "figure") return linesUnder(map, ["alt", "credit"]);
  if (kind === "box") return linesUnder(map, readBox(map).kind === "case" ? ["title", ...FACTS] : ["title"]);
  return readTable(map).rows.flatMap(({ cells }) => cells.flatMap(({ lines }) => lines.map(({ text }) => text)));
}

export const linesUnder = (payload: Payload, names: readonly string[]): Y.Text[] =>
  names.map((name) => lineOf(payload, name)).filter((line) => line !== null);
