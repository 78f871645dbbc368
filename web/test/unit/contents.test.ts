// Small pure helpers of the pages: the table of contents, typed codes, letters of seats, arrow keys.
import { expect, test } from "vitest";

import type { Chapter } from "../../src/api.ts";
import { contents, countOf, type Entry } from "../../src/contents.ts";
import { initials } from "../../src/initials.ts";
import { target } from "../../src/pages/roving.ts";
import { groupedCode, plainCode } from "../../src/typed-code.ts";

const chapter = (id: string, order: string, parent: string | null = null, deleted = false): Chapter => ({
  id,
  title: id,
  parent,
  order,
  deleted,
});
const lines = (entries: readonly Entry[]): string[] =>
  entries.flatMap(({ number, title, entries: below }) => [`${number} ${title}`, ...lines(below)]);

test("contents follow order and parent, and number every level", () => {
  const entries = contents([chapter("c", "b"), chapter("b", "a1", "a"), chapter("a", "a"), chapter("d", "a0", "a")]);
  expect(lines(entries)).toEqual(["1 a", "1.1 d", "1.2 b", "2 c"]);
  expect(countOf(entries)).toBe(4);
});

test("equal places fall back to the id, capitals before small letters", () => {
  expect(lines(contents([chapter("b", "a"), chapter("a", "a"), chapter("c", "Z")]))).toEqual(["1 c", "2 a", "3 b"]);
});

test("a deleted chapter is gone, the chapters below it are not", () => {
  expect(lines(contents([chapter("a", "a", null, true), chapter("b", "b", "a")]))).toEqual(["1 b"]);
});

test("chapters that stand under each other are all shown, at the top", () => {
  expect(lines(contents([chapter("a", "a", "b"), chapter("b", "b", "a"), chapter("c", "c", "a")]))).toEqual([
    "1 a",
    "2 b",
    "3 c",
  ]);
});

test("a code is read as people type and paste it", () => {
  for (const typed of ["7K3PM-X2QWB", "7k3pmx2qwb", " 7K3PM – X2QWB\n", "7k 3p mx 2q wb"]) {
    expect(groupedCode(plainCode(typed))).toBe("7K3PM-X2QWB");
  }
  expect(plainCode("oilOIL")).toBe("011011");
  expect([groupedCode("7K3"), plainCode("—")]).toEqual(["7K3", ""]);
});

test("a seat has two letters and its number", () => {
  expect(["Ghana", "Ghana 2", "Steering group", "EU", "Côte d’Ivoire 12", "غانا", ""].map(initials)).toEqual([
    "GH",
    "GH2",
    "SG",
    "EU",
    "CD12",
    "غا",
    "",
  ]);
});

test("arrow keys walk a row in the direction of the text and a column downwards", () => {
  expect(target("ArrowRight", 0, 3, "row", false)).toBe(1);
  expect(target("ArrowRight", 0, 3, "row", true)).toBe(2);
  expect(target("ArrowLeft", 0, 3, "row", true)).toBe(1);
  expect(target("ArrowDown", 2, 3, "column", true)).toBe(0);
  expect(target("ArrowUp", 0, 3, "column", false)).toBe(2);
  expect([target("Home", 2, 3, "row", false), target("End", 0, 3, "row", false)]).toEqual([0, 2]);
  expect(target("ArrowDown", 0, 3, "row", false)).toBeNull();
});
