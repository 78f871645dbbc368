// A device that came to hold something else than the service notices, says so, and takes the document anew, with all that
// it has not sent. Rules C2 and C3 of docs/protocol.md.
import { createHash } from "node:crypto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";

import { Faults, Life } from "./profile.ts";
import { CHAPTER, GHANA, World, type Page } from "./world.ts";

// A digest takes time that is not in the test's hands.
beforeEach(() => {
  vi.spyOn(crypto.subtle, "digest").mockImplementation((_, data) => {
    const digest = createHash("sha256")
      .update(data as Uint8Array)
      .digest();
    return Promise.resolve(Uint8Array.from(digest).buffer);
  });
});

afterEach(() => {
  World.end();
  vi.restoreAllMocks();
});

/** The letter w of "warning" becomes a W in the store: the clocks are the same, and no exchange can heal it. */
async function damage(world: World): Promise<void> {
  const place = await world.during(world.profile.place(world.storeOf(GHANA), new Life(new Faults({ is: "none" }))));
  const forge = (durable: readonly Uint8Array[]): Uint8Array => {
    const bytes = Buffer.from(Y.mergeUpdates([...durable]));
    bytes[bytes.indexOf("warning")] = "W".charCodeAt(0);
    return new Uint8Array(bytes);
  };
  await world.during(place.fold(CHAPTER, forge));
}

/** A page that was closed with "early warning" on its device, whose store was damaged, and that is opened again. */
async function damaged(world: World): Promise<Page> {
  world.service.elsewhere(CHAPTER, (body) => body.insert(0, "early warning "));
  const before = await world.opened();
  await world.pass(2_000);
  before.kill();
  await damage(world);
  const page = await world.opened();
  await world.pass(500);
  return page;
}

/** The service says what it holds, and what follows is done. */
async function compared(world: World): Promise<void> {
  world.service.compare(CHAPTER);
  await world.pass(1_000);
}

test("a page that holds the same says nothing, and stays as it is", async () => {
  const world = new World();
  const page = await world.opened();
  page.type();
  world.service.elsewhere(CHAPTER, (body) => body.insert(0, "early warning "));
  await world.pass(2_000);
  await compared(world);
  expect(world.service.differences).toBe(0);
  expect(page.wasReplaced).toBe(0);
});

test("a damaged store is noticed, and made anew from the service", async () => {
  const world = new World();
  const page = await damaged(world);
  expect(page.body.toString()).toBe("early Warning ");
  await compared(world);
  expect(page.body.toString()).toBe("early warning ");
  expect([world.service.differences, page.wasReplaced]).toEqual([1, 1]);
  page.type();
  await world.pass(1_000);
  expect(world.service.text(CHAPTER)).toBe("early warning ⟨1⟩");
  expect(world.service.wrongs).toEqual([]);

  // The device holds what is right, without a line too, and is not made anew again.
  await compared(world);
  expect([world.service.differences, page.wasReplaced]).toEqual([1, 1]);
  page.kill();
  await world.withoutService();
  const next = await world.opened();
  expect(next.body.toString()).toBe("early warning ⟨1⟩");
});

test("what is typed while it is made anew is kept, and sent", async () => {
  const world = new World();
  const page = await damaged(world);
  world.service.compare(CHAPTER);
  for (let n = 0; n < 40; n += 1) {
    await world.pass(10);
    if (world.service.differences > 0) page.type();
  }
  await world.pass(3_000);
  expect(page.wasReplaced).toBe(1);
  const typed = page.words.map(({ text }) => text).join("");
  expect(typed.length).toBeGreaterThan(30);
  expect(page.body.toString()).toBe(`early warning ${typed}`);
  expect(world.service.text(CHAPTER)).toBe(page.body.toString());
  expect([page.open.waiting, page.kept.changes]).toEqual([0, 0]);
  expect(world.service.wrongs).toEqual([]);
});

test("words that the service lost, and this device alone still has, go to the shelf", async () => {
  const world = new World();
  world.service.elsewhere(CHAPTER, (body) => body.insert(0, "early warning "));
  const page = await world.opened();
  page.type();
  await world.pass(2_000);
  expect(page.open.waiting).toBe(0);
  // A disk that lied: the same service, without what it had acknowledged.
  const room = world.service.room(CHAPTER);
  room.doc = new Y.Doc();
  room.doc.getText("body").insert(0, "early warning ");
  world.service.compare(CHAPTER);
  await world.pass(2_000);
  expect(page.body.toString()).toBe("early warning ");
  const shelf = await world.shelf(page);
  expect(shelf).toHaveLength(1);
  expect(shelf[0]?.text).toContain("⟨1⟩");
});

test("with something on its way nothing is compared", async () => {
  const world = new World();
  const page = await damaged(world);
  page.type();
  world.service.compare(CHAPTER);
  await world.pass(2_000);
  expect(world.service.differences).toBe(0);
  expect(page.wasReplaced).toBe(0);
});

test("the line breaks amid it: what the device holds stays until all of it is there", async () => {
  const world = new World();
  const page = await damaged(world);
  world.service.compare(CHAPTER);
  for (let n = 0; n < 100 && world.service.differences === 0; n += 1) await world.pass(10);
  expect(world.service.differences).toBe(1);
  await world.withoutService();
  page.type();
  await world.pass(500);
  page.kill();
  const next = await world.opened();
  expect(next.body.toString()).toBe("early Warning ⟨1⟩");
  world.service.start();
  await world.pass(20_000);
  await compared(world);
  expect(next.body.toString()).toBe("early warning ⟨1⟩");
  expect(world.service.text(CHAPTER)).toBe("early warning ⟨1⟩");
});
