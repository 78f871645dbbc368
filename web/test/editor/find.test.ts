// Words are found however they are written and wherever they stand, and replaced without touching anything else (W1).
import { Node } from "prosemirror-model";
import { describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { toggleInline } from "../../src/editor/commands.ts";
import { find, type Query } from "../../src/editor/find.ts";
import { Finder, type Found } from "../../src/editor/finder.ts";
import { insertNote, insertTable } from "../../src/editor/insert.ts";
import { noteLine } from "../../src/editor/payload/notes.ts";
import { readTable, type Payload } from "../../src/editor/payload/tables.ts";
import { chapter, lines, meet, Person } from "./person.ts";

const LONG = 1e12;
const one = (...paragraphs: string[]): Person =>
  new Person({ client: 10, update: chapter(...paragraphs), pauseMs: LONG });

/** What is found, as the words that stand there. */
function found(who: Person, text: string, wholeWords = false): string[] {
  return find(who.ydoc, who.state.doc, { text, wholeWords }).map(({ line, from, to }) =>
    line === null ? who.state.doc.textBetween(from, to) : `in a line: ${line.toString().slice(from, to)}`,
  );
}

describe("finding", () => {
  it.each([
    ["case", "mandate", ["Mandate", "MANDATE"], "Mandate, MANDATE"],
    ["accents, composed or not", "ecole", ["École", "e\u0301cole"], "École, e\u0301cole"],
    ["what is typed with accents too", "École", ["ecole"], "ecole"],
    ["quotation marks", "l'Etat", ["l’État"], "l’État"],
    ["no-break spaces and dashes", "art 5-7", ["art\u202f5–7"], "art\u202f5–7"],
    ["vowel signs and the stretch of Arabic letters", "سلام", ["سَلَامٌ", "ســلام"], "سَلَامٌ / ســلام"],
    ["the kinds of alif", "الإنذار", ["الانذار"], "الانذار"],
    ["signs of direction and soft hyphens", "office", ["of\u00adfi\u200ece"], "of\u00adfi\u200ece"],
    ["letters beyond the first plane", "𝒜 b", ["x 𝒜 b"], "𝒜 b"],
  ])("without regard to %s", (_what, query, expected, text) => {
    expect(found(one(text), query)).toEqual(expected.map((each) => (each.startsWith("x ") ? each.slice(2) : each)));
  });

  it("across marks, and not across what is no character", () => {
    const who = one("early warning").select(0, 0, 0, 5).do(toggleInline("strong"));
    expect(found(who, "ly warn")).toEqual(["ly warn"]);
    who.at(0, 5).do(insertNote);
    expect(found(who, "ly warn")).toEqual([]);
  });

  it("whole words only, if asked", () => {
    const who = one("the office, offices, Office-holder, coffice, 𝒜office");
    expect(found(who, "office", true)).toEqual(["office", "Office"]);
    expect(found(who, "office")).toHaveLength(5);
    expect(found(one("(a) b"), "(a)", true)).toEqual(["(a)"]);
  });

  it("nothing for nothing", () => {
    expect(found(one("one"), "")).toEqual([]);
    expect(found(one("one"), "\u0301")).toEqual([]);
  });

  it("in notes and cells too, in the order of reading", () => {
    const who = one("word", "last word").at(0, 4).do(insertNote);
    const note = noteLine(who.ydoc, String(who.state.doc.child(0).lastChild?.attrs["payload"])) as Y.Text;
    note.insert(0, "a word below");
    who.at(0, -1).do(insertTable(1, 2));
    firstCell(who).insert(0, "Wörd");
    expect(found(who, "word")).toEqual(["word", "in a line: word", "in a line: Wörd", "word"]);
  });

  it("reads again what changed, and nothing else, however long the chapter is", () => {
    const words = "a focal pöint needs three things ".repeat(13);
    const who = one(...Array.from({ length: 1_250 }, (_, n) => `${words}${String(n)}`));
    const query: Query = { text: "focal point", wholeWords: false };
    expect(find(who.ydoc, who.state.doc, query)).toHaveLength(16_250);
    const reading = vi.spyOn(Node.prototype, "textBetween");
    find(who.ydoc, who.state.doc, { ...query, text: "three" });
    expect(reading).toHaveBeenCalledTimes(0);
    who.core.dispatch(who.state.tr.insertText("x", 5));
    reading.mockClear();
    expect(find(who.ydoc, who.state.doc, query)).toHaveLength(16_249);
    expect(reading).toHaveBeenCalledTimes(1);
    reading.mockRestore();
  });
});

function firstCell(who: Person): Y.Text {
  const [id] = [...who.ydoc.getMap<unknown>("tables").keys()];
  const table = who.ydoc.getMap<unknown>("tables").get(id ?? "") as Payload;
  const cell = readTable(table).rows[0]?.cells[0];
  const known = cell?.lines[0]?.text;
  if (known !== undefined) return known;
  const line = new Y.Text();
  (table.get("cells") as Y.Map<unknown>).set(`${cell?.row ?? ""}:${cell?.col ?? ""}:slot00000001`, line);
  return line;
}

describe("replacing", () => {
  const finder = (who: Person): { finder: Finder; at: () => Found } => {
    let at: Found = { count: 0, at: 0 };
    const page = { told: (found: Found) => (at = found), reveal: () => undefined, markLines: () => undefined };
    return { finder: new Finder(who.core, page), at: () => at };
  };

  it("begins behind the caret, steps round, and selects what is shown", () => {
    const who = one("a word", "a word", "a word").at(1, 0);
    const { finder: words, at } = finder(who);
    words.search({ text: "word", wholeWords: false });
    expect(at()).toEqual({ count: 3, at: 2 });
    words.step(1);
    words.step(1);
    expect(at()).toEqual({ count: 3, at: 1 });
    words.step(-1);
    expect(at()).toEqual({ count: 3, at: 3 });
    expect(who.state.doc.textBetween(who.state.selection.from, who.state.selection.to)).toBe("word");
    words.search({ text: "no such", wholeWords: false });
    expect(at()).toEqual({ count: 0, at: 0 });
    words.destroy();
  });

  it("replaces one after the other, never what was put in", () => {
    const who = one("a a a").at(0, 0);
    const { finder: words, at } = finder(who);
    words.search({ text: "a", wholeWords: false });
    words.replace("aa");
    expect(lines(who.check().tree)).toEqual(["p: aa a a"]);
    expect(at()).toEqual({ count: 4, at: 3 });
    words.replace("b");
    expect(lines(who.check().tree)).toEqual(["p: aa b a"]);
    words.destroy();
  });

  it("keeps the marks and whatever stands beside the words", () => {
    const who = one("an early warning").select(0, 3, 0, 8).do(toggleInline("strong"));
    const deltas: unknown[] = [];
    who.core.binding.body.observe((event) => deltas.push(event.delta));
    const { finder: words } = finder(who);
    words.search({ text: "early", wholeWords: false });
    words.replaceAll("late");
    expect(lines(who.check().tree)).toEqual(["p: an *late* warning"]);
    expect(deltas).toEqual([[{ retain: 4 }, { delete: 5 }, { insert: "late", attributes: { strong: true } }]]);
    words.destroy();
  });

  it("all of them, in cells and notes too, in one entry of undo that holds nothing else", () => {
    const who = one("word one", "word two");
    who.at(0, 4).do(insertNote);
    const note = noteLine(who.ydoc, String(who.state.doc.child(0).child(1).attrs["payload"])) as Y.Text;
    note.insert(0, "a word below");
    who.at(1, -1).type(" typed before");
    const { finder: words } = finder(who);
    words.search({ text: "WORD", wholeWords: false });
    expect(words.replaceAll("term")).toBe(3);
    who.at(1, -1).type(" and behind");
    expect([...lines(who.tree).slice(1), note.toString()]).toEqual([
      "p: term two typed before and behind",
      "a term below",
    ]);
    who.undo();
    expect([...lines(who.tree).slice(1), note.toString()]).toEqual(["p: term two typed before", "a term below"]);
    who.undo();
    expect([...lines(who.tree).slice(1), note.toString()]).toEqual(["p: word two typed before", "a word below"]);
    who.redo();
    expect(note.toString()).toBe("a term below");
    words.destroy();
  });

  it("leaves what somebody else wrote into the words meanwhile", () => {
    const update = chapter("one word here");
    const ann = new Person({ client: 10, update, pauseMs: LONG });
    const ben = new Person({ client: 20, update, pauseMs: LONG });
    const { finder: words } = finder(ann);
    words.search({ text: "word", wholeWords: false });
    words.replaceAll("term");
    ben.at(0, 6).type("X");
    meet(ann, ben);
    expect(lines(ann.tree)[0]).toMatch(/^p: one (termX|Xterm) here$/);
    words.destroy();
  });

  it("takes words away when nothing is put in their place", () => {
    const who = one("very very good");
    const { finder: words } = finder(who);
    words.search({ text: "very ", wholeWords: false });
    words.replaceAll("");
    expect(lines(who.check().tree)).toEqual(["p: good"]);
    words.destroy();
  });

  it("leaves no trace when it is closed", () => {
    const who = one("one");
    const plugins = who.state.plugins.length;
    const { finder: words } = finder(who);
    words.search({ text: "one", wholeWords: false });
    words.destroy();
    expect(who.state.plugins).toHaveLength(plugins);
  });
});
