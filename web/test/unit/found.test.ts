// What a search found, as the page shows it.
import { expect, test } from "vitest";

import { byChapter, marked } from "../../src/pages/found.ts";

const hit = (chapter: string, snippet: string, ...found: [number, number][]) => ({
  chapter,
  title: `Title ${chapter}`,
  block: "b",
  snippet,
  found,
});

test("hits stand by chapter, each in the order in which they came", () => {
  const [one, two, three] = [hit("1", "a"), hit("2", "b"), hit("1", "c")];
  expect(byChapter([one, two, three])).toEqual([
    { chapter: "1", title: "Title 1", hits: [one, three] },
    { chapter: "2", title: "Title 2", hits: [two] },
  ]);
  expect(byChapter([])).toEqual([]);
});

test("a snippet is whole, with what was sought marked", () => {
  const text = (...found: [number, number][]): string =>
    marked(hit("1", "😀 early warning", ...found))
      .map(({ text, isFound }) => (isFound ? `[${text}]` : text))
      .join("");
  expect(text([3, 8])).toBe("😀 [early] warning");
  expect(text([0, 2], [9, 16])).toBe("[😀] early [warning]");
  expect(text()).toBe("😀 early warning");
  // Nonsense loses no words.
  expect(text([9, 16], [3, 8]).replace(/[[\]]/g, "")).toBe("😀 early warning");
});
