// Pictures to look at: every screen that a person may see, wide and on a phone, from left to right and in Arabic, in
// test/browser/shots or in the folder that CHANCERY_SHOTS names. Nothing is compared; a person looks.
import { mkdirSync } from "node:fs";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { compose, TEXTS, type Text } from "./support/texts.ts";
import { Writer } from "./support/writer.ts";

const SHOTS = process.env["CHANCERY_SHOTS"] ?? new URL("shots/", import.meta.url).pathname;
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

let scene: Scene;
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  scene = await Scene.set("[limits]\ndocument_bytes_max = 40000\n");
});
afterAll(async () => {
  await scene.strike();
});

async function shoot(page: Page, name: string, prepare: () => Promise<void> = async () => undefined): Promise<void> {
  for (const viewport of [WIDE, PHONE]) {
    await page.setViewportSize(viewport);
    await prepare();
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${SHOTS}/${name}-${String(viewport.width)}.png` });
  }
}

describe.each([
  { language: "en", colorScheme: "light" },
  { language: "ar", colorScheme: "light" },
  { language: "en", colorScheme: "dark" },
] as const)("$language, $colorScheme", ({ language, colorScheme }) => {
  const text: Text = TEXTS[language];
  const name = `${language}-${colorScheme}`;
  const look = { locale: language === "ar" ? "ar" : "en-GB", colorScheme };
  const open = async (seat: string): Promise<Window> => Window.signedIn(scene.browser, scene.service, seat, look);

  async function close(...windows: Window[]): Promise<void> {
    for (const window of windows) {
      expect(window.complaints).toEqual([]);
      await window.close();
    }
  }

  test("writing together, offline, and refused", async () => {
    const chapter = await scene.chapter(text.title);
    const windows = [await open("Ghana"), await open("Denmark"), await open("Secretariat")] as const;
    const [ghana, denmark, secretariat] = [
      await Writer.open(windows[0], chapter),
      await Writer.open(windows[1], chapter),
      await Writer.open(windows[2], chapter),
    ];
    await compose(ghana, text);
    await denmark.reads(text.here);
    await denmark.caret(text.here, "after");
    await secretariat.select(text.there);
    await ghana.caret(text.items[2], "after");
    await ghana.page.waitForSelector(".caret");
    await shoot(ghana.page, `${name}-carets`, () => ghana.page.hover(".here"));

    scene.service.pause(true);
    try {
      await denmark.types(` ${text.typed}`);
      await shoot(denmark.page, `${name}-saving`);
      await denmark.sees("offline");
      await shoot(denmark.page, `${name}-offline`);
      if (language === "en") await opensNews(denmark.page, `${name}-offline-more`);
    } finally {
      scene.service.pause(false);
    }
    await denmark.hurry();
    await denmark.settled();
    await denmark.caret(text.heading, "before");
    await denmark.page.evaluate(
      (words) => document.execCommand("insertText", false, words),
      `${text.long} `.repeat(Math.ceil(45_000 / text.long.length)),
    );
    await denmark.page.waitForSelector(".news.is-urgent");
    await shoot(denmark.page, `${name}-refused`);
    if ((await denmark.page.locator(".news-buttons button").first().textContent()) === text.showShelf) {
      await denmark.page.click(".news-buttons button");
      await denmark.page.waitForSelector("dialog[open]");
      await shoot(denmark.page, `${name}-shelf`);
      await denmark.page.goto(`${scene.service.address}/kept`);
      await denmark.page.waitForSelector(".shelf-item");
      await shoot(denmark.page, `${name}-kept`);
    }
    await close(...windows);
  });

  test("signed out, and a device that cannot keep", async () => {
    const chapter = await scene.chapter(text.title);
    const window = await open("Ghana");
    const ghana = await Writer.open(window, chapter);
    await compose(ghana, text);
    await window.page.routeWebSocket(/\/api\/v1\/sync\//, (link) => void link.close({ code: 4010 }));
    await window.page.reload();
    await window.page.waitForSelector('.foot[data-state="signed-out"], .notice');
    await shoot(window.page, `${name}-signed-out`);
    await close(window);

    const closedOff = await Window.open(scene.browser, scene.service, look);
    await closedOff.page.addInitScript(() => {
      Object.defineProperty(globalThis, "indexedDB", { value: undefined });
    });
    await closedOff.signIn("Ghana");
    const alone = await Writer.open(closedOff, chapter, "cannot-keep");
    await scene.service.kill();
    await alone.caret(text.here, "after");
    await alone.types(` ${text.typed}`);
    await alone.page.waitForTimeout(1_500);
    await shoot(alone.page, `${name}-cannot-keep`);
    await scene.service.serve();
    await close(closedOff);
  });

  test("the manual, its editions and the freeze", async () => {
    const window = await open("Secretariat");
    const { page } = window;
    await page.waitForSelector("main");
    await page.waitForTimeout(500);
    await shoot(page, `${name}-manual`);
    await page.goto(`${scene.service.address}/manuals/${scene.slug}/editions`);
    await page.waitForSelector("main.page");
    await page.click("main.page .button");
    await page.waitForSelector("dialog[open]");
    await shoot(page, `${name}-freeze`);
    await page.fill("#edition-name", text.edition);
    await page.locator('input[name="kind"]').nth(1).check();
    await page.locator('input[name="readers"]').nth(1).check();
    await page.click('dialog button[type="submit"]');
    await page.waitForSelector("dialog .fingerprint");
    await shoot(page, `${name}-frozen`);
    await page.click("dialog .button.plain");
    await page.waitForSelector(".edition");
    await shoot(page, `${name}-editions`);
    await page.click(".edition h2 a");
    await page.waitForSelector("main, article, h1");
    await shoot(page, `${name}-reading-contents`);
    await close(window);
  });

  test("signing in and out", async () => {
    const stranger = await Window.open(scene.browser, scene.service, look);
    await stranger.page.goto((await scene.service.invite("Denmark")).link);
    await stranger.page.waitForSelector("#code");
    await shoot(stranger.page, `${name}-sign-in`);
    await close(stranger);
  });
});

async function opensNews(page: Page, name: string): Promise<void> {
  await page.setViewportSize(PHONE);
  await page.click(".news-more");
  await page.screenshot({ path: `${SHOTS}/${name}-${String(PHONE.width)}.png` });
}
