// What this device keeps for one seat: documents, edits that wait, a shelf for refused ones, and small things that pages
// remember. Pages use `deviceOf`, `Device` and `ShelfItem`; `open` is for sync/open-document.ts alone. Knows no socket.
import type * as Y from "yjs";

import type { Code } from "../code.ts";
import { enterStore } from "./directory.ts";
import { gatherEarlier } from "./earlier.ts";
import type { Keeper } from "./keeper.ts";
import { MemoryPlace, type Place } from "./place.ts";
import { SeatDevice } from "./seat-device.ts";
import { StoredPlace } from "./stored.ts";
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

async function openDevice(who: Who): Promise<Device> {
  const { seat, epoch, own } = who;
  if (seat === null || epoch === null || !own) return new SeatDevice({ who, place: new MemoryPlace(), tabs: noTabs });
  const name = `chancery.${epoch}.${seat.id}`;
  const opened = await placeOf(name);
  const device = new SeatDevice({ who, tabs: browserTabs, ...opened, name });
  if (device.kind === "kept") {
    await enterStore({ name, epoch, seat: seat.id });
    void gatherEarlier(opened.place, name, seat.id);
    void import("../sync/errand.ts").then(({ sendWaiting }) => sendWaiting(device, who));
  }
  return device;
}

// Under a lock that a deletion of the store holds as well: what is being wiped is not made again on the way.
async function placeOf(name: string): Promise<{ place: Place; trouble: Trouble | null }> {
  const opened = new AbortController();
  try {
    await browserTabs.hold(`${name} open`, opened.signal);
    return { place: await StoredPlace.open(name), trouble: null };
  } catch (error) {
    return { place: new MemoryPlace(), trouble: error instanceof Newer ? "outdated" : whyNotOpened(error) };
  } finally {
    opened.abort();
  }
}
