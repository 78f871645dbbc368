// What is typed as Markdown becomes what it stands for, and one step back brings back what was typed.
import { describe, expect, it } from "vitest";
import { setKind, toggleInline, toggleList } from "../../src/editor/commands.ts";
import { entered, typed, type Typing } from "../../src/editor/input-rules.ts";
import { insertNote } from "../../src/editor/insert.ts";
import { chapter, lines, Person } from "./person.ts";

const LONG = 1e12;

/** Types as a browser reports it: letter by letter, each offered to the shortcuts first. */
function types(who: Person, text: string, composing = false): Person {
  const view: Typing = {
    get state() {
      return who.state;
    },
    composing,
    dispatch: (tr) => who.core.dispatch(tr),
  };
  for (const letter of text) {
    const took = letter === "\n" ? entered(view) : typed(view, who.state.selection.head, letter) !== null;
    if (!took && letter !== "\n") who.type(letter);
  }
  return who.check();
}

const person = (...paragraphs: string[]): Person =>
  new Person({ client: 10, update: chapter(...paragraphs), pauseMs: LONG }).at(0, -1);
const shown = (who: Person): string[] => lines(who.tree);

describe("typed at the beginning of a paragraph", () => {
  it.each([
    ["## Title", "h2: Title", "p: ## "],
    ["### Title", "h3: Title", "p: ### "],
    ["#### Title", "h4: Title", "p: #### "],
    ["> Words", "quote: Words", "p: > "],
    ["- one", "- p: one", "p: - "],
    ["* one", "- p: one", "p: * "],
    ["1. one", "# p: one", "p: 1. "],
    ["1) one", "# p: one", "p: 1) "],
  ])("%s", (text, after, before) => {
    const who = types(person(""), text);
    expect(shown(who)).toEqual([after]);
    // What was typed behind it is an entry of its own; one step more brings back the signs.
    expect(shown(who.undo().undo())).toEqual([before]);
    expect(shown(who.undo())).toEqual(["p: "]);
    expect(shown(who.redo().redo().redo())).toEqual([after]);
  });

  it("with words behind the caret", () => {
    expect(shown(types(person("Title").at(0, 0), "## "))).toEqual(["h2: Title"]);
  });

  it("keeps direction and language", () => {
    const who = person("");
    who.core.dispatch(who.state.tr.setNodeMarkup(0, null, { ...who.state.doc.child(0).attrs, dir: "rtl", lang: "ar" }));
    expect(types(who.at(0, 0), "## ").tree).toMatchObject([{ kind: "h2", dir: "rtl", lang: "ar" }]);
  });

  it.each([
    ["in a list", (who: Person) => who.do(toggleList("bullet")), "## x", "- p: ## x"],
    ["in a heading", (who: Person) => who.do(setKind("h2")), "- x", "h2: - x"],
    ["behind words", (who: Person) => who.type("a "), "- x", "p: a - x"],
    ["another number", (who: Person) => who, "2. x", "p: 2. x"],
    ["too many signs", (who: Person) => who, "##### x", "p: ##### x"],
    ["one sign", (who: Person) => who, "# x", "p: # x"],
  ])("stands for itself %s", (_where, set, text, after) => {
    expect(shown(types(set(person("").at(0, 0)), text))).toEqual([after]);
  });
});

describe("typed around words", () => {
  it.each([
    ["say **this** now", "p: say *this* now"],
    ["say *this* now", "p: say /this/ now"],
    ["**two words**", "p: *two words*"],
    ["2*3*4", "p: 2*3*4"],
    ["a * b * c", "p: a * b * c"],
    ["** no **", "p: ** no **"],
    ["***", "p: ***"],
    ["重**点**", "p: 重*点*"],
  ])("%s", (text, after) => {
    expect(shown(types(person(""), text))).toEqual([after]);
  });

  it("is taken back alone", () => {
    const who = types(person(""), "say **this**");
    expect(shown(who.undo())).toEqual(["p: say **this**"]);
    expect(shown(who.redo())).toEqual(["p: say *this*"]);
  });

  it("does not reach over what is no character, and not into code", () => {
    const who = types(person("").do(insertNote), "x");
    who.at(0, 0);
    types(who, "*a");
    who.at(0, -1);
    expect(shown(types(who, "*"))[0]).not.toContain("/");
    const code = person("let").select(0, 0, 0, 3).do(toggleInline("code")).at(0, -1);
    expect(shown(types(code, "*x*"))).toEqual(["p: let*x*"]);
  });

  it("stays with the format around it", () => {
    const who = person("bold").select(0, 0, 0, 4).do(toggleInline("strong")).at(0, 2);
    expect(who.tree).toMatchObject([{ content: [{ text: "bold", marks: { strong: true } }] }]);
    types(who.at(0, 4), " *i* x");
    expect(who.tree).toMatchObject([
      {
        content: [
          { text: "bold ", marks: { strong: true } },
          { text: "i", marks: { strong: true, em: true } },
          { text: " x", marks: { strong: true } },
        ],
      },
    ]);
  });
});

describe("three dashes and Enter", () => {
  it("break the page, and one step back brings back the dashes", () => {
    const who = types(person(""), "---\n");
    expect(who.state.doc.child(0).firstChild?.type.name).toBe("page_break");
    expect(who.caret).toEqual([1, 0]);
    expect(shown(who.undo())).toEqual(["p: ---", "p: "]);
  });

  it.each([
    ["behind words", "a---\n"],
    ["four of them", "----\n"],
  ])("stand for themselves %s", (_where, text) => {
    expect(shown(types(person(""), text))).toEqual([`p: ${text.trim()}`]);
  });
});

it("letters that are being composed stand for themselves", () => {
  expect(shown(types(person(""), "## x", true))).toEqual(["p: ## x"]);
  expect(shown(types(person(""), "**x**", true))).toEqual(["p: **x**"]);
});

it("quotation marks are left as they are typed", () => {
  expect(shown(types(person(""), `"so" 'it' -- is...`))).toEqual([`p: "so" 'it' -- is...`]);
});
