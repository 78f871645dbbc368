// Moving a chapter: which places are to be written, and writing them. The mirror of manual::outline::place, checked by the
// same vectors. A move writes the place of the chapter moved and no other; only where no key lies between its new
// neighbours do all siblings get new ones.
import type * as Y from "yjs";

import { arrange, realParents, type OutlineChapter, type Written } from "./arrange.ts";
import { between, spread } from "./order.ts";
import { chapterMap, written } from "./read.ts";

/** Where a chapter is to stand: under `parent` (null: at the top), behind `after` (null: in front of all). */
export interface Target {
  readonly parent: string | null;
  readonly after: string | null;
}

/** A place to be written. */
export interface Place {
  readonly id: string;
  readonly parent: string | null;
  readonly order: string;
}

/** Why nothing was moved. */
export type PlaceRefused = "unknown-chapter" | "under-itself" | "not-beside";

/** Moves a chapter. What was written, nothing if it stands there already; or why that cannot be. */
export function place(doc: Y.Doc, id: string, target: Target, origin: unknown): readonly Place[] | PlaceRefused {
  const now = written(doc);
  if (!now.some((chapter) => chapter.id === id)) return "unknown-chapter";
  const places = plan(now, id, target);
  if (typeof places === "string" || places.length === 0) return places;
  doc.transact(() => {
    for (const { id, parent, order } of places) chapterMap(doc, id)?.set("place", { parent, order });
  }, origin);
  return places;
}

/** The places to be written for a move; empty if the chapter stands there already. */
export function plan(now: readonly Written[], id: string, { parent, after }: Target): readonly Place[] | PlaceRefused {
  const refused = wayUp(now, id, parent);
  if (refused !== null) return refused;
  const shown = arrange(now);
  const siblings = shown.filter((chapter) => chapter.parent === parent && chapter.id !== id);
  const index = after === null ? 0 : siblings.findIndex((chapter) => chapter.id === after) + 1;
  if (after !== null && index === 0) return "not-beside";
  const known = new Map(now.map((chapter) => [chapter.id, chapter]));
  if (standsThere(known.get(id), shown, parent, index)) return [];
  const order = between(siblings[index - 1]?.order ?? null, siblings[index]?.order ?? null);
  if (order !== null) return [{ id, parent, order }];
  const row = siblings.map((sibling) => ({ id: sibling.id, parent: known.get(sibling.id)?.parent ?? null }));
  row.splice(index, 0, { id, parent });
  return spread(row.length).map((order, at) => ({ ...(row[at] as { id: string; parent: string | null }), order }));
}

function wayUp(now: readonly Written[], id: string, parent: string | null): PlaceRefused | null {
  const parents = realParents(now);
  for (let above = parent; above !== null;) {
    if (above === id) return "under-itself";
    const next = parents.get(above);
    if (next === undefined) return "unknown-chapter";
    above = next;
  }
  return null;
}

function standsThere(
  now: Written | undefined,
  shown: readonly OutlineChapter[],
  parent: string | null,
  index: number,
): boolean {
  if (now?.parent !== parent) return false;
  const row = shown.filter((chapter) => chapter.parent === parent);
  return row.findIndex((chapter) => chapter.id === now.id) === index;
}
