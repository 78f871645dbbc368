// Refused is not lost: what may not go into a chapter for a reason of rights or state becomes a proposal, once, and only
// then leaves what waits; the person goes on writing in it. Whatever ends on the way, every word is in the chapter, in a
// proposal or on the device.
import { afterEach, describe, expect, test } from "vitest";

import { Faults, type Fault } from "./profile.ts";
import { CHAPTER, GHANA, World, type Page } from "./world.ts";

afterEach(() => World.end());

const proposing = (): World => {
  const world = new World();
  world.service.proposing = { is: "taken" };
  return world;
};

/** A page on a train, on which the right to write is withdrawn. */
async function refused(world: World, faults?: Faults): Promise<Page> {
  const page = await world.opened(GHANA, faults);
  page.type();
  await world.pass(2_000);
  await world.withoutService();
  page.type();
  page.type(0);
  await world.pass(500);
  world.service.readers.add(GHANA.id);
  return page;
}

const textOf = (world: World, n = 0): string => world.service.text(world.service.proposals[n] ?? "");

test("the right is withdrawn while offline: the words are in one proposal, and the page goes on in it", async () => {
  const world = proposing();
  const page = await refused(world);
  world.service.elsewhere(CHAPTER, (body) => body.insert(0, "meanwhile "));
  world.service.start();
  await world.pass(5_000);
  expect(world.service.proposals).toEqual(["proposal-1"]);
  expect(page.proposal).toBe("proposal-1");
  expect(world.service.text(CHAPTER)).toBe("meanwhile ⟨1⟩");
  for (const word of ["⟨1⟩", "⟨2⟩", "⟨3⟩", "meanwhile "]) expect(page.body.toString()).toContain(word);
  expect([page.kept, page.open.waiting, page.told("shelved")]).toMatchObject([{ changes: 0, unkept: 0 }, 0, false]);
  page.type();
  await world.pass(2_000);
  expect(textOf(world)).toBe(page.body.toString());
  expect(textOf(world)).toContain("⟨4⟩");
  expect(await world.wrongs(page)).toEqual([]);
});

test("a deleted chapter: what was written offline is in a proposal", async () => {
  const world = proposing();
  const page = await world.opened();
  page.type();
  await world.pass(2_000);
  await world.withoutService();
  page.type();
  await world.pass(500);
  world.service.delete(CHAPTER);
  world.service.start();
  await world.pass(20_000);
  expect([textOf(world), page.body.toString(), page.proposal]).toEqual(["⟨1⟩⟨2⟩", "⟨1⟩⟨2⟩", "proposal-1"]);
  expect([page.told("refused"), page.told("shelved"), page.kept.changes]).toEqual([false, false, 0]);
});

test("refused while writing: every word typed until it is known is in the same proposal, and none is dropped", async () => {
  const world = proposing();
  const page = await world.opened();
  page.type();
  await world.pass(1_000);
  world.service.readers.add(GHANA.id);
  for (let n = 0; n < 60; n += 1) {
    page.type();
    await world.pass(10);
  }
  await world.pass(5_000);
  page.type();
  await world.pass(3_000);
  expect(world.service.proposals).toHaveLength(1);
  expect(textOf(world)).toBe(world.words.map(({ text }) => text).join(""));
  expect(await world.wrongs(page)).toEqual([]);
});

test("without a line to ask for it, the words wait, are written on, and are proposed when it is back", async () => {
  const world = proposing();
  const page = await refused(world);
  world.service.asked = () => {
    world.service.stop();
    world.service.asked = null;
  };
  world.service.start();
  await world.pass(1_000);
  page.type();
  await world.pass(500);
  expect([page.told("shelved"), page.proposal, page.waiting]).toEqual([false, null, 3]);
  world.service.start();
  await world.pass(40_000);
  expect(world.service.proposals).toHaveLength(1);
  expect([page.told("shelved"), page.waiting]).toEqual([false, 0]);
  expect(page.body.toString()).toContain("⟨4⟩");
  expect(await world.wrongs(page)).toEqual([]);
});

test("a service that rests takes nothing to the shelf", async () => {
  const world = proposing();
  const page = await refused(world);
  world.service.proposing = { is: "refused", code: "not-persisted" };
  world.service.start();
  await world.pass(60_000);
  expect([page.told("shelved"), page.told("followed"), page.waiting]).toEqual([false, false, 2]);
  world.service.proposing = { is: "taken" };
  await world.pass(60_000);
  expect(world.service.proposals).toHaveLength(1);
  expect(await world.wrongs(page)).toEqual([]);
});

test("where nothing may be proposed, the shelf has the words", async () => {
  const world = proposing();
  const page = await refused(world);
  world.service.proposing = { is: "refused", code: "not-allowed" };
  world.service.start();
  await world.pass(20_000);
  expect([page.told("shelved"), page.told("followed"), page.waiting]).toEqual([true, false, 0]);
  expect(page.body.toString()).toBe("⟨1⟩");
  expect(await world.wrongs(page)).toEqual([]);
});

test("an edit that is refused for what it says goes to the shelf, and never into a proposal", async () => {
  const world = proposing();
  const page = await world.opened();
  page.type(undefined, "✗");
  await world.pass(5_000);
  expect([page.told("shelved"), world.service.proposals.length]).toEqual([true, 0]);
});

test("two tabs that are refused in one moment make one proposal, and both go on in it", async () => {
  const world = proposing();
  const [one, two] = [await world.opened(), await world.opened()];
  await world.withoutService();
  one.type();
  await world.pass(300);
  two.type();
  await world.pass(300);
  world.service.readers.add(GHANA.id);
  world.service.start();
  await world.pass(30_000);
  expect(world.service.proposals).toHaveLength(1);
  expect([one.waiting, two.waiting, one.told("shelved"), two.told("shelved")]).toEqual([0, 0, false, false]);
  for (const word of ["⟨1⟩", "⟨2⟩"]) expect(textOf(world)).toContain(word);
  expect(await world.wrongs(one)).toEqual([]);
});

test("refused again while the proposal is open: the words go on into it; once it is decided, into another", async () => {
  const world = proposing();
  const first = await refused(world);
  world.service.start();
  await world.pass(5_000);
  world.service.readers.clear();
  for (const state of ["open", "merged"]) {
    for (const page of world.pages) page.kill();
    const page = await world.opened();
    await world.withoutService();
    page.type(0);
    await world.pass(500);
    const room = world.service.room("proposal-1");
    room.proposal = { state };
    world.service.readers.add(GHANA.id);
    world.service.start();
    await world.pass(20_000);
    expect(world.service.proposals).toHaveLength(state === "open" ? 1 : 2);
    expect(page.told("shelved")).toBe(false);
    expect(page.waiting).toBe(0);
    world.service.readers.clear();
  }
  expect(first.life.dead).toBe(true);
  for (const { text } of world.words) expect(world.service.merged(CHAPTER)).toContain(text);
});

test("merged while somebody goes on writing in it: what comes after is another proposal for the chapter", async () => {
  const world = proposing();
  const page = await refused(world);
  world.service.start();
  await world.pass(5_000);
  world.service.merge(CHAPTER, "proposal-1");
  page.type();
  await world.pass(5_000);
  expect([page.proposal, page.told("shelved"), page.waiting]).toEqual(["proposal-2", false, 0]);
  expect(textOf(world, 1)).toContain("⟨4⟩");
  page.type();
  await world.pass(3_000);
  expect(textOf(world, 1)).toBe(page.body.toString());
  expect(await world.wrongs(page)).toEqual([]);
});

test("what a tab that ended left behind becomes a proposal without a page", async () => {
  const world = proposing();
  const page = await refused(world);
  page.kill();
  world.service.start();
  const { errand } = await import("../../src/sync/errand.ts");
  const other = await world.page(GHANA, undefined, "another chapter");
  const done = errand(other.device, other.who, CHAPTER);
  await world.pass(10_000);
  expect(await done).toBe(true);
  expect(world.service.proposals).toHaveLength(1);
  expect(await other.device.pending()).toEqual([]);
  for (const { text } of world.words) expect(world.service.merged(CHAPTER)).toContain(text);
});

describe("the page ends on the way", () => {
  const NONE: Fault = { is: "none" };

  /** Written on until the page goes on in the proposal, and there. */
  async function story(world: World, faults: Faults): Promise<Page> {
    const page = await refused(world, faults);
    world.service.start();
    for (let n = 0; n < 12; n += 1) {
      page.type();
      await world.pass(50);
    }
    await world.pass(2_000);
    page.type();
    await world.pass(1_000);
    return page;
  }

  /** What is wrong in the end, and how many proposals there are. */
  async function ending(world: World): Promise<[string[], number]> {
    const page = await world.settled();
    await world.pass(40_000);
    // Proposals of which no page is open any more.
    const device = await world.during(page.device.pending());
    for (const { document } of device) (await world.page(GHANA, undefined, document)).begin();
    await world.pass(5_000);
    return [await world.wrongs(page), world.service.proposals.length];
  }

  test("at any await, before or after what it asked for: one proposal, and every word once", async () => {
    const faults = new Faults(NONE);
    const page = await story(proposing(), faults);
    expect([page.proposal, page.waiting]).toEqual(["proposal-1", 0]);
    World.end();
    const found: string[] = [];
    for (const is of ["dies-before", "dies-after"] as const)
      for (let at = 1; at <= faults.awaits; at += 1) {
        const world = proposing();
        await story(world, new Faults({ is, at }));
        const [wrongs, proposals] = await ending(world);
        if (proposals > 1) wrongs.push(`${String(proposals)} proposals`);
        found.push(...wrongs.map((wrong) => `${is} ${String(at)} of ${String(faults.awaits)}: ${wrong}`));
        World.end();
      }
    expect(found).toEqual([]);
  });

  test("while it asks, and before it hears the answer: what is asked again is the same proposal", async () => {
    for (const moment of ["asked", "made"] as const) {
      const world = proposing();
      const page = await refused(world);
      world.service[moment] = () => {
        page.kill();
        world.service[moment] = null;
      };
      world.service.start();
      await world.pass(2_000);
      expect(page.life.dead).toBe(true);
      const [wrongs, proposals] = await ending(world);
      expect([moment, wrongs]).toEqual([moment, []]);
      expect(proposals).toBe(1);
      World.end();
    }
  });
});
