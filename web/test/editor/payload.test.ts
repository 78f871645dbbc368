// Tables as they are read and changed (docs/document-model.md, Payloads): alone, and by two people at once.
import { beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import {
  addBeside,
  merge,
  moveBy,
  newLine,
  removeOne,
  setHead,
  setWidth,
  unmerge,
  type Axis,
} from "../../src/editor/payload/table-acts.ts";
import { plainOf } from "../../src/editor/payload/lines.ts";
import { readTable, shownLines, type Payload, type ShownTable } from "../../src/editor/payload/tables.ts";
import { Watch } from "../../src/editor/payload/watch.ts";

let made = 0;
const newId = (): string => `made${String(made++).padStart(8, "0")}`;
beforeEach(() => (made = 0));

const id = (name: string): string => name.padEnd(12, "x");

/** A table of rows r0, r1, … and columns c0, c1, …, each cell with its place in words. */
function table(rows: number, cols: number): Payload {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1;
  const map = new Y.Map<unknown>();
  ydoc.getMap("tables").set(id("table"), map);
  map.set("rows", Y.Array.from(Array.from({ length: rows }, (_, row) => id(`r${String(row)}`))));
  map.set("cols", Y.Array.from(Array.from({ length: cols }, (_, col) => id(`c${String(col)}`))));
  for (const name of ["cells", "widths", "spans"]) map.set(name, new Y.Map());
  for (let row = 0; row < rows; row += 1)
    for (let col = 0; col < cols; col += 1) write(map, row, col, `${String(row)}${String(col)}`);
  return map;
}

function write(map: Payload, row: number, col: number, text: string, slot = newId()): void {
  const cells = map.get("cells") as Y.Map<unknown>;
  cells.set(`${id(`r${String(row)}`)}:${id(`c${String(col)}`)}:${slot}`, new Y.Text(text));
}

/** A copy of the chapter that another person has. */
function copy(map: Payload, client: number): Payload {
  const ydoc = new Y.Doc();
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(map.doc as Y.Doc));
  ydoc.clientID = client;
  return ydoc.getMap("tables").get(id("table")) as Payload;
}

function meet(one: Payload, other: Payload): void {
  const [a, b] = [one.doc as Y.Doc, other.doc as Y.Doc];
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a));
  expect(drawn(one)).toEqual(drawn(other));
}

/** The table as lines of words, "+" between lines of a cell, "(2x1)" for a cell over two columns. */
function drawn(map: Payload): string[] {
  const { rows }: ShownTable = readTable(map);
  return rows.map(({ cells }) =>
    cells
      .map((cell) => {
        const words = shownLines(cell)
          .map(({ text }) => plainOf(text))
          .join("+");
        return cell.across * cell.down > 1 ? `${words}(${String(cell.across)}x${String(cell.down)})` : words;
      })
      .join(" "),
  );
}

const rect = (top: number, start: number, bottom: number, end: number) => ({ top, start, bottom, end });

describe("reading", () => {
  it("joins the lines of a cell in the order of their keys, without those that hold nothing", () => {
    const map = table(1, 1);
    write(map, 0, 0, "z", id("z"));
    write(map, 0, 0, "", id("y"));
    write(map, 0, 0, "a", id("a"));
    expect(drawn(map)).toEqual(["a+00+z"]);
  });

  it("shows each row once, where it stands first, and no value that is no id", () => {
    const map = table(2, 1);
    (map.get("rows") as Y.Array<unknown>).push([id("r0"), 7, "short", null, { id: "r1" }]);
    expect(drawn(map)).toEqual(["00", "10"]);
  });

  it("shows at most 1,000 rows and 64 columns", () => {
    const map = table(1, 1);
    (map.get("rows") as Y.Array<unknown>).push(Array.from({ length: 1200 }, newId));
    (map.get("cols") as Y.Array<unknown>).push(Array.from({ length: 100 }, newId));
    const { rows, cols } = readTable(map);
    expect([rows.length, cols.length]).toEqual([1000, 64]);
  });

  it("is empty where there is no table", () => {
    expect(readTable(null)).toEqual({ rows: [], cols: [], headRow: false, headCol: false });
  });

  it("ends a merged cell where a row that it does not name comes in between", () => {
    const map = table(4, 2);
    const spans = map.get("spans") as Y.Map<unknown>;
    spans.set(id("s"), { rows: [id("r0"), id("r1"), id("r3")], cols: [id("c0")] });
    expect(drawn(map)).toEqual(["00+10(1x2) 01", "11", "20 21", "30 31"]);
  });

  it("drops a merged cell that meets an earlier one, and one that is no rectangle at all", () => {
    const map = table(2, 3);
    const spans = map.get("spans") as Y.Map<unknown>;
    spans.set(id("b"), { rows: [id("r0")], cols: [id("c1"), id("c2")] });
    spans.set(id("a"), { rows: [id("r0")], cols: [id("c0"), id("c1")] });
    spans.set(id("c"), { rows: [id("nowhere")], cols: "everywhere" });
    spans.set(id("d"), 7);
    expect(drawn(map)).toEqual(["00+01(2x1) 02", "10 11 12"]);
  });

  it("takes widths that are whole numbers from 1 to 100", () => {
    const map = table(1, 3);
    const widths = map.get("widths") as Y.Map<unknown>;
    [30, 0, 1.5].forEach((width, col) => widths.set(id(`c${String(col)}`), width));
    expect(readTable(map).cols.map(({ width }) => width)).toEqual([30, null, null]);
  });
});

describe("acts", () => {
  it("adds rows and columns beside others", () => {
    const map = table(2, 2);
    addBeside(map, "rows", { id: id("r0"), side: "after" }, newId);
    addBeside(map, "cols", { id: id("c0"), side: "before" }, newId);
    expect(drawn(map)).toEqual([" 00 01", "  ", " 10 11"]);
  });

  it("adds a row inside a merged cell to it, and one at its border not", () => {
    const map = table(3, 2);
    merge(map, rect(0, 0, 2, 1), newId);
    addBeside(map, "rows", { id: id("r0"), side: "after" }, newId);
    addBeside(map, "rows", { id: id("r1"), side: "after" }, newId);
    expect(drawn(map)).toEqual(["00+10(1x3) 01", "", "11", " ", "20 21"]);
  });

  it("adds none beyond the most that a table shows", () => {
    const map = table(1, 64);
    expect(addBeside(map, "cols", { id: id("c0"), side: "after" }, newId)).toBeNull();
  });

  it.each(["rows", "cols"] as Axis[])("moves one of the %s, and back", (axis) => {
    const map = table(2, 2);
    const before = drawn(map);
    const first = axis === "rows" ? id("r0") : id("c0");
    expect(moveBy(map, axis, first, 1)).toBe(true);
    expect(drawn(map)).toEqual(axis === "rows" ? ["10 11", "00 01"] : ["01 00", "11 10"]);
    expect(moveBy(map, axis, first, 1)).toBe(false);
    expect(moveBy(map, axis, first, -1)).toBe(true);
    expect(drawn(map)).toEqual(before);
  });

  it("takes a row out with its words, and leaves the last one", () => {
    const map = table(2, 2);
    const cells = map.get("cells") as Y.Map<Y.Text>;
    expect(removeOne(map, "rows", id("r0"))).toBe(true);
    expect(drawn(map)).toEqual(["10 11"]);
    expect([...cells.values()].map((text) => text.toString())).toEqual(["", "", "10", "11"]);
    expect(removeOne(map, "rows", id("r1"))).toBe(false);
  });

  it("merges to whole cells and splits again; the words stay where they are", () => {
    const map = table(3, 3);
    const before = drawn(map);
    merge(map, rect(0, 0, 1, 2), newId);
    expect(drawn(map)).toEqual(["00+01(2x1) 02", "10 11 12", "20 21 22"]);
    merge(map, rect(0, 1, 2, 2), newId);
    expect(drawn(map)).toEqual(["00+01+10+11(2x2) 02", "12", "20 21 22"]);
    expect((map.get("spans") as Y.Map<unknown>).size).toBe(1);
    expect(unmerge(map, rect(1, 1, 2, 2))).toBe(true);
    expect(drawn(map)).toEqual(before);
    expect(merge(map, rect(0, 0, 1, 1), newId)).toBe(false);
  });

  it("sets heads and widths", () => {
    const map = table(1, 2);
    setHead(map, "headRow", true);
    setHead(map, "headCol", true);
    setHead(map, "headCol", false);
    setWidth(map, id("c0"), 140);
    setWidth(map, id("c1"), 20);
    setWidth(map, id("c1"), null);
    const { headRow, headCol, cols } = readTable(map);
    expect([headRow, headCol, cols.map(({ width }) => width)]).toEqual([true, false, [100, null]]);
  });
});

describe("two people at once", () => {
  it("a row is added, and a column: both are there", () => {
    const ann = table(2, 2);
    const ben = copy(ann, 2);
    addBeside(ann, "rows", { id: id("r1"), side: "after" }, newId);
    addBeside(ben, "cols", { id: id("c1"), side: "after" }, newId);
    meet(ann, ben);
    expect(drawn(ann)).toEqual(["00 01 ", "10 11 ", "  "]);
  });

  it("both move one row: it stands once", () => {
    const ann = table(3, 1);
    const ben = copy(ann, 2);
    moveBy(ann, "rows", id("r0"), 1);
    moveBy(ben, "rows", id("r0"), 1);
    moveBy(ben, "rows", id("r0"), 1);
    meet(ann, ben);
    expect(drawn(ann)).toHaveLength(3);
    expect(drawn(ann).sort()).toEqual(["00", "10", "20"]);
    moveBy(ann, "rows", id("r0"), -1);
    expect(drawn(ann)[0]).toBe("00");
  });

  it("both write in one empty cell: both texts are there", () => {
    const ann = table(1, 1);
    addBeside(ann, "rows", { id: id("r0"), side: "after" }, newId);
    const ben = copy(ann, 2);
    const cell = { row: readTable(ann).rows[1]?.id ?? "", col: id("c0") };
    newLine(ann, cell, () => id("annas"))?.insert(0, "Ann");
    newLine(ben, cell, () => id("bens"))?.insert(0, "Ben");
    meet(ann, ben);
    expect(drawn(ann)).toEqual(["00", "Ann+Ben"]);
  });

  it("a row goes while words arrive in it: they are kept, out of sight", () => {
    const ann = table(2, 1);
    const ben = copy(ann, 2);
    removeOne(ann, "rows", id("r0"));
    readTable(ben).rows[0]?.cells[0]?.lines[0]?.text.insert(2, " and more");
    meet(ann, ben);
    expect(drawn(ann)).toEqual(["10"]);
    expect([...(ann.get("cells") as Y.Map<Y.Text>).values()].map(String)).toEqual([" and more", "10"]);
  });

  it("cells are merged while words arrive in one of them: they are in the merged cell", () => {
    const ann = table(1, 2);
    const ben = copy(ann, 2);
    merge(ann, rect(0, 0, 1, 2), newId);
    readTable(ben).rows[0]?.cells[1]?.lines[0]?.text.insert(2, "!");
    meet(ann, ben);
    expect(drawn(ann)).toEqual(["00+01!(2x1)"]);
  });

  it("both merge, over each other: one of the two stands", () => {
    const ann = table(1, 3);
    const ben = copy(ann, 2);
    merge(ann, rect(0, 0, 1, 2), () => id("a"));
    merge(ben, rect(0, 1, 1, 3), () => id("b"));
    meet(ann, ben);
    expect(drawn(ann)).toEqual(["00+01(2x1) 02"]);
  });
});

describe("watching", () => {
  it("tells of changes inside one payload, and of its coming", () => {
    const ydoc = new Y.Doc();
    const watch = new Watch(ydoc);
    const told: string[] = [];
    watch.on("tables", id("one"), (events) => told.push(`one ${String(events.length)}`));
    watch.on("tables", null, (events) => told.push(`all ${String(events.length)}`));
    const map = new Y.Map<unknown>();
    ydoc.getMap("tables").set(id("one"), map);
    map.set("headRow", true);
    ydoc.getMap("tables").set(id("two"), new Y.Map());
    watch.destroy();
    map.set("headRow", false);
    expect(told).toEqual(["one 0", "all 1", "one 1", "all 1", "all 1"]);
  });
});
