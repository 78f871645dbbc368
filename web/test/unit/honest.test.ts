// The page never rests on what the browser says of its line: a silent service, a paused one and a dead Wi-Fi all look "on
// line" to it.
import { readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

const SOURCE = new URL("../../src/", import.meta.url).pathname;

test("navigator.onLine is nowhere read", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(ts|svelte)$/.test(name),
  );
  expect(files.length).toBeGreaterThan(50);
  expect(files.filter((name) => readFileSync(SOURCE + name, "utf8").includes("onLine"))).toEqual([]);
});
