// The tasks of whoever puts things into a text: tables, notes, pictures, boxes, definitions, references, what other programs
// wrote; and what a template asks for. Next: walk-manual.ts, what is done to the manual.
import { importingWords } from "../../../src/lang/importing/index.ts";
import { readFileSync } from "node:fs";

import { expect } from "vitest";

import { writePng } from "../../support/png.ts";
import { diagram } from "./diagram.ts";
import { SOON_MS, tasks, type Task, type Walk } from "./walk.ts";

const PASTED = readFileSync(new URL("../../paste/corpus/word-windows-tracked.html", import.meta.url), "utf8");

async function insert(at: Walk, what: keyof Walk["words"]["writing"]["insert"]): Promise<void> {
  const { insert } = at.words.writing;
  await at.keys.choose(insert.menu, insert[what]);
}

/** Chooses from the menu of the table that the caret is in. */
async function toTable(at: Walk, what: string): Promise<void> {
  await at.keys.press("Alt+ArrowDown");
  await at.keys.pick(what);
}

/** Another program puts something on the clipboard. */
async function copiedElsewhere({ window }: Walk, html: string, words: string): Promise<void> {
  const other = await window.context.newPage();
  await other.route("http://localhost/", (route) => route.fulfill({ contentType: "text/html", body: "" }));
  await other.goto("http://localhost/");
  await other.evaluate(
    async ([html, words]) => {
      const part = (type: string, text = ""): [string, Blob] => [type, new Blob([text], { type })];
      const item = Object.fromEntries([part("text/html", html), part("text/plain", words)]);
      await navigator.clipboard.write([new ClipboardItem(item)]);
    },
    [html, words],
  );
  await other.close();
  await window.page.bringToFront();
}

const TABLES = tasks("tables", {
  "put one in, fill it, a row more by Tab, a caption": async (at) => {
    const { keys } = at;
    await at.newLine();
    await insert(at, "table");
    await at.sees("dialog[open]");
    await keys.type("2");
    await keys.press("Tab");
    await keys.type("2");
    await keys.press("Enter");
    for (const cell of ["a", "b", "c", "d"]) {
      await keys.type(cell);
      await keys.press("Tab");
    }
    await keys.type("e");
    await at.table("a | b", "c | d", "e | ");
    await keys.press("Escape");
    await keys.type("Rows");
    await at.reads(".table-block .caption-text", "Rows");
  },
  "go into its cells, add and move rows and columns": async (at) => {
    const { keys } = at;
    const { table } = at.words.structure;
    await keys.press("ArrowDown");
    await toTable(at, table.rowAbove);
    await keys.type("f");
    await at.table("f | ", "a | b", "c | d", "e | ");
    await toTable(at, table.rowDown);
    await at.table("a | b", "f | ", "c | d", "e | ");
    await toTable(at, table.columnAfter);
    await keys.type("g");
    await at.table("a |  | b", "f | g | ", "c |  | d", "e |  | ");
    await toTable(at, table.columnOn);
    await at.table("a | b | ", "f |  | g", "c | d | ", "e |  | ");
  },
  "make a column wider, and say what is a heading": async (at) => {
    const { table } = at.words.structure;
    await toTable(at, table.wider);
    await toTable(at, table.headColumn);
    await at.count(".table-block tbody tr > th:first-child, .table-block thead th:first-child", 4);
    await toTable(at, table.headColumn);
  },
  "merge cells, split them, delete a row and a column": async (at) => {
    const { keys } = at;
    const { table } = at.words.structure;
    // The words of the cell come first where they stand in the way.
    await keys.press(`Shift+${keys.back}`);
    if ((await at.texts(".chosen")).length === 0) await keys.press(`Shift+${keys.back}`);
    await toTable(at, table.merge);
    await at.table("a | b | ", "f | g(2x1)", "c | d | ", "e |  | ");
    await toTable(at, table.split);
    await at.table("a | b | ", "f |  | g", "c | d | ", "e |  | ");
    await toTable(at, table.deleteRow(1));
    await at.table("a | b | ", "c | d | ", "e |  | ");
    await toTable(at, table.deleteColumn(1));
    await at.count(".table-block tr:first-child > *", 2);
    await keys.press("Control+z");
    await at.table("a | b | ", "c | d | ", "e |  | ");
  },
  "take it out, and take that back": async (at) => {
    const { keys } = at;
    await keys.press("Escape");
    await toTable(at, at.words.structure.table.delete);
    await at.count(".table-block", 0);
    await keys.press("Control+z");
    await at.count(".table-block", 1);
  },
});

const NOTES = tasks("footnotes", {
  "put one in by its key, and come back to the text": async (at) => {
    const { keys } = at;
    await at.newLine();
    await keys.type("Sixteen");
    await keys.press("Control+Alt+f");
    await at.sees(".note-card");
    await keys.type("a source");
    await keys.press("Escape");
    await at.gone(".note-card");
    await keys.type(".");
    await at.reads(".notes-list .line", "a source");
    await at.reads(".ProseMirror > p:has(.note-ref)", "Sixteen1.");
  },
  "open it again, and write in the list under the text": async (at) => {
    const { keys } = at;
    const { note } = at.words.structure;
    await keys.press("ArrowLeft", "F2");
    await at.sees(".note-card");
    await keys.type("!");
    await keys.use(note.inList);
    await at.gone(".note-card");
    await keys.type("!");
    await at.reads(".notes-list .line", "a source!!");
    await keys.press("Escape");
    await at.isInText();
  },
  "take it away, and take that back": async (at) => {
    const { keys } = at;
    await keys.press("F2");
    await keys.use(at.words.structure.note.delete);
    await at.count(".note-ref", 0);
    await keys.press("Control+z");
    await at.count(".note-ref", 1);
  },
  "in a cell": async (at) => {
    const { keys } = at;
    await keys.press("ArrowUp", "ArrowUp", "Control+Alt+f");
    await keys.type("of the cell");
    await keys.press("Escape");
    await at.reads(".notes-list .line", "of the cell", "a source!!");
    await at.count(".table-block tr .note-ref", 1);
    await keys.press("Escape");
    await at.isInText();
  },
});

const PICTURES = tasks("pictures", {
  "put one in, and write its caption": async (at) => {
    const { keys } = at;
    at.chosen = { name: "map.png", mimeType: "image/png", buffer: writePng(diagram()) };
    await at.newLine();
    await insert(at, "figure");
    await at.sees(".figure-picture img");
    await keys.type("The map");
    await at.reads(".figure-block .caption-text", "The map");
  },
  "say what it shows, and whose it is": async (at) => {
    const { keys } = at;
    const { figure } = at.words.structure;
    await keys.press("Alt+ArrowDown");
    await keys.pick(figure.describe);
    await at.sees(".figure-panel:not([hidden])");
    await keys.type("a river");
    await keys.find(figure.credit);
    await keys.type("the office");
    await keys.use(figure.done);
    await at.gone(".figure-panel:not([hidden])");
    await at.sees('.figure-picture img[alt="a river"]');
    await at.reads(".figure-credit", "the office");
  },
  "say that it is decoration": async (at) => {
    const { keys } = at;
    const { figure } = at.words.structure;
    await keys.press("Alt+ArrowDown");
    await keys.pick(figure.describe);
    await keys.find(figure.decorative);
    await keys.press("Space");
    await at.sees('.figure-picture img[alt=""]');
    await keys.press("Space");
    await at.sees('.figure-picture img[alt="a river"]');
    await keys.use(figure.done);
    await at.isInText();
  },
  "replace it": async (at) => {
    const { keys } = at;
    const { figure } = at.words.structure;
    const shown = () => at.window.page.getAttribute(".figure-picture img", "src");
    const before = await shown();
    at.chosen = {
      name: "other.png",
      mimeType: "image/png",
      buffer: writePng({ width: 8, height: 8, rgb: new Uint8Array(192) }),
    };
    await keys.press("Alt+ArrowDown");
    await keys.pick(figure.replace);
    await expect.poll(shown, { timeout: SOON_MS }).not.toBe(before);
    await at.isInText();
  },
});

const BOXES = [
  ...tasks("case-studies", {
    "put one in, and say where, when and who may read it": async (at) => {
      const { keys } = at;
      const { box } = at.words.structure;
      await at.newLine();
      await insert(at, "case");
      await at.sees(".box-case");
      await keys.type("A list");
      await keys.press("Enter");
      await keys.type("Here");
      await keys.press("Enter");
      await keys.type("Now");
      await keys.find(box.visibility);
      await keys.press("ArrowDown");
      await keys.press("Shift+Tab", "Escape");
      await keys.type("It worked.");
      await at.reads(".box-case .line", "A list", "Here", "Now");
      await at.reads(".box-case .box-body", "It worked.");
      expect(await at.window.page.inputValue(".box-case select")).toBe("publishable");
    },
    "take a paragraph out of it": async (at) => {
      const { keys } = at;
      const { paragraph } = at.words.writing;
      await keys.press("Enter");
      await keys.type("Outside.");
      await keys.choose(paragraph.menu, paragraph.unbox);
      await at.reads(".box-case .box-body", "It worked.");
      await keys.press("ArrowUp");
    },
  }),
  ...tasks("key-messages", {
    "make the box a key message and a checklist with a list": async (at) => {
      const { keys } = at;
      const { box } = at.words.structure;
      await keys.press("Alt+ArrowDown");
      await keys.pick(box.kinds.key);
      await at.count(".box-key", 1);
      await keys.press("Alt+ArrowDown");
      await keys.pick(box.kinds.checklist);
      await at.count(".box-checklist", 1);
      await keys.press("Control+Shift+8");
      await at.reads(".box-checklist li", "It worked.");
    },
    "take the box away and keep the text; delete both": async (at) => {
      const { keys } = at;
      const { box } = at.words.structure;
      await keys.press("Alt+ArrowDown");
      await keys.pick(box.dissolve);
      await at.count(".box", 0);
      await keys.press("Control+z");
      await at.count(".box", 1);
      await keys.press("Alt+ArrowDown");
      await keys.pick(box.delete);
      await at.count(".box", 0);
      await keys.press("Control+z");
      await at.count(".box", 1);
    },
    "put a key message around a paragraph": async (at) => {
      const { keys } = at;
      await at.newLine();
      await keys.type("Keep this.");
      await insert(at, "key");
      await keys.press("Escape");
      await at.reads(".box-key .box-body", "Keep this.");
      await at.isInText();
    },
  }),
];

const MEANINGS = [
  ...tasks("definitions", {
    "by the colon, and of the words that are selected": async (at) => {
      const { keys } = at;
      const { toolbar } = at.words;
      await at.newLine();
      await keys.type("Seventeen: a number");
      await keys.choose(toolbar.kind, toolbar.kinds.def);
      await at.count(".ProseMirror .definition", 1);
      await at.newLine();
      await keys.press("Control+Alt+0");
      await keys.type("After it comes eighteen");
      await keys.press("Control+Shift+ArrowLeft");
      await insert(at, "term");
      await at.count(".ProseMirror .definition", 2);
    },
  }),
  ...tasks("references", {
    "to a heading of this chapter, and follow it": async (at) => {
      const { keys } = at;
      await at.newLine();
      await keys.press("Control+Alt+0");
      await keys.type("See ");
      await insert(at, "xref");
      await at.sees("dialog[open]");
      await keys.find(at.words.writing.xref.filter);
      await keys.type("Rows");
      await keys.press("Enter");
      await at.count(".ProseMirror .xref", 1);
      await keys.press("ArrowLeft", "Enter");
      await keys.type("!");
      await at.reads(".table-block .caption-text", "!Rows");
    },
    "to another chapter": async (at) => {
      const { keys } = at;
      await at.newLine();
      await insert(at, "xref");
      await at.sees("dialog[open]");
      await keys.find(at.words.structure.xref.chapter);
      await keys.press("ArrowDown");
      await at.sees(".targets .target");
      await keys.find(at.words.writing.xref.filter);
      await keys.press("Enter");
      await at.count(".ProseMirror .xref", 2);
      await at.isInText();
    },
  }),
];

const ARRIVED = [
  ...tasks("paste-from-word", {
    "paste what Word copied, read what could not be kept, and words alone": async (at) => {
      const { keys } = at;
      await at.newLine();
      await copiedElsewhere(at, PASTED, "Words alone");
      await keys.press("Control+v");
      await at.sees(".pasted");
      await keys.use((await importingWords(at.words.code)).close, "Shift+Tab");
      await at.gone(".pasted");
      await keys.press("F6");
      await at.newLine();
      await keys.press("Control+Shift+v");
      await at.ends("Words alone");
    },
  }),
  ...tasks("left-over", {
    "show what arrived, put it back, leave it out": async (at) => {
      const { keys } = at;
      const { left } = at.words.structure;
      await at.leave();
      await at.open(at.stage.titles.first);
      await at.sees(".left-over:not([hidden])");
      await keys.use(left.show, "Shift+Tab");
      await keys.use(left.putBack);
      await at.count(".left-over:not([hidden])", 0);
      await at.count(".note-ref", 1);
      await keys.press("Control+z");
      await at.count(".note-ref", 0);
      await keys.use(left.show, "Shift+Tab");
      await keys.use(left.leaveOut);
      await at.count(".left-over:not([hidden])", 0);
      await at.isInText();
      await at.leave();
    },
  }),
  ...tasks("fill-in-a-template", {
    "go to a part that is empty, and write it": async (at) => {
      const { keys, stage } = at;
      const { chapter, parts } = stage.form;
      const [, [part] = [""], [last] = [""]] = parts;
      await keys.use(chapter);
      await at.saved();
      await at.reads(".parts-needed li", part, last);
      await keys.use(part);
      await at.isInText();
      await keys.type("It was early.");
      await at.reads(".parts-needed li", last);
      await at.leave();
    },
  }),
];

export const THINGS: Task[] = [...TABLES, ...NOTES, ...PICTURES, ...BOXES, ...MEANINGS, ...ARRIVED];
