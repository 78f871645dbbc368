// The table of docs/document-model.md, "When two meet", names tests that there are: a row without one, or with one that was
// renamed, fails here.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const ROOT = new URL("../../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, ROOT), "utf8");

const FILES: Readonly<Record<string, string>> = {
  merge: "web/test/editor/merge.test.ts",
  structure: "web/test/editor/structure.test.ts",
  payload: "web/test/editor/payload.test.ts",
  undo: "web/test/editor/undo.test.ts",
  pages: "web/test/browser/merge.test.ts",
  table: "web/test/browser/table.test.ts",
  notes: "web/test/browser/notes.test.ts",
  figure: "web/test/browser/figure.test.ts",
  box: "web/test/browser/box.test.ts",
  rust: "crates/manual/tests/payloads.rs",
};

const [, table = ""] = read("docs/document-model.md").split("| one | the other | both see | tests |\n");
const rows = table
  .split("\n\n")[0]
  ?.split("\n")
  .slice(1)
  .map((line) => line.split(" | "));

it.each(rows ?? [])("%s / %s", (_one, _other, _both, tests = "") => {
  const named = tests.replace(/ \|$/, "").split(/; (?=`)/);
  for (const each of named) {
    const [, file = "", name = ""] = /^`(\w+)` (.+)$/.exec(each) ?? [];
    const text = read(FILES[file] ?? "");
    expect(text, each).toContain(file === "rust" ? `fn ${name}()` : `"${name}"`);
  }
});

it("has rows", () => {
  expect(rows?.length).toBeGreaterThan(25);
});
