// Takes over a store that pages of before left unsealed: document by document into the sealed one, each written there
// before it is deleted here, so that whatever ends it on the way has lost nothing and the next opening goes on. The old
// store is raised to a higher format first: a page of before that has it open lets go of it and tells so. Late, and once.
import { storesHere, strikeStore } from "./directory.ts";
import { storeOf } from "./leases.ts";
import type { Place } from "./place.ts";
import { SealedPlace } from "./sealed.ts";
import { StoredPlace, TAKEN_OVER } from "./stored.ts";

/** What pages of before noted of a store. */
export interface OldStore {
  readonly name: string;
  readonly epoch: string;
  readonly seat: string;
}

/** Stores that lie unsealed on this device. */
export async function oldStores(): Promise<readonly OldStore[]> {
  return (await storesHere<object>()).filter((noted): noted is OldStore => "seat" in noted);
}

/** Brings what lies unsealed into sealed stores: that of the seat that is here before anything else happens. */
export async function takeOverAll(place: Place, epoch: string, seat: string): Promise<void> {
  for (const old of await oldStores()) {
    if (old.epoch === epoch && old.seat === seat) await takeOver(old, place);
    else void takeOverFor(old).catch(() => undefined);
  }
}

/** Of a seat that is not here: into a store whose key is this device's own until that seat signs in again. */
async function takeOverFor(old: OldStore): Promise<void> {
  const { name, seal } = await storeOf(old.epoch, old.seat, false);
  const place = await SealedPlace.open(name, seal);
  try {
    await takeOver(old, place);
  } finally {
    place.close();
  }
}

/** All of an old store into a sealed place; then it is no more. Whatever fails leaves the rest where it is. */
export async function takeOver({ name }: Pick<OldStore, "name">, into: Place): Promise<void> {
  const old = await StoredPlace.open(name, TAKEN_OVER);
  for (const document of await old.documents()) {
    const { durable, pending } = await old.load(document);
    await into.write({ document, keep: pending, forget: [], durable, shelve: null });
    await old.leave(document);
  }
  for (const item of await old.shelf()) {
    await into.write({ document: item.document, keep: [], forget: [], durable: [], shelve: item });
    await old.unshelve(item.id);
  }
  for (const { key, value } of await old.smalls()) await into.remember(key, value);
  await old.wipe();
  await strikeStore(name);
}
