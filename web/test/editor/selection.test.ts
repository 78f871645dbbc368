// Places: the document and the flat text count alike, the caret stays where it is when others write, and carets of
// others are found by what presence carries.
import { describe, expect, it } from "vitest";
import { enter, setKind, toggleList } from "../../src/editor/commands.ts";
import { cursorOf, placeOf, selectionOf } from "../../src/editor/cursor.ts";
import { textBlocks } from "../../src/editor/flatten.ts";
import { docOf, flatOf } from "../../src/editor/position.ts";
import { chapter, meet, Person } from "./person.ts";

const pair = (...paragraphs: string[]): [Person, Person] => {
  const update = chapter(...paragraphs);
  return [new Person({ client: 10, update }), new Person({ client: 20, update })];
};

it("every place in a text is found again", () => {
  const [who] = pair("one", "", "two", "three");
  who.select(1, 0, 2, 1).do(toggleList("bullet"));
  const view = { doc: who.state.doc, startless: false };
  for (const { pos, node } of textBlocks(who.state.doc.content)) {
    for (let offset = 0; offset <= node.content.size; offset += 1) {
      const at = pos + 1 + offset;
      expect(docOf(view, flatOf(view, at))).toBe(at);
    }
  }
});

describe("the caret stays", () => {
  it.each<[string, (other: Person) => void, [number, number]]>([
    ["when others write before it", (other) => void other.at(0, 0).type("xx"), [1, 2]],
    ["when others write in front of it in the block", (other) => void other.at(1, 0).type("xx"), [1, 4]],
    ["when others write at it", (other) => void other.at(1, 2).type("xx"), [1, 2]],
    ["when others split above", (other) => void other.at(0, 1).do(enter), [2, 2]],
    ["when others split its block", (other) => void other.at(1, 1).do(enter), [2, 1]],
    ["when others change its block", (other) => void other.at(1, 0).do(setKind("h2")), [1, 2]],
    ["when others make its block a list item", (other) => void other.at(1, 0).do(toggleList("bullet")), [1, 2]],
    ["when others delete around it", (other) => void other.select(1, 1, 1, 3).type(""), [1, 1]],
    ["when others delete its block", (other) => void other.select(0, 3, 2, 0).type(""), [0, 3]],
  ])("%s", (_name, act, caret) => {
    const [who, other] = pair("one", "twoo", "three");
    who.at(1, 2);
    act(other);
    meet(who, other);
    expect(who.caret).toEqual(caret);
  });

  it("and a selection does not grow", () => {
    const [who, other] = pair("one two");
    who.select(0, 4, 0, 7);
    other.at(0, 4).type("x");
    other.at(0, 8).type("y");
    meet(who, other);
    const { from, to } = who.state.selection;
    expect(who.state.doc.textBetween(from, to)).toBe("two");
  });

  it("after one's own split and join", () => {
    const [who] = pair("one two");
    expect(who.at(0, 4).do(enter).caret).toEqual([1, 0]);
  });
});

describe("cursors", () => {
  it("are found by the others, and move with the text", () => {
    const [who, other] = pair("one", "two");
    const cursor = cursorOf(who.core.binding, who.select(0, 1, 1, 2).state);
    other.at(0, 0).type("xx");
    const json = JSON.parse(JSON.stringify(cursor)) as typeof cursor;
    const selection = selectionOf(other.core.binding, other.state, json);
    expect(selection && other.state.doc.textBetween(selection.from, selection.to, "|")).toBe("ne|tw");
  });

  it.each([
    null,
    7,
    "x",
    {},
    { type: null, tname: "other", item: null },
    { tname: "body", item: { client: 1, clock: 1e9 } },
  ])("what is no cursor has no place: %j", (json) => {
    const [who] = pair("one");
    expect(() => placeOf(who.core.binding, who.state, { anchor: json, head: json })).not.toThrow();
  });
});
