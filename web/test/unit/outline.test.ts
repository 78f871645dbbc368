// What the outline's page works out before it draws: rows and numbers, where moves lead, where a dragged chapter lands, what
// changed since the last visit, and when.
import { describe, expect, test } from "vitest";

import { deviceOf, type Device } from "../../src/device/index.ts";
import { Keeping } from "../../src/outline/keeping.ts";
import { landing, rowsWithout } from "../../src/outline/landing.ts";
import { place } from "../../src/outline/place.ts";
import { read } from "../../src/outline/read.ts";
import { allRows, targetOf, treeOf, type Move } from "../../src/outline/tree.ts";
import { isNews, rememberClock, Visit, visitsOf } from "../../src/outline/visits.ts";
import { ago, exactly } from "../../src/outline/when.ts";
import { moveOfKey } from "../../src/pages/outline-shown.ts";
import { drawn, idOf, outlineOf, type Json } from "../support/outline.ts";

const chapter = (order: string, parent: number | null = null, deleted = false): Json => ({
  map: {
    title: { text: "T" },
    place: { parent: parent === null ? null : idOf(parent), order },
    ...(deleted ? { deleted } : {}),
  },
});

/** 1, 2 (with 21, 22), 3 deleted, 4. */
const some = () =>
  outlineOf({
    [idOf(1)]: chapter("1"),
    [idOf(2)]: chapter("2"),
    [idOf(0x21)]: chapter("1", 2),
    [idOf(0x22)]: chapter("2", 2),
    [idOf(3)]: chapter("3", null, true),
    [idOf(4)]: chapter("4"),
  });

test("rows have numbers on every level, and deleted chapters none", () => {
  const rows = allRows(treeOf(read(some())));
  expect(rows.map(({ number, depth }) => `${number}/${String(depth)}`)).toEqual([
    "1/0",
    "2/0",
    "2.1/1",
    "2.2/1",
    "3/0",
  ]);
});

describe("moves by key", () => {
  const moves: [number, Move, string | null][] = [
    [2, "up", "2 -33 -34 1 [3] 4"],
    [1, "up", null],
    [2, "down", "1 [3] 4 2 -33 -34"],
    [4, "down", null],
    [4, "up", "1 4 2 -33 -34 [3]"],
    [4, "under", "1 2 -33 -34 -4 [3]"],
    [1, "under", null],
    [0x22, "out", "1 2 -33 34 [3] 4"],
    [0x21, "out", "1 2 -34 33 [3] 4"],
    [1, "out", null],
    [0x22, "under", "1 2 -33 --34 [3] 4"],
    [9, "up", null],
  ];
  test.each(moves)("%i %s", (number, move, after) => {
    const doc = some();
    const target = targetOf(read(doc), idOf(number), move);
    if (target === null) return expect(after).toBeNull();
    expect(typeof place(doc, idOf(number), target, null)).toBe("object");
    expect(drawn(doc)).toBe(after);
  });
});

describe("where a dragged chapter lands", () => {
  const landings: [number, number, number, string][] = [
    [4, 0, 3, "4 1 2 -33 -34 [3]"],
    [4, 1, 0, "1 4 2 -33 -34 [3]"],
    [4, 1, 1, "1 -4 2 -33 -34 [3]"],
    [4, 2, 0, "1 2 -4 -33 -34 [3]"],
    [4, 3, 5, "1 2 -33 --4 -34 [3]"],
    [4, 4, 1, "1 2 -33 -34 -4 [3]"],
    [4, 4, 0, "1 2 -33 -34 4 [3]"],
    [2, 2, 1, "1 [3] 4 -2 --33 --34"],
    [2, 0, 0, "2 -33 -34 1 [3] 4"],
    [0x21, 4, 0, "1 2 -34 [3] 4 33"],
    [0x21, 4, -7, "1 2 -34 [3] 4 33"],
  ];
  test.each(landings)("%i in gap %i at depth %i", (number, gap, depth, after) => {
    const doc = some();
    const others = rowsWithout(treeOf(read(doc)), idOf(number));
    expect(typeof place(doc, idOf(number), landing(others, gap, depth).target, null)).toBe("object");
    expect(drawn(doc)).toBe(after);
  });

  test("the line is drawn under the row above, as far in as the chapter will stand", () => {
    const others = rowsWithout(treeOf(read(some())), idOf(4));
    expect(landing(others, 4, 9)).toMatchObject({ below: idOf(0x22), depth: 2 });
    expect(landing(others, 0, 1)).toMatchObject({ below: null, depth: 0 });
    expect(landing([], 0, 2)).toEqual({ target: { parent: null, after: null }, below: null, depth: 0 });
  });
});

test("Word's keys move, and sideways they follow the direction of the page", () => {
  const key = (key: string, more = {}) => ({ key, altKey: true, shiftKey: true, ...more }) as KeyboardEvent;
  expect(["ArrowUp", "ArrowDown", "ArrowRight", "ArrowLeft"].map((name) => moveOfKey(key(name), false))).toEqual([
    "up",
    "down",
    "under",
    "out",
  ]);
  expect(["ArrowRight", "ArrowLeft"].map((name) => moveOfKey(key(name), true))).toEqual(["out", "under"]);
  expect(moveOfKey(key("ArrowUp", { shiftKey: false }), false)).toBeNull();
  expect(moveOfKey(key("ArrowUp", { ctrlKey: true }), false)).toBeNull();
  expect(moveOfKey(key("a"), false)).toBeNull();
});

test("a moment is told in words of the language", () => {
  const now = Date.UTC(2026, 4, 3, 12);
  const before = (minutes: number) => ago(now - minutes * 60_000, now, "en");
  expect([0.9, 1, 12, 60, 60 * 23, 60 * 24, 60 * 24 * 8, 60 * 24 * 70, 60 * 24 * 800].map(before)).toEqual([
    null,
    "1 minute ago",
    "12 minutes ago",
    "1 hour ago",
    "23 hours ago",
    "yesterday",
    "last week",
    "2 months ago",
    "2 years ago",
  ]);
  expect(before(-5)).toBeNull();
  expect(ago(now - 12 * 60_000, now, "ar-u-nu-latn")).toBe("قبل 12 دقيقة");
  expect(exactly(now, "en")).toContain("2026");
});

test("marked is what changed after the last visit, and nothing that was never seen", async () => {
  const device = await deviceOf({ seat: null, right: null, epoch: null, signedIn: "unknown", own: false });
  await rememberClock(device, 3_600_000);
  const visit = new Visit(device, "seen");
  await new Promise((go) => setTimeout(go));
  visit.note();
  const visits = await visitsOf(device, ["seen", "never"]);
  expect([...visits.keys()]).toEqual(["seen"]);
  const seen = visits.get("seen") ?? 0;
  expect(Math.abs(seen - Date.now() - 3_600_000)).toBeLessThan(60_000);
  expect([isNews(seen + 5_000, seen), isNews(seen - 1, seen), isNews(seen + 1_000, seen)]).toEqual([
    true,
    false,
    false,
  ]);
  expect([isNews(seen, undefined), isNews(null, seen)]).toEqual([false, false]);
});

test("a kept manual is fetched chapter by chapter, again only what was changed, and counted without a line", async () => {
  const memory = await deviceOf({ seat: null, right: null, epoch: null, signedIn: "unknown", own: false });
  const fetched: string[] = [];
  let line = true;
  const device: Device = {
    ...memory,
    remember: (key, value) => memory.remember(key, value),
    recall: (key) => memory.recall(key),
    keptManuals: () => Promise.resolve(["m"]),
    keepManual: () => Promise.resolve(),
    fetch: (id) => {
      if (line) fetched.push(id);
      return Promise.resolve(line);
    },
  };
  const held: number[] = [];
  const brought: string[] = [];
  const keep = async (changes: [string, number | null][]) => {
    const also = (id: string): Promise<void> => Promise.resolve(void brought.push(id));
    const keeping = new Keeping(device, "m", (now) => held.push(now.size), also);
    expect(await keeping.begin()).toBe(true);
    keeping.wants(new Map(changes));
    await new Promise((go) => setTimeout(go, 20));
    keeping.close();
  };
  line = false;
  await keep([["a", 1]]);
  expect([fetched, held.at(-1)]).toEqual([[], 0]);
  line = true;
  await keep([
    ["a", 1],
    ["b", null],
    ["c", 3],
  ]);
  expect([fetched.sort(), held.at(-1)]).toEqual([["a", "b", "c"], 3]);
  await keep([
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ]);
  expect(fetched).toEqual(["a", "b", "c", "b"]);
  expect(brought, "what belongs to a chapter comes with it").toEqual(["a", "b", "c", "b"]);
  line = false;
  await keep([["a", 9]]);
  expect(held.at(-1)).toBe(3);
});
