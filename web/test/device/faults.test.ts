// Every await of the device goes wrong once, in every way: the tab ends before or after it, the disk is full, the store is
// gone, nothing comes back. After each the person comes back, and every word that was reported kept is there.
import { afterEach, describe, expect, test } from "vitest";

import { Faults, type Fault } from "./profile.ts";
import { CHAPTER, GHANA, World, type Page } from "./world.ts";

afterEach(() => World.end());

/** What a person does; `page` is the tab they look at, a new one if it ended; `other` opens another. */
type Story = (world: World, page: () => Promise<Page>, other: () => Promise<Page>) => Promise<void>;

const STORIES: Record<string, Story> = {
  "a word on a good line, then a train": async (world, page) => {
    (await page()).type();
    await world.pass(2_000);
    world.service.stop();
    await world.pass(100);
    for (let n = 0; n < 3; n += 1) {
      (await page()).type();
      await world.pass(120);
    }
    (await page()).kill();
    (await page()).type();
    await world.pass(400);
    world.service.start();
    await world.pass(3_000);
    (await page()).type();
    await world.pass(2_500);
  },
  "two tabs, and one is closed": async (world, page, open) => {
    const other = await open();
    (await page()).type();
    await world.pass(700);
    world.service.stop();
    await world.pass(60);
    other.type();
    (await page()).type();
    await world.pass(300);
    other.kill();
    await world.pass(300);
    (await page()).type();
    await world.pass(300);
    world.service.start();
    await world.pass(4_000);
  },
  "the right is withdrawn while offline": async (world, page) => {
    (await page()).type();
    await world.pass(1_500);
    world.service.stop();
    await world.pass(60);
    (await page()).type();
    (await page()).type();
    await world.pass(400);
    world.service.readers.add(GHANA.id);
    world.service.start();
    await world.pass(3_000);
    world.service.readers.clear();
    world.service.stop();
    world.service.start();
    await world.pass(3_000);
    (await page()).type();
    await world.pass(1_500);
  },
  "something that may not go in": async (world, page) => {
    world.service.stop();
    await world.pass(60);
    (await page()).type();
    (await page()).type(undefined, "✗");
    (await page()).type();
    await world.pass(400);
    world.service.start();
    await world.pass(5_000);
    (await page()).type();
    await world.pass(1_500);
  },
  "others write for long, and it is folded": async (world, page) => {
    for (let n = 0; n < 30; n += 1) {
      world.service.elsewhere(CHAPTER, (body) => body.insert(0, String(n % 10)));
      (await page()).type();
      await world.pass(100);
    }
    void (await page()).open.close();
    await world.pass(300);
    (await page()).kill();
    (await page()).type();
    await world.pass(3_000);
  },
};

/** Plays a story in which one await goes wrong; what was wrong in the end, and how many awaits there were. */
async function play(story: Story, fault: Fault): Promise<{ wrongs: string[]; awaits: number }> {
  const world = new World();
  const faults = new Faults(fault);
  const open = (): Promise<Page> => world.opened(GHANA, faults);
  let page = await open();
  const living = async (): Promise<Page> => {
    if (page.life.dead) page = await open();
    return page;
  };
  await story(world, living, open);
  await world.pass(4_000);
  const told = untold(world.pages.filter((page) => !page.life.dead));
  const last = await world.settled();
  const wrongs = [...told, ...(await world.wrongs(last))];
  World.end();
  return { wrongs, awaits: faults.awaits };
}

/** Pages that typed on while something could not be kept, without having been told. */
function untold(pages: readonly Page[]): string[] {
  return pages.flatMap(({ facts, life }) => {
    const { fault } = life.faults;
    if (fault.is === "none" || fault.is.startsWith("dies")) return [];
    const stuck = facts.findLast((fact) => fact.is === "kept");
    const isStuck = stuck?.is === "kept" && stuck.unkept > 0;
    return isStuck && !facts.some((fact) => fact.is === "cannot-keep") ? [`${fault.is}: nobody was told`] : [];
  });
}

const KINDS: ((at: number) => Fault)[] = [
  (at) => ({ is: "dies-before", at }),
  (at) => ({ is: "dies-after", at }),
  (at) => ({ is: "full", at, times: 2 }),
  (at) => ({ is: "full", at, times: 1_000 }),
  (at) => ({ is: "gone", at, times: 3 }),
  (at) => ({ is: "gone", at, times: 1_000 }),
  (at) => ({ is: "hangs", at }),
];

describe.each(Object.entries(STORIES))("%s", (_, story) => {
  test("goes well", async () => {
    const { wrongs } = await play(story, { is: "none" });
    expect(wrongs).toEqual([]);
  });

  test("goes wrong at every await", async () => {
    const { awaits } = await play(story, { is: "none" });
    expect(awaits).toBeGreaterThan(5);
    let played = 0;
    for (const kind of KINDS)
      for (let at = 1; at <= awaits; at += 1) {
        const { wrongs } = await play(story, kind(at));
        expect(wrongs, JSON.stringify(kind(at))).toEqual([]);
        played += 1;
      }
    expect(played).toBe(KINDS.length * awaits);
  });
});
