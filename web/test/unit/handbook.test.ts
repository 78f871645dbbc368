// The handbook tells the truth: what it says stands on the screen does, in these very words; each key it names is one; its
// pictures are there, described, small, and shown; each page is found from the first one. Links are the repository's to check.
import { readdirSync, readFileSync, statSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { en as desk } from "../../src/lang/desk/en.ts";
import { door } from "../../src/lang/door/en.ts";
import { en } from "../../src/lang/en.ts";
import { editions } from "../../src/lang/editions/en.ts";
import { importing } from "../../src/lang/importing/en.ts";
import { ready } from "../../src/lang/ready/en.ts";
import { en as proposals } from "../../src/lang/proposals/en.ts";
import { keyWords } from "../../src/pages/key-names.ts";
import { keyGroups } from "../../src/pages/key-list.ts";

const FOLDER = new URL("../../../docs/handbook/", import.meta.url);
const KILOBYTES_MAX = 60;
const MEGABYTES_MAX = 7;

const files = readdirSync(FOLDER).filter((name) => name.endsWith(".md"));
const pages = new Map(files.map((name) => [name, readFileSync(new URL(name, FOLDER), "utf8")]));
const pictures = readdirSync(new URL("images/", FOLDER));

/** Every word and sentence of the screens that is the same whatever happens. */
function fixed(words: object): string[] {
  return Object.values(words).flatMap((value: unknown) => {
    if (typeof value === "string") return [value];
    return typeof value === "object" && value !== null ? fixed(value) : [];
  });
}

/** Sentences that go with a number or a name, as they are with one. */
const COUNTED = [
  en.structure.table.deleteRow(1),
  en.structure.table.deleteColumn(1),
  en.chapter.you(en.appear.member(1)),
  editions.compareWith(1),
];
const shown = new Set([...[en, desk, door, editions, importing, proposals, ready].flatMap(fixed), ...COUNTED]);
/** On the screen up to its first colon. */
const opens = (words: string): boolean => [...shown].some((each) => each.startsWith(`${words}:`));

describe.each([...pages])("%s", (name, text) => {
  const plain = text.replace(/```[\s\S]*?```/g, "").replace(/`[^`]*`/g, "");

  test("says what stands on the screen as it stands there", () => {
    const said = [...plain.matchAll(/(?<!\*)\*([^*\n]+)\*(?!\*)/g)].map(([, words]) => words ?? "");
    expect(said.filter((words) => !shown.has(words) && !opens(words))).toEqual([]);
  });

  test("opens with its title, and describes its pictures", () => {
    expect(text).toMatch(/^# \S/);
    for (const [, description, path] of text.matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)) {
      expect(description, path).not.toBe("");
      expect(pictures, `${name} shows ${String(path)}`).toContain(path?.replace("images/", ""));
    }
  });
});

test("each page is found from the first one", () => {
  const index = pages.get("README.md") ?? "";
  for (const name of files) if (name !== "README.md") expect(index, name).toContain(`](${name})`);
});

test("each picture is shown on the page that shows all, and is small", () => {
  const gallery = pages.get("screens.md") ?? "";
  let bytes = 0;
  for (const picture of pictures) {
    expect(gallery, picture).toContain(`(images/${picture})`);
    const { size } = statSync(new URL(`images/${picture}`, FOLDER));
    expect(size, picture).toBeLessThanOrEqual(KILOBYTES_MAX * 1_000);
    bytes += size;
  }
  expect(bytes).toBeLessThanOrEqual(MEGABYTES_MAX * 1_000_000);
});

test("the page of keys names every key, and no other", () => {
  const page = (pages.get("keys.md") ?? "").split("\n").filter((line) => line.startsWith("|"));
  const named = page.flatMap((line) => [...line.matchAll(/`([^`]+)`/g)].map(([, keys]) => keys ?? ""));
  const known = keyGroups(en, false).flatMap(({ rows }) =>
    rows.flatMap(([, keys]) => keyWords(en, keys, false).split(", ")),
  );
  expect([...new Set(named)].sort()).toEqual([...new Set(known)].sort());
});
