// What this device keeps for one seat: documents, edits that wait, a shelf for refused ones, and small things that pages
// remember. Pages use `deviceOf`, `Device` and `ShelfItem`; `open` is for sync/open-document.ts alone. Knows no socket.
import type * as Y from "yjs";

import type { Code } from "../code.ts";
import { ENDED } from "./blind.ts";
import { noteStore, storesHere } from "./directory.ts";
import type { Keeper } from "./keeper.ts";
import { storeOf, turnOf } from "./leases.ts";
import { MemoryPlace, type Place } from "./place.ts";
import { canSeal } from "./seal.ts";
import { SealedPlace } from "./sealed.ts";
import { SeatDevice } from "./seat-device.ts";
import { browserTabs, noTabs, type Tabs } from "./tabs.ts";
import { Newer, whyNotOpened } from "./trouble.ts";
import type { Who } from "./who.ts";

export interface Device {
  /** "memory": nothing outlives the page, because the device is not the person's own or has no place to keep it. */
  readonly kind: "kept" | "memory";
  open(document: string): OpenDocumentStore;
  /** A copy of what the device holds of a document, durable and waiting, for looking only. */
  read(document: string): Promise<Y.Doc | null>;
  /** Small JSON values by name: "manuals", "activity:{manual}", "visited:{chapter}". */
  remember(key: string, value: unknown): Promise<void>;
  recall<T>(key: string): Promise<T | null>;
  /** Edits of this seat that wait on this device, of all tabs, by document. */
  pending(): Promise<readonly { readonly document: string; readonly changes: number }[]>;
  shelf(): Promise<readonly ShelfItem[]>;
  unshelve(id: string): Promise<void>;
  keepManual(manual: string, on: boolean): Promise<void>;
  keptManuals(): Promise<readonly string[]>;
  /** Brings a document over a short link of its own to this device; false if it did not come. */
  fetch(document: string): Promise<boolean>;
  /** Deletes everything of this seat from this device, edits that wait included. */
  wipe(): Promise<void>;
}

/** Edits that may not go into their document: kept here, with their words, until the person is done with them. */
export interface ShelfItem {
  readonly id: string;
  readonly document: string;
  readonly title: string;
  /** When they were put here, in milliseconds since 1970. */
  readonly at: number;
  readonly code: Code;
  readonly changes: number;
  /** The words, readable. */
  readonly text: string;
  /** The edits as one Yjs update. */
  readonly bytes: Uint8Array;
  /** Written where nobody is named, so it is handed in without a name; "handed-in": it was. */
  readonly unnamed?: "waits" | "handed-in" | undefined;
}

/** Why the device cannot keep something. */
export type CannotKeep = "full" | "private" | "blocked" | "damaged" | "gone";

/** One document's part of the device, for as long as it is open. */
export interface OpenDocumentStore {
  readonly document: string;
  /** The name under which its edits are counted: another one for each opening. */
  readonly tab: string;
  /** One name for the store and the document. */
  readonly name: string;
  readonly tabs: Tabs;
  readonly keeper: Keeper;
  /** Why the device keeps nothing although it should; "outdated": a newer page of this service was here. */
  readonly trouble: Trouble | null;
  /** What the document is called, as far as this device was told. */
  title(): Promise<string>;
}

export type Trouble = CannotKeep | "outdated";

const devices = new Map<string, Promise<Device>>();

/** The device as it is for somebody; the same for every caller of a page. */
export function deviceOf(who: Who): Promise<Device> {
  const name = `${who.epoch ?? ""}.${who.seat?.id ?? ""}.${String(who.own)}`;
  let device = devices.get(name);
  if (device === undefined) {
    device = openDevice(who);
    devices.set(name, device);
  }
  return device;
}

/** A page that is left meanwhile leaves it to the next one. */
const inPassing = (work: Promise<unknown>): void => void work.catch(() => undefined);

async function openDevice(who: Who): Promise<Device> {
  const { seat, epoch, own } = who;
  if (seat === null || epoch === null || !own) return new SeatDevice({ who, place: new MemoryPlace(), tabs: noTabs });
  const opened = await (canSeal() ? sealedPlace(epoch, seat.id, who.signedIn === "yes") : openPlace(epoch, seat.id));
  const { name } = opened;
  if (opened.trouble !== null) return new SeatDevice({ who, tabs: browserTabs, ...opened });
  let end = (): void => undefined;
  const device = new SeatDevice({ who, tabs: browserTabs, ...opened, end: () => end() });
  inPassing(import("./earlier.ts").then(({ lookBack }) => lookBack(opened.place, name, epoch, seat.id)));
  inPassing(import("../sync/errand.ts").then(({ sendWaiting }) => sendWaiting(device, who)));
  if (opened.sealed) {
    inPassing(import("./keys.ts").then(({ lookAfter }) => (end = lookAfter({ store: name, seat: seat.id }))));
    browserTabs.channel(ENDED, () => void import("./ended.ts").then(({ sessionEnded }) => sessionEnded()));
  }
  return device;
}

interface Opened {
  readonly place: Place;
  readonly name: string;
  readonly turn: string;
  readonly trouble: Trouble | null;
  readonly sealed: boolean;
}

async function sealedPlace(epoch: string, seat: string, canAsk: boolean): Promise<Opened> {
  const turn = turnOf(epoch, seat);
  return opening(turn, "", async () => {
    const { name, seal } = await storeOf(epoch, seat, canAsk);
    return await underLock(turn, async () => {
      const place = await SealedPlace.open(name, seal);
      if ((await storesHere<object>()).some((noted) => "seat" in noted))
        await (await import("./taking-over.ts")).takeOverAll(place, epoch, seat);
      return { place, name, turn, trouble: null, sealed: true };
    });
  });
}

/** Where nothing can be sealed: as it is. */
function openPlace(epoch: string, seat: string): Promise<Opened> {
  const name = `chancery.${epoch}.${seat}`;
  const turn = turnOf(epoch, seat);
  return opening(turn, name, () =>
    underLock(turn, async () => {
      const { StoredPlace } = await import("./stored.ts");
      const place = await StoredPlace.open(name);
      await noteStore(name, () => ({ name, epoch, seat })).catch(() => undefined);
      return { place, name, turn, trouble: null, sealed: false };
    }),
  );
}

async function opening(turn: string, name: string, open: () => Promise<Opened>): Promise<Opened> {
  try {
    return await open();
  } catch (error) {
    const trouble = error instanceof Newer ? "outdated" : whyNotOpened(error);
    return { place: new MemoryPlace(), name, turn, trouble, sealed: false };
  }
}

// A deletion of the store holds it as well: what is being wiped is not made again on the way.
async function underLock<T>(name: string, what: () => Promise<T>): Promise<T> {
  const opened = new AbortController();
  try {
    await browserTabs.hold(name, opened.signal);
    return await what();
  } finally {
    opened.abort();
  }
}
