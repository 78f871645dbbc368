// Copies: what goes into an editor comes out of it as the same tree, and as plain text that people can read.
import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";
import * as Y from "yjs";

import { copiedText, treeOf } from "../../src/editor/copied.ts";
import { newId } from "../../src/editor/ids.ts";
import { insertTree } from "../../src/editor/paste.ts";
import { EditorCore } from "../../src/editor/state.ts";
import type { Json } from "../../src/editor/values.ts";
import { cleaned } from "../../src/paste/clean.ts";
import { withPictures } from "../../src/paste/pictures.ts";
import { plainTextOf } from "../../src/paste/plain-text.ts";
import type { PastedNode } from "../../src/paste/tree.ts";

const CORPUS = new URL("corpus/", import.meta.url);
const names = readdirSync(CORPUS).filter((name) => name.endsWith(".html"));

function written(tree: readonly PastedNode[]): { core: EditorCore; ydoc: Y.Doc } {
  const ydoc = new Y.Doc();
  const core = new EditorCore({ ydoc, newId });
  insertTree(core, tree as unknown as Json);
  return { core, ydoc };
}

/** Without what an editor adds: ids, empty marks, widths that nobody set; and without what it leaves out. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key, each]) => key !== "id" && !(key === "marks" && Object.keys(each as object).length === 0),
  );
  return Object.fromEntries(entries.map(([key, each]) => [key, key === "note" ? null : bare(each)]));
}

describe.each(names)("%s", (name) => {
  test("goes into an editor and comes out as the same tree", () => {
    const tree = withPictures(cleaned(readFileSync(new URL(name, CORPUS), "utf8")).tree, new Map());
    const { core, ydoc } = written(tree);
    expect(bare(treeOf(core.state.doc.content, ydoc))).toEqual(bare(tree));
    core.destroy();
  });
});

test("plain text has bullets and numbers, tabs between cells and notes at the end", () => {
  const html = `<h2>Head</h2><p>One<a href="#n1" id="r1">1</a> and <b>two</b><br>three.</p><ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d<p>e</p></li></ul>
    <table><caption>Cap</caption><tr><th>x</th><th>y</th></tr><tr><td colspan=2>z<br>zz</td></tr></table><ol><li id="n1">Note <a href="#r1">↑</a></li></ol>`;
  const text = [
    "Head",
    "One[1] and two\nthree.",
    "• a\n  1. b\n  2. c\n• d\n  e",
    "Cap\nx\ty\nz zz\t",
    "[1] Note",
  ].join("\n\n");
  const { tree } = cleaned(html);
  expect(plainTextOf(tree)).toBe(text);
  const { core, ydoc } = written(tree);
  expect(copiedText(core.state.doc.content, ydoc)).toBe(text);
});
