// Every screen, in light and dark, from left to right and from right to left: no accessibility violation, nothing wider
// than a phone, and all of it works with the keyboard alone.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { violations } from "./support/audit.ts";
import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

const PROVE = process.env["CHANCERY_PROVE"] === "1";

let scene: Scene;
let chapter = "";
beforeAll(async () => {
  // Nobody signs in as often as this, in four looks.
  scene = await Scene.set("[limits]\nsign_in_tries_per_minute_max = 1000\n");
  chapter = await scene.chapter("Setting up the office");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("Every focal point needs a mandate.", "The mandate", "It names the office.", "First", "Second");
  await ghana.caret("The mandate");
  await ghana.presses("Control+Alt+2");
  await ghana.select("First");
  await ghana.presses("Control+Shift+8", "Control+b");
  await ghana.settled();
  const edition = { title: "First edition 2027", public: true };
  await scene.service.call(scene.keeper, "POST", `manuals/${scene.manual}/editions`, edition);
});
afterAll(async () => {
  await scene.strike();
});

interface Screen {
  readonly name: string;
  readonly seat: "Ghana" | "Norway" | "Secretariat" | null;
  readonly show: (page: Page) => Promise<void>;
}

const opened = (state: string) => async (page: Page) => {
  await page.goto(`${scene.service.address}/chapters/${chapter}`);
  await page.waitForSelector(`.foot[data-state="${state}"]`);
  await page.waitForSelector("h1");
};

const editions = async (page: Page) => {
  await page.goto(`${scene.service.address}/manuals/${scene.slug}/editions`);
  await page.waitForSelector(".edition");
};

/** Reading pages speak the language of the manual, not that of the reader. */
const isReadingPage = (page: Page): boolean => new URL(page.url()).pathname.startsWith(`/${scene.slug}/`);

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
      await page.waitForSelector(".chapter-rows");
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
    name: "the outline of a keeper",
    seat: "Secretariat",
    show: async (page) => {
      await page.goto(scene.service.address);
      await page.getByText("Setting up the office").first().waitFor();
    },
  },
  { name: "editions", seat: "Ghana", show: editions },
  {
    name: "the freeze",
    seat: "Secretariat",
    show: async (page) => {
      await editions(page);
      await page.click(".page-head .button");
      await page.waitForSelector("dialog[open]");
      await page.keyboard.press("Enter");
      await page.waitForFunction(() => document.querySelector("#edition-wrong")?.textContent !== "");
    },
  },
  {
    name: "what this device keeps",
    seat: "Ghana",
    show: async (page) => {
      await page.goto(`${scene.service.address}/kept`);
      await page.waitForSelector("#out");
    },
  },
  {
    name: "the contents of an edition",
    seat: null,
    show: async (page) => {
      await page.goto(`${scene.service.address}/${scene.slug}/editions/1`);
      await page.waitForSelector("h1");
    },
  },
  {
    name: "a chapter of an edition",
    seat: null,
    show: async (page) => {
      await page.goto(`${scene.service.address}/${scene.slug}/editions/1/1`);
      await page.waitForSelector("h1");
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
      Secretariat: await Window.signedIn(scene.browser, scene.service, "Secretariat", look),
      nobody: await Window.open(scene.browser, scene.service, look),
    };
    for (const { name, seat, show } of screens) {
      const { page } = windows[seat ?? "nobody"];
      await page.setViewportSize({ width: 1280, height: 800 });
      await show(page);
      const direction = look.locale === "ar" && !isReadingPage(page) ? "rtl" : "ltr";
      if (!isReadingPage(page)) expect(await page.getAttribute("html", "dir"), name).toBe(direction);
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
  await page.waitForTimeout(1_000);
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
  await page.waitForSelector("dialog[open] .danger", { timeout: 20_000 });
  expect(await violations(page)).toEqual([]);
  expect(complaints).toEqual([]);
  await window.close();
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
  await page.waitForTimeout(100);
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
