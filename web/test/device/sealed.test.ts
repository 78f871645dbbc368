// The sealed store itself: each change whole or not at all and in the order it was asked for, a damaged or moved row left
// alone and the others used, nothing folded away that another tab adds, a newer format untouched.
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";

import { deviceOf } from "../../src/device/index.ts";
import { KEEP_WITHIN_MS, Keeper } from "../../src/device/keeper.ts";
import { leasesHere, storeOf } from "../../src/device/leases.ts";
import { randomBytes, sealOf, type Seal } from "../../src/device/seal.ts";
import { SealedPlace } from "../../src/device/sealed.ts";
import { Gone, Newer, whyOf } from "../../src/device/trouble.ts";
import { everything, KeyService } from "./key-service.ts";
import { nodeSeal } from "./node-seal.ts";
import { change, D, emptyBrowser, entry, GHANA, item } from "./rows.ts";

let seal: Seal;

beforeEach(async () => {
  emptyBrowser();
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("away")));
  seal = await sealOf(randomBytes(32));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

interface Raw {
  key: string;
  document: string;
  tab: string;
  n: number;
  sealed: Uint8Array;
}

/** Changes the rows of a store as anybody can who has the device. */
async function raw(name: string, store: string, change: (rows: Raw[], put: IDBObjectStore) => void): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
  });
  const transaction = database.transaction(store, "readwrite");
  const rows = transaction.objectStore(store).getAll() as IDBRequest<Raw[]>;
  rows.onsuccess = () => change(rows.result, transaction.objectStore(store));
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
}

test("what is written is there for the next opening, in the order it was made", async () => {
  const place = await SealedPlace.open("a", seal);
  await place.write(change({ keep: [entry(2), entry(1)], durable: [Uint8Array.of(9)], shelve: item }));
  await place.write(change({ forget: [entry(1)], durable: [Uint8Array.of(8), Uint8Array.of(7)] }));
  await place.remember("title:x", "A title");
  const again = await SealedPlace.open("a", seal);
  expect(await again.load(D)).toEqual({
    durable: [Uint8Array.of(9), Uint8Array.of(8), Uint8Array.of(7)],
    pending: [entry(2)],
    damaged: 0,
    loose: 2,
  });
  expect(await again.waiting()).toEqual([{ document: D, tab: "t", changes: 1 }]);
  expect(await again.waiting(D)).toEqual([{ document: D, tab: "t", changes: 1 }]);
  expect([await again.shelf(), await again.recall("title:x"), await again.recall("title:y")]).toEqual([
    [item],
    "A title",
    null,
  ]);
  await again.unshelve("i");
  expect([await again.shelf(), (await again.load("another")).pending]).toEqual([[], []]);
});

test("what the browser seals another program opens, and the other way round", async () => {
  const secret = randomBytes(32);
  const [ours, theirs] = [await sealOf(secret), nodeSeal(secret)];
  expect(await ours.tag("x")).toBe(await theirs.tag("x"));
  expect(await theirs.open("here", await ours.seal("here", Uint8Array.of(1, 2)))).toEqual(Uint8Array.of(1, 2));
  expect(await ours.open("here", await theirs.seal("here", Uint8Array.of(1, 2)))).toEqual(Uint8Array.of(1, 2));
  expect(await ours.open("there", await theirs.seal("here", Uint8Array.of(1, 2)))).toBeNull();
});

test("an edit needs no sealing any more when the page ends, though others' edits wait to be written too", async () => {
  const place = await SealedPlace.open("a", seal);
  await place.write(change({ keep: [entry(1)] }));
  const keeper = new Keeper(place, D);
  keeper.made(entry(2));
  keeper.heard(Uint8Array.of(9));
  await new Promise((resolve) => setTimeout(resolve, 50));
  let began = false;
  const real = IDBDatabase.prototype.transaction;
  vi.spyOn(IDBDatabase.prototype, "transaction").mockImplementation(function (this: IDBDatabase, ...given) {
    began = true;
    return real.apply(this, given);
  });
  const done = keeper.flush();
  // A page that goes away does what is due at once, and nothing that waits for another thread.
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  expect(began).toBe(true);
  await done;
  await keeper.close();
  expect((await place.load(D)).pending).toEqual([entry(1), entry(2)]);
});

test("what a kept edit rests on, others' and one's own, comes true in the same change", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  try {
    const place = await SealedPlace.open("a", seal);
    const keeper = new Keeper(place, D);
    const write = vi.spyOn(place, "write");
    keeper.heard(Uint8Array.of(9));
    keeper.made(entry(1));
    keeper.settled([entry(1)]);
    keeper.made(entry(2));
    vi.advanceTimersByTime(KEEP_WITHIN_MS);
    await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(1));
    await write.mock.results[0]?.value;
    // The clock stands still: nothing else was written.
    const { pending, durable } = await place.load(D);
    expect(pending).toEqual([entry(2)]);
    expect(durable).toEqual([Uint8Array.of(9), entry(1).bytes]);
    expect(write).toHaveBeenCalledTimes(1);
  } finally {
    vi.useRealTimers();
  }
});

/** The same seal, whose sealing for a place is held up until it is let go. */
function held(at: string): { seal: Seal; waits: Promise<void>; letGo: () => void } {
  let [letGo, waits] = [(): void => undefined, (): void => undefined];
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const reached = new Promise<void>((resolve) => (waits = resolve));
  let first = true;
  const slow: Seal = {
    ...seal,
    async seal(place, bytes) {
      if (first && place.startsWith(at)) {
        first = false;
        waits();
        await gate;
      }
      return seal.seal(place, bytes);
    },
  };
  return { seal: slow, waits: reached, letGo };
}

test("writes come true in the order in which they were asked for, whatever each one's sealing takes", async () => {
  const { seal: slow, waits, letGo } = held("tail");
  const place = await SealedPlace.open("a", slow);
  const one = place.write(change({ durable: [Uint8Array.of(1)] }));
  await waits;
  const two = place.write(change({ durable: [Uint8Array.of(2)] }));
  await new Promise((resolve) => setTimeout(resolve, 50));
  letGo();
  await Promise.all([one, two]);
  expect((await place.load(D)).durable).toEqual([Uint8Array.of(1), Uint8Array.of(2)]);
});

test("a change of which any part fails leaves nothing behind", async () => {
  const place = await SealedPlace.open("a", seal);
  await place.write(change({ keep: [entry(1)] }));
  const whole = change({ keep: [entry(2), entry(3)], forget: [entry(1)], durable: [Uint8Array.of(9)], shelve: item });
  let failed = 0;
  for (const method of ["put", "delete", "add"] as const)
    for (let at = 1; at <= 3; at += 1) {
      let calls = 0;
      const real = IDBObjectStore.prototype[method] as (...values: unknown[]) => IDBRequest;
      vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (
        this: IDBObjectStore,
        ...values: unknown[]
      ) {
        calls += 1;
        if (calls === at) throw new DOMException("made to fail", "QuotaExceededError");
        return real.apply(this, values) as never;
      });
      const outcome = await place.write(whole).then(
        () => "done",
        (error: unknown) => whyOf(error),
      );
      vi.restoreAllMocks();
      const held = await place.load(D);
      if (outcome === "done") {
        await place.write(change({ keep: [entry(1)], forget: [entry(2), entry(3)] }));
        continue;
      }
      failed += 1;
      expect([outcome, held.pending]).toEqual(["full", [entry(1)]]);
      if (failed === 1) expect(await place.shelf()).toEqual([]);
    }
  expect(failed).toBeGreaterThanOrEqual(5);
});

test("a row that is damaged, or lies where it was not put, is counted, left, and harms no other", async () => {
  const place = await SealedPlace.open("a", seal);
  await place.write(change({ keep: [entry(1), entry(2), entry(3)], durable: [Uint8Array.of(9)] }));
  await place.write(change({ durable: [Uint8Array.of(8)] }));
  await raw("a", "pending", ([first, second], store) => {
    if (first === undefined || second === undefined) throw new Error("three rows");
    store.put({ ...first, sealed: second.sealed });
    store.put({ ...second, sealed: second.sealed.map((byte) => byte ^ 1) });
  });
  await raw("a", "tail", ([first], store) => store.put({ ...first, sealed: Uint8Array.of(1) }, 1));
  expect(await place.load(D)).toEqual({ durable: [Uint8Array.of(8)], pending: [entry(3)], damaged: 2, loose: 2 });
  await raw("a", "pending", (rows) => expect(rows).toHaveLength(3));
});

test("folding puts one state in the place of the updates, and takes nothing that another tab added meanwhile", async () => {
  const { seal: slow, waits, letGo } = held("state");
  const [place, other] = [await SealedPlace.open("a", slow), await SealedPlace.open("a", seal)];
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  for (const word of ["one ", "two ", "three "]) doc.getText("body").insert(doc.getText("body").length, word);
  for (const update of updates) await place.write(change({ durable: [update] }));
  await place.fold(D, () => null);
  expect((await place.load(D)).loose).toBe(3);
  const merge = (durable: readonly Uint8Array[]): Uint8Array => Y.mergeUpdates([...durable]);
  doc.getText("body").insert(doc.getText("body").length, "four");
  const four = updates.at(-1) ?? new Uint8Array();
  // While the one seals what it folded, the other has more to fold, and folds it.
  const folding = place.fold(D, merge);
  await waits;
  await other.write(change({ durable: [four] }));
  await other.fold(D, merge);
  letGo();
  await folding;
  await place.fold(D, merge);
  const { loose, durable } = await place.load(D);
  expect([loose, durable.length]).toEqual([0, 1]);
  const read = new Y.Doc();
  for (const update of durable) Y.applyUpdate(read, update);
  expect(read.getText("body").toString()).toBe("one two three four");
});

test("a wiped store is gone for every tab, and none writes it back", async () => {
  const [one, two] = [await SealedPlace.open("a", seal), await SealedPlace.open("a", seal)];
  await one.write(change({ keep: [entry(1)], durable: [Uint8Array.of(9)] }));
  await one.wipe();
  await expect(two.write(change({ keep: [entry(2)] }))).rejects.toBeInstanceOf(Gone);
  await expect(one.load(D)).rejects.toBeInstanceOf(Gone);
  expect(await indexedDB.databases()).toEqual([]);
});

test("a signed-out device has neither rows nor keys of the seat", async () => {
  const device = await deviceOf({ ...GHANA, seat: { id: "wiped", name: "Wiped", kind: "state" } });
  await device.remember("manuals", ["words"]);
  expect(await leasesHere()).toHaveLength(1);
  await device.wipe();
  expect([await leasesHere(), (await indexedDB.databases()).map(({ name }) => name)]).toEqual([[], ["chancery"]]);
});

test("two pages that open a seat's store for the first time open the same one", async () => {
  const turns: Promise<unknown>[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const request = (_: string, __: unknown, held: (lock: unknown) => Promise<void>): Promise<void> => {
    const mine = last.then(() => held({}));
    last = mine;
    turns.push(mine);
    return mine;
  };
  vi.stubGlobal("navigator", { locks: { request } });
  const stores = await Promise.all([storeOf("e1", "gh", false), storeOf("e1", "gh", false)]);
  expect(stores[0].name).toBe(stores[1].name);
  expect(turns).toHaveLength(2);
});

test("a store of a newer page is refused and not touched", async () => {
  const { name, seal } = await storeOf("newer", "gh", false);
  await new Promise<void>((resolve) => {
    const request = indexedDB.open(name, 7);
    request.onupgradeneeded = () => request.result.createObjectStore("of the future").put("words", 1);
    request.onsuccess = () => {
      request.result.close();
      resolve();
    };
  });
  await expect(SealedPlace.open(name, seal)).rejects.toBeInstanceOf(Newer);
  const device = await deviceOf({ ...GHANA, epoch: "newer" });
  expect([device.kind, device.open(D).trouble]).toEqual(["memory", "outdated"]);
  expect(await everything()).toContain("words");
});

test("edits that waited for a data folder of the past go to the shelf, with their words, and once", async () => {
  const service = new KeyService();
  [service.epoch, service.seat] = ["e9", { id: "gh", name: "Ghana", kind: "state" }];
  vi.stubGlobal("fetch", service.fetch);
  vi.stubGlobal("addEventListener", () => undefined);
  const doc = new Y.Doc();
  const edits: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => edits.push(update));
  doc.getText("body").insert(0, "before ");
  doc.getText("body").insert(7, "unsent words");
  const [before, unsent] = edits;
  if (before === undefined || unsent === undefined) throw new Error("two edits");
  const earlier = await storeOf("e0", "gh", false);
  const place = await SealedPlace.open(earlier.name, earlier.seal);
  await place.write(change({ keep: [entry(1, "t", unsent)], durable: [before] }));
  await place.remember(`title:${D}`, '"A title"');
  await storeOf("e0", "dk", false);
  const device = await deviceOf({ ...GHANA, right: "later", epoch: "e9" });
  await vi.waitFor(async () => expect(await leasesHere()).toHaveLength(2), { timeout: 5_000 });
  expect(await device.shelf()).toMatchObject([
    { title: "A title", code: "gap", changes: 1, text: "before unsent words" },
  ]);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(earlier.name);
});
