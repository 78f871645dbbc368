// Clipboards as programs write them, and what becomes of each: as the golden files say, and with every visible word still
// there. To accept new results: npx vitest run --project unit test/paste test/import -u, and read the difference.
import { readdirSync, readFileSync } from "node:fs";

import { afterAll, describe, expect, test } from "vitest";

import { cleaned } from "../../src/paste/clean.ts";
import { Measured } from "./measured.ts";
import { plainJson } from "./plain-json.ts";
import { textIn, visibleText } from "./visible.ts";

const CORPUS = new URL("corpus/", import.meta.url);
const names = readdirSync(CORPUS).filter((name) => name.endsWith(".html"));

const measured = new Measured("paste corpus");

test("there are at least twenty of them", () => {
  expect(names.length).toBeGreaterThanOrEqual(20);
});

describe.each(names)("%s", (name) => {
  const html = readFileSync(new URL(name, CORPUS), "utf8");
  const result = cleaned(html);

  test("becomes what it became before", async () => {
    await expect(plainJson(result)).toMatchFileSnapshot(`golden/${name.replace(".html", ".json")}`);
  });

  test("loses nothing that can be seen", () => {
    measured.take(visibleText(html), textIn(result.tree));
  });
});

afterAll(() => {
  measured.tell();
});
