// Every screen, in light and dark, from left to right and from right to left: no accessibility violation, nothing wider
// than a phone, and all of it works with the keyboard alone.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const PROVE = process.env["CHANCERY_PROVE"] === "1";

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

let scene: Scene;
let chapter = "";
beforeAll(async () => {
  scene = await Scene.set();
  chapter = await scene.chapter("Setting up the office");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("Every focal point needs a mandate.", "The mandate", "It names the office.", "First", "Second");
  await ghana.caret("The mandate");
  await ghana.presses("Control+Alt+2");
  await ghana.select("First");
  await ghana.presses("Control+Shift+8", "Control+b");
  await ghana.settled();
});
afterAll(async () => {
  await scene.strike();
});

/** Audits the page as it is. Evaluated by the test harness, which the content security policy does not bind. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const result = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<AxeResult> } }).axe.run());
  return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

interface Screen {
  readonly name: string;
  readonly seat: "Ghana" | "Norway" | null;
  readonly show: (page: Page) => Promise<void>;
}

const opened = (state: string) => async (page: Page) => {
  await page.goto(`${scene.service.address}/chapters/${chapter}`);
  await page.waitForSelector(`.foot[data-state="${state}"]`);
  await page.waitForSelector("h1");
};

const screens: Screen[] = [
  {
    name: "sign-in",
    seat: null,
    show: async (page) => {
      await page.goto((await scene.service.invite("Denmark")).link);
      await page.waitForSelector("#code");
    },
  },
  {
    name: "sign-in with a problem",
    seat: null,
    show: async (page) => {
      await page.goto((await scene.service.invite("Denmark")).link);
      await page.fill("#code", "1");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".problem-box");
    },
  },
  {
    name: "nobody signed in",
    seat: null,
    show: async (page) => {
      await page.goto(scene.service.address);
      await page.waitForSelector(".sheet");
    },
  },
  {
    name: "chapters",
    seat: "Ghana",
    show: async (page) => {
      await page.goto(scene.service.address);
      await page.waitForSelector(".contents");
    },
  },
  { name: "chapter", seat: "Ghana", show: opened("saved") },
  { name: "chapter of a reader", seat: "Norway", show: opened("reading") },
  {
    name: "chapter with a menu",
    seat: "Ghana",
    show: async (page) => {
      await opened("saved")(page);
      await page.click(".kind-tool");
    },
  },
  {
    name: "chapter with the link dialog",
    seat: "Ghana",
    show: async (page) => {
      await opened("saved")(page);
      await page.focus(".ProseMirror");
      await page.keyboard.press("Control+k");
      await page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "chapter with the keys",
    seat: "Ghana",
    show: async (page) => {
      await opened("saved")(page);
      await page.keyboard.press("Control+/");
      await page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "no such address",
    seat: "Ghana",
    show: async (page) => {
      await page.goto(`${scene.service.address}/chapters/00000000-0000-4000-8000-000000000000`);
      await page.waitForSelector(".notice");
    },
  },
];

const looks = [
  { colorScheme: "light", locale: "en-GB" },
  { colorScheme: "dark", locale: "en-GB" },
  { colorScheme: "light", locale: "ar" },
  { colorScheme: "dark", locale: "ar" },
] as const;

describe.each(looks)("$colorScheme, $locale", (look) => {
  test("every screen is without violations, and none is wider than 320 px", async () => {
    const windows = {
      Ghana: await Window.signedIn(scene.browser, scene.service, "Ghana", look),
      Norway: await Window.signedIn(scene.browser, scene.service, "Norway", look),
      nobody: await Window.open(scene.browser, scene.service, look),
    };
    for (const { name, seat, show } of screens) {
      const { page } = windows[seat ?? "nobody"];
      await page.setViewportSize({ width: 1280, height: 800 });
      await show(page);
      expect(await page.getAttribute("html", "dir"), name).toBe(look.locale === "ar" ? "rtl" : "ltr");
      expect(await violations(page), name).toEqual([]);
      await page.setViewportSize({ width: 320, height: 640 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBeLessThanOrEqual(320);
      if (PROVE) expect(await violations(page), `${name} at 320 px`).toEqual([]);
    }
    for (const window of Object.values(windows)) {
      expect(window.complaints).toEqual([]);
      await window.close();
    }
  });
});

test("offline, refused and signed out are without violations too", async () => {
  const { page, context, complaints } = await Window.signedIn(scene.browser, scene.service, "Ghana");
  await opened("saved")(page);
  for (const [state, code] of [
    ["refused", 4001],
    ["signed-out", 4010],
  ] as const) {
    await page.routeWebSocket(/\/api\/v1\/sync\//, (link) => void link.close({ code }));
    await page.reload();
    await page.waitForSelector(`.foot[data-state="${state}"]`);
    expect(await violations(page), state).toEqual([]);
    await page.unrouteAll();
  }
  expect(complaints).toEqual([]);
  await context.close();
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
  await page.waitForSelector(".contents");
  await tabTo("Setting up the office");
  await keyboard.press("Enter");
  const writer = await Writer.adopt(window);

  await keyboard.press("Tab");
  expect(await focused()).toBe("Skip to the text");
  await keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.classList.contains("ProseMirror"))).toBe(true);
  // The editor shows its own caret 20 ms after it gets the focus; no person presses the next key sooner.
  await page.waitForTimeout(100);
  await keyboard.press("Control+End");
  await keyboard.press("Enter");
  await keyboard.press("Enter");
  await keyboard.type("By keys.");
  await keyboard.press("F6");
  expect(await page.evaluate(() => document.activeElement?.classList.contains("kind-tool"))).toBe(true);
  await keyboard.press("ArrowDown");
  await keyboard.press("End");
  expect(await focused()).toBe("Quote");
  await keyboard.press("Enter");
  expect((await writer.lines()).at(-1)).toEqual(["quote", "By keys."]);

  await keyboard.press("F6");
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
