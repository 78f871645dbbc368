// What opens this device's stores. Each has a secret of its own, which lies beside it under a key of the service's; the
// browser holds that key, without giving its bytes away, until a time. Past that time, or when the service takes it back,
// the key is deleted here, and the store is blind. Asks nobody: what speaks to the service is late, in keys.ts.
import { noteStore, storesHere } from "./directory.ts";
import { randomId } from "./random.ts";
import { fromText, lock, randomBytes, sealOf, SECRET_BYTES, toText, unlock, wrappingKey, type Seal } from "./seal.ts";
import { browserTabs } from "./tabs.ts";
import { Blocked } from "./trouble.ts";

/** What is noted of a store. Names, ids and times alone tell nothing of whose it is. */
export interface Lease {
  /** Of its database. */
  readonly name: string;
  /** The service's name of the key; null: it has given none yet. */
  readonly id: string | null;
  /** Null: the store is blind. */
  readonly key: CryptoKey | null;
  /** The store's secret, under the key. */
  readonly wrapped: Uint8Array;
  /** The data folder and the seat, sealed as the store's rows are. */
  readonly whose: Uint8Array;
  /** Until when the key may be used, by this device's clock. */
  readonly until: number;
  /** The latest time that this device is known to have lived through since the service was heard. */
  readonly seen: number;
  /** Its key was taken back: nothing of it is shown any more. Past its time alone, it is not over. */
  readonly over: boolean;
}

export interface OpenedStore {
  readonly name: string;
  readonly seal: Seal;
}

/** A key that the service has not given is not the service's to end: its store waits for one. */
const NEVER = Number.MAX_SAFE_INTEGER;

const seals = new Map<string, Promise<Seal | null>>();

/** All stores that are sealed. */
export async function leasesHere(): Promise<readonly Lease[]> {
  return (await storesHere<object>()).filter((noted): noted is Lease => "wrapped" in noted);
}

/** Turning the clock back gives no time: what was lived through counts. */
export const isPast = (lease: Lease): boolean => Math.max(Date.now(), lease.seen) >= lease.until;

/** The seal of a store, if it may be opened now. */
export async function sealFor(lease: Lease): Promise<Seal | null> {
  if (lease.key === null || lease.over) return null;
  if (isPast(lease)) {
    // What cannot be deleted is not used either.
    await loseKey(lease.name, false).catch(() => undefined);
    return null;
  }
  const seal = seals.get(lease.name) ?? unwrapped(lease.key, lease);
  seals.set(lease.name, seal);
  return seal;
}

/** Deletes a store's key from this device. `over`: for good. */
export async function loseKey(name: string, over: boolean): Promise<void> {
  seals.delete(name);
  await noteStore<Lease>(name, (lease) =>
    lease === undefined ? null : { ...lease, key: null, over: over || lease.over },
  );
}

/** A new key for a store whose secret can be had: nothing in it has to be sealed again. */
export async function giveKey(
  lease: Lease,
  given: Pick<Lease, "id" | "until" | "seen"> & { key: CryptoKey },
): Promise<void> {
  const { id, key, until, seen } = given;
  let { wrapped } = lease;
  if (lease.id !== id) {
    const secret = lease.key === null ? null : await unlock(lease.key, lease.name, wrapped);
    if (secret === null) return;
    wrapped = await lock(key, lease.name, secret);
  } else if ((await unlock(key, lease.name, wrapped)) === null) return;
  seals.delete(lease.name);
  await noteStore<Lease>(lease.name, (now) => (now === undefined ? null : { ...now, id, key, wrapped, until, seen }));
}

/** The store of a seat's rows of a data folder, if there is one that may be opened. */
export async function findStore(epoch: string, seat: string): Promise<OpenedStore | null> {
  for (const lease of await leasesHere()) {
    const seal = await sealFor(lease);
    const whose = await (seal === null ? null : whoseIs(lease, seal));
    if (seal !== null && whose?.epoch === epoch && whose.seat === seat) return { name: lease.name, seal };
  }
  return null;
}

export async function whoseIs(lease: Lease, seal: Seal): Promise<{ epoch: string; seat: string } | null> {
  const whose = await seal.open("whose", lease.whose);
  const [epoch, seat] = whose === null ? [] : toText(whose).split(" ");
  return epoch === undefined || seat === undefined ? null : { epoch, seat };
}

/** The store of a seat's rows, found, opened again with the service's help, or made; one page at a time. */
export async function storeOf(epoch: string, seat: string, canAsk: boolean): Promise<OpenedStore> {
  const turn = new AbortController();
  await browserTabs.hold(turnOf(epoch, seat), turn.signal);
  try {
    let found = await findStore(epoch, seat);
    if (found === null && canAsk && (await leasesHere()).some(({ key, over }) => key === null && !over)) {
      const { renew } = await import("./keys.ts");
      // A second store for the same seat would have to be brought together with the blind one later.
      if (!(await renew(null))) throw new Blocked("the service gives no key");
      found = await findStore(epoch, seat);
    }
    return found ?? (await newStore(epoch, seat));
  } finally {
    turn.abort();
  }
}

/** The lock under which a seat's store is looked for, made and wiped. */
export const turnOf = (epoch: string, seat: string): string => `chancery ${epoch} ${seat} open`;

/** Notes a new store. Its key is this device's own until the service gives one. */
async function newStore(epoch: string, seat: string): Promise<OpenedStore> {
  const [name, secret] = [`chancery.${randomId()}`, randomBytes(SECRET_BYTES)];
  const [key, seal] = await Promise.all([wrappingKey(randomBytes(SECRET_BYTES)), sealOf(secret)]);
  const [wrapped, whose] = await Promise.all([
    lock(key, name, secret),
    seal.seal("whose", fromText(`${epoch} ${seat}`)),
  ]);
  const lease: Lease = { name, id: null, key, wrapped, whose, until: NEVER, seen: Date.now(), over: false };
  seals.set(name, Promise.resolve(seal));
  // Before there is anything in it: a store whose key was not noted could not be opened again.
  await noteStore<Lease>(name, () => lease);
  return { name, seal };
}

/** The seal of a store, from its key. */
export async function unwrapped(key: CryptoKey, { name, wrapped }: Lease): Promise<Seal | null> {
  const secret = await unlock(key, name, wrapped);
  return secret === null ? null : sealOf(secret);
}
