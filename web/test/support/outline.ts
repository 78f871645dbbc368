// Outlines for tests: written down as the vectors have them (crates/manual/vectors/outline-*.json), and drawn as short text.
import * as Y from "yjs";

import { read } from "../../src/outline/read.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** A chapter's id with a small number in front. */
export const idOf = (number: number): string => `${number.toString(16).padStart(8, "0")}-0000-4000-8000-000000000000`;

/** The outline that a vector writes down: `{"map": …}` is a shared map, `{"text": …}` in it a shared text. */
export function outlineOf(chapters: Json): Y.Doc {
  const doc = new Y.Doc();
  const root = doc.getMap<unknown>("chapters");
  doc.transact(() => {
    for (const [key, value] of Object.entries(chapters ?? {})) {
      const entries = member(value, "map");
      if (entries === undefined) root.set(key, value);
      else fill(root.set(key, new Y.Map<unknown>()), entries);
    }
  });
  return doc;
}

/** An outline of chapters 1 to `count` at the top, in order. */
export function rowOf(count: number): Y.Doc {
  const chapters = Array.from({ length: count }, (_, index) => [
    idOf(index + 1),
    {
      map: { title: { text: `Chapter ${String(index + 1)}` }, place: { parent: null, order: `V${"V".repeat(index)}` } },
    },
  ]);
  return outlineOf(Object.fromEntries(chapters) as Json);
}

/** "1 -2 [3]": numbers in order, a hyphen for each level, deleted ones in brackets. */
export function drawn(doc: Y.Doc): string {
  const depths = new Map<string | null, number>([[null, -1]]);
  const words = read(doc).map(({ id, parent, deleted }) => {
    const depth = (depths.get(parent) ?? -1) + 1;
    depths.set(id, depth);
    const number = String(parseInt(id.slice(0, 8), 16));
    return "-".repeat(depth) + (deleted ? `[${number}]` : number);
  });
  return words.join(" ");
}

/** Both get what the other has. */
export function exchange(one: Y.Doc, other: Y.Doc): void {
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other), "received");
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one), "received");
}

export function copyOf(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc), "received");
  return copy;
}

function fill(map: Y.Map<unknown>, entries: Json): void {
  for (const [key, value] of Object.entries(entries ?? {})) {
    const text = member(value, "text");
    map.set(key, typeof text === "string" ? new Y.Text(text) : value);
  }
}

function member(value: Json, key: string): Json | undefined {
  const holds = typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, key);
  return holds ? value[key] : undefined;
}
