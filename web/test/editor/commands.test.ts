// What the toolbar and the keys do, one press at a time.
import { type Command } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import {
  backspace,
  deleteForward,
  enter,
  indent,
  lineBreak,
  linkAt,
  outdent,
  setKind,
  setLink,
  toggleInline,
  toggleList,
} from "../../src/editor/commands.ts";
import { active } from "../../src/editor/active.ts";
import { bindings } from "../../src/editor/keys.ts";
import { insertTable } from "../../src/editor/insert.ts";
import { countWords } from "../../src/editor/words.ts";
import { chapter, lines, Person } from "./person.ts";

const person = (...paragraphs: string[]): Person => new Person({ client: 7, update: chapter(...paragraphs) });

/** A list of three levels: a, b below it, c below b, then d. */
function nested(): Person {
  const who = person("a", "b", "c", "d").select(0, 0, 3, -1).do(toggleList("bullet"));
  return who.select(1, 0, 2, -1).do(indent).at(2, 0).do(indent);
}

const shown = (who: Person): string[] => lines(who.tree);

describe("Enter", () => {
  it.each<[string, (who: Person) => Person, string[], [number, number]]>([
    ["in a paragraph", (who) => who.at(0, 1), ["p: o", "p: ne"], [1, 0]],
    ["at the end of a heading", (who) => who.do(setKind("h2")).at(0, 3), ["h2: one", "p: "], [1, 0]],
    ["in a heading", (who) => who.do(setKind("h2")).at(0, 1), ["h2: o", "h2: ne"], [1, 0]],
    ["at the start of a heading", (who) => who.do(setKind("h2")).at(0, 0), ["p: ", "h2: one"], [1, 0]],
    ["in a quote", (who) => who.do(setKind("quote")).at(0, 3), ["quote: one", "quote: "], [1, 0]],
    ["in a list item", (who) => who.do(toggleList("number")).at(0, 3), ["# p: one", "# p: "], [1, 0]],
  ])("%s", (_name, set, after, caret) => {
    const who = set(person("one").at(0, 0)).do(enter);
    expect(shown(who)).toEqual(after);
    expect(who.caret).toEqual(caret);
  });

  it.each([
    [0, ["table: ", "p: Caption"]],
    [3, ["table: Cap", "p: tion"]],
    [-1, ["table: Caption", "p: "]],
  ])("in a caption, at %i, leaves it with its table", (at, after) => {
    const who = person("one").at(0, 0).do(insertTable(1, 1)).type("Caption");
    const payload = who.state.doc.child(1).attrs["payload"] as unknown;
    expect(shown(who.at(1, at).do(enter)).slice(1, 3)).toEqual(after);
    expect(who.state.doc.child(1).attrs["payload"]).toBe(payload);
  });

  it("in an empty item leaves the list, a level at a time", () => {
    const who = nested().at(2, 1).do(enter);
    expect(shown(who)).toEqual(["- p: a", "  - p: b", "    - p: c", "    - p: ", "- p: d"]);
    expect(shown(who.do(enter))).toEqual(["- p: a", "  - p: b", "    - p: c", "  - p: ", "- p: d"]);
    expect(shown(who.do(enter).do(enter))).toEqual(["- p: a", "  - p: b", "    - p: c", "p: ", "- p: d"]);
  });

  it("in an empty quote leaves it", () => {
    expect(shown(person("").at(0, 0).do(setKind("quote")).do(enter))).toEqual(["p: "]);
  });

  it("keeps direction and language", () => {
    const who = person("one");
    const block = who.state.doc.child(0);
    who.core.dispatch(who.state.tr.setNodeMarkup(0, null, { ...block.attrs, dir: "rtl", lang: "ar" }));
    expect(who.at(0, 3).do(enter).tree).toMatchObject([
      { dir: "rtl", lang: "ar" },
      { dir: "rtl", lang: "ar" },
    ]);
  });

  it("with Shift breaks the line", () => {
    expect(shown(person("one").at(0, 1).do(lineBreak))).toEqual(["p: o¶ne"]);
  });

  it("replaces what is selected", () => {
    expect(shown(person("one", "two").select(0, 1, 1, 1).do(enter))).toEqual(["p: o", "p: wo"]);
  });
});

describe("Backspace and Delete", () => {
  const press = (who: Person, command: Command): string[] => shown(who.do(command));

  it("at the start of a heading makes it a paragraph, then joins", () => {
    const who = person("one", "two").at(1, 0).do(setKind("h2"));
    expect(press(who, backspace)).toEqual(["p: one", "p: two"]);
    expect(press(who, backspace)).toEqual(["p: onetwo"]);
    expect(who.caret).toEqual([0, 3]);
  });

  it("at the start of an item goes up, then out, then joins", () => {
    const who = nested().at(1, 0);
    expect(press(who, backspace)).toEqual(["- p: a", "- p: b", "  - p: c", "- p: d"]);
    expect(press(who, backspace)).toEqual(["- p: a", "p: b", "- p: c", "- p: d"]);
    expect(press(who, backspace)).toEqual(["- p: ab", "- p: c", "- p: d"]);
  });

  it("at the start of the text does nothing", () => {
    expect(press(person("one").at(0, 0), backspace)).toEqual(["p: one"]);
  });

  it("inside a block is left to the browser", () => {
    expect(person("one").at(0, 1).core.run(backspace)).toBe(false);
    expect(person("one").at(0, 1).core.run(deleteForward)).toBe(false);
  });

  it("at the end joins the next block", () => {
    expect(press(person("one", "two").at(0, 3), deleteForward)).toEqual(["p: onetwo"]);
    expect(press(nested().at(0, 1), deleteForward)).toEqual(["- p: ab", "  - p: c", "- p: d"]);
  });

  it("over a selection of several blocks joins what is left", () => {
    expect(press(person("one", "two", "three").select(0, 1, 2, 2), backspace)).toEqual(["p: oree"]);
  });
});

describe("lists", () => {
  it("are made, changed in type and left", () => {
    const who = person("a", "b").select(0, 0, 1, 1).do(toggleList("bullet"));
    expect(shown(who)).toEqual(["- p: a", "- p: b"]);
    expect(shown(who.do(toggleList("number")))).toEqual(["# p: a", "# p: b"]);
    expect(shown(who.do(toggleList("number")))).toEqual(["p: a", "p: b"]);
  });

  it("keep their shape below an item that leaves", () => {
    expect(shown(nested().at(0, 0).do(toggleList("bullet")))).toEqual(["p: a", "- p: b", "  - p: c", "- p: d"]);
    expect(shown(nested().at(1, 0).do(toggleList("bullet")))).toEqual(["- p: a", "p: b", "- p: c", "- p: d"]);
  });

  it("sink no deeper than one below the item above, and take along what hangs below", () => {
    const who = nested().at(1, 0);
    expect(who.core.run(indent)).toBe(false);
    expect(shown(who.do(outdent))).toEqual(["- p: a", "- p: b", "  - p: c", "- p: d"]);
    expect(shown(who.do(indent))).toEqual(["- p: a", "  - p: b", "    - p: c", "- p: d"]);
  });

  it("stop at six levels", () => {
    const who = person("a", "b", "c", "d", "e", "f", "g").select(0, 0, 6, -1).do(toggleList("bullet"));
    for (let item = 1; item < 7; item += 1)
      for (let level = 0; level < item; level += 1) who.at(item, 0).core.run(indent);
    expect(shown(who.check()).at(-2)).toBe("          - p: f");
    expect(shown(who).at(-1)).toBe("          - p: g");
  });

  it("let Tab go on where there is none", () => {
    const who = person("one").at(0, 1);
    expect(who.core.run(indent)).toBe(false);
    expect(who.core.run(outdent)).toBe(false);
  });
});

describe("inline attributes", () => {
  it("raised and lowered exclude each other", () => {
    const who = person("one").select(0, 0, 0, 3).do(toggleInline("sub")).do(toggleInline("sup"));
    expect(who.tree).toMatchObject([{ content: [{ text: "one", marks: { sup: true } }] }]);
    expect(who.tree).not.toMatchObject([{ content: [{ marks: { sub: true } }] }]);
  });

  it("a link is found, changed and removed from the caret", () => {
    const who = person("see this page").select(0, 4, 0, 8).do(setLink("https://example.org/a"));
    expect(linkAt(who.at(0, 5).state)).toBe("https://example.org/a");
    who.do(setLink("mailto:a@example.org"));
    expect(linkAt(who.at(0, 6).state)).toBe("mailto:a@example.org");
    expect(shown(who.do(setLink(null)))).toEqual(["p: see this page"]);
  });

  it("a link at a caret in plain text is its own address", () => {
    expect(shown(person("").at(0, 0).do(setLink("https://example.org/")))).toEqual(["p: [https://example.org/]"]);
  });
});

describe("what is active", () => {
  it("follows the selection", () => {
    const who = person("one", "two").at(0, 0).do(setKind("h3"));
    expect(active(who.core)).toMatchObject({ kind: "h3", list: null, strong: false, canUndo: true, canRedo: false });
    expect(active(who.select(0, 0, 1, 1).core).kind).toBeNull();
    who.at(1, 1).do(toggleList("number")).do(toggleInline("strong"));
    expect(active(who.core)).toMatchObject({ kind: "p", list: "number", strong: true, canOutdent: true });
  });
});

it("every key has a command", () => {
  const pressed: string[] = [];
  const keys = bindings({
    undo: () => pressed.push("undo") > 0,
    redo: () => pressed.push("redo") > 0,
    note: () => pressed.push("note") > 0,
    goTo: (end, how) => pressed.push(`${how} ${end}`) > 0,
    askForLink: () => pressed.push("link"),
  });
  const who = person("one");
  for (const key of ["Mod-z", "Mod-y", "Mod-Shift-z", "Mod-Alt-f", "Shift-Mod-End", "Mod-k"])
    who.core.run(keys[key] as Command);
  expect(pressed).toEqual(["undo", "redo", "redo", "note", "select end", "link"]);
  expect(Object.keys(keys)).toEqual(
    expect.arrayContaining(["Mod-b", "Mod-i", "Mod-Alt-0", "Mod-Alt-4", "Mod-Shift-7", "Mod-Shift-8"]),
  );
});

it("words are counted as readers see them", () => {
  expect(countWords(person("One, two; three", "", "الإنذار المبكر").state.doc)).toBe(5);
});
