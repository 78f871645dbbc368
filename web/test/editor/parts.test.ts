// What a chapter lacks of a template's parts, against the vectors that the Rust core reads too.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { missingOf, standings, type Part, type PartState } from "../../src/editor/parts.ts";
import { assembled, bodyOf, type Payloads, type Unit } from "./tree.ts";

const FOLDER = fileURLToPath(new URL("../../../crates/manual/vectors/", import.meta.url));
const files = readdirSync(FOLDER).filter((name) => name.startsWith("parts-"));

interface Vector {
  name: string;
  parts: Part[];
  chapters: { name: string; flat: Unit[]; payloads?: Payloads; states: PartState[] }[];
}

it("finds vectors", () => {
  expect(files.length).toBeGreaterThan(0);
});

const vectors = files.flatMap((file) => JSON.parse(readFileSync(FOLDER + file, "utf8")) as Vector[]);

describe.each(vectors)("$name", ({ parts, chapters }) => {
  it.each([...chapters, { name: "nothing", flat: [], payloads: {}, states: parts.map(() => "gone") }])(
    "$name",
    ({ flat, payloads, states }) => {
      const body = bodyOf(flat, payloads);
      const found = standings(parts, assembled(body), body.doc);
      expect(found.map(({ state }) => state)).toEqual(states);
      const asked = parts.filter(({ asks }) => asks).length;
      expect(missingOf(found).of).toBe(asked);
    },
  );
});
