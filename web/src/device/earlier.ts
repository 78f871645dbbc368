// Stores of a data folder that the service serves no longer: it was put back to an older state, and began anew under
// another name. Edits that waited for it rest on what may be gone, so they are never sent by themselves: they go to the
// seat's shelf, to be read and copied. Next: index.ts.
import { storesHere, strikeStore } from "./directory.ts";
import type { Place } from "./place.ts";
import { titleKey } from "./rows.ts";
import { StoredPlace } from "./stored.ts";

/** Brings what earlier stores of a seat hold into the shelf of its store of today. What fails is tried the next time. */
export async function gatherEarlier(place: Place, today: string, seat: string): Promise<void> {
  for (const { name, seat: of } of await storesHere()) {
    if (of !== seat || name === today) continue;
    try {
      const earlier = await StoredPlace.open(name);
      if (!(await isEmptiedInto(place, earlier, name))) continue;
      await earlier.wipe();
      await strikeStore(name);
    } catch {
      // It stays as it is.
    }
  }
}

/** False: something in it could not be read, so it is not to be deleted. */
async function isEmptiedInto(place: Place, earlier: Place, name: string): Promise<boolean> {
  const { shelfItemOf } = await import("../sync/shelf-item.ts");
  let whole = true;
  for (const document of new Set((await earlier.waiting()).map((waiting) => waiting.document))) {
    const { durable, pending, damaged } = await earlier.load(document);
    whole &&= damaged === 0;
    if (pending.length === 0) continue;
    const kept = await earlier.recall(titleKey(document));
    const title = kept === null ? "" : (JSON.parse(kept) as string);
    // The same name each time: what was brought and not yet deleted is not brought twice.
    const item = shelfItemOf(durable, { id: `${name} ${document}`, document, title, code: "gap", entries: pending });
    await place.write({ document, keep: [], forget: [], durable: [], shelve: item });
  }
  for (const item of await earlier.shelf())
    await place.write({ document: item.document, keep: [], forget: [], durable: [], shelve: item });
  return whole;
}
