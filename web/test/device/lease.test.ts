// The lease of what a device keeps, with a service and a clock of the test's own: nothing legible lies in the browser, a
// key past its time or taken back opens nothing, turning the clock back gives no time, edits that wait are handed in before
// the store goes blind, and an unsealed store of before comes over whole, wherever it is interrupted.
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";

import type { Blind } from "../../src/device/blind.ts";
import type { Device } from "../../src/device/index.ts";
import type { SeatDevice } from "../../src/device/seat-device.ts";
import type { Who } from "../../src/device/who.ts";
import { StoredPlace } from "../../src/device/stored.ts";
import { everything, KeyService } from "./key-service.ts";

const DAY = 86_400_000;
const D = "11111111-aaaa-4aaa-8aaa-111111111111";
const GHANA: Who = {
  seat: { id: "gh-seat-id", name: "Ghana", kind: "state" },
  right: "edit",
  epoch: "e1",
  signedIn: "yes",
  own: true,
};
const CANARIES = ["nightingale", "Ghana", "gh-seat-id", D, "Trade in songbirds", "e1-epoch-name"];

let service: KeyService;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"], now: Date.UTC(2026, 10, 1) });
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("location", { protocol: "https:", host: "test" });
  service = new KeyService();
  vi.stubGlobal("fetch", service.fetch);
});
vi.setConfig({ testTimeout: 60_000 });

afterEach(async () => {
  vi.clearAllTimers();
  // What the last page had begun comes to its end.
  await new Promise((resolve) => setTimeout(resolve, 50));
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

interface Loaded {
  readonly device: Device;
  readonly who: Who;
  readonly blind: () => Blind | null;
}

/** A page that is loaded anew, as whoever the service or the device says. */
async function page(): Promise<Loaded> {
  // The one before is closed.
  const now = Date.now();
  vi.clearAllTimers();
  vi.setSystemTime(now);
  vi.resetModules();
  const { whenBlind } = await import("../../src/device/blind.ts");
  let blind: Blind | null = null;
  whenBlind((now) => (blind = now));
  const { whoIsHere } = await import("../../src/device/who.ts");
  const { deviceOf } = await import("../../src/device/index.ts");
  const who = await whoIsHere();
  return { device: await deviceOf(who), who, blind: () => blind };
}

/** An edit as Yjs records it. */
function edit(text: string): Uint8Array {
  const doc = new Y.Doc();
  doc.getText("body").insert(0, text);
  return Y.encodeStateAsUpdate(doc);
}

async function write(device: Device, text: string): Promise<void> {
  const { keeper, tab } = device.open(D);
  keeper.made({ document: D, tab, n: 1, at: Date.now(), bytes: edit(text) });
  await keeper.flush();
  await device.remember(`title:${D}`, "Trade in songbirds");
}

const words = async (device: Device): Promise<string | undefined> => (await device.read(D))?.getText("body").toString();

const leases = async (): Promise<readonly { id: string | null; key: unknown; until: number; over: boolean }[]> =>
  (await import("../../src/device/leases.ts")).leasesHere();

const until = <T>(what: () => T | Promise<T>): Promise<T> => vi.waitFor(what, { timeout: 10_000 });

/** Until the service's own key lies on the device. */
const leased = (): Promise<void> => until(async () => expect((await leases())[0]?.id).toBe("key-1"));

test("nothing that a device keeps can be read in the browser's own store", async () => {
  const { device, who } = await page();
  expect([device.kind, who.signedIn]).toEqual(["kept", "yes"]);
  await write(device, "a nightingale sings");
  await device.remember("manuals", [{ title: "Trade in songbirds", id: D }]);
  await (device as SeatDevice).flush();
  await leased();
  const all = await everything();
  expect(all.length).toBeGreaterThan(1_000);
  for (const canary of CANARIES) expect(all.toLowerCase(), canary).not.toContain(canary.toLowerCase());
  const again = await page();
  expect(await words(again.device)).toBe("a nightingale sings");
  expect(await again.device.pending()).toEqual([{ document: D, changes: 1 }]);
  expect(await again.device.recall(`title:${D}`)).toBe("Trade in songbirds");
});

test("without the service it opens until the time is over, then not, and with the service again", async () => {
  await write((await page()).device, "a nightingale sings");
  await leased();
  service.away = true;
  vi.setSystemTime(Date.now() + 29 * DAY);
  const late = await page();
  expect([late.who.seat?.name, await words(late.device)]).toEqual(["Ghana", "a nightingale sings"]);
  vi.setSystemTime(Date.now() + 1.1 * DAY);
  const past = await page();
  expect([past.who.seat, past.device.kind, past.blind()?.why]).toEqual([null, "memory", "past"]);
  expect((await leases()).map(({ key, over }) => [key, over])).toEqual([[null, false]]);
  service.away = false;
  const back = await page();
  expect([back.device.kind, await words(back.device), back.blind()]).toEqual(["kept", "a nightingale sings", null]);
  expect(await back.device.pending()).toEqual([{ document: D, changes: 1 }]);
});

test("turning the clock back gives no time", async () => {
  await write((await page()).device, "a nightingale sings");
  await leased();
  service.away = true;
  const began = Date.now();
  vi.setSystemTime(began + 20 * DAY);
  await page();
  await vi.advanceTimersByTimeAsync(61_000);
  await until(async () => expect((await raw("seen")) as number).toBeGreaterThan(began + 19 * DAY));
  // Back to the first day; eleven days with the page open go by.
  vi.setSystemTime(began);
  const { blind } = await page();
  await vi.advanceTimersByTimeAsync(61_000);
  await goesBy(11 * DAY, began);
  vi.setSystemTime(began);
  await until(() => expect(blind()?.why).toBe("past"));
  await until(async () => expect((await leases()).map(({ key }) => key)).toEqual([null]));
  vi.setSystemTime(began);
  expect((await page()).device.kind).toBe("memory");
});

/** A page stays open for so long; `clock`: what the clock says afterwards, if not the truth. */
async function goesBy(ms: number, clock = Date.now() + ms): Promise<void> {
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + ms);
  // A look that was under way when the next was due lets that one out.
  for (let look = 0; look < 3; look += 1) {
    vi.setSystemTime(clock);
    await vi.advanceTimersByTimeAsync(61_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** A field of the one lease. */
const raw = async (field: string): Promise<unknown> => (((await leases())[0] ?? {}) as Record<string, unknown>)[field];

test("each time that the service is reached the time begins again, quietly", async () => {
  const { device } = await page();
  await write(device, "a nightingale sings");
  await leased();
  const first = (await raw("until")) as number;
  await goesBy(7 * 3_600_000);
  await until(async () => expect(await raw("until")).toBeGreaterThan(first + 6 * 3_600_000));
  expect(await words((await page()).device)).toBe("a nightingale sings");
});

test("another seat in another tab does not give its time to this seat's store", async () => {
  await page();
  await leased();
  const before = [await raw("id"), await raw("until")];
  service.seat = { id: "dk-seat-id", name: "Denmark", kind: "state" };
  const asked = service.asked;
  await goesBy(7 * 3_600_000);
  await until(() => expect(service.asked).toBeGreaterThan(asked));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([await raw("id"), await raw("until")]).toEqual(before);
});

test("a session that was taken away: what waits is handed in, then nothing can be read here any more", async () => {
  const { device, blind } = await page();
  await write(device, "a nightingale sings");
  await leased();
  service.revoke();
  const { session } = await import("../../src/api.ts");
  const { hearSession } = await import("../../src/device/who.ts");
  hearSession(await session());
  await until(() => expect(blind()).toEqual({ why: "ended", handedIn: 1, left: 0 }));
  expect(service.handedIn).toEqual([[D, "a nightingale sings"]]);
  expect((await leases()).map(({ key, over }) => [key, over])).toEqual([[null, true]]);
  const later = await page();
  expect([later.device.kind, later.who.seat]).toEqual(["memory", null]);

  // Whoever holds the seat then gets another key; what nobody can read is told, and cleared.
  service.admit();
  const next = await page();
  expect([next.device.kind, await words(next.device)]).toEqual(["kept", undefined]);
  await until(() => expect(next.blind()?.why).toBe("spoilt"));
  const { clearSpoilt } = await import("../../src/device/keys.ts");
  await clearSpoilt();
  expect((await leases()).map(({ id }) => id)).toEqual(["key-2"]);
  expect((await indexedDB.databases()).filter(({ name }) => name?.startsWith("chancery."))).toHaveLength(1);
});

test("what could not be handed in yet keeps its key for that alone, and is handed in later", async () => {
  await write((await page()).device, "a nightingale sings");
  await leased();
  service.revoke();
  service.takesNothing = true;
  const first = await page();
  await until(() => expect(first.blind()).toEqual({ why: "ended", handedIn: 0, left: 1 }));
  expect([first.device.kind, (await leases()).map(({ key, over }) => [key !== null, over])]).toEqual([
    "memory",
    [[true, true]],
  ]);
  service.takesNothing = false;
  const { sessionEnded } = await import("../../src/device/ended.ts");
  vi.resetModules();
  await (await import("../../src/device/ended.ts")).sessionEnded();
  expect(sessionEnded).toBeDefined();
  expect(service.handedIn).toEqual([[D, "a nightingale sings"]]);
  expect((await leases()).map(({ key }) => key)).toEqual([null]);
});

test("a key that was destroyed while the device was away is never given again, and its rows are cleared", async () => {
  await write((await page()).device, "a nightingale sings");
  await leased();
  service.away = true;
  vi.setSystemTime(Date.now() + 31 * DAY);
  await page();
  service.away = false;
  service.destroyKeys();
  const next = await page();
  expect([next.device.kind, await words(next.device)]).toEqual(["kept", undefined]);
  await until(() => expect(next.blind()?.why).toBe("spoilt"));
});

test("a service that gives no key ends nothing: the store waits for one", async () => {
  service.givesNoKeys = true;
  await write((await page()).device, "a nightingale sings");
  service.away = true;
  vi.setSystemTime(Date.now() + 90 * DAY);
  expect(await words((await page()).device)).toBe("a nightingale sings");
  service.away = service.givesNoKeys = false;
  expect(await words((await page()).device)).toBe("a nightingale sings");
  await leased();
});

const OLD = "chancery.e1.gh-seat-id";

/** What a page of before left: edits that wait, what is durable, the shelf, titles, and who was here. */
async function oldStore(): Promise<void> {
  const old = await StoredPlace.open(OLD);
  const none = { keep: [], forget: [], durable: [], shelve: null };
  for (let n = 1; n <= 3; n += 1) {
    const bytes = edit(`nightingale ${String(n)}`);
    await old.write({ document: D, ...none, keep: [{ document: D, tab: "t", n, at: 10 - n, bytes }] });
  }
  await old.write({ document: "another", ...none, durable: [edit("kept")] });
  const code = "read-only" as const;
  const item = { id: "i", document: D, title: "Trade in songbirds", at: 5, code, changes: 1, text: "words" };
  await old.write({ document: D, ...none, shelve: { ...item, bytes: edit("shelved") } });
  await old.remember(`title:${D}`, '"Trade in songbirds"');
  vi.resetModules();
  const { noteStore, rememberHere } = await import("../../src/device/directory.ts");
  await noteStore(OLD, () => ({ name: OLD, epoch: "e1", seat: "gh-seat-id" }));
  await rememberHere("last", { seat: GHANA.seat, right: "edit", epoch: "e1" });
}

async function isAllThere(device: Device): Promise<void> {
  expect(await device.pending()).toEqual([{ document: D, changes: 3 }]);
  expect(await device.recall(`title:${D}`)).toBe("Trade in songbirds");
  expect((await device.read("another"))?.getText("body").toString()).toBe("kept");
  expect(await device.shelf()).toMatchObject([{ id: "i", at: 5, text: "words" }]);
  const { pending } = await device.open(D).keeper.load();
  expect(pending.map(({ n, at, tab }) => [n, at, tab])).toEqual([
    [3, 7, "t"],
    [2, 8, "t"],
    [1, 9, "t"],
  ]);
}

test.each([false, true])(
  "a store of before comes over whole, and nothing of it stays (without a line: %s)",
  async (away) => {
    await oldStore();
    service.away = away;
    const { device } = await page();
    await isAllThere(device);
    service.away = false;
    await isAllThere((await page()).device);
    await until(async () => expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(OLD));
    await until(async () => {
      const all = await everything();
      for (const canary of CANARIES) expect(all, canary).not.toContain(canary);
    });
  },
);

test("a store of before, ended at each write of its taking over, has lost nothing", async () => {
  const real = IDBDatabase.prototype.transaction;
  let at = 1;
  for (; at < 60; at += 1) {
    vi.stubGlobal("indexedDB", new IDBFactory());
    await oldStore();
    let writes = 0;
    vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...given) {
      // From there on nothing is written any more: the tab is gone.
      if (given[1] === "readwrite" && (writes += 1) >= at) throw new DOMException("ended", "InvalidStateError");
      return real.apply(this, given);
    });
    await page().catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const reached = writes >= at;
    vi.restoreAllMocks();
    const { device } = await page();
    await isAllThere(device);
    if (!reached) break;
  }
  expect(at).toBeGreaterThan(10);
  expect(at).toBeLessThan(60);
});
