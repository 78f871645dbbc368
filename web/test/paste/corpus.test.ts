// Clipboards as programs write them, and what becomes of each: as the golden files say, and with every visible word still
// there. To accept new results: npx vitest run --project unit test/paste test/import -u, and read the difference.
import { readdirSync, readFileSync } from "node:fs";

import { afterAll, describe, expect, test } from "vitest";

import { cleaned } from "../../src/paste/clean.ts";
import { plainJson } from "./plain-json.ts";
import { lossOf, textIn, visibleText } from "./visible.ts";

const CORPUS = new URL("corpus/", import.meta.url);
const names = readdirSync(CORPUS).filter((name) => name.endsWith(".html"));
const LOST_SHARE_MAX = 0.01;

const total = { characters: 0, lost: 0 };

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
    const loss = lossOf(visibleText(html), textIn(result.tree));
    total.characters += loss.characters;
    total.lost += loss.lost;
    expect(loss.characters).toBeGreaterThan(0);
    expect(loss.words, `${String(loss.lost)} of ${String(loss.characters)} characters`).toEqual([]);
  });
});

afterAll(() => {
  const share = total.lost / total.characters;
  process.stdout.write(
    `paste corpus: ${String(total.lost)} of ${String(total.characters)} visible characters lost (${(share * 100).toFixed(2)} %)\n`,
  );
  expect(share).toBeLessThanOrEqual(LOST_SHARE_MAX);
});
