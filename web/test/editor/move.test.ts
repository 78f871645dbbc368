// Blocks are moved whole, past what stands there or to a place pointed at, and keep their ids and payloads.
import { describe, expect, it } from "vitest";
import { flatEdit } from "../../src/editor/binding.ts";
import { insertBox } from "../../src/editor/boxes.ts";
import { indent, toggleList } from "../../src/editor/commands.ts";
import { insertTable } from "../../src/editor/insert.ts";
import { boxAt, moveDown, moveTo, moveUp, placeAt, unitAt, type Unit } from "../../src/editor/move.ts";
import { chapter, meet, Person } from "./person.ts";
import type { Tree } from "./tree.ts";

const LONG = 1e12;
const person = (...paragraphs: string[]): Person =>
  new Person({ client: 10, update: chapter(...paragraphs), pauseMs: LONG });

/** A tree as one line: items in brackets by their list, boxes in braces, a table as T. */
function shape(tree: Tree): string {
  return tree
    .map((node) => {
      if ("list" in node) return `[${node.items.map(({ blocks }) => shape(blocks)).join(", ")}]`;
      if ("box" in node) return `{${shape(node.blocks)}}`;
      const text = node.content.map((inline) => ("text" in inline ? inline.text : "?")).join("");
      return node.kind === "table" ? `T${text}` : text;
    })
    .join(" ");
}

const shown = (who: Person): string => shape(who.tree);

/** a, then the list b (c (d), e), f, then g. */
function nested(): Person {
  const who = person("a", "b", "c", "d", "e", "f", "g").select(1, 0, 5, -1).do(toggleList("bullet"));
  who.select(2, 0, 4, -1).do(indent).at(3, 0).do(indent);
  expect(shown(who)).toBe("a [b [c [d], e], f] g");
  return who;
}

/** The whole way of a block to one end. */
function way(who: Person, command: typeof moveUp): string[] {
  const stations: string[] = [];
  while (who.core.run(command)) stations.push(shown(who.check()));
  return stations;
}

describe("with the keys", () => {
  it("a paragraph goes past paragraphs and past whole lists", () => {
    const who = nested().at(6, 0);
    expect(way(who, moveUp)).toEqual(["a g [b [c [d], e], f]", "g a [b [c [d], e], f]"]);
    expect(way(who, moveDown)).toEqual(["a g [b [c [d], e], f]", "a [b [c [d], e], f] g"]);
  });

  it("an item takes along what hangs below it, and stays as deep as it can", () => {
    const who = nested().at(2, 0);
    expect(way(who, moveDown)).toEqual(["a [b [e, c [d]], f] g", "a [b [e], f [c [d]]] g", "a [b [e], f] g [c [d]]"]);
    expect(way(who, moveUp)).toEqual([
      "a [b [e], f, c [d]] g",
      "a [b [e], c [d], f] g",
      "a [c [d], b [e], f] g",
      "[c [d]] a [b [e], f] g",
    ]);
  });

  it("a first item below another goes above it", () => {
    expect(way(nested().at(3, 0), moveUp).slice(0, 2)).toEqual(["a [b [d, c, e], f] g", "a [d, b [c, e], f] g"]);
  });

  it("several selected blocks go together", () => {
    const who = person("a", "b", "c", "d").select(1, 0, 2, 1).do(moveUp);
    expect(shown(who)).toBe("b c a d");
    expect(who.caret).toEqual([1, 1]);
    expect(shown(who.do(moveDown).do(moveDown))).toBe("a d b c");
  });

  it("a selection that ends inside a list takes the whole list", () => {
    expect(shown(nested().select(0, 0, 2, 0).do(moveDown))).toBe("g a [b [c [d], e], f]");
  });

  it("a table goes whole, with its payload, and is gone past whole", () => {
    const who = person("a", "b", "c").at(0, 0).do(insertTable(2, 2));
    const payload = who.state.doc.child(1).attrs["payload"] as string;
    expect(shown(who.at(1, 0).do(moveDown))).toBe("a b T c");
    expect(who.state.doc.child(2).attrs["payload"]).toBe(payload);
    expect([...who.ydoc.getMap("tables").keys()]).toEqual([payload]);
    expect(shown(who.at(3, 0).do(moveUp))).toBe("a b c T");
  });

  it("a block leaves a box at its edge, and the last one in it takes the box along", () => {
    const who = person("a", "b", "c", "d").select(1, 0, 2, 1).do(insertBox("key"));
    const box = String(who.state.doc.child(1).attrs["box"]);
    expect(shown(who)).toBe("a {b c} d");
    expect(way(who.at(2, 0), moveDown)).toEqual(["a {b} c d", "a {b} d c"]);
    expect(way(who.at(1, 0), moveDown)).toEqual(["a d {b} c", "a d c {b}"]);
    expect(way(who.at(0, 0), moveDown)).toEqual(["d a c {b}", "d c a {b}", "d c {b} a"]);
    expect(String(who.state.doc.child(2).attrs["box"])).toBe(box);
    expect([...who.ydoc.getMap("boxes").keys()]).toEqual([box]);
  });

  it("does nothing at the ends", () => {
    expect(person("a", "b").at(0, 0).core.run(moveUp)).toBe(false);
    expect(person("a", "b").at(1, 0).core.run(moveDown)).toBe(false);
    expect(person("a").at(0, 0).core.run(moveDown)).toBe(false);
  });

  it("keeps the ids, moves the caret along, and is one step back", () => {
    const who = person("one", "two", "three").at(2, 2).do(moveUp);
    const ids = who.tree.map((node) => "id" in node && node.id);
    expect(ids).toEqual(["paragraph000", "paragraph002", "paragraph001"]);
    expect(who.caret).toEqual([1, 2]);
    who.type("X").undo();
    expect(shown(who)).toBe("one three two");
    expect(shown(who.undo())).toBe("one two three");
    expect(who.caret).toEqual([2, 2]);
  });

  it("loses nobody's words", () => {
    const update = chapter("one", "two", "three");
    const ann = new Person({ client: 10, update, pauseMs: LONG });
    const ben = new Person({ client: 20, update, pauseMs: LONG });
    ann.at(2, 0).do(moveUp);
    ben.at(1, 3).type("B").at(0, 0).do(moveDown);
    meet(ann, ben);
    const words = shown(ann).split(" ").join("");
    for (const word of ["one", "twoB", "three"]) expect(words).toContain(word);
  });
});

describe("to a place pointed at", () => {
  const drop = (who: Person, unit: Unit | null, before: number, box?: string): string | null => {
    const place = unit === null ? null : placeAt(who.state, unit, before, box);
    if (unit === null || place === null) return null;
    const edit = moveTo(who.state, unit, place);
    if (edit !== null) who.core.dispatch(flatEdit(who.state.tr, edit));
    return shown(who.check());
  };

  it.each([
    ["an item among items", 5, 3, "a [b [c [f, d], e]] g"],
    ["an item with others below it", 2, 6, "a [b [e], f, c [d]] g"],
    ["an item before the list", 3, 0, "[d] a [b [c, e], f] g"],
    ["a paragraph before the list", 6, 1, "a g [b [c [d], e], f]"],
    ["a paragraph into the list: no place", 6, 3, null],
    ["an item into itself: no place", 1, 3, null],
    ["to where it is", 2, 2, "a [b [c [d], e], f] g"],
    ["a paragraph to the end", 0, 7, "[b [c [d], e], f] g a"],
  ])("%s", (_what, block, before, after) => {
    const who = nested();
    expect(drop(who, unitAt(who.state, block), before)).toBe(after);
  });

  it("into a box and out of it; a box whole, and not into a box", () => {
    const who = person("a", "b", "c", "d").select(1, 0, 2, 1).do(insertBox("key"));
    const box = String(who.state.doc.child(1).attrs["box"]);
    expect(drop(who, unitAt(who.state, 3), 2, box)).toBe("a {b d c}");
    expect(drop(who, unitAt(who.state, 1), 0)).toBe("b a {d c}");
    expect(drop(who, unitAt(who.state, 0), 2, box)).toBe("a {b d c}");
    expect(drop(who, boxAt(who.state, 2), 0)).toBe("{b d c} a");
    who.at(3, 0).do(insertBox("case"));
    expect(shown(who)).toBe("{b d c} {a}");
    expect(placeAt(who.state, boxAt(who.state, 3) as Unit, 1, box)).toBeNull();
  });
});
