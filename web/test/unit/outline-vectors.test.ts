// The outline against the vectors that the Rust core reads too: how it is arranged, what a move writes, which keys.
import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { between, spread } from "../../src/outline/order.ts";
import { place } from "../../src/outline/place.ts";
import { chapterMap, read, templates as templatesOf } from "../../src/outline/read.ts";
import { outlineOf, type Json } from "../support/outline.ts";

const FOLDER = new URL("../../../crates/manual/vectors/", import.meta.url);
const vectors = <T>(name: string): T[] => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as T[];

interface Arranged {
  readonly name: string;
  readonly chapters: Json;
  readonly shown: Json;
  readonly templates?: Json;
}

interface Moved {
  readonly name: string;
  readonly chapters: Json;
  readonly id: string;
  readonly parent: string | null;
  readonly after: string | null;
  readonly writes: Json;
}

interface Key {
  readonly before: string | null;
  readonly after: string | null;
  readonly key: string | null;
  readonly spread?: number;
  readonly keys?: string[];
}

describe("arranged", () => {
  test.each(vectors<Arranged>("outline-arrange.json"))("$name", ({ chapters, shown, templates = [] }) => {
    const doc = outlineOf(chapters);
    expect(read(doc)).toEqual(shown);
    expect(templatesOf(doc)).toEqual(templates);
  });
});

describe("moved", () => {
  test.each(vectors<Moved>("outline-place.json"))("$name", ({ chapters, id, parent, after, writes }) => {
    const doc = outlineOf(chapters);
    const places = place(doc, id, { parent, after }, null);
    if (typeof places === "string") return expect(places).toBe(writes);
    const written = places.map((each) => [each.id, chapterMap(doc, each.id)?.get("place")]);
    expect(Object.fromEntries(written)).toEqual(writes);
  });
});

test("keys are those of the vectors", () => {
  for (const { before, after, key, spread: count, keys } of vectors<Key>("outline-order.json")) {
    if (count !== undefined) expect(spread(count), `spread ${String(count)}`).toEqual(keys);
    else expect(between(before, after), `between ${String(before)} and ${String(after)}`).toBe(key);
  }
});
