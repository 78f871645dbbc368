// Tables in real pages: written and walked with the keys of a word processor, changed by menus in words, and by two seats
// who do not see each other. The results of the last are those of docs/document-model.md.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { apart, type Apart } from "./support/apart.ts";
import { tooWide, violations } from "./support/audit.ts";
import { Scene } from "./support/scene.ts";
import { writeChapter } from "./support/seed.ts";
import { Pen, STRUCTURE, writeStructure } from "./support/structure.ts";
import type { Writer } from "./support/writer.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

/** A chapter with a paragraph and a table of two rows and columns. */
async function withTable(): Promise<string> {
  const chapter = await scene.chapter("Tables");
  const token = await scene.service.token("Ghana");
  await writeChapter(scene.service.address, chapter, token, (doc) => {
    const pen = new Pen(doc);
    pen.block("p", ["Before."]);
    pen.table("Rivers", [
      ["a", "b"],
      ["c", "d"],
    ]);
    pen.block("p", ["Behind."]);
  });
  return chapter;
}

async function alone(): Promise<Writer> {
  return scene.writer("Ghana", await withTable());
}

async function together(): Promise<[Writer, Writer]> {
  const chapter = await withTable();
  return [await scene.writer("Ghana", chapter), await scene.writer("Denmark", chapter)];
}

describe("the keys of a word processor", () => {
  test("a table is put in, and the person is in its first cell", async () => {
    const chapter = await scene.chapter("A new table");
    const ghana = await scene.writer("Ghana", chapter);
    await ghana.writes("Words.");
    await ghana.insertsTable(2, 2);
    expect(await ghana.within()).toBe("Row 1, column 1");
    await ghana.types("a");
    await ghana.presses("Tab");
    await ghana.types("b");
    await ghana.settled();
    expect(await ghana.tables()).toEqual(["a | b", " | "]);
    await ghana.page.reload();
    await expect.poll(() => ghana.tables()).toEqual(["a | b", " | "]);
  });

  test("Tab goes through the cells and makes a row behind the last one", async () => {
    const ghana = await alone();
    await ghana.cell(1, 1);
    await ghana.presses("Tab", "Tab", "Tab");
    expect(await ghana.within()).toBe("Row 2, column 2");
    await ghana.types("D");
    await ghana.presses("Tab");
    await ghana.types("e");
    expect(await ghana.tables()).toEqual(["a | b", "c | D", "e | "]);
    await ghana.presses("Shift+Tab", "Shift+Tab");
    expect(await ghana.within()).toBe("Row 2, column 1");
  });

  test("the arrows leave a cell where its words end, and the table where its cells end", async () => {
    const ghana = await alone();
    await ghana.caret("Rivers", "after");
    await ghana.presses("ArrowDown");
    expect(await ghana.within()).toBe("Row 1, column 1");
    await ghana.presses("ArrowRight", "ArrowRight");
    expect(await ghana.within()).toBe("Row 1, column 2");
    await ghana.presses("ArrowDown");
    expect(await ghana.within()).toBe("Row 2, column 2");
    await ghana.presses("ArrowDown");
    await ghana.types("Now ");
    expect(await ghana.text()).toContain("Now Behind.");
    await ghana.caret("Now", "before");
    await ghana.presses("ArrowUp");
    expect(await ghana.within()).toBe("Row 2, column 1");
    await ghana.presses("ArrowUp", "ArrowUp");
    await ghana.types("!");
    await expect.poll(() => ghana.page.innerText(".caption-text")).toBe("Rivers!");
  });

  test("Enter breaks the line, Escape goes back into the text, and marks go on and off", async () => {
    const ghana = await alone();
    await ghana.cell(1, 1);
    await ghana.presses("Enter", "Control+b");
    await ghana.types("bold");
    await ghana.presses("Control+b");
    await ghana.types(" plain");
    expect(await ghana.tables()).toEqual(["a/bold plain | b", "c | d"]);
    expect(await ghana.page.innerText(".table-block strong")).toBe("bold");
    expect(await ghana.page.getByRole("button", { name: "Bold" }).getAttribute("aria-pressed")).toBe("false");
    await ghana.presses("Shift+ArrowLeft");
    await ghana.page.getByRole("button", { name: "Italic" }).click();
    expect(await ghana.page.innerText(".table-block em")).toBe("n");
    await ghana.presses("Escape");
    expect(await ghana.within()).toContain("Text of");
  });

  test.each([
    ["with Tab", (ghana: Writer) => ghana.presses("Tab")],
    ["by going to another cell", (ghana: Writer) => ghana.page.locator("td, th").last().click()],
    ["by going back into the text", (ghana: Writer) => ghana.page.getByText("Behind.").click()],
  ])("letters that are still being composed when a cell is left %s are there, once", async (_, leave) => {
    const ghana = await alone();
    const { page } = ghana;
    await page.locator("td, th").first().click();
    await ghana.presses("End");
    const keyboard = await page.context().newCDPSession(page);
    for (const text of ["に", "にほ", "にほん"])
      await keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await leave(ghana);
    await expect.poll(() => ghana.tables()).toEqual(["aにほん | b", "c | d"]);
    await ghana.settled();
    await page.reload();
    await expect.poll(() => ghana.tables()).toEqual(["aにほん | b", "c | d"]);
  });

  test("undo takes back what was written in a cell, and the caret is there again", async () => {
    const ghana = await alone();
    await ghana.cell(2, 1);
    await ghana.types("more");
    await ghana.page.waitForTimeout(600); // a pause ends what is undone as one
    await ghana.caret("Before", "before");
    await ghana.types("X");
    await ghana.presses("Control+z", "Control+z");
    expect(await ghana.tables()).toEqual(["a | b", "c | d"]);
    expect(await ghana.within()).toBe("Row 2, column 1");
    await ghana.presses("Control+y");
    expect(await ghana.tables()).toEqual(["a | b", "cmore | d"]);
  });
});

describe("the menu of the table", () => {
  test.each([
    ["Add row above", ["a | b", " | ", "c | d"]],
    ["Add row below", ["a | b", "c | d", " | "]],
    ["Add column before", ["a |  | b", "c |  | d"]],
    ["Add column after", ["a | b | ", "c | d | "]],
    ["Move row up", ["c | d", "a | b"]],
    ["Move column back", ["b | a", "d | c"]],
    ["Delete row", ["a | b"]],
    ["Delete column", ["a", "c"]],
    ["Delete table", []],
  ])("%s", async (item, after) => {
    const ghana = await alone();
    await ghana.cell(2, 2);
    await ghana.tableMenu(item);
    await expect.poll(() => ghana.tables()).toEqual(after);
    await ghana.presses("Control+z");
    await expect.poll(() => ghana.tables()).toEqual(["a | b", "c | d"]);
  });

  test("cells are chosen with Shift and the arrows, merged and split; no word moves", async () => {
    const ghana = await alone();
    await ghana.cell(1, 1);
    await ghana.presses("Shift+ArrowRight", "Shift+ArrowDown");
    await ghana.tableMenu("Merge cells");
    expect(await ghana.tables()).toEqual(["a/b/c/d(2x2)", ""]);
    await ghana.tableMenu("Split cells");
    expect(await ghana.tables()).toEqual(["a | b", "c | d"]);
  });

  test("cells are chosen by drawing, and emptied", async () => {
    const ghana = await alone();
    const from = await ghana.page.locator("tr:nth-child(1) > :nth-child(2) .line").boundingBox();
    const to = await ghana.page.locator("tr:nth-child(2) > :nth-child(2) .line").boundingBox();
    if (from === null || to === null) throw new Error("no cells");
    await ghana.page.mouse.move(from.x + 3, from.y + 5);
    await ghana.page.mouse.down();
    await ghana.page.mouse.move(to.x + 3, to.y + 5, { steps: 4 });
    await ghana.page.mouse.up();
    expect(await ghana.page.locator(".chosen").count()).toBe(2);
    await ghana.presses("Delete");
    expect(await ghana.tables()).toEqual(["a | ", "c | "]);
  });

  test("several cells are copied and pasted into others, with rows added where they reach over the edge", async () => {
    const ghana = await alone();
    await ghana.cell(1, 1);
    await ghana.presses("Shift+ArrowRight", "Shift+ArrowDown", "Control+c");
    await ghana.cell(2, 2);
    await ghana.presses("Control+v");
    await expect.poll(() => ghana.tables()).toEqual(["a | b | ", "c | a | b", " | c | d"]);
    await ghana.presses("Control+z");
    await expect.poll(() => ghana.tables()).toEqual(["a | b", "c | d"]);
  });

  test("header rows, header columns and widths", async () => {
    const ghana = await alone();
    await ghana.cell(2, 1);
    await ghana.presses("Alt+ArrowDown");
    await ghana.page.getByRole("menuitemcheckbox", { name: "Header column" }).click();
    expect(await ghana.page.locator("th[scope=row]").allInnerTexts()).toEqual(["c"]);
    expect(await ghana.page.locator("th[scope=col]").count()).toBe(2);
    const width = async (): Promise<number> =>
      (await ghana.page.locator("tr:first-child > th").first().boundingBox())?.width ?? 0;
    const before = await width();
    await ghana.tableMenu("Wider column");
    expect(await width()).toBeGreaterThan(before + 10);
    expect(await ghana.within()).toBe("Row 2, column 1");
  });

  test("all of it by keys: the menu opens, letters find, Escape gives back", async () => {
    const ghana = await alone();
    await ghana.cell(1, 1);
    await ghana.presses("Alt+ArrowDown", "Escape");
    expect(await ghana.within()).toBe("Row 1, column 1");
    await ghana.presses("Alt+ArrowDown", "End", "Enter");
    expect(await ghana.tables()).toEqual([]);
  });
});

describe("two seats apart and together again", () => {
  const rows: (Apart & { name: string; after: string[]; left?: string[] })[] = [
    {
      name: "a row is added / a column is added: both, and a cell where they meet",
      ghana: async (writer) => {
        await writer.cell(2, 2);
        await writer.tableMenu("Add row below");
      },
      denmark: async (writer) => {
        await writer.cell(2, 2);
        await writer.tableMenu("Add column after");
      },
      after: ["a | b | ", "c | d | ", " |  | "],
    },
    {
      name: "a row is deleted / words in it: they are left over",
      ghana: async (writer) => {
        await writer.cell(2, 1);
        await writer.tableMenu("Delete row");
      },
      denmark: async (writer) => {
        await writer.cell(2, 1);
        await writer.types(" late words");
      },
      after: ["a | b"],
      left: ["For a row of a table: late words"],
    },
    {
      name: "cells are merged / words in one of them: one cell with all",
      ghana: async (writer) => {
        await writer.cell(2, 1);
        await writer.presses("Shift+ArrowRight");
        await writer.tableMenu("Merge cells");
      },
      denmark: async (writer) => {
        await writer.cell(2, 2);
        await writer.types(" typed");
      },
      after: ["a | b", "c/d typed(2x1)"],
    },
    {
      name: "a table is deleted / words in it: they are left over",
      ghana: async (writer) => {
        await writer.cell(2, 1);
        await writer.tableMenu("Delete table");
      },
      denmark: async (writer) => {
        await writer.cell(1, 2);
        await writer.types(" late");
      },
      after: [],
      left: ["For a table: late"],
    },
  ];

  test.each(rows)("$name", async ({ ghana: one, denmark: other, after, left = [] }) => {
    const [ghana, denmark] = await together();
    await apart(scene, [ghana, denmark], { ghana: one, denmark: other });
    for (const writer of [ghana, denmark]) {
      await expect.poll(() => writer.tables()).toEqual(after);
      await expect.poll(() => writer.leftOver()).toEqual(left);
    }
  });

  test("both write the first letter in one empty cell: both are there", async () => {
    const [ghana, denmark] = await together();
    await ghana.cell(2, 2);
    await ghana.tableMenu("Add row below");
    await denmark.page.waitForSelector("tr:nth-child(3)");
    await apart(scene, [ghana, denmark], {
      ghana: async (writer) => {
        await writer.cell(3, 1);
        await writer.types("Accra");
      },
      denmark: async (writer) => {
        await writer.cell(3, 1);
        await writer.types("Copenhagen");
      },
    });
    await expect.poll(() => ghana.text().then(() => ghana.tables())).toHaveLength(3);
    await expect
      .poll(async () => (await ghana.tables())[2]?.split(" | ")[0]?.split("/").sort())
      .toEqual(["Accra", "Copenhagen"]);
    await expect.poll(() => denmark.tables()).toEqual(await ghana.tables());
  });

  test("the insertion of a table into which another wrote is undone: the words are offered, and can be put back", async () => {
    const chapter = await scene.chapter("Undone");
    const [ghana, denmark] = [await scene.writer("Ghana", chapter), await scene.writer("Denmark", chapter)];
    await ghana.writes("Words.");
    await ghana.page.waitForTimeout(600); // a pause ends what is undone as one
    await ghana.insertsTable(1, 2);
    await ghana.settled();
    await denmark.page.waitForSelector(".table-block td, .table-block th");
    await denmark.cell(1, 2);
    await denmark.types("Danish words");
    await expect.poll(() => ghana.tables()).toEqual([" | Danish words"]);
    await ghana.presses("Control+z");
    for (const writer of [ghana, denmark]) {
      await expect.poll(() => writer.tables()).toEqual([]);
      await expect.poll(() => writer.leftOver()).toEqual(["For a table: Danish words"]);
    }
    await denmark.page.getByRole("button", { name: "Put back" }).click();
    for (const writer of [ghana, denmark]) {
      await expect.poll(() => writer.tables()).toEqual([" | Danish words"]);
      await expect.poll(() => writer.leftOver()).toEqual([]);
    }
  });

  test("each sees the other's caret in a cell", async () => {
    const [ghana, denmark] = await together();
    await denmark.cell(1, 2);
    await ghana.page.waitForSelector('td .caret-name:text("Denmark"), th .caret-name:text("Denmark")', {
      state: "attached",
    });
    await denmark.types("x");
    await expect.poll(() => ghana.tables()).toEqual(["a | bx", "c | d"]);
    await ghana.cell(1, 2);
    await ghana.types("y");
    await ghana.page.waitForSelector('.line.ProseMirror .caret-name:text("Denmark")', { state: "attached" });
    await denmark.page.waitForSelector('.line.ProseMirror .caret-name:text("Ghana")', { state: "attached" });
  });
});

test.each(["en", "ar"] as const)(
  "the page with everything in it is accessible and fits a small screen: %s",
  async (language) => {
    const text = STRUCTURE[language];
    const chapter = await scene.chapter(text.title);
    const token = await scene.service.token("Ghana");
    await writeChapter(scene.service.address, chapter, token, (doc) => {
      writeStructure(doc, text);
    });
    const ghana = await scene.writer("Ghana", chapter);
    await ghana.page.waitForSelector(".table-block");
    expect(await violations(ghana.page)).toEqual([]);
    await ghana.page.setViewportSize({ width: 320, height: 640 });
    expect(await tooWide(ghana.page)).toBeLessThanOrEqual(0);
    await ghana.page.setViewportSize({ width: 1280, height: 800 });
  },
);

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
