// The tasks of whoever writes: signing in, finding a chapter, paragraphs and marks, undoing, finding, languages, keys. Next:
// walk-things.ts, what is put into the text.
import { expect } from "vitest";

import { loadDoor } from "../../../src/lang/door/index.ts";
import { SOON_MS, tasks, type Task } from "./walk.ts";

export const COMING_IN: Task[] = [
  ...tasks("sign-in", {
    "type the code, and say whose device it is": async (at) => {
      const { keys, words } = at;
      const door = await loadDoor(words.code);
      const { link, code } = await at.stage.scene.service.invite("Secretariat");
      await at.window.page.goto(link);
      await keys.find(door.code.label);
      await keys.type(code);
      await keys.find(door.ownDevice.yes);
      await keys.press("ArrowDown");
      expect(await keys.focused()).toContain(door.ownDevice.no);
      await keys.press("ArrowUp");
      await keys.use(door.code.start);
      await at.sees(".chapter-rows");
    },
  }),
  ...tasks("languages", {
    "choose the language of the screen, and go back to one's own": async (at) => {
      const { keys, words } = at;
      const [other, own] = words.code === "ar" ? (["pt", "ar"] as const) : (["fr", "en"] as const);
      await keys.find(words.language);
      await keys.press(own === "ar" ? "ArrowUp" : "ArrowDown");
      await at.sees(`html[lang="${other}"] .chapter-rows`);
      await keys.press(own === "ar" ? "ArrowDown" : "ArrowUp");
      await at.sees(`html[lang="${own}"] .chapter-rows`);
      await at.isOn(words.language);
    },
  }),
  ...tasks("find-your-chapter", {
    "keep the manual on the device": async (at) => {
      await at.keys.find(at.words.outline.keep);
      await at.keys.press("Space");
      await at.sees('input[role="switch"]:checked');
    },
    "find a word in the manual, and go to it": async (at) => {
      const { keys, words, stage } = at;
      await keys.find(words.finding.label, "Shift+Tab");
      await keys.type(stage.text.find);
      await keys.press("Enter");
      await at.sees(".finding-places");
      await keys.find("", "Tab");
      while (!(await keys.focused()).includes(stage.text.find)) await keys.press("Tab");
      await keys.press("Enter");
      await at.isInText();
      await at.leave();
    },
    "open the glossary, and go to where a term is defined": async (at) => {
      const { keys, words } = at;
      await keys.use(words.finding.glossary);
      await at.sees(".finding-glossary dt");
      await keys.press("Tab", "Enter");
      await at.isInText();
      await at.leave();
    },
    "open a chapter": async (at) => {
      await at.open(at.stage.titles.last);
    },
  }),
  ...tasks("write-together", {
    "write, and hear that it is saved": async (at) => {
      const { keys, words } = at;
      await keys.type("One.");
      await at.saved();
      await keys.press("F6");
      await at.isOn(words.status.word.saved);
      await keys.press("Shift+F6");
      await at.isInText();
      await at.reads(".ProseMirror > *", "One.");
    },
  }),
];

export const WRITING: Task[] = [
  ...tasks("headings-and-lists", {
    "a heading from the list of kinds, and by its key": async (at) => {
      const { keys, words } = at;
      await at.newLine();
      await keys.choose(words.toolbar.kind, words.toolbar.kinds.h2);
      await keys.type("Two");
      await keys.press("Enter", "Control+Alt+3");
      await keys.type("Three");
      await at.reads(".ProseMirror h2", "Two");
      await at.reads(".ProseMirror h3", "Three");
    },
    "a list, a level deeper and back, and its end": async (at) => {
      const { keys, words } = at;
      await keys.press("Enter");
      await keys.tool(words.toolbar.bullet);
      await keys.type("Four");
      await keys.press("Enter", "Tab");
      await keys.type("Five");
      await at.reads(".ProseMirror li li", "Five");
      await keys.press("Shift+Tab");
      await at.count(".ProseMirror li li", 0);
      await keys.press("Enter", "Enter", "Control+Shift+7");
      await keys.type("Six");
      await at.reads(".ProseMirror ol li", "Six");
      await keys.press("Enter", "Enter");
      await at.count(".ProseMirror li", 3);
    },
    "a quotation": async (at) => {
      const { keys, words } = at;
      await keys.choose(words.toolbar.kind, words.toolbar.kinds.quote);
      await keys.type("Seven");
      await at.reads(".ProseMirror blockquote", "Seven");
    },
    "bold and italic by keys, superscript from what has no room in the row": async (at) => {
      const { keys, words } = at;
      await at.newLine();
      await keys.press("Control+Alt+0", "Control+b");
      await keys.type("Eight");
      await keys.press("Control+b", "Control+i");
      await keys.type("nine");
      await keys.press("Control+i");
      await keys.choose(words.toolbar.more, words.toolbar.sup);
      await keys.type("ten");
      await at.reads(".ProseMirror strong", "Eight");
      await at.reads(".ProseMirror em", "nine");
      await at.reads(".ProseMirror sup", "ten");
      await keys.choose(words.toolbar.more, words.toolbar.sup);
    },
    "a link": async (at) => {
      const { keys } = at;
      await at.newLine();
      await keys.type("Eleven");
      await keys.press("Shift+Home", "Control+k");
      await at.sees("dialog[open]");
      await keys.type("un.org");
      await keys.press("Enter");
      await at.reads('.ProseMirror a[href="https://un.org"]', "Eleven");
      await at.isInText();
    },
    "a page break": async (at) => {
      const { writing } = at.words;
      await at.newLine();
      await at.keys.type("Twelve");
      await at.keys.choose(writing.insert.menu, writing.insert.break);
      await at.count(".ProseMirror .page-break", 1);
    },
    "shortcuts as one types, and without them": async (at) => {
      const { keys, words } = at;
      const { view } = words.writing;
      await at.newLine();
      await keys.type("#### Thirteen");
      await at.reads(".ProseMirror h4", "Thirteen");
      await keys.choose(view.menu, view.shortcuts);
      await keys.press("Escape");
      await at.newLine();
      await keys.type("## Fourteen");
      await at.reads(".ProseMirror h2", "Two");
      await keys.choose(view.menu, view.shortcuts);
      await keys.press("Escape");
      await at.isInText();
    },
    "move a paragraph by its key and from the menu": async (at) => {
      const { keys, words } = at;
      const last = () => at.texts(".ProseMirror > *").then((texts) => texts.slice(-2));
      const before = await last();
      await keys.press("Alt+Shift+ArrowUp");
      await expect.poll(last, { timeout: SOON_MS }).toEqual([...before].reverse());
      await keys.choose(words.writing.paragraph.menu, words.writing.paragraph.down);
      await expect.poll(last, { timeout: SOON_MS }).toEqual(before);
    },
  }),
  ...tasks("undo", {
    "a step back and again, by keys and by tools": async (at) => {
      const { keys, words } = at;
      const last = () => at.texts(".ProseMirror > *").then((texts) => texts.at(-1) ?? "");
      await at.newLine();
      await keys.press("Control+Alt+2");
      await keys.type("Fifteen");
      await keys.press("Control+z");
      await expect.poll(last, { timeout: SOON_MS }).not.toContain("Fifteen");
      await keys.press("Control+y");
      await expect.poll(last, { timeout: SOON_MS }).toContain("Fifteen");
      await keys.tool(words.toolbar.undo);
      await expect.poll(last, { timeout: SOON_MS }).not.toContain("Fifteen");
      await keys.tool(words.toolbar.redo);
      await expect.poll(last, { timeout: SOON_MS }).toContain("Fifteen");
      await at.isInText();
    },
  }),
  ...tasks("languages", {
    "say which language and which direction a paragraph has": async (at) => {
      const { keys, words } = at;
      const { paragraph } = words.writing;
      await at.newLine();
      await keys.type("Seize");
      await keys.choose(paragraph.menu, "Français");
      await at.reads('.ProseMirror [lang="fr"]', "Seize");
      await keys.choose(paragraph.menu, paragraph.directions.rtl);
      await at.reads('.ProseMirror [lang="fr"][dir="rtl"]', "Seize");
      await keys.choose(paragraph.menu, paragraph.directions.auto);
      await at.count('.ProseMirror [lang="fr"][dir="rtl"]', 0);
    },
  }),
  ...tasks("find-and-replace", {
    "find words, on and back": async (at) => {
      const { keys, words } = at;
      await keys.press("Control+f");
      await at.sees(".find");
      await keys.type("ee");
      await at.reads(".find-count", words.writing.find.at(1, 4));
      await keys.press("Enter", "Enter", "Shift+Enter");
      await at.reads(".find-count", words.writing.find.at(2, 4));
      await keys.press("F3", "F3", "Shift+F3");
      await at.reads(".find-count", words.writing.find.at(3, 4));
      await keys.find(words.writing.find.whole);
      await keys.press("Space");
      await at.reads(".find-count", words.writing.find.none);
      await keys.press("Space", "Escape");
      await at.gone(".find");
      await at.isInText();
    },
    "replace one, and all": async (at) => {
      const { keys, words } = at;
      await keys.press("Control+h");
      await at.sees(".find");
      await keys.type("een");
      await keys.find(words.writing.find.with);
      await keys.type("eens");
      await keys.use(words.writing.find.replace);
      await keys.use(words.writing.find.replaceAll);
      await keys.press("Escape");
      await at.gone(".find");
      expect((await at.texts(".ProseMirror > *")).join(" ")).toMatch(/Thirteens.*Fourteens.*Fifteens/);
      await keys.press("Control+z");
      await at.isInText();
    },
    "the outline beside the text, and go to a heading": async (at) => {
      const { keys, words } = at;
      const { view } = words.writing;
      await keys.choose(view.menu, view.outline);
      await at.sees(".contents-item");
      await keys.press("Escape", "F6", "Home", "Enter");
      await at.isInText();
      await keys.type("First: ");
      await at.reads(".ProseMirror h2:first-of-type", "First: Two");
      await keys.choose(view.menu, view.outline);
      await at.gone(".contents");
      await keys.press("Escape");
    },
    "focus mode and the word count": async (at) => {
      const { keys, words } = at;
      const { view } = words.writing;
      await keys.press("Control+Shift+F");
      await at.sees(".is-focus");
      await keys.press("Escape");
      await at.gone(".is-focus");
      await at.isInText();
      await keys.choose(view.menu, view.count);
      await at.gone(".foot .count");
      await keys.press("Escape");
      await keys.choose(view.menu, view.count);
      await at.sees(".foot .count");
      await keys.press("Escape");
      await at.isInText();
    },
  }),
  ...tasks("keys", {
    "see all keys": async (at) => {
      await at.keys.press("Control+/");
      await at.sees("dialog[open]");
      await at.keys.press("Escape");
      await at.gone("dialog[open]");
      await at.isInText();
    },
    "leave the text by Tab, and come back by Escape": async (at) => {
      const { keys } = at;
      await keys.press("Control+Home", "Shift+Tab");
      expect(await keys.isInText()).toBe(false);
      await keys.press("F6", "F6", "Shift+F6", "Shift+F6", "Escape");
      await at.isInText();
    },
  }),
];
