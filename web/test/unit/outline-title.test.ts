// A title in a field: what the person does becomes edits that merge, what others do comes in under the caret, letters that are
// being composed are left alone.
import { describe, expect, test } from "vitest";
import * as Y from "yjs";

import { titleText } from "../../src/outline/read.ts";
import { editTitle, replacement, type FieldState, type TitleEditing } from "../../src/outline/title.ts";
import { copyOf, drawn, exchange, idOf, outlineOf, rowOf } from "../support/outline.ts";

const OWN = "own";

/** Somebody at the field of chapter 1's title. "|" in a text is the caret. */
class Person {
  readonly editing: TitleEditing;
  field: FieldState;

  constructor(readonly doc: Y.Doc) {
    const editing = editTitle(doc, idOf(1), OWN);
    if (editing === null) throw new Error("no chapter 1");
    this.editing = editing;
    this.field = editing.state;
    editing.drawBy((state) => (this.field = state));
  }

  get title(): string {
    return String(titleText(this.doc, idOf(1)));
  }

  get shown(): string {
    const { value, start, end } = this.field;
    return start === end ? `${value.slice(0, start)}|${value.slice(start)}` : value;
  }

  select(start: number, end = start): void {
    this.field = { ...this.field, start, end };
    this.editing.selected(start, end);
  }

  types(text: string): void {
    this.field = this.after(text);
    this.editing.edited(this.field);
  }

  composes(text: string): void {
    this.editing.composing();
    this.field = this.after(text);
  }

  composed(): void {
    this.editing.composed(this.field);
  }

  private after(text: string): FieldState {
    const { value, start, end } = this.field;
    const caret = start + text.length;
    return { value: value.slice(0, start) + text + value.slice(end), start: caret, end: caret };
  }
}

const titled = (title: string): Y.Doc => outlineOf({ [idOf(1)]: { map: { title: { text: title } } } });

function two(title: string): [Person, Person] {
  const doc = titled(title);
  return [new Person(doc), new Person(copyOf(doc))];
}

test("a field begins with its title selected, and typing takes its place", () => {
  const one = new Person(titled("Old"));
  expect([one.field.start, one.field.end]).toEqual([0, 3]);
  one.types("New");
  expect([one.title, one.shown]).toEqual(["New", "New|"]);
});

test("two who type in one title at once lose nothing, and each keeps the caret", () => {
  const [one, other] = two("Early warning");
  one.select(5);
  one.types(" and late");
  other.select(13);
  other.types(" signs");
  exchange(one.doc, other.doc);
  expect([one.title, other.title]).toEqual(["Early and late warning signs", "Early and late warning signs"]);
  expect(one.shown).toBe("Early and late| warning signs");
  expect(other.shown).toBe("Early and late warning signs|");
});

test("equal letters side by side go in where the caret was", () => {
  const [one, other] = two("aaaa");
  one.select(1);
  one.types("a");
  other.select(1, 2);
  other.types("b");
  exchange(one.doc, other.doc);
  expect(one.title).toBe("aabaa");
  expect(one.shown).toBe("aa|baa");
});

test("what somebody writes in the middle of a part that another deletes, stays", () => {
  const [one, other] = two("a long title");
  one.select(2, 7);
  one.types("");
  other.select(6);
  other.types("ish");
  exchange(one.doc, other.doc);
  expect(one.title).toBe("a ishtitle");
});

test("composed letters arrive as one piece, and nobody disturbs them on the way", () => {
  const [one, other] = two("Manual");
  one.select(6);
  one.composes(" に");
  other.select(0);
  other.types("The ");
  exchange(one.doc, other.doc);
  expect([one.title, one.field.value]).toEqual(["The Manual", "Manual に"]);
  one.composed();
  expect([one.title, one.shown]).toEqual(["The Manual に", "The Manual に|"]);
});

test("letters composed over a word of which others deleted a part, and wrote in another", () => {
  const [one, other] = two("early warning");
  one.select(0, 5);
  one.composes("Frühe");
  other.select(1, 3);
  other.types("");
  other.select(2);
  other.types("!");
  exchange(one.doc, other.doc);
  one.composed();
  exchange(one.doc, other.doc);
  expect([one.title, other.title]).toEqual(["Frühe! warning", "Frühe! warning"]);
});

test("a composition that was given up changes nothing, and what came meanwhile is shown", () => {
  const [one, other] = two("Manual");
  one.select(6);
  one.composes("x");
  other.select(0);
  other.types("The ");
  exchange(one.doc, other.doc);
  one.field = { value: "Manual", start: 6, end: 6 };
  one.composed();
  expect([one.title, one.shown]).toEqual(["The Manual", "The Manual|"]);
});

test("undo and giving up take back one's own edits, never others'", () => {
  const [one, other] = two("Manual");
  one.select(6);
  one.types("s of all");
  other.select(0);
  other.types("The ");
  exchange(one.doc, other.doc);
  one.editing.undo();
  expect([one.title, one.shown]).toEqual(["The Manual", "The Manual|"]);
  one.editing.redo();
  expect(one.title).toBe("The Manuals of all");
  one.editing.takeBack();
  expect(one.title).toBe("The Manual");
});

test("pairs stay whole", () => {
  const one = new Person(titled("😀"));
  one.types("😁");
  expect(one.title).toBe("😁");
  one.select(0);
  one.types("👩🏽‍💻");
  expect(one.title).toBe("👩🏽‍💻😁");
  one.select(0, one.title.length);
  one.types("");
  expect([one.title, one.editing.isBlank]).toEqual(["", true]);
});

test("control characters are shown and written as spaces, at their places", () => {
  const one = new Person(titled("a\nb"));
  expect(one.field.value).toBe("a b");
  one.select(3);
  one.types("\tc");
  expect([one.title, one.field.value]).toEqual(["a\nb c", "a b c"]);
});

test("where something else stands than a text, a title can still be given", () => {
  const doc = outlineOf({ [idOf(1)]: { map: { title: 7 } } });
  const one = new Person(doc);
  one.types("Title");
  expect([one.title, drawn(doc)]).toEqual(["Title", "1"]);
  expect(editTitle(doc, idOf(2), OWN)).toBeNull();
});

test("after the end nothing of the field moves any more", () => {
  const [one, other] = two("Manual");
  one.editing.close();
  other.select(0);
  other.types("The ");
  exchange(one.doc, other.doc);
  expect([one.title, one.field.value]).toEqual(["The Manual", "Manual"]);
});

describe("what a person did to a field", () => {
  const at = (text: string): FieldState => {
    const start = text.indexOf("|");
    const end = text.lastIndexOf("|") - (text.lastIndexOf("|") > start ? 1 : 0);
    return { value: text.replaceAll("|", ""), start, end };
  };
  test.each([
    ["a letter between equal ones", "aa|aa", "aaa|aa", { from: 2, to: 2, text: "a" }],
    ["backspace between equal ones", "aa|aa", "a|aa", { from: 1, to: 2, text: "" }],
    ["delete between equal ones", "aa|aa", "aa|a", { from: 2, to: 3, text: "" }],
    ["a selection that gives way to its own beginning", "|abc|d", "ab|d", { from: 2, to: 3, text: "" }],
    ["a word deleted backwards", "one two| three", "one | three", { from: 4, to: 7, text: "" }],
    ["a word that a keyboard corrected", "helo| you", "hello| you", { from: 3, to: 3, text: "l" }],
    ["a word dragged away, the caret elsewhere", "|one two", "one |", { from: 4, to: 7, text: "" }],
    ["a word dropped, selected", "one |", "one |two|", { from: 4, to: 4, text: "two" }],
    ["nothing", "one|", "|one", null],
  ])("%s", (_, before, now, done) => {
    expect(replacement(at(before), at(now))).toEqual(done);
  });
});

test("a chapter of a row can be named by two while a third moves it", () => {
  const doc = rowOf(3);
  expect(drawn(doc)).toBe("1 2 3");
  const one = new Person(doc);
  one.types("First");
  expect(drawn(doc)).toBe("1 2 3");
});
