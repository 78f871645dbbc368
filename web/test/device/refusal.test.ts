// Refused is not lost: what may not go into a chapter lies in the shelf with its words before it leaves the page, what may
// still go in goes in, and other tabs do the same.
import { afterEach, expect, test } from "vitest";

import { Faults } from "./profile.ts";
import { CHAPTER, GHANA, World, type Page } from "./world.ts";

afterEach(() => World.end());

const shelvedIn = (page: Page) => page.facts.flatMap((fact) => (fact.is === "shelved" ? [fact.item] : []));

test("the right is withdrawn while offline: the words are in the shelf, the chapter as the service has it, told once", async () => {
  const world = new World();
  const page = await world.opened();
  page.type();
  await world.pass(2_000);
  await world.withoutService();
  page.type();
  page.type(0);
  await world.pass(500);
  world.service.readers.add(GHANA.id);
  world.service.elsewhere(CHAPTER, (body) => body.insert(0, "meanwhile "));
  world.service.start();
  await world.pass(20_000);
  expect(page.body.toString()).toBe("meanwhile ⟨1⟩");
  expect(shelvedIn(page)).toHaveLength(1);
  expect(shelvedIn(page)[0]).toMatchObject({
    code: "read-only",
    changes: 2,
    // Whose words come first where both began is for Yjs to say.
    text: expect.stringMatching(/^(⟨3⟩meanwhile |meanwhile ⟨3⟩)⟨1⟩⟨2⟩$/) as string,
    document: CHAPTER,
  });
  expect([page.kept, page.wasReplaced, page.open.waiting]).toMatchObject([{ changes: 0, unkept: 0 }, 1, 0]);
  expect(await world.shelf(page)).toHaveLength(1);
  expect(world.service.text(CHAPTER)).toBe("meanwhile ⟨1⟩");

  await page.device.unshelve(shelvedIn(page)[0]?.id ?? "");
  expect(await world.shelf(page)).toEqual([]);
});

test("a deleted chapter: what was written offline goes to the shelf, from a closed page too", async () => {
  const world = new World();
  const first = await world.opened();
  first.type();
  await world.pass(2_000);
  await world.withoutService();
  first.type();
  await world.pass(500);
  first.kill();
  world.service.delete(CHAPTER);
  const page = await world.opened();
  expect(page.body.toString()).toBe("⟨1⟩⟨2⟩");
  world.service.start();
  await world.pass(20_000);
  expect(shelvedIn(page)).toMatchObject([{ code: "not-found", changes: 1, text: "⟨1⟩⟨2⟩" }]);
  expect(page.facts.filter((fact) => fact.is === "refused")).toMatchObject([{ code: "not-found" }]);
  expect(page.kept.changes).toBe(0);
});

test("one edit that may not go in takes along what rests on it and nothing else", async () => {
  const world = new World();
  const earlier = await world.opened();
  await world.withoutService();
  earlier.type();
  await world.pass(500);
  earlier.kill();
  const page = await world.opened();
  page.type();
  page.type(0, "✗");
  page.type();
  await world.pass(500);
  world.service.start();
  await world.pass(20_000);
  expect(world.service.text(CHAPTER)).toBe("⟨1⟩⟨2⟩");
  expect(page.body.toString()).toBe("⟨1⟩⟨2⟩");
  expect(shelvedIn(page)).toMatchObject([{ code: "too-large", changes: 2 }]);
  expect(shelvedIn(page)[0]?.text).toContain("⟨3✗⟩");
  expect(shelvedIn(page)[0]?.text).toContain("⟨4⟩");
  page.type();
  await world.pass(2_000);
  expect(world.service.text(CHAPTER)).toBe("⟨1⟩⟨2⟩⟨5⟩");
});

test("refused while writing: the words typed until it is known are kept too", async () => {
  const world = new World();
  const page = await world.opened();
  page.type();
  await world.pass(1_000);
  page.type(undefined, "✗");
  for (let n = 0; n < 20; n += 1) {
    await world.pass(20);
    page.type();
  }
  await world.pass(5_000);
  page.type();
  await world.pass(3_000);
  const text = world.service.text(CHAPTER);
  const shelved = (await world.shelf(page)).map((item) => item.text).join(" ");
  for (const word of world.words) expect(text.includes(word.text) || shelved.includes(word.text), word.text).toBe(true);
  expect(text).toContain(world.words.at(-1)?.text);
  expect(await world.wrongs(page)).toEqual([]);
});

test("another tab of the chapter is put back as well", async () => {
  const world = new World();
  const [one, two] = [await world.opened(), await world.opened()];
  await world.withoutService();
  one.type();
  await world.pass(300);
  two.type();
  await world.pass(300);
  world.service.readers.add(GHANA.id);
  world.service.start();
  await world.pass(30_000);
  expect([one.body.toString(), two.body.toString()]).toEqual(["", ""]);
  expect([one.kept.changes, two.kept.changes]).toEqual([0, 0]);
  const shelved = (await world.shelf(one)).map((item) => item.text).join(" ");
  expect([shelved.includes("⟨1⟩"), shelved.includes("⟨2⟩")]).toEqual([true, true]);
  expect((await world.shelf(one)).reduce((sum, { changes }) => sum + changes, 0)).toBe(2);
});

test("an edit that the service had taken before the right went is not shelved", async () => {
  const world = new World();
  const page = await world.opened();
  page.type();
  await world.pass(10);
  world.service.stop();
  await world.pass(300);
  expect(world.service.text(CHAPTER)).toBe("⟨1⟩");
  expect(page.kept.changes).toBe(1);
  page.type();
  await world.pass(300);
  world.service.readers.add(GHANA.id);
  world.service.start();
  await world.pass(20_000);
  expect(page.body.toString()).toBe("⟨1⟩");
  expect(shelvedIn(page)).toMatchObject([{ changes: 1, text: "⟨1⟩⟨2⟩" }]);
});

test("a shelf that cannot be written keeps the edits where they are", async () => {
  const world = new World();
  const page = await world.opened(GHANA, new Faults({ is: "full", at: 1, times: 1_000 }));
  page.type();
  await world.pass(2_000);
  world.service.readers.add(GHANA.id);
  await world.withoutService();
  page.type();
  await world.pass(500);
  expect(page.told("cannot-keep")).toBe(true);
  world.service.start();
  await world.pass(20_000);
  expect([page.told("shelved"), page.wasReplaced]).toEqual([false, 0]);
  expect(page.body.toString()).toContain("⟨2⟩");
  expect(page.facts.filter((fact) => fact.is === "refused").length).toBeGreaterThan(0);
});
