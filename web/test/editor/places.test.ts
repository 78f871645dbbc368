// A chapter whose tables claim more places for cells than a chapter shows: every reader stops at the same row, whatever the
// lists claim, and what others change above moves the border (docs/document-model.md, Payloads).
import { expect, it } from "vitest";
import * as Y from "yjs";
import { addBeside } from "../../src/editor/payload/table-acts.ts";
import { PLACES_MAX } from "../../src/editor/payload/places.ts";
import { readTable, type Payload } from "../../src/editor/payload/tables.ts";
import { bodyOf, treeOf, type Unit } from "./tree.ts";
import { meet, Person } from "./person.ts";
import { deleteBlocks, left } from "./structure-acts.ts";

const ids = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => letter + String(index).padStart(11, "0"));
const [ROWS, COLS] = [ids("r", 1000), ids("c", 64)];
const tableId = (index: number): string => `T${String(index).padStart(11, "0")}`;

/** A chapter of tables, each with so many rows of 64 columns; the last row of each has words. */
function chapterOf(...rows: number[]): Uint8Array {
  const flat: Unit[] = rows.map((_, index) => ({
    mark: { id: `b${String(index)}`, kind: "table", payload: tableId(index) },
  }));
  const tables = rows.map((count, index): [string, Record<string, unknown>] => [
    tableId(index),
    {
      rows: ROWS.slice(0, count),
      cols: COLS,
      cells: { [`${ROWS[count - 1] ?? ""}:${COLS[0] ?? ""}:s00000000000`]: [{ text: `last of ${String(index)}` }] },
    },
  ]);
  const body = bodyOf([...flat, { mark: { id: "p", kind: "p" } }], { tables: Object.fromEntries(tables) });
  return Y.encodeStateAsUpdate(body.doc as Y.Doc);
}

const tables = ({ ydoc }: Person): Payload[] => [...(ydoc.getMap("tables") as Y.Map<Payload>).values()];
const shown = (person: Person): number[] => tables(person).map((table) => readTable(table).rows.length);
const table = (person: Person, index: number): Payload => person.ydoc.getMap("tables").get(tableId(index)) as Payload;

it("shows as many places as a chapter has, however many are claimed", () => {
  const person = new Person({ client: 11, update: chapterOf(...Array.from({ length: 30 }, () => 1000)) });
  expect(shown(person).reduce((sum, rows) => sum + rows * COLS.length, 0)).toBe(PLACES_MAX);
  const [first, second, third] = treeOf(person.state.doc, person.ydoc).map((node) =>
    "table" in node ? node.table?.rows.length : null,
  );
  expect([first, second, third]).toEqual([1000, 24, 0]);
  expect(left(person)).toHaveLength(29);
});

it("takes places from the tables below when rows come from elsewhere, before anybody reads them", () => {
  const update = chapterOf(900, 100);
  const [one, other] = [new Person({ client: 11, update }), new Person({ client: 22, update })];
  expect(shown(one)).toEqual([900, 100]);
  const read: number[] = [];
  one.ydoc.getMap("tables").observeDeep(() => read.push(readTable(table(one, 1)).rows.length));
  (table(other, 0).get("rows") as Y.Array<string>).push(ROWS.slice(900));
  meet(one, other);
  expect(read).toEqual([24]);
  expect(shown(one)).toEqual([1000, 24]);
  expect(left(one)).toEqual(["row: last of 1"]);
});

it("gives the places of a table that goes to those below it, and nobody's words go with it unseen", () => {
  const person = new Person({ client: 11, update: chapterOf(1000, 500) });
  expect(left(person)).toEqual(["row: last of 1"]);
  deleteBlocks(person, 0, 1);
  expect(readTable(table(person, 1)).rows).toHaveLength(500);
  expect(left(person)).toEqual([]);
  const again = new Person({ client: 11, update: chapterOf(1000, 500) });
  deleteBlocks(again, 1, 2);
  expect(left(again)).toEqual(["table: last of 1"]);
});

it("adds no row to a table that has no place for one", () => {
  const person = new Person({ client: 11, update: chapterOf(1000, 500) });
  const beside = { id: ROWS[0] ?? "", side: "after" as const };
  expect(addBeside(table(person, 1), "rows", beside, () => "rowfresh0000")).toBe(null);
  expect(shown(person)).toEqual([1000, 24]);
});

it("spends as much on merged cells that claim the whole table as on those that claim a column", () => {
  const cpuMs = (cols: readonly string[]): number => {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, chapterOf(1000));
    const payload = ydoc.getMap("tables").get(tableId(0)) as Payload;
    const spans = new Y.Map<unknown>();
    payload.set("spans", spans);
    // The first one stands in the last corner; each of the others meets it there.
    spans.set("a00000000000", { rows: ROWS.slice(998), cols: COLS.slice(63) });
    for (const id of ids("s", 1000)) spans.set(id, { rows: ROWS, cols });
    const before = process.cpuUsage().user;
    const { rows } = readTable(payload);
    const spent = (process.cpuUsage().user - before) / 1000;
    expect(rows.flatMap(({ cells }) => cells.filter(({ across, down }) => across * down > 1))).toHaveLength(1);
    return spent;
  };
  const column = cpuMs(COLS.slice(63));
  expect(cpuMs(COLS)).toBeLessThan(4 * column);
});
