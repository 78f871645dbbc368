// Pictures of an import: one that the service takes stands in the tree by its name, one that it does not take leaves its
// caption and is told.
import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { importDocx } from "../../src/import/docx.ts";
import { withStored } from "../../src/import/pictures.ts";
import { dataIn } from "../../src/paste/pictures.ts";

const file = new Uint8Array(readFileSync(new URL("corpus/made-pictures.docx", import.meta.url)));
const IMAGE = { sha256: "a".repeat(64), width: 12, height: 8, type: "image/png" };

test("a picture that the service takes stands in the tree by its name", async () => {
  const imported = await importDocx(file, "a.docx");
  expect([...dataIn(imported.tree)]).toHaveLength(2);
  const sent: Blob[] = [];
  const stored = await withStored(imported, (data) => {
    sent.push(data);
    return Promise.resolve(IMAGE);
  });
  expect(sent.every(({ type, size }) => type === "image/png" && size > 60)).toBe(true);
  expect([...dataIn(stored.tree)]).toEqual([]);
  expect(JSON.stringify(stored.tree)).toContain(
    `"figure":{"image":${JSON.stringify(IMAGE)},"alt":"A map of the region","credit":""}`,
  );
  expect(stored.left).toBe(imported.left);
});

test("of one that the service does not take its words stay, and it is told", async () => {
  const imported = await importDocx(file, "a.docx");
  const stored = await withStored(imported, () => Promise.resolve(null));
  expect(JSON.stringify(stored.tree)).not.toContain('figure":');
  expect(JSON.stringify(stored.tree)).toContain("A map of the region");
  expect(stored.left.find(({ what }) => what === "image")?.count).toBe(4);
});
