// Style sheets and components name sides by the direction of the text, never left or right, carry no inline style (the
// content security policy would drop it), and fetch nothing from strangers.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

const SOURCE = new URL("../../src/", import.meta.url).pathname;

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter((name) =>
  /\.(css|svelte|ts)$/.test(name),
);
const texts = files.map((name): [string, string] => [name, readFileSync(join(SOURCE, name), "utf8")]);

const SIDES =
  /(margin|padding|border|inset|text-align|float|scroll-margin|scroll-padding)(-|:\s*)(left|right)\b|^\s*(left|right)\s*:/m;
const FOUR_VALUES = /(margin|padding|inset):[^\S\n]*\S+[^\S\n]+\S+[^\S\n]+\S+[^\S\n]+\S+;/;

test("no side is called left or right in a style", () => {
  expect(texts.length).toBeGreaterThan(10);
  for (const [name, text] of texts.filter(([name]) => /\.(css|svelte)$/.test(name))) {
    expect(SIDES.exec(text)?.[0], name).toBeUndefined();
    expect(FOUR_VALUES.exec(text)?.[0], name).toBeUndefined();
  }
});

test("nothing is styled in line, and no address of a stranger is loaded", () => {
  for (const [name, text] of texts) {
    expect(/\sstyle=["{]|setAttribute\("style"|\bstyle:[a-z]|\.cssText/.exec(text)?.[0], name).toBeUndefined();
    expect(/(url\(|import\(?\s*|src=|fetch\()["'`]?https?:/.exec(text)?.[0], name).toBeUndefined();
  }
});

test("every file opens with what it is", () => {
  for (const [name, text] of texts) expect(/^(\/\/ |\/\* |<!--)/.test(text), name).toBe(true);
});
