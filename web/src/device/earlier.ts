// Stores of a data folder that the service serves no longer: it was put back to an older state, and began anew under
// another name. Edits that waited for it rest on what may be gone, so they are never sent by themselves: they go to the
// seat's shelf, to be read and copied. Late. Next: index.ts.
import { storesHere, strikeStore } from "./directory.ts";
import { leasesHere, sealFor, whoseIs } from "./leases.ts";
import type { Place } from "./place.ts";
import { titleKey } from "./rows.ts";
import { canSeal } from "./seal.ts";
import { SealedPlace } from "./sealed.ts";
import { StoredPlace } from "./stored.ts";
import type { OldStore } from "./taking-over.ts";

interface Earlier {
  readonly name: string;
  readonly open: () => Promise<Place>;
}

/** Brings what earlier stores of a seat hold into the shelf of its store of today. What fails is tried the next time. */
export async function gatherEarlier(place: Place, today: string, epoch: string, seat: string): Promise<void> {
  for (const { name, open } of await storesOf(epoch, seat)) {
    if (name === today) continue;
    try {
      const earlier = await open();
      if (!(await isEmptiedInto(place, earlier, name))) continue;
      await earlier.wipe();
      await strikeStore(name);
    } catch {
      // It stays as it is.
    }
  }
}

async function storesOf(epoch: string, seat: string): Promise<Earlier[]> {
  if (!canSeal()) {
    const noted = await storesHere<OldStore>();
    return noted.filter((old) => old.seat === seat).map(({ name }) => ({ name, open: () => StoredPlace.open(name) }));
  }
  const stores: Earlier[] = [];
  for (const lease of await leasesHere()) {
    const seal = await sealFor(lease);
    const whose = await (seal === null ? null : whoseIs(lease, seal));
    if (seal !== null && whose?.seat === seat && whose.epoch !== epoch)
      stores.push({ name: lease.name, open: () => SealedPlace.open(lease.name, seal) });
  }
  return stores;
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
