// Small pure helpers of the pages: typed codes, letters of seats, arrow keys.
import { expect, test } from "vitest";

import { initials } from "../../src/initials.ts";
import { target } from "../../src/pages/roving.ts";
import { groupedCode, plainCode } from "../../src/typed-code.ts";

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
