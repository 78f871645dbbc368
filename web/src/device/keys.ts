// The service's part in the keys of this device: asks for the key of the seat that is signed in, opens with it what was
// past its time, learns which keys nobody will be given again, and looks after the time of all of them while a page
// lives. Late: nothing waits for it but a store that is blind. Next: ended.ts.
import { goBlind } from "./blind.ts";
import { Database } from "./database.ts";
import { noteStore, rememberedOnce, strikeStore } from "./directory.ts";
import { giveKey, isPast, leasesHere, loseKey, type Lease } from "./leases.ts";
import { randomId } from "./random.ts";
import { wrappingKey, type Bytes } from "./seal.ts";
import { Blocked } from "./trouble.ts";

/** How often the time is looked at. */
export const LOOK_EVERY_MS = 60_000;
/** A key is asked for again when it was last given so long ago. */
export const RENEW_AFTER_MS = 6 * 3_600_000;
const PATIENCE_MS = 5_000;
const HELD_MAX = 64;
const DEVICE = "device";

interface Given {
  readonly id: string;
  readonly seat: string;
  readonly key: string;
  readonly seconds: number;
  readonly gone: readonly string[];
}

/** A store that a page has open, and whose it is. */
export interface Open {
  readonly store: string;
  readonly seat: string;
}

/** Asks for the key of whoever is signed in, for their store if a page has it open. False: the service gave none. */
export async function renew(open: Open | null): Promise<boolean> {
  const leases = await leasesHere();
  const held = leases.flatMap(({ id, key }) => (id !== null && key === null ? [id] : []));
  const given = await ask(held);
  if (given === null) return false;
  const seen = Date.now();
  const key = await wrappingKey(bytesOf(given.key));
  const fresh = { id: given.id, key, seen, until: seen + given.seconds * 1_000 };
  for (const lease of leases) {
    if (lease.key === null && lease.id !== null && given.gone.includes(lease.id)) await loseKey(lease.name, true);
    // In another tab somebody of another seat may have signed in.
    const isOpen = lease.name === open?.store && given.seat === open.seat;
    const isTheirs = isOpen || (lease.key === null && !lease.over && lease.id === given.id);
    if (isTheirs) await giveKey(lease, fresh);
  }
  return true;
}

/** Looks after the time of a store for as long as the page lives. */
export function lookAfter(open: Open): () => void {
  const { store } = open;
  let [at, renewed] = [performance.now(), -Infinity];
  let looking: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    const now = performance.now();
    const lived = now - at;
    at = now;
    // What was lived through counts, whatever the clock says.
    await noteStore<Lease>(store, (lease) =>
      lease === undefined ? null : { ...lease, seen: Math.max(Date.now(), lease.seen + lived) },
    );
    if (now - renewed >= RENEW_AFTER_MS && (await renew(open))) {
      renewed = now;
      await tellSpoilt();
    }
    const lease = (await leasesHere()).find(({ name }) => name === store);
    if (lease !== undefined && lease.key !== null && isPast(lease)) await past(store);
  };
  // One at a time; what fails is tried at the next look.
  const soon = (): void => {
    looking ??= look()
      .catch(() => undefined)
      .finally(() => (looking = null));
  };
  const looks = setInterval(soon, LOOK_EVERY_MS);
  soon();
  return () => clearInterval(looks);
}

/** What can never be read again lies here until the person was told. */
async function tellSpoilt(): Promise<void> {
  if ((await leasesHere()).some(({ over, key }) => over && key === null)) goBlind({ why: "spoilt" });
}

/** A store whose time is over, with a page that shows it: what was just typed is written first, then it is blind. */
async function past(store: string): Promise<void> {
  goBlind({ why: "past" });
  const { flushed } = await import("./ended.ts");
  await flushed();
  await loseKey(store, false);
}

/** Deletes what can never be read again. */
export async function clearSpoilt(): Promise<void> {
  for (const { name, over, key } of await leasesHere()) {
    if (!over || key !== null) continue;
    await Database.delete(name).catch((error: unknown) => {
      // It is deleted as soon as another page lets go of it, and unreadable until then.
      if (!(error instanceof Blocked)) throw error;
    });
    await strikeStore(name);
  }
}

async function ask(held: readonly string[]): Promise<Given | null> {
  const device = await rememberedOnce(DEVICE, randomId());
  try {
    const response = await fetch("/api/v1/device-key", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ device, held: held.slice(0, HELD_MAX) }),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.ok ? ((await response.json()) as Given) : null;
  } catch {
    return null;
  }
}

function bytesOf(base64url: string): Bytes {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
