// Seeded worlds: two seats in one browser, several tabs, a service that comes and goes and changes its mind, tabs that end
// at any moment and stores that fail. In the end every word that was reported kept is at the service or in a shelf, once,
// under the name of whoever typed it, and nothing waits that is not counted.
import { afterEach, expect, test } from "vitest";

import { Faults, type Fault } from "./profile.ts";
import { CHAPTER, DENMARK, GHANA, World, type Page } from "./world.ts";

const WORLDS = Number(process.env["CHANCERY_WORLDS"] ?? (process.env["CHANCERY_PROVE"] === "1" ? 2_000 : 40));
const FIRST = Number(process.env["CHANCERY_SEED"] ?? 1);
const STEPS = 40;
const TABS_MAX = 3;

afterEach(() => World.end());

/** Mulberry32: enough chance for a test, and the same for a seed. */
function chanceOf(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function faultOf(chance: (below: number) => number): Fault {
  const at = 1 + chance(40);
  switch (chance(9)) {
    case 0:
      return { is: "full", at, times: 1 + chance(5) };
    case 1:
      return { is: "gone", at, times: 1 + chance(3) };
    case 2:
      return { is: "dies-after", at };
    case 3:
      return { is: "dies-before", at };
    default:
      return { is: "none" };
  }
}

/** A place near `at` that is not inside a word. */
function between(text: string, at: number): number {
  const inside = text.lastIndexOf("⟨", at - 1) > text.lastIndexOf("⟩", at - 1);
  return inside ? text.indexOf("⟩", at) + 1 : at;
}

async function live(seed: number): Promise<string[]> {
  const chance = chanceOf(seed);
  const world = new World();
  const { service } = world;
  let seat = GHANA;
  let tabs: Page[] = [];
  const story: string[] = [];
  const act = async (): Promise<void> => {
    tabs = tabs.filter((page) => !page.life.dead);
    const page = tabs[chance(Math.max(1, tabs.length))];
    switch (chance(14)) {
      case 0:
      case 1:
        if (tabs.length < TABS_MAX) tabs.push(await world.page(seat, new Faults(faultOf(chance))));
        return void story.push("opens a tab");
      case 2:
        page?.kill();
        return void story.push("kills a tab");
      case 3:
        service.stop();
        return void story.push("stops the service");
      case 4:
      case 5:
        service.start();
        return void story.push("starts the service");
      case 6:
        if (chance(4) > 0) return;
        seat = seat === GHANA ? DENMARK : GHANA;
        service.signIn(seat);
        return void story.push(`${seat.name} signs in`);
      case 7:
        if (chance(3) > 0) return service.readers.clear();
        service.readers.add(seat.id);
        service.stop();
        service.start();
        return void story.push(`${seat.name} may only read`);
      case 8:
        service.elsewhere(CHAPTER, (body) => {
          body.insert(between(body.toString(), chance(body.length + 1)), "·");
        });
        return void story.push("somebody else writes");
      case 9:
        page?.type(between(page.body.toString(), chance(page.body.length + 1)));
        return void story.push("types somewhere");
      case 10:
        if (chance(3) === 0) page?.type(undefined, "✗");
        return void story.push("types what may not go in");
      default:
        page?.type();
        return void story.push("types");
    }
  };
  for (let step = 0; step < STEPS; step += 1) {
    await act();
    await world.pass([0, 10, 60, 200, 700, 2_500][chance(6)] ?? 0);
  }
  service.readers.clear();
  const wrongs: string[] = [];
  for (const last of [DENMARK, GHANA]) wrongs.push(...(await world.wrongs(await world.settled(last))));
  World.end();
  return wrongs.length === 0 ? [] : [`seed ${String(seed)}`, ...wrongs, ...story];
}

test(`in ${String(WORLDS)} worlds no kept word is lost, doubled or sent under another's name`, async () => {
  let typed = 0;
  for (let seed = FIRST; seed < FIRST + WORLDS; seed += 1) {
    expect(await live(seed)).toEqual([]);
    typed += 1;
  }
  expect(typed).toBe(WORLDS);
});
