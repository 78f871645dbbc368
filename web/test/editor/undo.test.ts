// Undo takes back one's own edits only (U4), in entries as a person expects them, with the selection; and what it cannot
// keep single is as docs/document-model.md states it.
import type { Command } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { insertBox } from "../../src/editor/boxes.ts";
import { backspaceAtStart, enter, setKind, setLink, toggleInline, toggleList } from "../../src/editor/commands.ts";
import { insertNote, pageBreak, setLanguage } from "../../src/editor/insert.ts";
import { moveDown } from "../../src/editor/move.ts";
import { cutBlock, pasteBlocks } from "./acts.ts";
import { chapter, lines, meet, Person } from "./person.ts";

/** No pause ever ends an entry. */
const LONG = 1e12;

function pair(...paragraphs: string[]): [Person, Person] {
  const update = chapter(...paragraphs);
  return [new Person({ client: 10, update, pauseMs: LONG }), new Person({ client: 20, update, pauseMs: LONG })];
}

const one = (...paragraphs: string[]): Person =>
  new Person({ client: 10, update: chapter(...paragraphs), pauseMs: LONG });

describe("entries", () => {
  it("typing without a pause is one", () => {
    const who = one("a").at(0, 1).type("b").type("c").type("d").undo();
    expect(lines(who.tree)).toEqual(["p: a"]);
    expect(lines(who.redo().tree)).toEqual(["p: abcd"]);
    expect(who.core.undoing.canRedo).toBe(false);
  });

  it("a pause begins a new one", () => {
    const who = new Person({ client: 10, update: chapter("a"), pauseMs: 0 });
    who.at(0, 1).type("b").type("c").undo();
    expect(lines(who.tree)).toEqual(["p: ab"]);
  });

  it.each([
    ["Enter", enter, ["p: ab", "p: "]],
    ["a kind", setKind("h2"), ["h2: ab"]],
    ["a list", toggleList("bullet"), ["- p: ab"]],
  ])("%s begins a new one", (_name, command, after) => {
    const who = one("a").at(0, 1).type("b").do(command);
    expect(lines(who.tree)).toEqual(after);
    expect(lines(who.undo().tree)).toEqual(["p: ab"]);
    expect(lines(who.undo().tree)).toEqual(["p: a"]);
    expect(who.core.undo()).toBe(false);
  });

  it("a format begins a new one", () => {
    const who = one("a").at(0, 1).type("b").select(0, 0, 0, 2).do(toggleInline("strong")).undo();
    expect(lines(who.tree)).toEqual(["p: ab"]);
  });

  const pasted = (who: Person): void => {
    const tr = who.state.tr.insertText(" pasted", who.state.selection.head);
    who.core.dispatch(tr.setMeta("paste", true).setMeta("uiEvent", "paste"));
  };
  const run = (command: Command) => (who: Person) => void who.do(command);
  it.each<[string, (who: Person) => void]>([
    ["a format", (who) => void who.select(0, 0, 0, 1).do(toggleInline("strong")).at(0, -1)],
    ["a kind", run(setKind("h2"))],
    ["a list", run(toggleList("bullet"))],
    ["a language", run(setLanguage("fr"))],
    ["a note", run(insertNote)],
    ["a page break", run(pageBreak)],
    ["a link", run(setLink("https://example.org/"))],
    ["a box", run(insertBox("key"))],
    ["a paste", pasted],
    ["a move", (who) => void who.at(0, -1).do(moveDown)],
  ])("%s stands alone between what is typed before and behind", (_name, act) => {
    const who = one("a", "z").at(0, 1).type("b");
    const typed = lines(who.tree);
    act(who);
    const acted = JSON.stringify(who.tree);
    expect(JSON.stringify(who.tree)).not.toBe(JSON.stringify(one("a", "z").at(0, 1).type("b").tree));
    who.type("c");
    expect(JSON.stringify(who.undo().tree)).toBe(acted);
    expect(lines(who.undo().tree)).toEqual(typed);
    expect(lines(who.undo().tree)).toEqual(["p: a", "p: z"]);
    expect(who.core.undo()).toBe(false);
    who.redo().redo();
    expect(JSON.stringify(who.tree)).toBe(acted);
  });

  it("Enter and what is typed behind it are one", () => {
    const who = one("a").at(0, 1).type("b").do(enter).type("c");
    expect(lines(who.undo().tree)).toEqual(["p: ab"]);
  });

  it("the caret comes back to where it was before", () => {
    const who = one("one", "two").at(1, 2).type("x").at(0, 0).undo();
    expect(who.caret).toEqual([1, 2]);
    expect(who.at(0, 1).redo().caret).toEqual([0, 0]);
  });
});

describe("one's own edits only", () => {
  it("leaves what the other typed meanwhile", () => {
    const [ann, ben] = pair("one");
    ann.at(0, 3).type("A");
    meet(ann, ben);
    ben.at(0, 4).type("B");
    meet(ann, ben);
    ann.undo();
    meet(ann, ben);
    expect(lines(ben.tree)).toEqual(["p: oneB"]);
  });

  it("a change of kind that the other changed again stays the other's", () => {
    const [ann, ben] = pair("one", "two");
    ann.at(0, 0).do(setKind("h2"));
    meet(ann, ben);
    ben.at(0, 0).do(setKind("h3"));
    meet(ann, ben);
    expect(ann.core.undo()).toBe(false);
    meet(ann, ben);
    expect(lines(ben.tree)).toEqual(["h3: one", "p: two"]);
  });

  it("a join undone brings back the paragraph with its mark", () => {
    const [ann, ben] = pair("one", "two");
    ann.at(1, 0).do(backspaceAtStart);
    meet(ann, ben);
    ben.at(0, 4).type("B");
    meet(ann, ben);
    ann.undo();
    meet(ann, ben);
    expect(lines(ann.tree)).toEqual(["p: one", "p: tBwo"]);
    expect(ann.tree[1]).toMatchObject({ id: "paragraph001" });
  });
});

describe("U3: marks that come back", () => {
  it("have a kind although somebody else changed it meanwhile", () => {
    const [ann, ben] = pair("one", "two");
    ann.at(1, 0).do(backspaceAtStart);
    ben.at(1, 0).do(setKind("h2"));
    meet(ann, ben);
    ann.undo();
    meet(ann, ben);
    const keys = (ben.core.binding.body.toDelta() as { insert: unknown }[]).flatMap(({ insert }) =>
      insert instanceof Y.Map ? [insert.get("kind") as unknown] : [],
    );
    expect(keys).toEqual(["p", "p"]);
  });

  it("keep a kind when two who gave one at once take it back", () => {
    const [ann, ben] = pair("one");
    ann.at(0, 0).do(setKind("h2"));
    ben.at(0, 0).do(setKind("h3"));
    meet(ann, ben);
    ben.undo();
    meet(ann, ben);
    ann.core.undo();
    meet(ann, ben);
    expect(ann.core.binding.shownBlocks[0]?.keys["kind"]).toBeDefined();
  });

  it("mending is the person's own edit", () => {
    const [ann, ben] = pair("one", "two");
    const foreign: unknown[] = [];
    ann.ydoc.on("update", (_update: Uint8Array, origin: unknown) => {
      if (!ann.core.owns(origin) && origin !== "sync") foreign.push(origin);
    });
    ann.at(1, 0).do(backspaceAtStart);
    ben.at(1, 0).do(setKind("h2"));
    meet(ann, ben);
    ann.undo();
    expect(foreign).toEqual([]);
  });
});

describe("what is not covered, as stated", () => {
  it("the same words deleted by two people who both undo are there twice", () => {
    const [ann, ben] = pair("hello world");
    ann.select(0, 0, 0, 6).type("");
    ben.select(0, 0, 0, 6).type("");
    meet(ann, ben);
    ann.undo();
    ben.undo();
    meet(ann, ben);
    expect(lines(ann.tree)).toEqual(["p: hello hello world"]);
  });

  it("the same block cut and pasted by two people is there twice, each with an id of its own in the view", () => {
    const [ann, ben] = pair("one", "two", "three");
    pasteBlocks(ann.at(2, -1), cutBlock(ann, 0));
    pasteBlocks(ben.at(1, -1), cutBlock(ben, 0));
    meet(ann, ben);
    expect(lines(ann.tree)).toEqual(["p: two", "p: one", "p: three", "p: one"]);
    expect(ann.tree.map((block) => "id" in block && block.id)).toEqual([
      "paragraph001",
      "paragraph000",
      "paragraph002",
      "paragraph000~2",
    ]);
  });

  it("words typed into a block that somebody else cut and pasted elsewhere stay at the old place", () => {
    const [ann, ben] = pair("one", "two", "three");
    pasteBlocks(ann.at(2, -1), cutBlock(ann, 1));
    ben.at(1, 3).type("B");
    meet(ann, ben);
    expect(lines(ann.tree)).toEqual(["p: oneB", "p: three", "p: two"]);
  });
});
