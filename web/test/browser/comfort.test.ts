// What surrounds the text: the row of tools at every width and in every language, finding and replacing, the outline, focus
// mode, and the way from area to area; with the keyboard wherever that makes sense.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { tooWide, violations } from "./support/audit.ts";
import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { writeChapter } from "./support/seed.ts";
import { Pen } from "./support/structure.ts";
import { Writer } from "./support/writer.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set("[limits]\nsign_in_tries_per_minute_max = 1000\n");
});
afterAll(async () => {
  expect(scene.complaints()).toEqual([]);
  await scene.strike();
});

const WORDS = [
  "A mandate in writing.",
  "The mandate",
  "It names the office.",
  "Who answers",
  "The desk that others know.",
];

/** Ghana, at a new chapter with two headings. */
async function atChapter(title: string): Promise<Writer> {
  const ghana = await scene.writer("Ghana", await scene.chapter(title));
  await ghana.writes(...WORDS);
  for (const heading of [WORDS[1], WORDS[3]]) {
    await ghana.caret(heading ?? "");
    await ghana.presses("Control+Alt+2");
  }
  await ghana.settled();
  return ghana;
}

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const active = document.activeElement;
    return active instanceof HTMLInputElement ? `field ${active.ariaLabel ?? ""}` : (active?.textContent ?? "").trim();
  });
const inText = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.activeElement?.classList.contains("ProseMirror") === true);
const chosen = (page: Page): Promise<string> => page.evaluate(() => getSelection()?.toString() ?? "");

describe("the row of tools", () => {
  test.each(["en-GB", "fr", "es", "pt", "ar"])("loses nothing at any width, in %s", async (locale) => {
    const window = await Window.signedIn(scene.browser, scene.service, "Denmark", { locale });
    const { page } = window;
    const denmark = await Writer.open(window, await scene.chapter("Tools"));
    const counts = new Map<number, number>();
    for (const width of [1280, 1000, 900, 640, 360, 320]) {
      await page.setViewportSize({ width, height: 720 });
      await denmark.frame();
      expect(await tooWide(page), `${locale} at ${String(width)}`).toBeLessThanOrEqual(0);
      const row = page.locator(".tools > :not([hidden]) .tool, .tools > .menu > .tool");
      const boxes = await row.evaluateAll((tools) => tools.map((tool) => tool.getBoundingClientRect()));
      for (const box of boxes) expect(Math.round(box.left) >= 0 && Math.round(box.right) <= width).toBe(true);
      await page.click(".more-tool");
      const more = await page.locator(".menu-item").count();
      counts.set(width, boxes.length + more);
      await page.keyboard.press("Escape");
    }
    // What leaves the row is in the list: a tool for a tool.
    expect(new Set(counts.values()).size, JSON.stringify([...counts])).toBe(1);
    expect(window.complaints).toEqual([]);
    await window.close();
  });

  test("is walked with the arrow keys, into lists within lists and back", async () => {
    const ghana = await atChapter("Keys");
    const { page } = ghana;
    await page.setViewportSize({ width: 360, height: 720 });
    await ghana.caret("It names");
    await ghana.presses("Shift+F6", "End", "Enter");
    expect(await focused(page)).toBe("Insert");
    await ghana.presses("ArrowRight");
    expect(await violations(page)).toEqual([]);
    expect(await focused(page)).toBe("Insert");
    await ghana.presses("ArrowLeft");
    expect(await focused(page)).toBe("Insert");
    await ghana.presses("ArrowDown", "ArrowDown", "Enter");
    await page.getByRole("menuitemradio", { name: "Right to left" }).press("Enter");
    await page.waitForSelector('.ProseMirror p[dir="rtl"]');
    expect(await inText(page)).toBe(true);
    await ghana.presses("Control+z");
    await page.waitForSelector('.ProseMirror p[dir="rtl"]', { state: "detached" });
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  test("says which language a paragraph is in, so that its own dictionary checks it", async () => {
    const ghana = await atChapter("Languages");
    const { page } = ghana;
    await ghana.caret("It names");
    await page.getByRole("button", { name: "Paragraph", exact: true }).click();
    await page.getByRole("menuitemradio", { name: "Français" }).click();
    expect(await page.getAttribute(".ProseMirror p:nth-of-type(2)", "lang")).toBe("fr");
    expect(await page.getAttribute(".ProseMirror", "spellcheck")).toBe("true");
  });
});

describe("finding", () => {
  test("goes from place to place, replaces all in one step back, and gives the key to the browser", async () => {
    const ghana = await atChapter("Find");
    const { page } = ghana;
    await page.evaluate(() => {
      const log: string[] = ((globalThis as unknown as { log: string[] }).log = []);
      addEventListener("keydown", (event) =>
        log.push(`${event.key} ${event.defaultPrevented ? "ours" : "the browser's"}`),
      );
    });
    await ghana.caret("A mandate");
    await ghana.presses("Control+f");
    expect(await focused(page)).toBe("field Find");
    await ghana.types("MANDÁTE");
    const count = page.locator(".find-count");
    await expect.poll(() => count.textContent()).toBe("1 of 2");
    await ghana.presses("Enter");
    await expect.poll(() => count.textContent()).toBe("2 of 2");
    await ghana.presses("Enter", "Shift+Enter");
    await expect.poll(() => count.textContent()).toBe("2 of 2");
    expect(await page.locator(".found").count()).toBe(2);
    expect(await violations(page)).toEqual([]);
    await ghana.presses("Control+f");
    expect(await page.evaluate(() => (globalThis as unknown as { log: string[] }).log.at(-1))).toBe("f the browser's");
    await ghana.presses("Control+h", "Tab", "Tab", "Tab", "Tab");
    expect(await focused(page)).toBe("field Replace with");
    expect(await page.inputValue(".find-field >> nth=0")).toBe("MANDÁTE");
    await ghana.types("charge");
    await page.getByRole("button", { name: "Replace all" }).press("Enter");
    await page.getByText("2 places were replaced.").first().waitFor();
    expect((await ghana.lines()).slice(0, 2)).toEqual([
      ["p", "A charge in writing."],
      ["h2", "The charge"],
    ]);
    await ghana.presses("Escape");
    expect(await inText(page)).toBe(true);
    await ghana.frame();
    await ghana.presses("Control+z");
    await ghana.reads("The mandate");
    expect((await ghana.lines()).slice(0, 2)).toEqual([
      ["p", "A mandate in writing."],
      ["h2", "The mandate"],
    ]);
    await ghana.caret("It names");
    await ghana.presses("Control+f");
    await expect.poll(() => page.inputValue(".find-field")).toBe("MANDÁTE");
    await ghana.presses("Escape");
    await ghana.settled();
  });

  test("begins with what is selected, selects what it shows, and fits a phone", async () => {
    const ghana = await atChapter("Find on a phone");
    const { page } = ghana;
    await ghana.select("names");
    await ghana.presses("Control+h");
    await page.waitForSelector(".find");
    expect(await page.inputValue(".find-field")).toBe("names");
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await tooWide(page)).toBeLessThanOrEqual(0);
    expect(await violations(page)).toEqual([]);
    await ghana.presses("Escape");
    expect(await chosen(page)).toBe("names");
    await page.setViewportSize({ width: 1280, height: 800 });
  });
});

test("words in cells, notes and boxes are found, painted, replaced and entered", async () => {
  const chapter = await scene.chapter("Structure");
  const token = await scene.service.token("Ghana");
  await writeChapter(scene.service.address, chapter, token, (doc) => {
    const pen = new Pen(doc);
    pen.block("p", ["The river is high.", { note: [{ text: "Which river?" }] }]);
    pen.table("Rivers", [
      ["Name", "Level"],
      ["river one", "high"],
    ]);
    const box = pen.payload("box", { kind: "key", title: "A river rises", content: [] });
    pen.block("p", ["Look at it."], { box });
  });
  const ghana = await scene.writer("Ghana", chapter);
  const { page } = ghana;
  await page.waitForSelector(".ProseMirror .line");
  await ghana.caret("The river");
  await ghana.presses("Control+h");
  await ghana.types("river");
  const count = page.locator(".find-count");
  await expect.poll(() => count.textContent()).toBe("1 of 5");
  const painted = (name: string): Promise<string[]> =>
    page.evaluate((name) => [...(CSS.highlights.get(name) ?? [])].map((range) => range.toString()), name);
  await expect.poll(() => painted("found-lines")).toHaveLength(3);
  await ghana.presses("Enter");
  await expect.poll(() => painted("found-line")).toEqual(["river"]);
  expect(await violations(page)).toEqual([]);
  await ghana.presses("Tab", "Tab", "Tab", "Tab");
  await ghana.types("stream");
  await page.getByRole("button", { name: "Replace", exact: true }).press("Enter");
  await expect.poll(() => count.textContent()).toContain("of 4");
  expect(await page.locator(".found.is-shown").innerText()).toBe("River");
  await page.getByRole("button", { name: "Next", exact: true }).press("Enter");
  await expect.poll(() => painted("found-line")).toEqual(["river"]);
  await ghana.presses("Escape");
  expect(await page.evaluate(() => document.activeElement?.closest(".line") !== null)).toBe(true);
  expect((await chosen(page)).toLowerCase()).toBe("river");
  expect(await painted("found-line")).toEqual([]);
  await ghana.cell(2, 2);
  await ghana.presses("Shift+Home");
  await ghana.frame();
  await ghana.presses("Control+f");
  expect(await page.inputValue(".find-field")).toBe("high");
  await ghana.presses("Escape");
  await ghana.settled();
});

describe("the outline", () => {
  test("follows the caret, leads elsewhere by keyboard, and is there again after a reload", async () => {
    const ghana = await atChapter("Outline");
    const { page } = ghana;
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitemcheckbox", { name: "Chapter outline" }).click();
    const current = page.locator('.contents [aria-current="location"]');
    await ghana.caret("It names");
    await expect.poll(() => current.textContent()).toContain("1 The mandate");
    await ghana.caret("The desk");
    await expect.poll(() => current.textContent()).toContain("2 Who answers");
    expect(await violations(page)).toEqual([]);
    await ghana.presses("F6");
    expect(await focused(page)).toContain("2 Who answers");
    await ghana.presses("ArrowUp", "Enter");
    expect(await inText(page)).toBe(true);
    await ghana.frame();
    await ghana.types("x");
    await ghana.reads("xThe mandate");
    await expect.poll(() => page.locator(".contents-item").first().textContent()).toContain("1 xThe mandate");
    await ghana.settled();
    await page.reload();
    await page.waitForSelector(".contents-item");
    await page.setViewportSize({ width: 900, height: 700 });
    await page.waitForSelector(".contents", { state: "detached" });
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitem", { name: "Chapter outline" }).click();
    await page.waitForSelector("dialog[open] .contents-item");
    expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "2 Who answers" }).press("Enter");
    await page.waitForSelector("dialog", { state: "detached" });
    expect(await inText(page)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.locator(".contents").getByRole("button", { name: "Close" }).click();
  });
});

describe("focus mode", () => {
  test("shows the sheet alone, is remembered, and ends with Escape; what is not safe is said all the same", async () => {
    const ghana = await atChapter("Focus");
    const { page } = ghana;
    await ghana.caret("It names");
    await ghana.presses("Control+Shift+F");
    await page.waitForSelector(".is-focus .in-focus");
    for (const gone of [".head", ".tools", ".foot"]) expect(await page.isVisible(gone), gone).toBe(false);
    expect(await page.innerText(".in-focus")).toBe("It names the office.");
    expect(await violations(page)).toEqual([]);
    await page.reload();
    await page.waitForSelector(".is-focus .in-focus");
    scene.service.pause(true);
    try {
      await page.focus(".ProseMirror");
      await ghana.types("x");
      await ghana.sees("offline");
      expect(await page.isVisible(".foot")).toBe(true);
      expect(await page.isVisible(".news")).toBe(true);
    } finally {
      scene.service.pause(false);
    }
    await ghana.hurry();
    await page.waitForSelector('.foot[data-pending="0"]', { state: "attached" });
    await page.focus(".ProseMirror");
    await ghana.presses("Escape");
    await page.waitForSelector(".tools");
    expect(await page.isVisible(".tools")).toBe(true);
  });
});

test("a chapter is read out in its own language, and times are those of the person's place", async () => {
  const look = { locale: "fr-FR", timezoneId: "Asia/Kathmandu" };
  const window = await Window.signedIn(scene.browser, scene.service, "Denmark", look);
  const { page } = window;
  const denmark = await Writer.open(window, await scene.chapter("الإنذار المبكر"));
  await denmark.writes("الإنذار المبكر عمل يومي لا حدث استثنائي.");
  await expect.poll(() => page.getAttribute(".ProseMirror", "lang")).toBe("ar");
  const now = new Intl.DateTimeFormat("fr-FR", { timeZone: look.timezoneId, hour: "2-digit", minute: "2-digit" });
  await denmark.sees("saved");
  // The minute may turn while we look.
  const around = [0, 60_000].map((earlier) => now.format(Date.now() - earlier));
  const hint = async (): Promise<string> => (await page.getAttribute(".status", "title")) ?? "";
  const told = async (): Promise<boolean> => {
    const sentence = await hint();
    return around.some((time) => sentence.includes(time));
  };
  await expect.poll(told).toBe(true);
  expect(window.complaints).toEqual([]);
  await window.close();
});

test("who else is here is told by shape too, in the bar and at the caret", async () => {
  const ghana = await atChapter("Shapes");
  const window = await Window.signedIn(scene.browser, scene.service, "Denmark");
  const denmark = await Writer.open(window, ghana.address.split("/").at(-1) ?? "");
  await denmark.caret("It names");
  const shape = (selector: string): Promise<string> =>
    ghana.page.evaluate((selector) => {
      const element = document.querySelector(selector);
      return element === null ? "" : getComputedStyle(element, "::before").clipPath;
    }, selector);
  await ghana.page.waitForSelector(".ProseMirror .caret");
  expect(await shape(".ProseMirror .caret")).not.toMatch(/^(none)?$/);
  expect(await shape(".here .seat:not(.own) .initials")).toBe(await shape(".ProseMirror .caret"));
  expect(await violations(ghana.page)).toEqual([]);
  await window.close();
});

test("a line keeps its direction whatever the name of the seat at its beginning is written in", async () => {
  const id = await scene.chapter("Directions");
  await writeChapter(scene.service.address, id, scene.keeper, (doc) => {
    new Pen(doc).block("p", ["تكليف لا يجده أحد ليس تكليفًا."]);
  });
  const ghana = await scene.writer("Ghana", id);
  const window = await Window.signedIn(scene.browser, scene.service, "Denmark");
  const denmark = await Writer.open(window, id);
  await denmark.page.focus(".ProseMirror");
  await denmark.presses("Home");
  const caret = ghana.page.locator(".ProseMirror > p .caret");
  await caret.waitFor({ state: "attached" });
  expect(await caret.evaluate((each) => each.previousSibling)).toBeNull();
  expect(await caret.evaluate((each) => getComputedStyle(each.parentElement ?? each).direction)).toBe("rtl");
  await window.close();
});

test("F6 goes round the areas of the page, Shift+F6 back", async () => {
  const ghana = await atChapter("Areas");
  const { page } = ghana;
  const area = (): Promise<string> =>
    page.evaluate(
      () =>
        [".head", ".tools", ".text-place", ".foot"].find((each) =>
          document.querySelector(each)?.contains(document.activeElement),
        ) ?? "",
    );
  await page.focus(".ProseMirror");
  const round: string[] = [];
  for (let press = 0; press < 4; press += 1) {
    await ghana.presses("F6");
    round.push(await area());
  }
  expect(round).toEqual([".foot", ".head", ".tools", ".text-place"]);
  await ghana.presses("Shift+F6");
  expect(await area()).toBe(".tools");
});
