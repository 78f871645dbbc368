// The outline of a chapter: how far in each part of it stands, and in which a place is. What counts is numbers.test.ts's.
import { expect, it } from "vitest";
import { numbersOf } from "../../src/editor/numbers.ts";
import { entryAt, outlineOf } from "../../src/editor/outline.ts";
import { payloadsOf } from "../../src/editor/payload/counted.ts";
import { assembled, bodyOf, type Payloads, type Unit } from "./tree.ts";

const mark = (id: string, kind: string, more = {}): Unit => ({ mark: { id, kind, ...more } });
const FLAT: Unit[] = [
  ...[mark("para00000001", "p"), { text: "before" }],
  ...[mark("head00000001", "h2"), { text: "One" }, mark("para00000002", "p"), { text: "under" }],
  ...[mark("head00000002", "h3"), { text: "Two" }],
  ...[mark("tabl00000001", "table", { payload: "payl00000001" }), { text: "Who answers" }],
  ...[mark("para00000003", "p", { box: "boxx00000001" }), { text: "in a box" }],
  ...[mark("para00000004", "p"), { text: "behind" }],
];
const PAYLOADS: Payloads = {
  tables: { payl00000001: { rows: [], cols: [] } },
  boxes: { boxx00000001: { kind: "key", title: [{ text: "Remember" }] } },
};

it("says how far in a part stands, and which one holds a place", () => {
  const body = bodyOf(FLAT, PAYLOADS);
  if (body.doc === null) throw new Error("no document");
  const doc = assembled(body);
  const entries = outlineOf(doc, numbersOf(doc, payloadsOf(body.doc), "3").targets);
  expect(entries.map(({ kind, number, title, level }) => [kind, number, title, level])).toEqual([
    ["h2", "3.1", "One", 0],
    ["h3", "3.1.1", "Two", 1],
    ["table", "3.1", "Who answers", 2],
    ["box", "3.1", "Remember", 2],
  ]);
  const under = (words: string): string | undefined => {
    let pos = -1;
    doc.descendants((node, at) => {
      if (node.isText && node.text === words) pos = at;
    });
    return entryAt(entries, doc, pos)?.title;
  };
  expect(["before", "under", "Two", "Who answers", "in a box", "behind"].map(under)).toEqual([
    undefined,
    "One",
    "Two",
    "Who answers",
    "Remember",
    "Two",
  ]);
});
