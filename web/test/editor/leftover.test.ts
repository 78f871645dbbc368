// What is left over, against the vectors that the Rust core reads too. What becomes of it is in structure.test.ts.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type * as Y from "yjs";
import { leftovers, type Leftover } from "../../src/editor/payload/leftover.ts";
import { plainOf } from "../../src/editor/payload/lines.ts";
import { allot } from "../../src/editor/payload/places.ts";
import { assembled, bodyOf, type Payloads, type Unit } from "./tree.ts";

const FOLDER = fileURLToPath(new URL("../../../crates/manual/vectors/", import.meta.url));

interface Vector {
  name: string;
  flat: Unit[];
  payloads: Payloads;
  leftover: { kind: string; id: string; table?: string; lines: string[] }[];
}

const files = readdirSync(FOLDER).filter((name) => name.startsWith("leftover-") && name.endsWith(".json"));

const plain = (leftover: Leftover): Vector["leftover"][number] => ({
  kind: leftover.kind,
  id: leftover.id,
  ...("table" in leftover ? { table: leftover.table } : {}),
  lines: leftover.lines.map(plainOf),
});

it("finds vectors", () => {
  expect(files.length).toBeGreaterThan(1);
});

describe.each(files)("%s", (file) => {
  const vectors = JSON.parse(readFileSync(FOLDER + file, "utf8")) as Vector[];
  it.each(vectors)("$name", ({ flat, payloads, leftover }) => {
    const body = bodyOf(flat, payloads);
    const ydoc = body.doc as Y.Doc;
    const doc = assembled(body);
    allot(ydoc, doc);
    expect(leftovers(ydoc, doc).map(plain)).toEqual(leftover);
  });
});
