// Stores of a data folder that the service serves no longer: it was put back to an older copy, and began anew under another
// name. What they hold is offered to it, and the service takes what is the seat's own. Edits that waited and are not taken go
// to the seat's shelf, to be read and copied. A store stays until the service has all of it. Late. Next: healing.ts.
import { mergeUpdates } from "yjs";

import { session } from "../api.ts";
import { storesHere, strikeStore } from "./directory.ts";
import { keepAllReceipts, offer, RECEIPTS, receiptsKey, type Receipt } from "./healing.ts";
import { leasesHere, sealFor, whoseIs } from "./leases.ts";
import type { Place } from "./place.ts";
import { isUnnamed, titleKey, type Entry } from "./rows.ts";
import { canSeal } from "./seal.ts";
import { SealedPlace } from "./sealed.ts";
import { StoredPlace } from "./stored.ts";
import type { OldStore } from "./taking-over.ts";

interface Earlier {
  readonly name: string;
  readonly open: () => Promise<Place>;
}

/** Others may have brought by then what this rests on. */
export const AGAIN_AFTER_MS = 60_000;

/** Before a restore and after it: keeps receipts of what is written here, and offers what earlier stores hold. */
export function lookBack(place: Place, today: string, epoch: string, seat: string): Promise<void> {
  keepAllReceipts(place, globalThis);
  return gatherEarlier(place, today, epoch, seat);
}

/** Offers what earlier stores of a seat hold, and shelves what is not taken. What fails is tried again. */
export async function gatherEarlier(place: Place, today: string, epoch: string, seat: string): Promise<void> {
  const others = (await storesOf(epoch, seat)).filter(({ name }) => name !== today);
  if (others.length === 0) return;
  const served = await isServed(epoch, seat);
  // A page begins with what its device held last: then the other store is today's, and not to be emptied.
  if (served === false) return;
  let left = served === null;
  for (const { name, open } of left ? [] : others) {
    try {
      const earlier = await open();
      const emptied = await emptyInto(place, earlier, name);
      left ||= emptied === "waits";
      if (emptied !== "whole") continue;
      await earlier.wipe();
      await strikeStore(name);
    } catch {
      // It stays as it is.
    }
  }
  if (left) setTimeout(() => void gatherEarlier(place, today, epoch, seat).catch(() => undefined), AGAIN_AFTER_MS);
}

/** Whether the service serves this data folder to this seat now; null: it does not answer. */
async function isServed(epoch: string, seat: string): Promise<boolean | null> {
  const now = await session().catch(() => null);
  return now === null ? null : now.signed_in && now.epoch === epoch && now.seat.id === seat;
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

/** "waits": the service lacks some of it still. "damaged": something in it could not be read, so it is not to be deleted. */
async function emptyInto(place: Place, earlier: Place, name: string): Promise<"whole" | "waits" | "damaged"> {
  let result: "whole" | "waits" | "damaged" = "whole";
  const wrote = parsed<readonly string[]>(await earlier.recall(RECEIPTS)) ?? [];
  const waits = (await earlier.waiting()).map((waiting) => waiting.document);
  for (const document of new Set([...waits, ...wrote])) {
    const one = await emptyDocument(place, earlier, name, document);
    if (result === "whole" || one === "damaged") result = one;
  }
  for (const item of await earlier.shelf())
    await place.write({ document: item.document, keep: [], forget: [], durable: [], shelve: item });
  return result;
}

async function emptyDocument(
  place: Place,
  earlier: Place,
  name: string,
  document: string,
): Promise<"whole" | "waits" | "damaged"> {
  const { durable, pending, damaged } = await earlier.load(document);
  const whole = damaged === 0 ? "whole" : "damaged";
  const receipts = parsed<readonly Receipt[]>(await earlier.recall(receiptsKey(document))) ?? [];
  // The same name each time: what was brought and not yet deleted is not brought twice.
  const id = `${name} ${document}`;
  // What was written where nobody is named is offered by nobody.
  const named = pending.filter((entry) => !isUnnamed(entry));
  const held = [...durable, ...named.map(({ bytes }) => bytes)];
  const healed = held.length === 0 ? "whole" : await offer(document, receipts, mergeUpdates(held));
  if (healed === "later") return "waits";
  const left = healed === "whole" ? pending.filter(isUnnamed) : await notTaken(document, receipts, pending);
  if (left.length === 0) await place.unshelve(id);
  else {
    const { shelfItemOf } = await import("../sync/shelf-item.ts");
    const title = parsed<string>(await earlier.recall(titleKey(document))) ?? "";
    const shelve = shelfItemOf(durable, { id, document, title, code: "gap", entries: left });
    await place.write({ document, keep: [], forget: [], durable: [], shelve });
  }
  return healed === "partly" ? "waits" : whole;
}

/** Edits that waited and are not in the document by now: all of them, or none. */
async function notTaken(
  document: string,
  receipts: readonly Receipt[],
  pending: readonly Entry[],
): Promise<readonly Entry[]> {
  const named = pending.filter((entry) => !isUnnamed(entry));
  if (named.length === 0) return pending;
  const taken = await offer(document, receipts, mergeUpdates(named.map(({ bytes }) => bytes)));
  return taken === "whole" ? pending.filter(isUnnamed) : pending;
}

const parsed = <T>(value: string | null): T | null => (value === null ? null : (JSON.parse(value) as T));
