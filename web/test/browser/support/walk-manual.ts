// The tasks on the way and of whoever keeps the manual: writing without a line, what the device keeps, the outline, files,
// templates, editions, signing out. Next: walk-seats.ts.
import { editionsWords } from "../../../src/lang/editions/index.ts";
import { importingWords } from "../../../src/lang/importing/index.ts";
import { readFileSync } from "node:fs";

import { expect } from "vitest";

import { tasks, type Task } from "./walk.ts";

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const FILE = {
  name: "meeting.docx",
  mimeType: DOCX,
  buffer: readFileSync(new URL("../../import/corpus/made-tracked.docx", import.meta.url)),
};
/** The titles of the chapters that are made here. */
const [MADE, RENAMED, UNDER, FROM_FILE, FORM, FILLED] = ["Xa", "Xb", "Xc", "Xd", "Xe", "Xf"] as const;

/** The number of the chapter in whose row the focus is. */
const NUMBER = ".chapter-row:has(:focus) .number";

export const ON_THE_WAY: Task[] = tasks("without-a-connection", {
  "write while nothing answers, and see what waits on the device": async (at) => {
    const { keys, words } = at;
    await at.open(at.stage.titles.last);
    await at.line.cut();
    await at.newLine();
    await keys.type("On a train.");
    await at.sees('.foot[data-state="offline"]:not([data-pending="0"])');
    await keys.press("F6", "F6", "F6");
    await keys.find(words.manual.title, "Shift+Tab");
    await keys.press("Enter");
    await at.sees(".chapter-rows");
    await keys.use(words.kept.title, "Shift+Tab");
    await at.sees("#waiting ~ ul a");
    await at.line.mend();
    await keys.use(at.stage.titles.last);
    await at.saved();
    await keys.use(words.skipToText);
    await keys.press("Control+End");
    await at.ends("On a train.");
  },
  "read, copy and remove words that could not go in": async (at) => {
    const { keys, words, stage } = at;
    await at.leave();
    await at.open(stage.titles.pasted);
    await at.line.cut();
    await keys.type("Too late.");
    await at.sees('.foot[data-state="offline"]:not([data-kept="0"])');
    await at.deleted(5);
    // Whoever may propose has a proposal of it instead.
    await at.may("comment");
    await at.line.mend();
    await keys.use(words.status.showShelf, "Shift+Tab");
    await at.reads(".shelf-words", "Too late.");
    await keys.use(words.kept.copy);
    await at.reads(".shelf-item [role=status]", words.kept.copied);
    await keys.use(words.kept.remove);
    await keys.use(words.kept.removeYes);
    await at.count(".shelf-item", 0);
    await keys.press("Escape");
    await at.gone("dialog[open]");
    await at.may("default");
  },
});

export const KEEPING: Task[] = [
  ...tasks("secretariat-outline", {
    "a new chapter, renamed and moved by keys": async (at) => {
      const { keys, words } = at;
      await keys.find(words.manual.title, "Shift+Tab");
      await keys.press("Enter");
      await at.sees(".chapter-rows");
      await keys.use(words.outline.newChapter);
      await keys.type(MADE);
      await keys.press("Enter");
      await at.isOn(MADE);
      await keys.press("F2", "Control+a");
      await keys.type(RENAMED);
      await keys.press("Enter");
      await at.isOn(RENAMED);
      await at.reads(NUMBER, "5");
      await keys.press("Alt+Shift+ArrowUp");
      await at.reads(NUMBER, "4");
    },
    "everything else from its menu": async (at) => {
      const { keys, words } = at;
      const { outline } = words;
      await keys.find(`${RENAMED}: ${outline.change}`);
      await keys.press("Enter");
      await keys.pick(outline.moves.down);
      await at.reads(NUMBER, "5");
      await keys.press("Enter");
      await keys.pick(outline.addUnder);
      await keys.type(UNDER);
      await keys.press("Enter");
      await at.isOn(UNDER);
    },
    "delete it after one question, and restore it": async (at) => {
      const { keys, words } = at;
      const { outline } = words;
      await keys.find(`${UNDER}: ${outline.change}`);
      await keys.press("Enter");
      await keys.pick(outline.delete);
      await at.sees("dialog[open]");
      await keys.press("Escape");
      await at.gone("dialog[open]");
      await at.isOn(`${UNDER}: ${outline.change}`);
      await keys.press("Enter");
      await keys.pick(outline.delete);
      await at.sees("dialog[open]");
      await keys.press("Enter");
      await at.gone("dialog[open]");
      await keys.use(outline.deletedTitle(2));
      await keys.use(`${outline.restore}: ${UNDER}`);
      await at.isOn(UNDER);
    },
  }),
  ...tasks("import-a-file", {
    "choose a file, look at what comes in, make a chapter": async (at) => {
      const { keys, words } = at;
      at.chosen = FILE;
      await keys.use(words.outline.importFile);
      await at.sees("dialog[open]");
      await keys.press("Enter");
      await at.sees("#import-name");
      await keys.press("Control+a");
      await keys.type(FROM_FILE);
      await keys.use((await importingWords(words.code)).make);
      await at.sees(".ProseMirror > *");
      await at.reads("h1", FROM_FILE);
      await at.saved();
      await keys.find(words.manual.title);
      await keys.press("Enter");
      await at.sees(".chapter-rows");
    },
  }),
  ...tasks("secretariat-templates", {
    "make a template and write it": async (at) => {
      const { keys, words } = at;
      await keys.use(words.templates.newTemplate);
      await keys.type(FORM);
      await keys.press("Enter");
      await at.isOn(FORM);
      await keys.press("Enter");
      await at.saved();
      await keys.use(words.skipToText);
      await keys.press("Control+Alt+2");
      await keys.type("Cause");
      await keys.press("Enter");
      await keys.type("What led to it.");
      await at.leave();
    },
    "make a chapter from it": async (at) => {
      const { keys, words } = at;
      await keys.use(words.outline.newChapter);
      await keys.type(FILLED);
      await keys.press("Tab");
      await keys.type(FORM);
      await keys.press("Tab", "Enter");
      await at.isOn(FILLED);
      await keys.press("Enter");
      await at.reads(".ProseMirror h2", "Cause");
      await at.saved();
      await keys.find(words.manual.title);
      await keys.press("Enter");
      await at.sees(".chapter-rows");
    },
    "rename it, delete it, restore it": async (at) => {
      const { keys, words } = at;
      await keys.find(`${FORM}: ${words.outline.change}`);
      await keys.press("Enter");
      await keys.pick(words.outline.rename);
      await keys.press("End");
      await keys.type("!");
      await keys.press("Enter");
      await keys.find(`${FORM}!: ${words.outline.change}`);
      await keys.press("Enter");
      await keys.pick(words.outline.delete);
      await at.sees("dialog[open]");
      await keys.press("Enter");
      await at.gone("dialog[open]");
      await keys.use(words.templates.deletedTitle(1));
      await keys.use(`${words.outline.restore}: ${FORM}!`);
      await at.isOn(`${FORM}!`);
    },
  }),
  ...tasks("ready", {
    "see what is left to do in the manual": async (at) => {
      const { keys, words } = at;
      await keys.use(words.writing.view.ready, "Shift+Tab");
      await at.sees("dialog .ready-list");
      await keys.press("Escape");
      await at.gone("dialog[open]");
    },
  }),
  ...tasks("secretariat-freeze", {
    "freeze an edition for everybody": async (at) => {
      const { keys, words } = at;
      await keys.use(words.outline.editions, "Shift+Tab");
      await keys.use((await editionsWords(words.code)).freeze);
      await at.sees("dialog[open]");
      await keys.type("First");
      await keys.press("Tab", "ArrowDown");
      expect(await keys.focused()).toContain((await editionsWords(words.code)).working);
      await keys.press("Tab", "ArrowDown");
      expect(await keys.focused()).toContain((await editionsWords(words.code)).everyone);
      await keys.use((await editionsWords(words.code)).start);
      await at.sees("dialog .fingerprint");
      await keys.use((await editionsWords(words.code)).close);
      await at.sees(".edition .mark-public");
    },
  }),
  ...tasks("what-changed", {
    "compare an edition with the text as it is now": async (at) => {
      const { keys, words } = at;
      await keys.use((await editionsWords(words.code)).compareNow);
      await at.window.page.waitForURL("**/editions/1..now");
      await at.sees("h1");
      await at.window.page.goBack();
      await at.sees(".edition");
    },
  }),
  ...tasks("verify", {
    "go to where a copy is checked": async (at) => {
      const { keys, words } = at;
      await keys.use((await editionsWords(words.code)).verify);
      await at.window.page.waitForURL("**/verify");
      await at.sees("h1");
      await at.window.page.goBack();
      await at.sees(".edition");
    },
  }),
  ...tasks("editions", {
    "read it, and copy its fingerprint": async (at) => {
      const { keys, words, stage } = at;
      await keys.use((await editionsWords(words.code)).copyFingerprint(1));
      await at.reads(".fingerprint [role=status]", (await editionsWords(words.code)).copied);
      await keys.use("First", "Shift+Tab");
      await at.sees("main#the-text");
      await keys.use(`1 ${stage.titles.first}`);
      await at.sees("article");
      // The browser's own key, which no page is told of.
      await at.window.page.goBack();
      await at.window.page.goBack();
      await at.sees(".edition");
    },
  }),
];

export const LEAVING: Task[] = tasks("sign-in", {
  "sign out": async (at) => {
    await at.keys.use(at.words.signOut, "Shift+Tab");
    await at.reads("h1", at.words.signIn.without);
  },
});
