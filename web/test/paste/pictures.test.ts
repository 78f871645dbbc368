// Pictures of a paste: data that came along stays with its figure where one can stand, a picture beside HTML without a word is
// the picture that is meant, and whatever is not taken is told.
import { describe, expect, test } from "vitest";

import { htmlReader } from "../../src/paste/reader.ts";
import { dataIn } from "../../src/paste/pictures.ts";
import type { Left, PastedNode } from "../../src/paste/tree.ts";

const DOT =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const FILE = new File([Uint8Array.of(1, 2, 3)], "copied.png", { type: "image/png" });

function read(html: string, files: readonly File[] | null): { tree: PastedNode[]; left: readonly Left[] } {
  let left: readonly Left[] = [];
  const tree = htmlReader((told) => (left = told))(html, files) as unknown as PastedNode[];
  return { tree, left };
}
const pictures = ({ tree }: { readonly tree: PastedNode[] }): Blob[] => [...dataIn(tree)];

describe("where a figure can stand", () => {
  test("data that came along is kept, with its description", () => {
    const pasted = read(`<p>Words</p><img src="${DOT}" alt="A dot">`, []);
    expect(pictures(pasted).map(({ type }) => type)).toEqual(["image/png"]);
    expect(JSON.stringify(pasted.tree)).toContain("A dot");
    expect(pasted.left).toEqual([]);
  });

  test("an address is only told, whatever it is", () => {
    for (const address of [
      "https://elsewhere.example/a.png",
      "file:///C:/a.png",
      "blob:null/1",
      "data:image/svg+xml,<svg/>",
    ]) {
      const pasted = read(`<p>Words</p><img src="${address}" alt="Far">`, [FILE]);
      expect([pictures(pasted).length, pasted.left.map(({ what }) => what)], address).toEqual([0, ["image"]]);
    }
  });

  test("data that is no picture is none", () => {
    const pasted = read(`<p>Words</p><img src="data:image/png;base64,AAAA" alt="Lies">`, []);
    expect([pictures(pasted).length, pasted.left.length]).toEqual([0, 1]);
  });

  test("a file beside HTML without a word is what was copied; beside words it is not", () => {
    const copied = read(`<img src="https://elsewhere.example/a.png" alt="Far">`, [FILE]);
    expect([pictures(copied), copied.left]).toEqual([[FILE], []]);
    const words = read(`<p>Words</p>`, [FILE]);
    expect(pictures(words)).toEqual([]);
    const table = read(`<table><tr><td>1</td><td>2</td></tr></table>`, [FILE]);
    expect(pictures(table)).toEqual([]);
    const other = read(`<img src="${DOT}">`, [new File([], "a.pdf", { type: "application/pdf" })]);
    expect(pictures(other).map(({ type }) => type)).toEqual(["image/png"]);
  });
});

test("where none can stand, every picture is told and its caption stays", () => {
  const pasted = read(`<p>Words</p><img src="${DOT}" alt="A dot"><img src="${DOT}">`, null);
  expect(pictures(pasted)).toEqual([]);
  expect(pasted.left).toEqual([{ what: "image", count: 2, words: [] }]);
  expect(JSON.stringify(pasted.tree)).toContain("A dot");
});
