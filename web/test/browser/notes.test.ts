// Notes in real pages: put in, written in place and in the list under the text, numbered by themselves, carried along by a
// copy; and two seats who do not see each other. The results of the last are those of docs/document-model.md.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { apart } from "./support/apart.ts";
import { Scene } from "./support/scene.ts";
import { writeChapter } from "./support/seed.ts";
import { Pen } from "./support/structure.ts";
import type { Writer } from "./support/writer.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

/** A chapter with two notes, the second one in a cell. */
async function withNotes(): Promise<string> {
  const chapter = await scene.chapter("Notes");
  const token = await scene.service.token("Ghana");
  await writeChapter(scene.service.address, chapter, token, (doc) => {
    const pen = new Pen(doc);
    pen.block("p", ["A sentence", { note: [{ text: "its source" }] }, "."]);
    pen.table("", [[{ content: [{ text: "cell" }, { note: "new", content: [{ text: "in a cell" }] }] }]]);
    pen.block("p", ["Behind."]);
  });
  return chapter;
}

const alone = async (): Promise<Writer> => scene.writer("Ghana", await withNotes());

async function together(): Promise<[Writer, Writer]> {
  const chapter = await withNotes();
  return [await scene.writer("Ghana", chapter), await scene.writer("Denmark", chapter)];
}

/** The notes under the text: "1 its source". */
const list = (writer: Writer): Promise<string[]> =>
  writer.page.locator(".notes-list li").evaluateAll((rows) =>
    rows.map((row) =>
      [...row.children]
        .map((part) => {
          const copy = part.cloneNode(true) as Element;
          for (const caret of copy.querySelectorAll(".caret")) caret.remove();
          return copy.textContent ?? "";
        })
        .join(" "),
    ),
  );

const refs = (writer: Writer): Promise<string[]> => writer.page.locator(".note-ref").allInnerTexts();

test("a note is put in and written at once; Escape returns to the text behind it", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("First note"));
  await ghana.writes("A sentence");
  await ghana.inserts("Footnote");
  expect(await ghana.within()).toBe("Text of note 1");
  await ghana.types("its source");
  await ghana.presses("Escape");
  await ghana.types(" goes on.");
  await ghana.settled();
  expect(await list(ghana)).toEqual(["1 its source"]);
  expect(await ghana.text()).toBe("A sentence1 goes on.");
  await ghana.page.reload();
  await expect.poll(() => list(ghana)).toEqual(["1 its source"]);
});

test("Word's key puts a note in and opens it, in the text and in a cell, and none in a note", async () => {
  const ghana = await alone();
  await ghana.caret("Behind.", "after");
  await ghana.presses("Control+Alt+f");
  expect(await ghana.within()).toBe("Text of note 3");
  await ghana.types("by the key");
  await ghana.presses("Control+Alt+f", "Escape");
  await ghana.types(" On.");
  await ghana.cell(1, 1);
  await ghana.presses("Home", "Control+Alt+f");
  expect(await ghana.within()).toBe("Text of note 2");
  await ghana.types("by the key as well");
  await ghana.presses("Escape");
  await ghana.types("A ");
  await ghana.settled();
  expect(await list(ghana)).toEqual(["1 its source", "2 by the key as well", "3 in a cell", "4 by the key"]);
  expect(await ghana.tables()).toEqual(["2A cell3"]);
  expect(await ghana.text()).toContain("Behind.4 On.");
});

test("notes number themselves in the order of reading, cells included", async () => {
  const ghana = await alone();
  await expect.poll(() => refs(ghana)).toEqual(["1", "2"]);
  expect(await list(ghana)).toEqual(["1 its source", "2 in a cell"]);
  await ghana.caret("A sentence", "before");
  await ghana.inserts("Footnote");
  await ghana.types("ahead");
  await ghana.presses("Escape");
  expect(await refs(ghana)).toEqual(["1", "2", "3"]);
  expect(await list(ghana)).toEqual(["1 ahead", "2 its source", "3 in a cell"]);
});

test("a press on a number, and F2 beside it, open the note; it is written in place", async () => {
  const ghana = await alone();
  await ghana.page.locator(".note-ref").first().click();
  expect(await ghana.within()).toBe("Text of note 1");
  await ghana.types(", page 4");
  expect(await list(ghana)).toEqual(["1 its source, page 4", "2 in a cell"]);
  await ghana.presses("Escape");
  expect(await ghana.page.locator(".note-card").count()).toBe(0);
  await ghana.presses("F2");
  expect(await ghana.within()).toBe("Text of note 1");
  await ghana.presses("Escape");
  await ghana.types("!");
  expect(await ghana.text()).toContain("A sentence1!.");
});

test("the list is written in, and leads back to the text and to the cell", async () => {
  const ghana = await alone();
  const line = ghana.page.locator(".notes-list .line").nth(1);
  await line.click();
  await ghana.presses("End");
  await ghana.types(" too");
  expect(await list(ghana)).toEqual(["1 its source", "2 in a cell too"]);
  await ghana.page.getByRole("button", { name: "Back to note 2" }).click();
  expect(await ghana.within()).toBe("Row 1, column 1");
  await ghana.types("X");
  expect(await ghana.tables()).toEqual(["cell2X"]);
  await ghana.page.locator(".note-ref").first().click();
  await ghana.page.getByRole("button", { name: "Show in the list" }).click();
  expect(await ghana.within()).toBe("Text of note 1");
});

test("a note in a cell is put in and taken out again", async () => {
  const ghana = await alone();
  await ghana.cell(1, 1);
  await ghana.inserts("Footnote");
  await ghana.types("second");
  expect(await list(ghana)).toEqual(["1 its source", "2 in a cell", "3 second"]);
  await ghana.page.getByRole("button", { name: "Delete note" }).click();
  await expect.poll(() => list(ghana)).toEqual(["1 its source", "2 in a cell"]);
  expect(await ghana.within()).toBe("Row 1, column 1");
  await ghana.presses("Control+z");
  await expect.poll(() => list(ghana)).toEqual(["1 its source", "2 in a cell", "3 second"]);
});

test("a sentence that is copied takes its notes along, as notes of their own", async () => {
  const ghana = await alone();
  await ghana.select("A sentence");
  await ghana.presses("Shift+ArrowRight", "Shift+ArrowRight", "Control+c");
  await ghana.caret("Behind.", "after");
  await ghana.presses("Control+v");
  await expect.poll(() => list(ghana)).toEqual(["1 its source", "2 in a cell", "3 its source"]);
  await ghana.page.locator(".notes-list .line").nth(2).click();
  await ghana.presses("End");
  await ghana.types("!");
  expect(await list(ghana)).toEqual(["1 its source", "2 in a cell", "3 its source!"]);
});

test("typing elsewhere paints no number again", async () => {
  const ghana = await alone();
  await ghana.caret("Behind.", "after");
  await ghana.frame();
  const painted = await ghana.page.evaluate(
    () =>
      new Promise<number>((done) => {
        let changes = 0;
        const watch = new MutationObserver((records) => (changes += records.length));
        for (const each of document.querySelectorAll(".note-ref, .notes-list"))
          watch.observe(each, { subtree: true, childList: true, characterData: true, attributes: true });
        document.execCommand("insertText", false, "more");
        setTimeout(() => {
          done(changes);
        }, 200);
      }),
  );
  expect(await ghana.text()).toContain("Behind.more");
  expect(painted).toBe(0);
});

describe("two seats apart and together again", () => {
  test("a sentence is deleted / its note is written: the words are left over, and put back they are a note", async () => {
    const [ghana, denmark] = await together();
    await apart(scene, [ghana, denmark], {
      ghana: async (writer) => {
        await writer.select("A sentence");
        await writer.presses("Shift+ArrowRight", "Shift+ArrowRight", "Delete");
      },
      denmark: async (writer) => {
        await writer.page.locator(".notes-list .line").first().click();
        await writer.presses("End");
        await writer.types(" late words");
      },
    });
    for (const writer of [ghana, denmark]) {
      await expect.poll(() => list(writer)).toEqual(["1 in a cell"]);
      await expect.poll(() => writer.leftOver()).toEqual(["For a note: late words"]);
    }
    await ghana.page.getByRole("button", { name: "Put back" }).click();
    for (const writer of [ghana, denmark]) {
      await expect.poll(() => list(writer)).toEqual(["1 in a cell", "2  late words"]);
      await expect.poll(() => writer.leftOver()).toEqual([]);
    }
  });

  test("the insertion of a note into which another wrote is undone; left out, the words are gone for both", async () => {
    const chapter = await scene.chapter("Undone note");
    const [ghana, denmark] = [await scene.writer("Ghana", chapter), await scene.writer("Denmark", chapter)];
    await ghana.writes("A sentence");
    await ghana.page.waitForTimeout(600); // a pause ends what is undone as one
    await ghana.inserts("Footnote");
    await denmark.page.locator(".notes-list .line").click();
    await denmark.types("Danish words");
    await expect.poll(() => list(ghana)).toEqual(["1 Danish words"]);
    await ghana.presses("Control+z");
    for (const writer of [ghana, denmark]) {
      await expect.poll(() => list(writer)).toEqual([]);
      await expect.poll(() => writer.leftOver()).toEqual(["For a note: Danish words"]);
    }
    await denmark.page.getByRole("button", { name: "Leave out" }).click();
    for (const writer of [ghana, denmark]) await expect.poll(() => writer.leftOver()).toEqual([]);
  });

  test("both write one note: each letter once", async () => {
    const [ghana, denmark] = await together();
    await apart(scene, [ghana, denmark], {
      ghana: async (writer) => {
        await writer.page.locator(".note-ref").first().click();
        await writer.types(" Accra");
      },
      denmark: async (writer) => {
        await writer.page.locator(".notes-list .line").first().click();
        await writer.presses("Home");
        await writer.types("Copenhagen ");
      },
    });
    await expect.poll(() => list(ghana)).toEqual(["1 Copenhagen its source Accra", "2 in a cell"]);
    await expect.poll(() => list(denmark)).toEqual(await list(ghana));
  });
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
