// The language of a chapter, from what its paragraphs name and from their letters.
import { expect, it } from "vitest";
import { setLanguage } from "../../src/editor/insert.ts";
import { languageOf } from "../../src/editor/language.ts";
import { chapter, Person } from "./person.ts";

const person = (...paragraphs: string[]): Person => new Person({ client: 10, update: chapter(...paragraphs) });

it.each([
  ["Arabic letters", ["الإنذار المبكر عمل يومي", "R2P"], "ar"],
  ["Chinese ones", ["早期预警"], "zh"],
  ["Russian ones, with a name in Latin", ["Раннее предупреждение", "Focal point"], "ru"],
  ["Latin ones belong to many", ["Early warning", "Alerte précoce"], ""],
  ["mostly Latin ones", ["A focal point needs three things.", "سلام"], ""],
  ["none", [""], ""],
])("%s", (_what, paragraphs, language) => {
  expect(languageOf(person(...paragraphs).state.doc)).toBe(language);
});

it("what most of the paragraphs name goes before their letters", () => {
  const who = person("Alerte précoce", "Le mandat", "A word").select(0, 0, 1, 2).do(setLanguage("fr"));
  expect(languageOf(who.state.doc)).toBe("fr");
});
