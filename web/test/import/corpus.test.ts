// Word files and Markdown as people have them, and what becomes of each: as the golden files say, with every visible word
// still there. To accept new results: npx vitest run --project unit test/paste test/import -u, and read the difference.
import { readdirSync, readFileSync } from "node:fs";

import { afterAll, describe, expect, test } from "vitest";

import { importDocx } from "../../src/import/docx.ts";
import { importMarkdown } from "../../src/import/markdown.ts";
import { Measured } from "../paste/measured.ts";
import { plainJson } from "../paste/plain-json.ts";
import { textIn } from "../paste/visible.ts";
import { wordsOfDocx, wordsOfMarkdown } from "./visible.ts";

const CORPUS = new URL("corpus/", import.meta.url);
const names = readdirSync(CORPUS).filter((name) => /\.(?:docx|md)$/.test(name) && name !== "README.md");

const measured = new Measured("import corpus");
const bytesOf = (name: string): Uint8Array<ArrayBuffer> => new Uint8Array(readFileSync(new URL(name, CORPUS)));

test("there are at least twelve of them", () => {
  expect(names.filter((name) => name.endsWith(".docx")).length).toBeGreaterThanOrEqual(12);
});

describe.each(names)("%s", (name) => {
  test("becomes what it became before, and loses nothing that can be seen", async () => {
    const bytes = bytesOf(name);
    const isWord = name.endsWith(".docx");
    const imported = isWord ? await importDocx(bytes, name) : importMarkdown(bytes, name);
    await expect(plainJson(imported)).toMatchFileSnapshot(`golden/${name}.json`);
    const seen = isWord ? wordsOfDocx(bytes) : wordsOfMarkdown(bytes);
    measured.take(seen, `${imported.title} ${textIn(imported.tree)}`);
  });
});

afterAll(() => {
  measured.tell();
});
