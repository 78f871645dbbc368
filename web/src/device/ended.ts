// The end of a session that was taken away: nothing is shown any more, what waits is handed in for the seat, and then the
// key is deleted. Whoever keeps edits from arriving could have kept the word of the end from arriving: so the key of a
// store with edits that could not be handed in stays, for that alone, and never past its time. Next: hand-in.ts.
import { mergeUpdates } from "yjs";

import { ENDED, goBlind } from "./blind.ts";
import { noteStore, recallHere } from "./directory.ts";
import { handIn, type HandIn } from "./hand-in.ts";
import { isPast, leasesHere, loseKey, unwrapped, type Lease } from "./leases.ts";
import type { Place } from "./place.ts";
import { isUnnamed } from "./rows.ts";
import type { Seal } from "./seal.ts";
import { SealedPlace } from "./sealed.ts";
import type { SeatDevice } from "./seat-device.ts";
import { browserTabs } from "./tabs.ts";
import { living } from "./living.ts";
import { forgetWho } from "./who.ts";

/** What is being typed has so long to be written. */
const FLUSH_WITHIN_MS = 500;
const AGAIN_AFTER_MS = 30_000;

let ending: Promise<void> | null = null;

/** The service said that whoever was here is here no more. */
export function sessionEnded(): Promise<void> {
  ending ??= end();
  return ending;
}

async function end(): Promise<void> {
  const here = await recallHere<{ store: string }>("here");
  if (here === null) return finishEnds();
  goBlind({ why: "ended" });
  const channel = browserTabs.channel(ENDED, () => undefined);
  channel.post(null);
  channel.close();
  await flushed();
  const lease = (await leasesHere()).find(({ name }) => name === here.store);
  if (lease !== undefined) await leave(lease);
  await forgetWho();
}

/** All that pages of this tab have to write is written, or had time to be. */
export async function flushed(devices: Iterable<SeatDevice> = living): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, FLUSH_WITHIN_MS));
  await Promise.race([late, Promise.all([...devices].map((device) => device.flush()))]);
}

/** Stores whose end was begun and not finished. */
export async function finishEnds(): Promise<void> {
  for (const lease of await leasesHere()) if (lease.over && lease.key !== null) await leave(lease);
}

/** One page at a time: hands in what waits, then loses the key. */
async function leave(lease: Lease): Promise<void> {
  const turn = new AbortController();
  await browserTabs.hold(`${lease.name} ending`, turn.signal);
  try {
    // Marked first: from here on no page opens it to show it.
    const over = (now: Lease | undefined): Lease | null => (now === undefined ? null : { ...now, over: true });
    await noteStore<Lease>(lease.name, over).catch(() => undefined);
    const seal = lease.key === null || isPast(lease) ? null : await unwrapped(lease.key, lease);
    const outcome = seal === null ? { handedIn: 0, left: 0, later: false } : await handAllIn(lease.name, seal);
    if (!outcome.later) await loseKey(lease.name, true);
    else setTimeout(() => void finishEnds(), AGAIN_AFTER_MS);
    goBlind({ why: "ended", handedIn: outcome.handedIn, left: outcome.left });
  } finally {
    turn.abort();
  }
}

async function handAllIn(name: string, seal: Seal): Promise<Outcome> {
  const place = await SealedPlace.open(name, seal);
  try {
    return await handInAll(place, handIn);
  } finally {
    place.close();
  }
}

export interface Outcome {
  readonly handedIn: number;
  readonly left: number;
  /** Something of it may be taken if it is asked again. */
  readonly later: boolean;
}

/** Hands in what waits and what lies on the shelf, each as it was recorded; what was taken is kept no longer. */
export async function handInAll(place: Place, hand: HandIn): Promise<Outcome> {
  let [handedIn, left, later] = [0, 0, false];
  for (const document of new Set((await place.waiting()).map((waiting) => waiting.document))) {
    const { pending } = await place.load(document);
    // With and without a name apart: together they would tell of each other.
    for (const unnamed of [false, true]) {
      const entries = pending.filter((entry) => isUnnamed(entry) === unnamed);
      if (entries.length === 0) continue;
      const answer = await hand(document, mergeUpdates(entries.map(({ bytes }) => bytes)), unnamed);
      if (answer === "taken") {
        await place.write({ document, keep: [], forget: entries, durable: [], shelve: null });
        handedIn += entries.length;
      } else left += entries.length;
      later ||= answer === "later";
    }
  }
  for (const item of await place.shelf()) {
    if (item.unnamed === "handed-in") {
      await place.unshelve(item.id);
      continue;
    }
    const answer = await hand(item.document, item.bytes, item.unnamed === "waits");
    if (answer === "taken") {
      await place.unshelve(item.id);
      handedIn += item.changes;
    } else left += item.changes;
    later ||= answer === "later";
  }
  return { handedIn, left, later };
}
