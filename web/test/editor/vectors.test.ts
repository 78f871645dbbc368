// assemble and flatten against the vectors that the Rust core reads too.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { assembled, bodyOf, docOfTree, flattened, treeOf, type Tree, type Unit } from "./tree.ts";

const FOLDER = fileURLToPath(new URL("../../../crates/manual/vectors/", import.meta.url));

interface Vector {
  name: string;
  flat: Unit[];
  tree: Tree;
  flatten: Unit[];
}

/** Other functions than assemble and flatten. */
const OTHERS = ["outline-", "numbers-", "leftover-"];
/** Of what the editor does not show yet. */
const AHEAD = ["boxes.json", "tables.json", "notes.json", "figures.json", "embeds.json", "marks.json"];

const files = readdirSync(FOLDER).filter(
  (name) => name.endsWith(".json") && !OTHERS.some((begin) => name.startsWith(begin)) && !AHEAD.includes(name),
);

it("finds vectors", () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)("%s", (file) => {
  const vectors = JSON.parse(readFileSync(FOLDER + file, "utf8")) as Vector[];
  it.each(vectors)("$name", ({ flat, tree, flatten }) => {
    const doc = assembled(bodyOf(flat));
    doc.check();
    expect(treeOf(doc)).toEqual(tree);
    expect(flattened(docOfTree(tree))).toEqual(flatten);
    expect(treeOf(assembled(bodyOf(flatten)))).toEqual(tree);
  });
});
