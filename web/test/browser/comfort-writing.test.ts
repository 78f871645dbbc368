// What helps while writing: Markdown typed becomes what it stands for, and blocks are moved by keys, by menu and by hand.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { tooWide, violations } from "./support/audit.ts";
import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { writeChapter } from "./support/seed.ts";
import { Pen } from "./support/structure.ts";
import { Writer, type Line } from "./support/writer.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set("[limits]\nsign_in_tries_per_minute_max = 1000\n");
});
afterAll(async () => {
  expect(scene.complaints()).toEqual([]);
  await scene.strike();
});

const atChapter = async (title: string, ...words: string[]): Promise<Writer> => {
  const ghana = await scene.writer("Ghana", await scene.chapter(title));
  await ghana.writes(...words);
  await ghana.page.waitForSelector(".block-handle", { state: "attached" });
  return ghana;
};
const said = (page: Page): Promise<string> =>
  page.evaluate(() => [...document.querySelectorAll(".unseen")].map((each) => each.textContent).join(" "));

/** Puts the caret behind the last word, and waits until the editor knows: the browser tells it a moment later. */
async function toEnd({ page }: Writer): Promise<void> {
  await page.focus(".ProseMirror");
  const isThere = async (): Promise<boolean> => {
    await page.keyboard.press("Control+End");
    return page.evaluate(() => document.querySelector(".ProseMirror")?.lastElementChild?.matches(".current") === true);
  };
  await expect.poll(isThere).toBe(true);
}

describe("what is typed as Markdown", () => {
  test("becomes what it stands for, is told, and comes back as it was typed", async () => {
    const ghana = await atChapter("Shortcuts", "");
    const { page } = ghana;
    await ghana.types("## The mandate");
    await ghana.presses("Enter");
    await ghana.types("It is **always** written.");
    await ghana.presses("Enter");
    await ghana.types("- one");
    await ghana.presses("Enter", "Enter");
    await ghana.types("> So it says.");
    expect(await ghana.lines()).toEqual([
      ["h2", "The mandate"],
      ["p", "It is always written."],
      ["ul p", "one"],
      ["quote", "So it says."],
    ]);
    expect(await page.innerText(".ProseMirror strong")).toBe("always");
    expect(await said(page)).toContain("Quote. Ctrl+Z brings back what you typed.");
    await ghana.presses("Control+z", "Control+z");
    expect((await ghana.lines()).at(-1)).toEqual(["p", "> "]);
    await ghana.settled();
  });

  test("stays what it is while letters are composed, and where the switch is off, on this device", async () => {
    const ghana = await atChapter("Composed", "");
    const { page } = ghana;
    const keyboard = await page.context().newCDPSession(page);
    const compose = (text: string): Promise<unknown> =>
      keyboard.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    for (const text of ["#", "##", "## ", "## か"]) await compose(text);
    expect(await ghana.lines()).toEqual([["p", "## か"]]);
    await keyboard.send("Input.insertText", { text: "## 課" });
    await expect.poll(() => ghana.lines()).toEqual([["p", "## 課"]]);
    await ghana.presses("Enter");
    const turn = async (): Promise<void> => {
      await page.getByRole("button", { name: "View", exact: true }).click();
      await page.getByRole("menuitemcheckbox", { name: "Markdown shortcuts" }).click();
      await toEnd(ghana);
    };
    await turn();
    await ghana.types("- x");
    expect((await ghana.lines()).at(-1)).toEqual(["p", "- x"]);
    await ghana.settled();
    await page.reload();
    await page.waitForSelector(".block-handle", { state: "attached" });
    await toEnd(ghana);
    await ghana.presses("Enter");
    await ghana.types("- y");
    expect((await ghana.lines()).at(-1)).toEqual(["p", "- y"]);
    await turn();
    await ghana.presses("Enter");
    await ghana.types("- z");
    expect((await ghana.lines()).at(-1)).toEqual(["ul p", "z"]);
    await ghana.settled();
  });
});

describe("blocks", () => {
  const WORDS = ["First", "Second", "Third"];
  const order = async (ghana: Writer): Promise<string[]> => (await ghana.lines()).map(([, text]: Line) => text);

  /** Takes the handle of a block and carries it to where another one begins. */
  async function carry(page: Page, words: string, to: string): Promise<void> {
    const box = async (text: string) => {
      const found = await page.locator(".ProseMirror p", { hasText: text }).boundingBox();
      if (found === null) throw new Error(`"${text}" is not on the page`);
      return found;
    };
    const from = await box(words);
    await page.mouse.move(from.x + 60, from.y + from.height / 2);
    const handle = page.locator(".block-handle");
    await handle.waitFor();
    await expect.poll(async () => Math.abs(((await handle.boundingBox())?.y ?? 0) - from.y) < 12).toBe(true);
    await handle.hover();
    await page.mouse.down();
    const target = await box(to);
    await page.mouse.move(target.x + 60, target.y + 40, { steps: 4 });
    await page.mouse.move(target.x + 60, target.y + 2, { steps: 4 });
    await page.waitForSelector(".drop-line:not([hidden])");
  }

  test("go up and down by keys and by menu, keep their ids, and it is told", async () => {
    const ghana = await atChapter("Moving", ...WORDS);
    const { page } = ghana;
    const ids = await page.$$eval(".ProseMirror [data-id]", (blocks) =>
      blocks.map((block) => block.getAttribute("data-id")),
    );
    await ghana.caret("Third", "after");
    await ghana.presses("Alt+Shift+ArrowUp");
    expect(await order(ghana)).toEqual(["First", "Third", "Second"]);
    await ghana.types("!");
    expect(await order(ghana)).toEqual(["First", "Third!", "Second"]);
    expect(await said(page)).toContain("Moved. It is now paragraph 2 of 3.");
    expect(await page.getAttribute(".ProseMirror p:nth-of-type(2)", "data-id")).toBe(ids[2]);
    await page.getByRole("button", { name: "Paragraph", exact: true }).click();
    await page.getByRole("menuitem", { name: "Move up" }).click();
    expect(await order(ghana)).toEqual(["Third!", "First", "Second"]);
    await ghana.presses("Control+z");
    expect(await order(ghana)).toEqual(["First", "Third!", "Second"]);
    await ghana.settled();
  });

  test("are carried by hand; Escape gives up; it is one step back", async () => {
    const ghana = await atChapter("Dragging", ...WORDS);
    const { page } = ghana;
    await carry(page, "Third", "First");
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("Escape");
    await page.mouse.up();
    expect(await page.locator(".drop-line:not([hidden])").count()).toBe(0);
    expect(await order(ghana)).toEqual(WORDS);
    await carry(page, "Third", "First");
    expect(await page.locator(".ProseMirror .is-moving").innerText()).toBe("Third");
    await page.mouse.up();
    expect(await order(ghana)).toEqual(["Third", "First", "Second"]);
    await ghana.presses("Control+z");
    expect(await order(ghana)).toEqual(WORDS);
    await ghana.settled();
  });

  test("that hold others go whole: a table by its rows, a box by its heading", async () => {
    const chapter = await scene.chapter("Whole");
    const token = await scene.service.token("Ghana");
    await writeChapter(scene.service.address, chapter, token, (doc) => {
      const pen = new Pen(doc);
      pen.table("Rivers", [["a"], ["b"]]);
      pen.block("p", ["Between."]);
      const box = pen.payload("box", { kind: "key", title: "Remember", content: [] });
      pen.block("p", ["Inside."], { box });
      pen.block("p", ["Also inside."], { box });
    });
    const ghana = await scene.writer("Ghana", chapter);
    const { page } = ghana;
    await page.waitForSelector(".ProseMirror .box .line");
    await page.waitForSelector(".block-handle", { state: "attached" });
    const tops = (): Promise<string[]> =>
      page.$$eval(".ProseMirror > :not(.ProseMirror-widget)", (all) =>
        all.flatMap((each) => /Rivers|Between|Remember/.exec(each.textContent ?? "")?.[0] ?? []),
      );
    const edge = async (selector: string, which: "top" | "bottom"): Promise<{ x: number; y: number }> => {
      const box = await page.locator(selector).first().boundingBox();
      if (box === null) throw new Error(`no ${selector}`);
      return { x: box.x + 60, y: which === "top" ? box.y + 6 : box.y + box.height - 3 };
    };
    const take = async (from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> => {
      await page.mouse.move(from.x, from.y);
      await page.waitForSelector(".block-handle:not([hidden])");
      await ghana.frame();
      await page.locator(".block-handle").hover();
      await page.mouse.down();
      await page.mouse.move(to.x, to.y - 12, { steps: 4 });
      await page.mouse.move(to.x, to.y, { steps: 4 });
      await page.waitForSelector(".drop-line:not([hidden])");
      await page.mouse.up();
    };
    expect(await tops()).toEqual(["Rivers", "Between", "Remember"]);
    await take(await edge(".ProseMirror td", "top"), await edge(".ProseMirror .box", "bottom"));
    await expect.poll(tops).toEqual(["Between", "Remember", "Rivers"]);
    await take(await edge(".ProseMirror .box", "top"), await edge('.ProseMirror > p:has-text("Between")', "top"));
    await expect.poll(tops).toEqual(["Remember", "Between", "Rivers"]);
    expect(await page.innerText(".ProseMirror .box")).toMatch(/Inside\.\s+Also inside\./);
    expect(await ghana.tables()).toEqual(["a", "b"]);
    await ghana.settled();
  });

  test("are carried with a finger, by the handle at the caret", async () => {
    const window = await Window.signedIn(scene.browser, scene.service, "Denmark", {
      hasTouch: true,
      isMobile: true,
      viewport: { width: 360, height: 700 },
    });
    const { page } = window;
    const denmark = await Writer.open(window, await scene.chapter("Fingers"));
    await denmark.writes(...WORDS);
    await denmark.caret("Third");
    await page.waitForSelector(".block-handle:not([hidden])");
    expect(await tooWide(page)).toBeLessThanOrEqual(0);
    const finger = await page.context().newCDPSession(page);
    const box = await page.locator(".block-handle").boundingBox();
    const first = await page.locator(".ProseMirror p").first().boundingBox();
    if (box === null || first === null) throw new Error("nothing to touch");
    const x = box.x + box.width / 2;
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", y?: number): Promise<unknown> =>
      finger.send("Input.dispatchTouchEvent", { type, touchPoints: y === undefined ? [] : [{ x, y }] });
    await touch("touchStart", box.y + box.height / 2);
    for (const y of [box.y - 10, first.y + 20, first.y + 2]) await touch("touchMove", y);
    await page.waitForSelector(".drop-line:not([hidden])");
    await touch("touchEnd");
    await expect.poll(() => order(denmark)).toEqual(["Third", "First", "Second"]);
    await denmark.settled();
    expect(window.complaints).toEqual([]);
    await window.close();
  });
});
