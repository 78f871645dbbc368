// Where nobody is named, refused is not lost either: it becomes a proposal without an author, of which this device remembers
// nothing but the words, to be read. Handed in after the end of a session, it goes without a name as well, and apart.
import * as Y from "yjs";
import { afterEach, expect, test } from "vitest";

import { lastOf } from "../../src/branch/known.ts";
import { handInAll } from "../../src/device/ended.ts";
import type { ShelfItem } from "../../src/device/index.ts";
import { MemoryPlace } from "../../src/device/place.ts";
import { CHAPTER, GHANA, World, type Page } from "./world.ts";

afterEach(() => World.end());

/** A page that wrote a word, and two more on a train, on which the right to write was withdrawn. */
async function refused(world: World): Promise<Page> {
  world.service.proposing = { is: "taken" };
  const page = await world.opened();
  page.type();
  await world.pass(2_000);
  await world.withoutService();
  page.type();
  page.type();
  await world.pass(500);
  world.service.readers.add(GHANA.id);
  return page;
}

/** It is out of what waits, to be read on the page and on the shelf, and nothing leads to the proposal. */
async function readAlone(page: Page): Promise<void> {
  expect([page.waiting, page.proposal, page.told("followed")]).toEqual([0, null, false]);
  const told = page.facts.flatMap((fact) => (fact.is === "shelved" ? [fact.item] : []));
  expect(told).toMatchObject([{ unnamed: "handed-in", text: expect.stringContaining("⟨2⟩⟨3⟩") as string }]);
  expect(await page.device.shelf()).toMatchObject([
    { unnamed: "handed-in", text: expect.stringContaining("⟨2⟩⟨3⟩") as string },
  ]);
  expect(await lastOf(page.device, CHAPTER)).toBe(null);
  expect(page.body.toString()).toBe("⟨1⟩");
}

test("what is refused where nobody is named is handed in without a name, and the words stay to be read", async () => {
  const world = new World();
  world.service.mode = "unattributed";
  const page = await refused(world);
  world.service.start();
  await world.pass(20_000);
  expect(world.service.unnamed).toEqual([["⟨1⟩⟨2⟩⟨3⟩", true]]);
  expect(world.service.proposals).toEqual([]);
  await readAlone(page);
});

test("where nobody is named any more, the service takes it so though the page did not know", async () => {
  const world = new World();
  const page = await refused(world);
  world.service.mode = "unattributed";
  world.service.start();
  await world.pass(20_000);
  expect(world.service.unnamed).toEqual([["⟨1⟩⟨2⟩⟨3⟩", false]]);
  await readAlone(page);
});

test("where it may not be proposed, the shelf has it and knows that it is to be handed in without a name", async () => {
  const world = new World();
  world.service.mode = "unattributed";
  const page = await refused(world);
  world.service.proposing = { is: "refused", code: "not-allowed" };
  world.service.start();
  await world.pass(20_000);
  expect(await page.device.shelf()).toMatchObject([
    { unnamed: "waits", text: expect.stringContaining("⟨2⟩⟨3⟩") as string },
  ]);
});

test("after the end of a session it is handed in apart and without a name, and not twice", async () => {
  const place = new MemoryPlace();
  const edit = (text: string): Uint8Array => {
    const doc = new Y.Doc();
    doc.getText("body").insert(0, text);
    return Y.encodeStateAsUpdate(doc);
  };
  const entry = (n: number, text: string, mode?: string): object => ({
    document: CHAPTER,
    tab: "t",
    n,
    at: n,
    bytes: edit(text),
    mode,
  });
  const keep = [entry(1, "named"), entry(2, "unnamed", "unattributed"), entry(3, "seat", "seat")] as never[];
  const item = (id: string, text: string, unnamed?: ShelfItem["unnamed"]): ShelfItem => {
    return { id, document: CHAPTER, title: "", at: 1, code: "locked", changes: 1, text, bytes: edit(text), unnamed };
  };
  const write = { document: CHAPTER, keep: [], forget: [], durable: [], shelve: null };
  await place.write({ ...write, keep });
  for (const shelve of [item("a", "shelf"), item("b", "hidden", "waits"), item("c", "there", "handed-in")])
    await place.write({ ...write, shelve });
  const handed: [string, boolean][] = [];
  const outcome = await handInAll(place, (_, update, unnamed) => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, update);
    handed.push([doc.getText("body").toString(), unnamed]);
    return Promise.resolve("taken");
  });
  expect(handed.map(([, unnamed]) => unnamed)).toEqual([false, true, false, true]);
  expect(handed[0]?.[0]).toMatch(/named.*seat|seat.*named/);
  expect(handed.slice(1).map(([words]) => words)).toEqual(["unnamed", "shelf", "hidden"]);
  expect([outcome, await place.shelf()]).toEqual([{ handedIn: 5, left: 0, later: false }, []]);
});
