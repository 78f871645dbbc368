// The store itself, over a database that fails: each change whole or not at all, a damaged row left alone and the others
// used, a newer format untouched, and why it cannot be opened told in one word.
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";

import { deviceOf } from "../../src/device/index.ts";
import { StoredPlace } from "../../src/device/stored.ts";
import { Blocked, Gone, whyNotOpened, whyOf } from "../../src/device/trouble.ts";
import { change, D, emptyBrowser, entry, GHANA, item } from "./rows.ts";

beforeEach(() => {
  emptyBrowser();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The database behind a place, as anybody can open it. */
async function raw<T>(
  name: string,
  stores: string[],
  what: (transaction: IDBTransaction) => IDBRequest<T>,
): Promise<T> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = indexedDB.open(name);
    request.onsuccess = () => resolve(request.result);
  });
  const transaction = database.transaction(stores, "readwrite");
  const request = what(transaction);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  database.close();
  return request.result;
}

test("what is written is there for the next opening, in the order it was made", async () => {
  const place = await StoredPlace.open("a");
  await place.write(change({ keep: [entry(2), entry(1)], durable: [Uint8Array.of(9)] }));
  await place.write(change({ forget: [entry(1)], durable: [Uint8Array.of(8), Uint8Array.of(7)] }));
  const again = await StoredPlace.open("a");
  expect(await again.load(D)).toEqual({
    durable: [Uint8Array.of(9), Uint8Array.of(8), Uint8Array.of(7)],
    pending: [entry(2)],
    damaged: 0,
    loose: 2,
  });
  expect(await again.waiting()).toEqual([{ document: D, tab: "t", changes: 1 }]);
  expect((await again.load("another")).pending).toEqual([]);
});

test("a change of which any part fails leaves nothing behind", async () => {
  const place = await StoredPlace.open("a");
  await place.write(change({ keep: [entry(1)] }));
  const whole = change({ keep: [entry(2), entry(3)], forget: [entry(1)], durable: [Uint8Array.of(9)], shelve: item });
  const methods = ["put", "delete", "add"] as const;
  let failed = 0;
  for (const method of methods)
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
      expect([outcome, held.pending, await place.shelf()]).toEqual([
        "full",
        [entry(1)],
        failed === 1 ? [] : expect.anything(),
      ]);
    }
  expect(failed).toBeGreaterThanOrEqual(5);
});

test("a damaged row is counted, left where it is, and harms no other", async () => {
  const place = await StoredPlace.open("a");
  await place.write(change({ keep: [entry(1), entry(2), entry(3)], durable: [Uint8Array.of(9)] }));
  await place.write(change({ durable: [Uint8Array.of(8)] }));
  await raw("a", ["pending"], (transaction) => {
    const store = transaction.objectStore("pending");
    store.put({ ...entry(1), bytes: Uint8Array.of(66), sum: 1 });
    return store.put({ document: D, tab: "t", n: 2 });
  });
  await raw("a", ["tail"], (transaction) => transaction.objectStore("tail").put({ document: D, updates: "?" }, 1));
  expect(await place.load(D)).toEqual({ durable: [Uint8Array.of(8)], pending: [entry(3)], damaged: 2, loose: 1 });
  const rows = await raw("a", ["pending"], (transaction) => transaction.objectStore("pending").getAll());
  expect(rows).toHaveLength(3);
});

test("folding puts one state in the place of the updates, unless they are not whole", async () => {
  const place = await StoredPlace.open("a");
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => updates.push(update));
  for (const word of ["one ", "two ", "three"]) doc.getText("body").insert(doc.getText("body").length, word);
  for (const update of updates) await place.write(change({ durable: [update] }));
  await place.fold(D, () => null);
  expect((await place.load(D)).loose).toBe(3);
  await place.fold(D, (durable) => Y.mergeUpdates([...durable]));
  const held = await place.load(D);
  expect([held.loose, held.durable.length]).toEqual([0, 1]);
  const read = new Y.Doc();
  for (const update of held.durable) Y.applyUpdate(read, update);
  expect(read.getText("body").toString()).toBe("one two three");
});

test("a browser without a place for us: kept on the page alone, and that is told", async () => {
  for (const name of ["InvalidStateError", "SecurityError", "UnknownError"]) {
    vi.stubGlobal("indexedDB", {
      open: () => {
        throw new DOMException("no", name);
      },
    });
    const device = await deviceOf({ ...GHANA, epoch: name });
    expect([device.kind, device.open(D).trouble]).toEqual(["memory", name === "UnknownError" ? "damaged" : "private"]);
  }
  vi.stubGlobal("indexedDB", undefined);
  expect((await deviceOf({ ...GHANA, epoch: "none" })).open(D).trouble).toBe("private");
});

test("on a device that is not the person's own nothing is stored at all, and nothing is told of it", async () => {
  const device = await deviceOf({ ...GHANA, own: false });
  await device.remember("manuals", [1]);
  expect([device.kind, device.open(D).trouble, await device.recall("manuals")]).toEqual(["memory", null, [1]]);
  expect(await indexedDB.databases()).toEqual([]);
});

test("why: each failure has one word", () => {
  const named = (name: string): DOMException => new DOMException("", name);
  expect([named("QuotaExceededError"), new Blocked(), new Gone(), named("UnknownError")].map(whyOf)).toEqual([
    "full",
    "blocked",
    "gone",
    "damaged",
  ]);
  expect([named("SecurityError"), new TypeError()].map(whyNotOpened)).toEqual(["private", "private"]);
});

test("a wiped store is gone for every tab, and none writes it back", async () => {
  const [one, two] = [await StoredPlace.open("a"), await StoredPlace.open("a")];
  await one.write(change({ keep: [entry(1)], durable: [Uint8Array.of(9)] }));
  await one.wipe();
  await expect(two.write(change({ keep: [entry(2)] }))).rejects.toBeInstanceOf(Gone);
  await expect(one.load(D)).rejects.toBeInstanceOf(Gone);
  expect(await indexedDB.databases()).toEqual([]);
});
