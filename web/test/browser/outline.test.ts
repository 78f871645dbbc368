// The manual's page as keepers and others meet it: live in every window, by keys, by pointer and by finger, without a line, and
// with an eye on what changed since the last visit.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";

import { heldOnDevice } from "./offline-support.ts";
import { Window } from "./support/browser.ts";
import { Line } from "./support/line.ts";
import { Scene } from "./support/scene.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const SOON_MS = 30_000;

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** The outline as somebody sees it in a window. */
class Reader {
  inUse = false;

  private constructor(
    readonly kind: string,
    readonly page: Page,
    readonly line: Line,
    readonly window: Window,
  ) {}

  /** A window of the seat that no other reader of this test has; signed in only once, for sign-ins are counted. */
  static async open(seat: string, look: { locale?: string; hasTouch?: boolean } = {}): Promise<Reader> {
    const kind = JSON.stringify([seat, look]);
    const idle = readers.find((reader) => reader.kind === kind && !reader.inUse);
    const reader = idle ?? (await Reader.signedIn(kind, seat, look));
    reader.inUse = true;
    await reader.page.goto(scene.service.address);
    return reader;
  }

  private static async signedIn(kind: string, seat: string, look: object): Promise<Reader> {
    const window = await Window.open(scene.browser, scene.service, look);
    const line = await Line.of(window.context);
    await window.signIn(seat);
    const reader = new Reader(kind, window.page, line, window);
    readers.push(reader);
    return reader;
  }

  /** "1 One", "1.1 Under one": every chapter with its number. */
  async lines(): Promise<string[]> {
    return this.page.$$eval("[data-row] > .chapter-row", (rows) =>
      rows.map((row) => {
        const title = row.querySelector<HTMLInputElement>("input")?.value ?? row.querySelector(".title")?.textContent;
        return `${row.querySelector(".number")?.textContent ?? ""} ${title ?? ""}`;
      }),
    );
  }

  async sees(...lines: string[]): Promise<void> {
    await expect.poll(() => this.lines(), { timeout: SOON_MS }).toEqual(lines);
  }

  async hears(words: string): Promise<void> {
    const heard = () =>
      this.page.$$eval('main [role="status"]', (all) => all.map((each) => each.textContent).join("\n"));
    await expect.poll(heard, { timeout: SOON_MS }).toContain(words);
  }

  row(chapter: string): string {
    return `[data-row="${chapters.get(chapter) ?? ""}"] > .chapter-row`;
  }

  async focus(chapter: string): Promise<void> {
    await this.page.focus(`${this.row(chapter)} a`);
  }

  /** Waits until the row of this chapter has the focus: it comes with the answer of the service, a moment after the row. */
  async isOn(chapter: string): Promise<void> {
    const focused = () =>
      this.page.evaluate(() => {
        const row = document.activeElement?.closest("[data-row]")?.firstElementChild;
        return row?.querySelector<HTMLInputElement>("input")?.value ?? row?.querySelector(".title")?.textContent ?? "";
      });
    await expect.poll(focused, { timeout: SOON_MS }).toBe(chapter);
  }

  async presses(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async picks(chapter: string, deed: string): Promise<void> {
    await this.page.click(`${this.row(chapter)} .menu > button`);
    await this.page.getByRole("menuitem", { name: deed }).click();
  }

  async settled(): Promise<void> {
    await this.page.waitForSelector('.foot:is([data-state="saved"], [data-state="saving"])[data-pending="0"]');
  }

  async violations(): Promise<string[]> {
    await this.page.evaluate(AXE);
    const run = () => (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run();
    const { violations } = await this.page.evaluate(run);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  }
}

let scene: Scene;
let chapters: Map<string, string>;
const readers: Reader[] = [];

beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});
// Each test begins with four chapters of its own and the others deleted.
beforeEach(async () => {
  for (const reader of readers) {
    reader.inUse = false;
    await reader.page.goto("about:blank");
    await reader.page.setViewportSize({ width: 1280, height: 800 });
  }
  const { service, keeper, manual } = scene;
  const all = await service.call<{ id: string; deleted: boolean }[]>(keeper, "GET", `manuals/${manual}/chapters`);
  for (const { id, deleted } of all) if (!deleted) await remove(id);
  chapters = new Map();
  for (const title of ["One", "Two", "Three", "Four"]) chapters.set(title, await scene.chapter(title));
});

async function remove(id: string): Promise<void> {
  const headers = { authorization: `Bearer ${scene.keeper}` };
  const answer = await fetch(`${scene.service.address}/api/v1/chapters/${id}`, { method: "DELETE", headers });
  expect(answer.status).toBe(204);
}

test("a title is written live: others see every letter, two who write at once lose none, a reader has nothing to write with", async () => {
  const [one, other, ghana] = [
    await Reader.open("Secretariat"),
    await Reader.open("Secretariat"),
    await Reader.open("Ghana"),
  ];
  await ghana.sees("1 One", "2 Two", "3 Three", "4 Four");
  expect(await ghana.page.locator(".grip, .chapter-row .menu, .new-button, .deleted").count()).toBe(0);
  await ghana.focus("Two");
  await ghana.presses("F2", "Alt+Shift+ArrowUp");
  expect(await ghana.page.locator("input.title-field").count()).toBe(0);

  await one.focus("Two");
  await one.presses("F2", "End");
  await one.page.keyboard.type(" chapters");
  await ghana.sees("1 One", "2 Two chapters", "3 Three", "4 Four");
  await other.sees("1 One", "2 Two chapters", "3 Three", "4 Four");
  await other.focus("Two");
  await other.presses("F2", "Home");
  await Promise.all([
    one.page.keyboard.type(" of many", { delay: 20 }),
    other.page.keyboard.type("The first ", { delay: 15 }),
  ]);
  const whole = ["1 One", "2 The first Two chapters of many", "3 Three", "4 Four"];
  for (const each of [one, other, ghana]) await each.sees(...whole);
  await one.page.keyboard.type("!");
  await one.presses("Enter");
  await one.hears("The chapter is called The first Two chapters of many!.");
  await one.isOn("The first Two chapters of many!");
  await other.presses("Escape");
  for (const each of [one, other, ghana]) await each.sees("1 One", "2 Two chapters of many!", "3 Three", "4 Four");
  await one.focus("One");
  await one.presses("F2", "Delete", "Enter");
  await one.hears("A chapter needs a title.");
  await ghana.sees("1 One", "2 Two chapters of many!", "3 Three", "4 Four");
});

test("somebody who writes a title keeps the field, the caret and the letters while others move the chapter", async () => {
  const [one, other] = [await Reader.open("Secretariat"), await Reader.open("Secretariat")];
  await one.focus("Three");
  await one.presses("F2", "Home");
  await one.page.keyboard.type("Part ");
  await other.sees("1 One", "2 Two", "3 Part Three", "4 Four");
  await other.focus("Three");
  await other.presses("Alt+Shift+ArrowRight");
  await one.sees("1 One", "2 Two", "2.1 Part Three", "3 Four");
  await one.page.keyboard.type("number ");
  await other.presses("Alt+Shift+ArrowLeft", "Alt+Shift+ArrowUp");
  await one.sees("1 One", "2 Part number Three", "3 Two", "4 Four");
  await one.page.keyboard.type("and ");
  await other.sees("1 One", "2 Part number and Three", "3 Two", "4 Four");
  await one.presses("Enter");
  await one.isOn("Part number and Three");
});

test("letters of an input method arrive whole, while another writes in the same title", async () => {
  const [one, other] = [await Reader.open("Secretariat"), await Reader.open("Secretariat")];
  await one.focus("Two");
  await one.presses("F2", "End");
  const keyboard = await one.window.context.newCDPSession(one.page);
  await keyboard.send("Input.imeSetComposition", { text: " に", selectionStart: 2, selectionEnd: 2 });
  await other.focus("Two");
  await other.presses("F2", "Home");
  await other.page.keyboard.type("Part ");
  await keyboard.send("Input.imeSetComposition", { text: " にほ", selectionStart: 3, selectionEnd: 3 });
  await keyboard.send("Input.insertText", { text: " 日本" });
  for (const each of [one, other]) await each.sees("1 One", "2 Part Two 日本", "3 Three", "4 Four");
  await one.page.keyboard.type("!");
  await other.sees("1 One", "2 Part Two 日本!", "3 Three", "4 Four");
});

test("Word's keys and the menu move a chapter, say where it is, and the focus stays with it", async () => {
  const [one, other] = [await Reader.open("Secretariat"), await Reader.open("Secretariat")];
  await one.focus("Three");
  await one.presses("Alt+Shift+ArrowUp");
  await one.hears("Three is now chapter 2.");
  await one.presses("Alt+Shift+ArrowRight");
  await one.hears("Three is now chapter 1.1, under One.");
  for (const each of [one, other]) await each.sees("1 One", "1.1 Three", "2 Two", "3 Four");
  await one.isOn("Three");
  await one.presses("Alt+Shift+ArrowRight");
  await one.hears("There is no chapter above it to move it under.");
  await one.presses("Alt+Shift+ArrowLeft", "Alt+Shift+ArrowDown");
  for (const each of [one, other]) await each.sees("1 One", "2 Two", "3 Three", "4 Four");
  await one.picks("Four", "Move under the chapter above");
  for (const each of [one, other]) await each.sees("1 One", "2 Two", "3 Three", "3.1 Four");
  const pressed = () => one.page.evaluate(() => document.activeElement?.textContent?.trim());
  await expect.poll(pressed, { timeout: SOON_MS }).toBe("Change");
  await one.presses("Enter", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "Enter");
  await one.hears("Four is now chapter 4.");
  await one.settled();
  await other.page.reload();
  await other.sees("1 One", "2 Two", "3 Three", "4 Four");
});

test("from right to left the keys follow the page", async () => {
  const one = await Reader.open("Secretariat", { locale: "ar" });
  await one.sees("1 One", "2 Two", "3 Three", "4 Four");
  await one.focus("Two");
  await one.presses("Alt+Shift+ArrowLeft");
  await one.sees("1 One", "1.1 Two", "2 Three", "3 Four");
  await one.presses("Alt+Shift+ArrowRight");
  await one.sees("1 One", "2 Two", "3 Three", "4 Four");
});

test("a chapter is dragged to its place, also under another; Escape gives up", async () => {
  const [one, other] = [await Reader.open("Secretariat"), await Reader.open("Secretariat")];
  await one.sees("1 One", "2 Two", "3 Three", "4 Four");
  const { mouse } = one.page;
  const drag = async (chapter: string, below: string, inwards: number) => {
    const grip = await one.page.locator(`${one.row(chapter)} .grip`).boundingBox();
    const row = await one.page.locator(one.row(below)).boundingBox();
    if (grip === null || row === null) throw new Error("no such row");
    const [x, y] = [grip.x + grip.width / 2, grip.y + grip.height / 2];
    await mouse.move(x, y);
    await mouse.down();
    await mouse.move(x + inwards, row.y + row.height - 4, { steps: 6 });
  };
  await drag("Four", "One", 0);
  expect(await one.page.locator(".drop-below.drop-depth-0").count()).toBe(1);
  await one.presses("Escape");
  expect(await one.page.locator(".drop-below, .dragged").count()).toBe(0);
  await mouse.up();
  await one.sees("1 One", "2 Two", "3 Three", "4 Four");

  await drag("Four", "One", 0);
  await mouse.up();
  await one.hears("Four is now chapter 2.");
  for (const each of [one, other]) await each.sees("1 One", "2 Four", "3 Two", "4 Three");
  await drag("Three", "Four", 30);
  expect(await one.page.locator(".drop-parent").count()).toBe(1);
  await mouse.up();
  for (const each of [one, other]) await each.sees("1 One", "2 Four", "2.1 Three", "3 Two");
  await drag("Four", "Two", 0);
  await mouse.up();
  for (const each of [one, other]) await each.sees("1 One", "2 Two", "3 Four", "3.1 Three");
});

test("a finger drags by the handle, and the page does not scroll away meanwhile", async () => {
  const one = await Reader.open("Secretariat", { hasTouch: true });
  await one.page.setViewportSize({ width: 360, height: 640 });
  await one.sees("1 One", "2 Two", "3 Three", "4 Four");
  const grip = await one.page.locator(`${one.row("One")} .grip`).boundingBox();
  const row = await one.page.locator(one.row("Three")).boundingBox();
  if (grip === null || row === null) throw new Error("no rows");
  const finger = await one.window.context.newCDPSession(one.page);
  const at = (y: number) => [{ x: grip.x + 10, y }];
  await finger.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: at(grip.y + 20) });
  for (let step = 1; step <= 8; step += 1) {
    const y = grip.y + 20 + ((row.y + row.height - 4 - grip.y - 20) * step) / 8;
    await finger.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: at(y) });
  }
  await finger.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await one.sees("1 Two", "2 Three", "3 One", "4 Four");
});

test("moves that make a circle without a line look alike in every window, and no chapter is lost", async () => {
  const [one, other, ghana] = [
    await Reader.open("Secretariat"),
    await Reader.open("Secretariat"),
    await Reader.open("Ghana"),
  ];
  for (const each of [one, other]) await each.sees("1 One", "2 Two", "3 Three", "4 Four");
  await Promise.all([one.line.cut(), other.line.cut()]);
  await one.focus("Two");
  await one.presses("Alt+Shift+ArrowRight");
  await one.sees("1 One", "1.1 Two", "2 Three", "3 Four");
  await other.focus("Two");
  await other.presses("Alt+Shift+ArrowUp");
  await other.focus("One");
  await other.presses("Alt+Shift+ArrowRight");
  await other.sees("1 Two", "1.1 One", "2 Three", "3 Four");
  await one.line.mend();
  await other.line.mend();
  for (const each of [one, other]) await each.settled();
  const lines = async () => Promise.all([one.lines(), other.lines(), ghana.lines()]);
  await expect.poll(async () => new Set((await lines()).map((each) => each.join())).size, { timeout: SOON_MS }).toBe(1);
  const titles = (await ghana.lines()).map((line) => line.split(" ")[1]).sort();
  expect(titles).toEqual(["Four", "One", "Three", "Two"]);
});

test("without a line a keeper renames and moves, loads the page again, and all of it joins later", async () => {
  const [one, other] = [await Reader.open("Secretariat"), await Reader.open("Secretariat")];
  await one.sees("1 One", "2 Two", "3 Three", "4 Four");
  await one.settled();
  await one.line.cut();
  await one.page.waitForSelector('.foot[data-state="offline"]');
  await one.focus("Four");
  await one.presses("Alt+Shift+ArrowUp", "Alt+Shift+ArrowRight", "F2", "End");
  await one.page.keyboard.type(" offline");
  await one.presses("Enter");
  await one.sees("1 One", "2 Two", "2.1 Four offline", "3 Three");
  await one.page.click(".new-button");
  await one.page.keyboard.type("Five");
  await one.presses("Enter");
  await one.page.getByText("This needs the service, and it does not answer.").waitFor();
  await one.presses("Escape");
  await one.page.waitForSelector('.foot[data-state="offline"]:not([data-kept="0"])');
  await one.page.reload();
  await one.sees("1 One", "2 Two", "2.1 Four offline", "3 Three");

  await other.focus("Three");
  await other.presses("Alt+Shift+ArrowUp", "F2", "End");
  await other.page.keyboard.type(" online");
  await other.presses("Enter");
  await other.settled();
  await one.line.mend();
  await one.settled();
  for (const each of [one, other]) await each.sees("1 One", "2 Three online", "3 Two", "3.1 Four offline");
});

test("a right that was withdrawn meanwhile: nothing is lost, nothing goes in, and the page says so", async () => {
  const one = await Reader.open("Secretariat");
  await one.sees("1 One", "2 Two", "3 Three", "4 Four");
  await one.settled();
  await one.line.cut();
  await one.page.waitForSelector('.foot[data-state="offline"]');
  await one.focus("Two");
  await one.presses("F2", "End");
  await one.page.keyboard.type(" offline");
  await one.presses("Enter", "Alt+Shift+ArrowUp");
  await one.sees("1 Two offline", "2 One", "3 Three", "4 Four");
  const right = (right: string) =>
    scene.service.command("seat", "right", "--seat", "Secretariat", "--right", right, "--json");
  await right("edit");
  try {
    await one.line.mend();
    await one.sees("1 One", "2 Two", "3 Three", "4 Four");
    await one.page.getByText("could not go in").first().waitFor();
    await one.page.waitForSelector(".grip", { state: "detached" });
  } finally {
    await right("default");
  }
  await one.page.reload();
  await one.page.waitForSelector(".grip");
});

test("a manual that is kept is counted, and its chapters open without a line", async () => {
  const ghana = await Reader.open("Ghana");
  await ghana.sees("1 One", "2 Two", "3 Three", "4 Four");
  await ghana.page.getByRole("switch").check();
  await ghana.page.getByText("4 of 4 chapters are on this device.").waitFor();
  await heldOnDevice(ghana.page, 5);
  await ghana.line.cut();
  await ghana.page.reload();
  await ghana.sees("1 One", "2 Two", "3 Three", "4 Four");
  await ghana.page.getByText("4 of 4 chapters are on this device.").waitFor();
  await ghana.page.click(`${ghana.row("Three")} a`);
  await ghana.page.waitForSelector('.foot[data-state="offline"]');
  expect(await ghana.page.innerText("h1")).toBe("Three");
  expect(await ghana.page.getAttribute(".ProseMirror", "contenteditable")).toBe("true");
  await ghana.line.mend();
});

test("a chapter is made, deleted after one question, and restored where it was", async () => {
  const [one, ghana] = [await Reader.open("Secretariat"), await Reader.open("Ghana")];
  await one.sees("1 One", "2 Two", "3 Three", "4 Four");
  await one.picks("Two", "New chapter under this");
  await one.presses("Enter");
  await one.page.getByText("Type a title first.").waitFor();
  await one.page.keyboard.type("Under two");
  await one.presses("Enter");
  for (const each of [one, ghana]) await each.sees("1 One", "2 Two", "2.1 Under two", "3 Three", "4 Four");
  await one.isOn("Under two");

  await one.presses("Alt+Shift+ArrowLeft");
  for (const each of [one, ghana]) await each.sees("1 One", "2 Two", "3 Under two", "4 Three", "5 Four");
  await one.picks("Two", "Delete");
  await one.page.getByText("you can restore it at any time").waitFor();
  await one.page.getByRole("button", { name: "Keep it" }).click();
  await one.sees("1 One", "2 Two", "3 Under two", "4 Three", "5 Four");
  await one.picks("Two", "Delete");
  await one.page.locator("dialog").getByRole("button", { name: "Delete" }).click();
  for (const each of [one, ghana]) await each.sees("1 One", "2 Under two", "3 Three", "4 Four");
  await one.isOn("Under two");
  await one.page.locator(".deleted summary").click();
  await one.page.getByRole("button", { name: "Restore: Two" }).last().click();
  for (const each of [one, ghana]) await each.sees("1 One", "2 Two", "3 Under two", "4 Three", "5 Four");
  await one.isOn("Two");
});

test("the page shows who is where, words and last change, and marks what others changed since the last visit", async () => {
  const [ghana, denmark] = [await Reader.open("Ghana"), await Reader.open("Denmark")];
  await ghana.sees("1 One", "2 Two", "3 Three", "4 Four");
  const one = chapters.get("One") ?? "";
  const facts = () => ghana.page.innerText(`${ghana.row("One")} .facts`);
  const saved = async (page: Page) =>
    page.waitForSelector('.foot:is([data-state="saved"], [data-state="saving"])[data-pending="0"]');
  const writes = async (page: Page, words: string) => {
    await page.goto(`${scene.service.address}/chapters/${one}`);
    await saved(page);
    await page.click(".ProseMirror");
    await page.keyboard.press("Control+End");
    await page.keyboard.type(words);
    await saved(page);
  };
  await writes(denmark.page, "Two words.");
  await expect.poll(facts, { timeout: SOON_MS }).toContain("2 words");
  expect(await facts()).toContain("changed just now");
  expect(await ghana.page.locator(".is-news").count()).toBe(0);
  expect(await ghana.page.getAttribute(`${ghana.row("One")} .marks .seat`, "title")).toBe("Denmark");
  expect(await ghana.page.innerText(".totals")).toContain("2 words");

  await writes(ghana.page, " Three more words.");
  await ghana.page.click(".back");
  await expect.poll(facts, { timeout: SOON_MS }).toContain("5 words");
  await expect.poll(() => ghana.page.locator(".is-news").count(), { timeout: SOON_MS }).toBe(0);
  await ghana.page.waitForTimeout(3_000);
  await denmark.page.keyboard.type(" And again.");
  await saved(denmark.page);
  await ghana.page.waitForSelector(`${ghana.row("One")} .is-news`, { timeout: SOON_MS });
  expect(await facts()).toContain("since your last visit");
  await ghana.page.click(`${ghana.row("One")} a`);
  await saved(ghana.page);
  await ghana.page.click(".back");
  await expect.poll(facts, { timeout: SOON_MS }).toContain("7 words");
  await expect.poll(() => ghana.page.locator(".is-news").count(), { timeout: SOON_MS }).toBe(0);
});

test.each(["en-GB", "ar"])("no violation and nothing wider than a phone: %s", async (locale) => {
  const one = await Reader.open("Secretariat", { locale });
  await one.sees("1 One", "2 Two", "3 Three", "4 Four");
  await one.focus("Two");
  await one.presses(locale === "ar" ? "Alt+Shift+ArrowLeft" : "Alt+Shift+ArrowRight");
  const narrow = () => one.page.evaluate(() => document.documentElement.scrollWidth);
  for (const width of [1280, 320]) {
    await one.page.setViewportSize({ width, height: 800 });
    expect(await one.violations(), `${String(width)} px`).toEqual([]);
    await one.page.click(`${one.row("One")} .menu > button`);
    expect(await one.violations(), `menu, ${String(width)} px`).toEqual([]);
    expect(await narrow()).toBeLessThanOrEqual(width);
    await one.presses("Escape");
    await one.focus("Two");
    await one.presses("F2");
    expect(await one.violations(), `rename, ${String(width)} px`).toEqual([]);
    await one.presses("Escape");
    await one.page.click(".new-button");
    await one.page.locator(".deleted summary").click();
    expect(await one.violations(), `new and deleted, ${String(width)} px`).toEqual([]);
    expect(await narrow()).toBeLessThanOrEqual(width);
    await one.page.locator(".new-chapter .plain").click();
    await one.page.click(`${one.row("Four")} .menu > button`);
    await one.page.locator(".menu-item").last().click();
    expect(await one.violations(), `delete, ${String(width)} px`).toEqual([]);
    await one.presses("Escape");
    await one.page.locator(".deleted summary").click();
  }
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(readers.flatMap(({ window }) => window.complaints)).toEqual([]);
});
