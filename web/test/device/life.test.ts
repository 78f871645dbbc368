// What a device keeps through an ordinary life: a train without a line, a reload, a second tab, a closed one.
import { afterEach, expect, test } from "vitest";

import { Faults } from "./profile.ts";
import { CHAPTER, DENMARK, GHANA, World } from "./world.ts";

afterEach(() => World.end());

test("words typed on a good line are durable, counted down, and never stay on the device as waiting", async () => {
  const world = new World();
  const page = await world.opened();
  for (let n = 0; n < 5; n += 1) {
    page.type();
    await world.pass(50);
  }
  await world.pass(2_000);
  expect(page.facts.at(-1)).toEqual({ is: "kept", changes: 0, unkept: 0 });
  expect(await world.wrongs(page)).toEqual([]);
  expect(world.service.text(CHAPTER)).toBe("⟨1⟩⟨2⟩⟨3⟩⟨4⟩⟨5⟩");
});

test("without a line words are kept within moments, and are there after a reload, with the right count", async () => {
  const world = new World();
  const page = await world.opened();
  page.type();
  await world.pass(2_000);
  world.service.stop();
  await world.pass(100);
  for (let n = 0; n < 4; n += 1) page.type();
  expect([page.kept.unkept, page.kept.changes]).toEqual([4, 0]);
  await world.pass(300);
  expect([page.kept.unkept, page.kept.changes]).toEqual([0, 4]);
  page.kill();

  const again = await world.opened();
  expect(again.ready).toBe(true);
  expect(again.body.toString()).toBe("⟨1⟩⟨2⟩⟨3⟩⟨4⟩⟨5⟩");
  expect(again.kept).toMatchObject({ changes: 4, unkept: 0 });
  again.type();
  await world.pass(300);
  expect(again.kept).toMatchObject({ changes: 5, unkept: 0 });
  world.service.start();
  await world.pass(20_000);
  expect(again.kept).toMatchObject({ changes: 0, unkept: 0 });
  expect(world.service.text(CHAPTER)).toBe("⟨1⟩⟨2⟩⟨3⟩⟨4⟩⟨5⟩⟨6⟩");
  expect(await world.wrongs(again)).toEqual([]);
});

test("two tabs share edits without a line, each sends its own, and both count all", async () => {
  const world = new World();
  const one = await world.opened();
  const two = await world.opened();
  await world.withoutService();
  one.type();
  await world.pass(20);
  two.type();
  await world.pass(500);
  expect([one.body.toString(), two.body.toString()]).toEqual(["⟨1⟩⟨2⟩", "⟨1⟩⟨2⟩"]);
  expect([one.kept.changes, two.kept.changes]).toEqual([2, 2]);
  expect([one.open.waiting, two.open.waiting]).toEqual([1, 1]);
  world.service.start();
  await world.pass(20_000);
  expect([one.kept.changes, two.kept.changes]).toEqual([0, 0]);
  expect(world.service.text(CHAPTER)).toBe("⟨1⟩⟨2⟩");
});

test("a tab that is opened learns what another has not written yet", async () => {
  const world = new World();
  const one = await world.opened();
  one.type();
  await world.pass(2_000);
  world.service.stop();
  const two = await world.page();
  await world.pass(30);
  one.type();
  await world.pass(100);
  expect(two.body.toString()).toBe("⟨1⟩⟨2⟩");
});

test("what a closed tab left is taken over by one of those that are open, and sent", async () => {
  const world = new World();
  const [one, two, three] = [await world.opened(), await world.opened(), await world.opened()];
  await world.withoutService();
  one.type();
  await world.pass(400);
  two.type();
  await world.pass(20);
  one.kill();
  two.kill();
  await world.pass(500);
  expect(three.body.toString()).toBe("⟨1⟩⟨2⟩");
  expect([three.open.waiting, three.kept.changes]).toEqual([2, 2]);
  world.service.start();
  await world.pass(20_000);
  expect(world.service.text(CHAPTER)).toBe("⟨1⟩⟨2⟩");
  expect(await world.wrongs(three)).toEqual([]);
});

test("an edit that deletes another tab's unsent words goes in all the same", async () => {
  const world = new World();
  const [one, two] = [await world.opened(), await world.opened()];
  await world.withoutService();
  one.type();
  await world.pass(300);
  two.delete("⟨1⟩");
  two.type();
  await world.pass(300);
  one.kill();
  two.open.again();
  world.service.start();
  await world.pass(20_000);
  expect([world.service.text(CHAPTER), two.kept.changes]).toEqual(["⟨2⟩", 0]);
  expect(await world.shelf(two)).toEqual([]);
});

test("another seat in the same browser sees, sends and deletes nothing of the first", async () => {
  const world = new World();
  const ghana = await world.opened();
  ghana.type();
  await world.pass(2_000);
  await world.withoutService();
  ghana.type();
  await world.pass(500);
  world.service.start();
  world.service.signIn(DENMARK);
  const denmark = await world.opened(DENMARK);
  denmark.type();
  await world.pass(40_000);
  expect(denmark.body.toString()).toBe("⟨1⟩⟨3⟩");
  expect(ghana.told("other-seat")).toBe(true);
  expect(ghana.kept.changes).toBe(1);
  expect(world.service.wrongs).toEqual([]);
  denmark.kill();
  world.service.signIn(GHANA);
  await world.pass(40_000);
  expect(world.service.text(CHAPTER)).toContain("⟨2⟩");
  expect(await world.wrongs(ghana)).toEqual([]);
});

test("a session that ended: edits wait, and go by themselves when the seat is back", async () => {
  const world = new World();
  const page = await world.opened();
  world.service.signIn(null);
  await world.pass(100);
  expect(page.told("signed-out")).toBe(true);
  page.type();
  await world.pass(1_000);
  expect(page.kept).toMatchObject({ changes: 1, unkept: 0 });
  world.service.signIn(GHANA);
  await world.pass(40_000);
  expect([world.service.text(CHAPTER), page.kept.changes]).toEqual(["⟨1⟩", 0]);
});

test("the browser clears the store away: told at the next key, nothing counts as kept, and everything is sent", async () => {
  const world = new World();
  const page = await world.opened();
  await world.withoutService();
  page.type();
  await world.pass(300);
  expect(page.kept).toMatchObject({ changes: 1, unkept: 0 });
  indexedDB.deleteDatabase(world.storeOf(GHANA));
  await world.pass(100);
  page.type();
  await world.pass(300);
  expect(page.facts.filter((fact) => fact.is === "cannot-keep")).toEqual([{ is: "cannot-keep", why: "gone" }]);
  expect(page.kept).toMatchObject({ changes: 0, unkept: 2 });
  world.service.start();
  await world.pass(20_000);
  expect(world.service.text(CHAPTER)).toBe("⟨1⟩⟨2⟩");
  expect(page.kept).toMatchObject({ changes: 0, unkept: 0 });
});

test("a full disk is told at the failed write, and its end too; the words are kept then", async () => {
  const world = new World();
  const page = await world.opened(GHANA, new Faults({ is: "full", at: 1, times: 8 }));
  await world.withoutService();
  page.type();
  await world.pass(200);
  expect(page.facts.at(-1)).toEqual({ is: "kept", changes: 0, unkept: 1 });
  expect(page.facts.filter((fact) => fact.is === "cannot-keep")).toEqual([{ is: "cannot-keep", why: "full" }]);
  await world.pass(20_000);
  expect(page.told("can-keep")).toBe(true);
  expect(page.kept).toMatchObject({ changes: 1, unkept: 0 });
});

test("signing out in another tab: nothing is written back, and that is told", async () => {
  const world = new World();
  const [one, two] = [await world.opened(), await world.opened()];
  one.type();
  await world.pass(2_000);
  await world.during(one.place.wipe());
  world.service.signIn(null);
  two.type();
  await world.pass(5_000);
  expect([two.told("cannot-keep"), two.told("signed-out"), two.kept.unkept]).toEqual([true, true, 1]);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(world.storeOf(GHANA));
});
