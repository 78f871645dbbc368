// assemble and flatten against the vectors that the Rust core reads too.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { assembled, bodyOf, docOfTree, flattened, treeOf, type Payloads, type Tree, type Unit } from "./tree.ts";

const FOLDER = fileURLToPath(new URL("../../../crates/manual/vectors/", import.meta.url));

interface Vector {
  name: string;
  flat: Unit[];
  payloads?: Payloads;
  tree: Tree;
  flatten: Unit[];
}

/** Other functions than assemble and flatten. */
const OTHERS = ["outline-", "numbers-", "leftover-", "parts-", "canon"];
const files = readdirSync(FOLDER).filter(
  (name) => name.endsWith(".json") && !OTHERS.some((begin) => name.startsWith(begin)),
);

it("finds vectors", () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)("%s", (file) => {
  const vectors = JSON.parse(readFileSync(FOLDER + file, "utf8")) as Vector[];
  it.each(vectors)("$name", ({ flat, payloads, tree, flatten }) => {
    const read = (units: readonly Unit[]): Tree => {
      const body = bodyOf(units, payloads);
      const doc = assembled(body);
      doc.check();
      return treeOf(doc, body.doc ?? undefined);
    };
    expect(read(flat)).toEqual(tree);
    expect(flattened(docOfTree(tree))).toEqual(flatten);
    expect(read(flatten)).toEqual(tree);
  });
});
