// Which updates a document holds already. Looks at the updates' own structs and deletions and changes nothing, so that
// one update says nothing about the next. Next: put-back.ts.
import * as Y from "yjs";

/** Spans of one client's clocks. */
export type Spans = ReadonlyMap<number, readonly (readonly [clock: number, length: number])[]>;

/** Tells of updates whether all of each is in the document as it is now. */
export function coveredBy(doc: Y.Doc): (update: Uint8Array) => boolean {
  const known = Y.decodeStateVector(Y.encodeStateVector(doc));
  const deleted = Y.createDeleteSetFromStructStore(doc.store).clients;
  return (update) => {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const struct of structs) {
      const { client, clock } = struct.id;
      if (!(struct instanceof Y.Skip) && clock + struct.length > (known.get(client) ?? 0)) return false;
    }
    for (const [client, ranges] of ds.clients)
      for (const { clock, len } of ranges) if (!holds(deleted.get(client) ?? [], clock, len)) return false;
    return true;
  };
}

/** What an update writes: the spans of its structs, by client. */
export function spansOf(updates: readonly Uint8Array[]): Spans {
  const spans = new Map<number, [number, number][]>();
  for (const update of updates)
    for (const struct of Y.decodeUpdate(update).structs)
      if (!(struct instanceof Y.Skip)) {
        const { client, clock } = struct.id;
        const own = spans.get(client) ?? [];
        own.push([clock, struct.length]);
        spans.set(client, own);
      }
  return spans;
}

interface Range {
  readonly clock: number;
  readonly len: number;
}

// The ranges of a document are in order and apart from each other.
function holds(ranges: readonly Range[], clock: number, length: number): boolean {
  let [low, high] = [0, ranges.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const range = ranges[middle];
    if (range === undefined) return false;
    if (clock < range.clock) high = middle - 1;
    else if (clock >= range.clock + range.len) low = middle + 1;
    else return clock + length <= range.clock + range.len;
  }
  return false;
}
