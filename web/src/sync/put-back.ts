// What stays and what goes when a document is put back to what the service has: edits that rest on a refused one cannot
// go in either. Pure: documents and updates in, documents and updates out. Next: open-document.ts.
import * as Y from "yjs";

import type { Entry } from "../device/rows.ts";
import { coveredBy } from "./covered.ts";
import { applyAll, documentOf } from "./from-updates.ts";

export interface Sorted {
  /** Durable at the service already. */
  readonly covered: readonly Entry[];
  /** May still go in. */
  readonly stays: readonly Entry[];
  /** May not: refused, or resting on what was. */
  readonly goes: readonly Entry[];
}

/** Sorts edits that wait, against a document that holds what is durable, and edits of other tabs that stay. */
export function sortOut(
  durable: Y.Doc,
  entries: readonly Entry[],
  refused: ReadonlySet<Entry>,
  others: readonly Uint8Array[],
): Sorted {
  const isCovered = coveredBy(durable);
  const [covered, open]: [Entry[], Entry[]] = [[], []];
  for (const entry of entries) (isCovered(entry.bytes) ? covered : open).push(entry);
  const hopeful = open.filter((entry) => !refused.has(entry));
  const trial = copyOf(durable);
  applyAll(trial, others);
  applyAll(
    trial,
    hopeful.map(({ bytes }) => bytes),
  );
  const fits = coveredBy(trial);
  trial.destroy();
  const stays = hopeful.filter(({ bytes }) => fits(bytes));
  const staying = new Set(stays);
  return { covered, stays, goes: open.filter((entry) => !staying.has(entry)) };
}

function copyOf(doc: Y.Doc): Y.Doc {
  return documentOf([Y.encodeStateAsUpdate(doc)]);
}
