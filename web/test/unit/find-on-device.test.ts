// Finding across a manual without the service: what the device holds is looked through, in the order of reading, one chapter at
// a time, without regard to case and accents, and cut as the service cuts it.
import { expect, test } from "vitest";
import type * as Y from "yjs";

import { insertNote, insertTable } from "../../src/editor/insert.ts";
import { noteLine } from "../../src/editor/payload/notes.ts";
import { newLine } from "../../src/editor/payload/table-acts.ts";
import { readTable, type Payload } from "../../src/editor/payload/tables.ts";
import { findOnDevice } from "../../src/pages/find-on-device.ts";
import { marked } from "../../src/pages/found.ts";
import { snippetOf } from "../../src/pages/snippet.ts";
import { folded } from "../../src/editor/fold-text.ts";
import { chapter, Person } from "../editor/person.ts";

/** A device that holds these chapters. */
const holding = (chapters: Readonly<Record<string, Y.Doc>>) => ({
  read: (id: string): Promise<Y.Doc | null> => Promise.resolve(chapters[id] ?? null),
});
const written = (...paragraphs: string[]): Person => new Person({ client: 10, update: chapter(...paragraphs) });
const always = (): boolean => true;
const LISTED = [
  { id: "one", title: "Alerte précoce" },
  { id: "two", title: "Elsewhere" },
  { id: "three", title: "Last" },
];

test("in titles, blocks, cells and notes, of the chapters that are here", async () => {
  const one = written("Rien.", "L’ALERTE PRÉCOCE, à temps").at(1, 4).do(insertNote).at(1, 0).do(insertTable(1, 2));
  const [table] = [...one.ydoc.getMap("tables").values()] as Payload[];
  if (table === undefined) throw new Error("no table");
  const { row = "", col = "" } = readTable(table).rows[0]?.cells[1] ?? {};
  newLine(table, { row, col }, () => "slot00000001")?.insert(0, "précoce aussi");
  const note = String(one.state.doc.child(1).child(1).attrs["payload"]);
  noteLine(one.ydoc, note)?.insert(0, "Precoce\u0301 : tôt.");
  const device = holding({ one: one.ydoc, three: written("nothing of it").ydoc });
  const { found, looked } = await findOnDevice(device, LISTED, "  precoce ", always);
  expect(looked).toBe(2);
  expect(found.hits.map(({ chapter, snippet }) => [chapter, snippet])).toEqual([
    ["one", "Alerte précoce"],
    ["one", "L’ALERTE PRÉCOCE, à temps"],
    ["one", "Precoce\u0301 : tôt."],
    ["one", "précoce aussi"],
  ]);
  expect(found.hits[0]?.block).toBeNull();
  expect(found.hits.every((hit) => marked(hit).some(({ isFound }) => isFound))).toBe(true);
  const blocks = new Set(one.state.doc.children.map(({ attrs }) => attrs["id"] as string));
  for (const { block } of found.hits.slice(1)) expect(blocks).toContain(block);
});

test("nothing is looked at when nobody wants to know any more, and other work goes on between two chapters", async () => {
  const order: string[] = [];
  const read = (id: string): Promise<null> => {
    order.push(id);
    setTimeout(() => order.push("a key"));
    return Promise.resolve(null);
  };
  await findOnDevice({ read }, LISTED, "word", always);
  expect(order.slice(0, 4)).toEqual(["one", "a key", "two", "a key"]);
  let asked = 0;
  await findOnDevice({ read }, LISTED, "word", () => (asked += 1) === 1);
  expect(order.filter((each) => each !== "a key")).toEqual(["one", "two", "three", "one"]);
});

test("a chapter that cannot be read is not on this device, and no more is told than the service would tell", async () => {
  const device = { read: () => Promise.reject(new Error("damaged")) };
  expect((await findOnDevice(device, LISTED, "word", always)).looked).toBe(0);
  const many = holding({ one: written(...Array.from({ length: 300 }, () => "word")).ydoc });
  const { found } = await findOnDevice(many, LISTED, "word", always);
  expect([found.hits.length, found.more]).toEqual([200, true]);
});

/** The cases of crates/server/src/folded.rs. */
test.each([
  ["Alerte précoce 😀 à temps", "PRECOCE", "Alerte [précoce] 😀 à temps"],
  ["😀😀 warn and Warn", "warn", "😀😀 [warn] and [Warn]"],
  ["الإِنْذَار المُبكِر", "الانذار", "[الإِنْذَار] المُبكِر"],
  ["early\n warning", "early warning", "[early warning]"],
  ["nothing", "something", null],
])("%s", (text, sought, expected) => {
  const found = snippetOf(text, folded(sought));
  const shown = found && marked(found).map(({ text, isFound }) => (isFound ? `[${text}]` : text));
  expect(shown && shown.join("")).toBe(expected);
});

test("a long text is cut at a word, and in no character", () => {
  const cut = snippetOf(`${"before ".repeat(40)} here it is ${"behind ".repeat(40)}`, "here it is");
  expect(cut?.snippet).toMatch(/^…before .*here it is.*…$/);
  expect(cut?.snippet.length).toBeLessThan(220);
  for (let shift = 0; shift < 3; shift += 1) {
    const found = snippetOf(`${"x".repeat(shift)}${"😀".repeat(200)}here${"😀".repeat(200)}`, "here");
    expect(found?.snippet).not.toMatch(/[\ud800-\udfff]/u);
  }
});
