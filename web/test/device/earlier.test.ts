// After the service was put back to an older copy: what a device holds of before is offered to it with receipts, what is not
// taken of the edits that waited lies on the shelf, and the store stays until the service has all of it.
import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";

import { gatherEarlier } from "../../src/device/earlier.ts";
import { keepAllReceipts, RECEIPTS, receiptsKey } from "../../src/device/healing.ts";
import { leasesHere, storeOf } from "../../src/device/leases.ts";
import { MemoryPlace } from "../../src/device/place.ts";
import { SealedPlace } from "../../src/device/sealed.ts";
import { KeyService } from "./key-service.ts";
import { change, D, emptyBrowser, entry } from "./rows.ts";

const RECEIPT = Buffer.from(new Uint8Array(32).fill(5)).toString("base64url");

let service: KeyService;
let today: MemoryPlace;
let earlier: string;

beforeEach(async () => {
  emptyBrowser();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  service = new KeyService();
  [service.epoch, service.seat] = ["e9", { id: "gh", name: "Ghana", kind: "state" }];
  vi.stubGlobal("fetch", service.fetch);
  today = new MemoryPlace();
  const doc = new Y.Doc();
  const edits: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => edits.push(update));
  doc.getText("body").insert(0, "of yesterday ");
  doc.getText("body").insert(13, "and unsent");
  const [before, unsent] = edits;
  if (before === undefined || unsent === undefined) throw new Error("two edits");
  const store = await storeOf("e0", "gh", false);
  earlier = store.name;
  const place = await SealedPlace.open(store.name, store.seal);
  await place.write(change({ keep: [entry(1, "t", unsent)], durable: [before] }));
  await place.remember(RECEIPTS, JSON.stringify([D]));
  await place.remember(receiptsKey(D), JSON.stringify([[4_000_000_007, RECEIPT]]));
  place.close();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const gather = (): Promise<void> => gatherEarlier(today, "today", "e9", "gh");
const stores = async (): Promise<readonly string[]> => (await leasesHere()).map(({ name }) => name);

test("what the device holds is offered with its receipts, and when all of it is taken nothing is left", async () => {
  service.lacks = () => 0;
  await gather();
  expect(service.offered).toEqual([{ document: D, shown: [4_000_000_007], words: "of yesterday and unsent" }]);
  expect(await today.shelf()).toEqual([]);
  expect(await stores()).not.toContain(earlier);
});

test("what rests on others waits for them, and is offered again", async () => {
  service.lacks = () => 4;
  await gather();
  expect(await today.shelf()).toMatchObject([{ changes: 1, code: "gap" }]);
  expect(await stores()).toContain(earlier);
  // Others came meanwhile.
  service.lacks = () => 0;
  await gather();
  expect(await today.shelf(), "what was taken after all lies on no shelf").toEqual([]);
  expect(await stores()).not.toContain(earlier);
});

test("a service that cannot be asked is asked again, and nothing is shelved for that", async () => {
  service.away = true;
  await gather();
  expect(await today.shelf()).toEqual([]);
  expect(await stores()).toContain(earlier);
  [service.away, service.lacks] = [false, () => 0];
  await vi.advanceTimersByTimeAsync(60_000);
  await vi.waitFor(async () => expect(await stores()).not.toContain(earlier));
});

test("a page that began with what it held of before a restore leaves the store of today alone", async () => {
  service.lacks = () => 0;
  const { name, seal } = await storeOf("e9", "gh", false);
  const place = await SealedPlace.open(name, seal);
  await place.write(change({ keep: [entry(1, "t", new Uint8Array([0, 0]))] }));
  place.close();
  await gatherEarlier(new MemoryPlace(), earlier, "e0", "gh");
  expect(service.offered).toEqual([]);
  expect(await stores()).toEqual(expect.arrayContaining([earlier, name]));
  // Nor does one of another seat, or of nobody.
  await gatherEarlier(new MemoryPlace(), name, "e9", "dk");
  service.revoke();
  await gather();
  expect(service.offered).toEqual([]);
});

test("receipts are kept with the document, and the documents that have some are known", async () => {
  vi.stubGlobal("fetch", () =>
    Promise.resolve(new Response(JSON.stringify({ epoch: "e0", receipts: [{ client: 7, receipt: RECEIPT }] }))),
  );
  const page = new EventTarget();
  keepAllReceipts(today, page);
  for (const document of [D, D, "another"])
    page.dispatchEvent(new CustomEvent("wrote", { detail: { id: document.length, document } }));
  await vi.waitFor(async () => expect(await today.recall(RECEIPTS)).toBe(JSON.stringify([D, "another"])));
  expect(await today.recall(receiptsKey(D))).toBe(JSON.stringify([[7, RECEIPT]]));
});
