// Every page and state of a page without an accessibility violation, in light and dark, from left to right and from right to
// left, and none of them wider than a phone; trouble and its words too; and the way in with the keyboard alone.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { tooWide, violations } from "./support/audit.ts";
import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { figure, since } from "./support/figure.ts";
import { SCREENS } from "./support/screens.ts";
import { Stage } from "./support/stage.ts";
import { Writer } from "./support/writer.ts";
import { heldOnDevice } from "./offline-support.ts";

const PROVE = process.env["CHANCERY_PROVE"] === "1";
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 320, height: 640 };

describe.each(["en", "ar"] as const)("%s", (language) => {
  let stage: Stage;
  let begun = 0;
  beforeAll(async () => {
    begun = performance.now();
    stage = await Stage.set(language);
    await stage.freeze(stage.edition);
  });
  afterAll(async () => {
    await stage.strike();
    figure(
      `axe-core: 0 violations on ${String(SCREENS.length)} screens, light and dark (${language}), ${since(begun)}`,
    );
  });

  test(
    "every screen is without violations in light and dark, and none is wider than 320 px",
    async () => {
      const tour = await stage.tour({ viewport: WIDE });
      for (const screen of SCREENS) {
        await tour.show(screen, async (page) => {
          const direction = language === "ar" ? "rtl" : "ltr";
          if (screen.reading !== true) expect(await page.getAttribute("html", "dir"), screen.name).toBe(direction);
          for (const colorScheme of ["light", "dark"] as const) {
            await page.emulateMedia({ colorScheme });
            expect(await violations(page), `${screen.name}, ${colorScheme}`).toEqual([]);
          }
          await page.setViewportSize(PHONE);
          expect(await tooWide(page), screen.name).toBeLessThanOrEqual(0);
          if (PROVE) expect(await violations(page), `${screen.name} at 320 px`).toEqual([]);
        });
      }
      expect(await tour.end()).toEqual([]);
    },
    10 * 60_000,
  );
});

let scene: Scene;
let chapter = "";
beforeAll(async () => {
  // Nobody signs in as often as this.
  scene = await Scene.set("[limits]\nsign_in_tries_per_minute_max = 1000\n");
  chapter = await scene.chapter("Setting up the office");
  await (await scene.writer("Ghana", chapter)).writes("Every focal point needs a mandate.");
});
afterAll(async () => {
  await scene.strike();
});

const opened = (state: string) => async (page: Page) => {
  await page.goto(`${scene.service.address}/chapters/${chapter}`);
  await page.waitForSelector(`.foot[data-state="${state}"]`);
  await page.waitForSelector("h1");
};

test("every kind of trouble is without violations too, wide and on a phone", async () => {
  const window = await Window.signedIn(scene.browser, scene.service, "Ghana");
  const { page, complaints } = window;
  const audit = async (name: string): Promise<void> => {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 740 });
      expect(await violations(page), `${name} at ${String(width)}`).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(width);
    }
  };
  await opened("saved")(page);
  // The device writes what it heard from the service when it has a moment.
  await heldOnDevice(page, 1);
  for (const [state, code] of [
    ["refused", 4007],
    ["signed-out", 4010],
    ["offline", 4022],
  ] as const) {
    await page.routeWebSocket(/\/api\/v1\/sync\//, (link) => void link.close({ code }));
    await page.reload();
    await page.waitForSelector(`.foot[data-state="${state}"]`);
    await audit(state);
    await page.unrouteAll();
  }
  expect(complaints).toEqual([]);
  await window.close();
});

test("a browser that keeps nothing says so before anything is typed, without violations", async () => {
  const window = await Window.open(scene.browser, scene.service);
  const { page, complaints } = window;
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, "indexedDB", { value: undefined });
  });
  await window.signIn("Ghana");
  await opened("cannot-keep")(page);
  await page.waitForSelector(".news.is-urgent");
  expect(await page.innerText('[role="alert"]')).toContain("does not let us keep your changes");
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 740 });
    expect(await violations(page), String(width)).toEqual([]);
  }
  expect(complaints).toEqual([]);
  await window.close();
});

test("the shelf and the sign-out that would lose something are without violations", async () => {
  const chapter = await scene.chapter("Refused");
  const window = await Window.signedIn(scene.browser, scene.service, "Denmark");
  const { page, complaints } = window;
  const denmark = await Writer.open(window, chapter);
  await page.click(".ProseMirror");
  await denmark.types("Words that may not go in.");
  await denmark.settled();
  await page.routeWebSocket(/\/api\/v1\/sync\//, (link) => void link.close({ code: 4006 }));
  await scene.service.kill();
  await denmark.sees("offline");
  await denmark.types(" And more.");
  await denmark.sees("offline", '[data-kept="10"]');
  await scene.service.serve();
  // Whoever may not propose keeps what is refused.
  await scene.service.command("seat", "right", "--seat", "Denmark", "--right", "comment", "--json");
  await denmark.hurry();
  await page.waitForSelector(".news.is-urgent");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Show my words" }).click();
  await page.waitForSelector(".shelf-item");
  expect(await page.innerText(".shelf-words")).toContain("And more.");
  expect(await violations(page)).toEqual([]);
  await page.goto(`${scene.service.address}/kept`);
  await page.getByRole("button", { name: "Remove" }).click();
  expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForSelector("dialog[open] .danger", { timeout: 30_000 });
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await window.close();
  await scene.service.command("seat", "right", "--seat", "Denmark", "--right", "default", "--json");
});

test("from the invitation to a formatted sentence with the keyboard alone", async () => {
  const window = await Window.open(scene.browser, scene.service);
  const { page } = window;
  const { link, code } = await scene.service.invite("Denmark");
  const { keyboard } = page;
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement | null)?.innerText.trim() ?? "");
  const tabTo = async (words: string) => {
    for (let presses = 0; presses < 20; presses += 1) {
      await keyboard.press("Tab");
      if ((await focused()).includes(words)) return;
    }
    throw new Error(`no way to "${words}" by Tab`);
  };

  await page.goto(link);
  await page.waitForSelector("#code");
  for (
    let presses = 0;
    presses < 5 && !(await page.evaluate(() => document.activeElement?.id === "code"));
    presses += 1
  ) {
    await keyboard.press("Tab");
  }
  await keyboard.type(code.toLowerCase().replace("-", " "));
  await keyboard.press("Enter");
  await page.waitForSelector(".chapter-rows");
  await tabTo("Setting up the office");
  await keyboard.press("Enter");
  const writer = await Writer.adopt(window);

  await keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the text");
  await keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.classList.contains("ProseMirror"))).toBe(true);
  // The editor shows its own caret 20 ms after it gets the focus; no person presses the next key sooner.
  await writer.frame();
  await keyboard.press("Control+End");
  await keyboard.press("Enter");
  await keyboard.press("Enter");
  await keyboard.type("By keys.");
  await keyboard.press("Shift+F6");
  expect(await page.evaluate(() => document.activeElement?.classList.contains("kind-tool"))).toBe(true);
  await keyboard.press("ArrowDown");
  await keyboard.press("End");
  await keyboard.press("ArrowUp");
  expect(await focused()).toBe("Quote");
  await keyboard.press("Enter");
  expect((await writer.lines()).at(-1)).toEqual(["quote", "By keys."]);

  await keyboard.press("Shift+F6");
  await keyboard.press("ArrowRight");
  expect(await focused()).toBe("Bold");
  await keyboard.press("ArrowRight");
  await keyboard.press("Enter");
  await keyboard.type(" In italics.");
  expect(await page.innerText(".ProseMirror em")).toBe(" In italics.");
  await keyboard.press("Control+k");
  await page.waitForSelector("dialog[open]");
  await keyboard.type("javascript:alert(1)");
  await keyboard.press("Enter");
  await page.getByText("This is not an address").waitFor();
  await keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });
  await keyboard.press("Shift+Home");
  await keyboard.press("Control+k");
  await keyboard.type("un.org");
  await keyboard.press("Enter");
  await page.waitForSelector('.ProseMirror a[href="https://un.org"]');
  await writer.settled();
  await keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.classList.contains("ProseMirror"))).toBe(false);
  expect(window.complaints).toEqual([]);
  await window.close();
});
