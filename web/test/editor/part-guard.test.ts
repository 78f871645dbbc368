// The headings of parts stay as they are, whatever the person here does; and nobody is kept from anything else (M5).
import { AllSelection, type Command } from "prosemirror-state";
import { selectAll } from "prosemirror-commands";
import { beforeEach, describe, expect, it } from "vitest";
import * as Y from "yjs";
import { insertBox } from "../../src/editor/boxes.ts";
import { backspace, deleteForward, enter, setKind, toggleInline, toggleList } from "../../src/editor/commands.ts";
import { Finder } from "../../src/editor/finder.ts";
import { insertNote } from "../../src/editor/insert.ts";
import { goToPart, putBack } from "../../src/editor/part-acts.ts";
import { standings, type Part } from "../../src/editor/parts.ts";
import { lines, meet, Person } from "./person.ts";

const PARTS: readonly Part[] = ["Background", "Course", "Lessons"].map((title, index) => ({
  part: `part0000000${String(index)}`,
  level: 2,
  title,
  hint: "",
  asks: true,
  given: [],
}));
const FIXED = new Set(PARTS.map(({ part }) => part));

/** A chapter as the service begins it: each part with an empty paragraph. */
function begun(): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.clientID = 2;
  const body = ydoc.getText("body");
  const mark = (keys: Record<string, unknown>): void =>
    body.insertEmbed(body.length, new Y.Map<unknown>(Object.entries(keys)), {});
  PARTS.forEach(({ part, title }, index) => {
    mark({ id: `heading0000${String(index)}`, kind: "h2", part });
    body.insert(body.length, title, {});
    mark({ id: `paragraph00${String(index)}`, kind: "p" });
  });
  return Y.encodeStateAsUpdate(ydoc);
}

let ama: Person;
let refused: string[];

beforeEach(() => {
  ama = new Person({ client: 11, update: begun() });
  ama.core.fixed = FIXED;
  refused = [];
  ama.core.refused = (part) => refused.push(part);
});

const now = (): string[] => lines(ama.tree);
const BEGUN = ["h2: Background", "p: ", "h2: Course", "p: ", "h2: Lessons", "p: "];

/** Tries what must not be done to the heading of the second part. */
function stays(act: () => void): void {
  const before = Y.encodeStateAsUpdate(ama.ydoc);
  act();
  ama.check();
  expect(now()).toEqual(BEGUN);
  expect(refused).toEqual(["part00000001"]);
  expect(Y.encodeStateAsUpdate(ama.ydoc)).toEqual(before);
}

const tries = (command: Command): void => void ama.core.run(command);

describe("refused", () => {
  it("typing in it, at its beginning and at its end", () => {
    for (const offset of [0, 3, -1]) {
      refused = [];
      stays(() => ama.core.dispatch(ama.at(2, offset).state.tr.insertText("x")));
    }
  });
  it("typing over its words", () => stays(() => ama.core.dispatch(ama.select(2, 0, 2, -1).state.tr.insertText("x"))));
  it("deleting a letter", () =>
    stays(() =>
      ama.core.dispatch(ama.state.tr.delete(ama.at(2, 3).state.selection.from, ama.state.selection.from + 1)),
    ));
  it("deleting its words and leaving it empty", () => {
    ama.select(2, 0, 2, -1);
    stays(() => tries(backspace));
  });
  it("deleting from its middle into the next block", () => {
    ama.select(2, 3, 3, 0);
    stays(() => tries(backspace));
  });
  it("deleting from the block above into its middle", () => {
    ama.select(1, 0, 2, 3);
    stays(() => tries(backspace));
  });
  it("its words joining the block above", () => {
    ama.at(1, 0).type("One.").select(1, 2, 2, 0);
    tries(backspace);
    expect(now().slice(0, 3)).toEqual(["h2: Background", "p: One.", "h2: Course"]);
    expect(refused).toEqual(["part00000001"]);
  });
  it("its words joining the block above by a key", () => {
    ama.at(1, 0).type("One.").at(1, -1);
    tries(deleteForward);
    expect(now().slice(0, 3)).toEqual(["h2: Background", "p: One.", "h2: Course"]);
    expect(refused).toEqual(["part00000001"]);
  });
  it("making it something else", () => {
    for (const kind of ["p", "h3", "quote"] as const) {
      refused = [];
      ama.at(2, 2);
      stays(() => tries(setKind(kind)));
    }
  });
  it("making all selected blocks something else", () => {
    ama.select(1, 0, 3, 0);
    stays(() => tries(setKind("quote")));
  });
  it("Backspace in front of it", () => {
    ama.at(2, 0);
    stays(() => tries(backspace));
  });
  it("Enter in its middle", () => {
    ama.at(2, 3);
    stays(() => tries(enter));
  });
  it("a note in it", () => {
    ama.at(2, 3);
    stays(() => tries(insertNote));
  });
  it("a line break in it", () => {
    ama.at(2, 3);
    stays(() => ama.core.dispatch(ama.state.tr.replaceSelectionWith(ama.state.schema.node("hard_break"))));
  });
});

describe("let through", () => {
  it("writing under it", () => {
    ama.at(3, 0).type("Words.");
    expect(now()[3]).toBe("p: Words.");
    expect(refused).toEqual([]);
  });
  it("a paragraph in front of it and behind it", () => {
    ama.at(2, 0).do(enter);
    expect(now().slice(1, 5)).toEqual(["p: ", "p: ", "h2: Course", "p: "]);
    ama.at(3, -1).do(enter);
    expect(now().slice(3, 6)).toEqual(["h2: Course", "p: ", "p: "]);
    expect(ama.tree[3]).toMatchObject({ part: "part00000001", id: "heading00001" });
  });
  it("Delete in an empty paragraph above it, which goes", () => {
    ama.at(1, 0).do(deleteForward);
    expect(now().slice(0, 3)).toEqual(["h2: Background", "h2: Course", "p: "]);
    expect(ama.tree[1]).toMatchObject({ part: "part00000001" });
  });
  it("Backspace in an empty paragraph below it, which goes", () => {
    ama.at(3, 0).do(backspace);
    expect(now().slice(2, 4)).toEqual(["h2: Course", "h2: Lessons"]);
    expect(refused).toEqual([]);
  });
  it("Backspace in front of words below it does not join them to it", () => {
    ama.at(3, 0).type("Words.").at(3, 0);
    tries(backspace);
    expect(now()[3]).toBe("p: Words.");
    expect(refused).toEqual(["part00000001"]);
  });
  it("bold, a list, a box around it", () => {
    ama.select(2, 0, 2, -1).do(toggleInline("strong")).do(toggleList("bullet"));
    ama.at(2, 0).do(toggleList("bullet")).do(insertBox("key"));
    expect(refused).toEqual([]);
    expect(now()).toContain("  h2: *Course*");
  });
  it("removing it whole, with what stands around it", () => {
    ama.at(1, 0).type("One.").at(3, 0).type("Two.");
    ama.select(1, 3, 3, 3).do(backspace);
    expect(now()).toEqual(["h2: Background", "p: One.", "h2: Lessons", "p: "]);
  });
  it("removing everything", () => {
    expect(selectAll(ama.state, ama.core.dispatch)).toBe(true);
    expect(ama.state.selection).toBeInstanceOf(AllSelection);
    ama.do(backspace);
    expect(now()).toEqual(["p: "]);
  });
  it("changing a heading of one's own, and one of a part that the template has no more", () => {
    ama.core.fixed = new Set(["part00000000"]);
    ama.at(2, -1).type(" of events").do(setKind("h3"));
    expect(now()[2]).toBe("h3: Course of events");
    expect(refused).toEqual([]);
  });
});

it("holds all headings of parts while nobody knows which the template has", () => {
  ama.core.fixed = null;
  stays(() => ama.core.dispatch(ama.at(2, 2).state.tr.insertText("x")));
});

it("lets merge what others did to a heading, undo take back what the person did, and says nothing", () => {
  const kofi = new Person({ client: 12, update: begun() });
  kofi.core.fixed = new Set();
  kofi.at(2, -1).type(" of events");
  kofi.at(4, 0).do(backspace);
  meet(ama, kofi);
  expect(now()).toEqual(["h2: Background", "p: ", "h2: Course of events", "p: ", "p: Lessons", "p: "]);
  kofi.undo().undo();
  meet(ama, kofi);
  expect(now()).toEqual(BEGUN);
  expect(refused).toEqual([]);
});

describe("put back", () => {
  const all = (): ReturnType<typeof standings> => standings(PARTS, ama.state.doc, ama.ydoc);
  const back = (part: number): Person => ama.do(putBack(all(), `part0000000${String(part)}`));

  it("stands behind the part before it, with the caret where it is to be written, as one act", () => {
    ama.at(1, 0).type("One.").select(1, -1, 3, 0).do(backspace);
    expect(now()).toEqual(["h2: Background", "p: One.", "h2: Lessons", "p: "]);
    back(1);
    expect(now()).toEqual(["h2: Background", "p: One.", "h2: Course", "p: ", "h2: Lessons", "p: "]);
    expect(ama.tree[2]).toMatchObject({ kind: "h2", part: "part00000001" });
    expect(ama.caret).toEqual([3, 0]);
    ama.type("Two.").undo().undo();
    expect(now()).toEqual(["h2: Background", "p: One.", "h2: Lessons", "p: "]);
    ama.redo();
    expect(now()).toHaveLength(6);
  });
  it("the first one stands in front of the next, also in front of words that are nobody's", () => {
    ama.at(0, 0);
    ama.core.dispatch(ama.state.tr.delete(0, "Background".length + 2));
    ama.check();
    back(0);
    expect(now()).toEqual(["p: ", "h2: Background", "p: ", "h2: Course", "p: ", "h2: Lessons", "p: "]);
  });
  it("the last one stands at the end, and all of them one after the other", () => {
    selectAll(ama.state, ama.core.dispatch);
    ama.do(backspace);
    for (const part of [1, 2, 0]) back(part);
    expect(now()).toEqual(["p: ", "h2: Background", "p: ", "h2: Course", "p: ", "h2: Lessons", "p: "]);
  });
  it("stands behind a box that the part before it ends in", () => {
    ama.at(1, 0).type("One.").do(insertBox("key"));
    ama.select(2, 0, 3, 0);
    ama.core.dispatch(ama.state.tr.delete(ama.state.selection.$from.before(1), ama.state.selection.$to.after(1)));
    ama.check();
    back(1);
    expect(now()).toEqual(["h2: Background", "box:", "  p: One.", "h2: Course", "p: ", "h2: Lessons", "p: "]);
  });
  it("does nothing for a part that is there", () => {
    expect(ama.core.run(putBack(all(), "part00000001"))).toBe(false);
  });
  it("two people who put back the same part have it twice, as one part", () => {
    const kofi = new Person({ client: 12, update: begun() });
    kofi.core.fixed = FIXED;
    ama.select(1, 0, 3, 0).do(backspace);
    meet(ama, kofi);
    back(1).type("Ama.");
    kofi.do(putBack(standings(PARTS, kofi.state.doc, kofi.ydoc), "part00000001")).type("Kofi.");
    meet(ama, kofi);
    expect(now().filter((line) => line === "h2: Course")).toHaveLength(2);
    expect(all().map(({ state }) => state)).toEqual(["empty", "written", "empty"]);
    const second = ama.tree.findLastIndex((node) => "part" in node && node.part === "part00000001");
    ama.select(second - 1, -1, second + 1, -1).do(backspace);
    expect(now().filter((line) => line === "h2: Course")).toHaveLength(1);
  });
});

it("replaces words everywhere but in the headings of parts", () => {
  ama.at(3, 0).type("The Course of it, of Course.");
  const finder = new Finder(ama.core, { told: () => undefined, reveal: () => undefined, markLines: () => undefined });
  finder.search({ text: "Course", wholeWords: false });
  expect(finder.replaceAll("Way")).toBe(2);
  finder.destroy();
  expect(now().slice(2, 4)).toEqual(["h2: Course", "p: The Way of it, of Way."]);
  expect(refused).toEqual([]);
});

it("goes where a part is to be written", () => {
  const all = standings(PARTS, ama.state.doc, ama.ydoc);
  ama.do(goToPart(all[1] as (typeof all)[number]));
  expect(ama.caret).toEqual([3, 0]);
  ama.type("Words.");
  const [, written] = standings(PARTS, ama.state.doc, ama.ydoc);
  ama.at(0, 0).do(goToPart(written as (typeof all)[number]));
  expect(ama.caret).toEqual([2, "Course".length]);
});
