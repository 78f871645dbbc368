// Importing as a person does: a Word file with everything in it becomes a chapter that others read, hostile files are
// refused and harm nobody, a file that takes for ever is given up; and the corpus of clipboards pasted in a real page.
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { PATIENCE_MS } from "../../src/import/limits.ts";
import { cleaned } from "../../src/paste/clean.ts";
import type { PastedNode } from "../../src/paste/tree.ts";
import { lossOf, textIn } from "../paste/visible.ts";
import { Scene } from "./support/scene.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const FILES = new URL("../import/corpus/", import.meta.url).pathname;
const CLIPBOARDS = new URL("../paste/corpus/", import.meta.url);
const SOON_MS = 30_000;

let scene: Scene;
let page: Page;
beforeAll(async () => {
  scene = await Scene.set();
  ({ page } = await scene.window("Secretariat"));
});
afterAll(async () => {
  await scene.strike();
});

async function openDialog(): Promise<void> {
  await page.goto(`${scene.service.address}/manuals/${scene.slug}`);
  await page.getByRole("button", { name: "Import a Word file or Markdown" }).click();
  await page.waitForSelector("dialog.import");
}

async function violations(): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}

test("a Word file becomes a chapter that somebody else reads", async () => {
  await openDialog();
  expect(await violations()).toEqual([]);
  await page.setInputFiles("#import-file", `${FILES}made-report.docx`);
  await page.waitForSelector("#import-name", { timeout: SOON_MS });
  expect(await page.inputValue("#import-name")).toBe("The work of a focal point");
  expect(await page.innerText("dialog.import")).toMatch(/3 headings\s+2 footnotes/);
  expect(await violations()).toEqual([]);
  await page.fill("#import-name", "What a focal point does");
  await page.getByRole("button", { name: "Make this a new chapter" }).click();
  await page.waitForURL("**/chapters/*", { timeout: SOON_MS });
  const id = page.url().split("/").at(-1) ?? "";
  const ghana = await scene.writer("Ghana", id);
  await ghana.reads("is a promise with an address.");
  const lines = await ghana.lines();
  expect(lines.slice(0, 5)).toEqual([
    ["h2", "Setting up the office"],
    expect.arrayContaining(["p"]),
    ["h3", "Who it reports to"],
    ["ul p", "The minister, twice a year"],
    ["ul p", "in writing in January"],
  ]);
  expect(await ghana.page.textContent(".paper h1, h1")).toContain("What a focal point does");
  const { html, text } = await copied(ghana.page);
  expect(html).toMatch(/<li id="note-1"><p>\s*Half a day a week, see <em>chapter 4<\/em>\. <a href="#note-ref-1">/);
  expect(text).toContain("• The minister, twice a year\n  • in writing in January\n    • with a date\n");
  expect(text).toMatch(/\[1\] ?Half a day a week, see chapter 4\.\n\[2\] ?In some states/);
  // What is copied here is read by others, and by us, as what it was.
  expect(textIn(cleaned(html).tree)).toContain("Half a day a week, see chapter 4.");
});

/** What a copy of everything gives. */
async function copied(of: Page): Promise<{ html: string; text: string }> {
  await of.focus(".ProseMirror");
  await of.keyboard.press("Control+A");
  return of.evaluate(() => {
    const clipboardData = new DataTransfer();
    document
      .querySelector(".ProseMirror")
      ?.dispatchEvent(new ClipboardEvent("copy", { clipboardData, bubbles: true, cancelable: true }));
    return { html: clipboardData.getData("text/html"), text: clipboardData.getData("text/plain") };
  });
}

test("what could not be kept is told, with its words", async () => {
  await openDialog();
  await page.setInputFiles("#import-file", `${FILES}made-tracked.docx`);
  await page.waitForSelector(".left-out", { timeout: SOON_MS });
  const told = await page.textContent(".left-out");
  expect(told).toContain("deletions of the tracked changes are left out");
  expect(told).toContain("This whole paragraph was taken out.");
  expect(told).toContain("1 comment is left out.");
});

test("Markdown is read too, and a person may choose another file", async () => {
  await openDialog();
  await page.setInputFiles("#import-file", `${FILES}arabic.md`);
  await page.waitForSelector("#import-name", { timeout: SOON_MS });
  expect(await page.inputValue("#import-name")).toBe("مسؤولية الحماية");
  await page.getByRole("button", { name: "Choose another file" }).click();
  await page.waitForSelector("#import-file");
});

test("a file that would harm is refused at once, and the page goes on", async () => {
  await openDialog();
  const bomb = Buffer.concat([Buffer.from("PK\u0003\u0004"), Buffer.alloc(2_000)]);
  const old = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2_000)]);
  for (const [buffer, words] of [
    [bomb, "This file is damaged"],
    [old, "made by an old Word"],
  ] as const) {
    await page.setInputFiles("#import-file", { name: "a.docx", mimeType: "", buffer });
    await page.getByText(words).waitFor({ timeout: SOON_MS });
    // The file is chosen again from a field that is drawn anew.
  }
  expect(await violations()).toEqual([]);
  await page.setInputFiles("#import-file", `${FILES}arabic.md`);
  await page.waitForSelector("#import-name", { timeout: SOON_MS });
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog.import", { state: "detached" });
});

test("a file that keeps its worker busy for ever is given up; the page answers meanwhile, and takes another at once", async () => {
  const { context } = await scene.window("Secretariat");
  const own = await context.newPage();
  await own.addInitScript((patience) => {
    // The first worker is never asked, so that it is there to be kept busy; and the page's patience passes faster.
    const ask = (Worker.prototype as { postMessage: (...asked: unknown[]) => void }).postMessage;
    Worker.prototype.postMessage = function (this: Worker): void {
      Worker.prototype.postMessage = ask;
    };
    const later = globalThis.setTimeout as (what: () => void, ms?: number) => number;
    const sooner = (what: () => void, ms?: number): number => later(what, ms === patience ? 2_000 : ms);
    globalThis.setTimeout = sooner as typeof setTimeout;
  }, PATIENCE_MS);
  await own.goto(`${scene.service.address}/manuals/${scene.slug}`);
  await own.getByRole("button", { name: "Import a Word file or Markdown" }).click();
  const [worker] = await Promise.all([
    own.waitForEvent("worker", { timeout: SOON_MS }),
    own.setInputFiles("#import-file", `${FILES}made-report.docx`),
  ]);
  await worker.evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  });
  await own.getByText("Reading the file").waitFor({ timeout: SOON_MS });
  await own.getByText("took too long").waitFor({ timeout: SOON_MS });
  await own.setInputFiles("#import-file", `${FILES}made-report.docx`);
  await own.waitForSelector("#import-name", { timeout: SOON_MS });
  await expect.poll(() => own.workers(), { timeout: SOON_MS }).toEqual([]);
  await own.close();
});

test("every clipboard of the corpus is read in a real page as it is in node", async () => {
  const chapter = await scene.chapter("Pasted");
  const ghana = await scene.writer("Ghana", chapter);
  for (const name of readdirSync(CLIPBOARDS).filter((each) => each.endsWith(".html"))) {
    const html = readFileSync(new URL(name, CLIPBOARDS), "utf8");
    await ghana.page.click(".ProseMirror");
    await ghana.presses("Control+A", "Delete");
    await ghana.page.evaluate((html) => {
      const data = new DataTransfer();
      data.setData("text/html", html);
      const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      document.querySelector(".ProseMirror")?.dispatchEvent(paste);
    }, html);
    // Notes are not in the text of the page; the unit tests look into them.
    const seen = textIn(withoutNotes(cleaned(html).tree));
    const missing = async (): Promise<readonly string[]> =>
      lossOf(seen, spaced((await ghana.page.textContent(".ProseMirror")) ?? "", seen)).words;
    await expect.poll(missing, { timeout: SOON_MS, message: name }).toEqual([]);
  }
});

test("what a paste could not keep is told until the person closes it", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Pasted with comments"));
  await ghana.page.click(".ProseMirror");
  await ghana.page.evaluate(
    (html) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/html", html);
      document
        .querySelector(".ProseMirror")
        ?.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
    },
    readFileSync(new URL("word-windows-tracked.html", CLIPBOARDS), "utf8"),
  );
  const news = ghana.page.locator(".pasted");
  await news.waitFor({ timeout: SOON_MS });
  expect(await news.textContent()).toMatch(/Not everything could be kept.*3 deletions.*1 comment is left out\./s);
  await news.getByRole("button", { name: "Close" }).click();
  await news.waitFor({ state: "detached", timeout: SOON_MS });
});

function withoutNotes(tree: readonly PastedNode[]): readonly PastedNode[] {
  const text = JSON.stringify(tree, (key, each: unknown) =>
    key === "content" && Array.isArray(each) ? each.filter((part) => !isNote(part)) : each,
  );
  return JSON.parse(text) as readonly PastedNode[];
}

const isNote = (part: unknown): boolean => typeof part === "object" && part !== null && "note" in part;

/** Words of neighbouring blocks stand together in what a page gives as text: each word that should be there is looked for. */
function spaced(shown: string, seen: string): string {
  const words = seen.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  return words.filter((word) => shown.includes(word)).join(" ");
}

test("the content security policy had nothing to say", () => {
  expect(scene.complaints()).toEqual([]);
});
