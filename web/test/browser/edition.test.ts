// The reading pages as readers meet them: served and from a folder on a memory stick, with scripting off, in light and
// dark, on a phone of 320 px and on paper. Nothing but the page, its sheet and the script that searches is ever asked for.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { launch } from "./support/browser.ts";
import { Service } from "./support/service.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };
const CHAPTERS = 16;
const ARABIC = 3;

let service: Service;
let browser: Browser;
let slug = "";
const folder = mkdtempSync(join(tmpdir(), "chancery-edition-"));

beforeAll(async () => {
  service = await Service.start();
  await service.kill();
  await service.command("demo");
  await service.command("freeze", "--title", "Adopted in Accra", "--public");
  await service.command("freeze", "--title", "For members");
  await service.command("export", "--edition", "1", "--out", join(folder, "edition"));
  await service.serve();
  const manifest = JSON.parse(readFileSync(join(folder, "edition", "edition.json"), "utf8")) as {
    manual: { slug: string };
  };
  slug = manifest.manual.slug;
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await service.remove();
  rmSync(folder, { recursive: true, force: true });
});

interface Place {
  readonly name: string;
  readonly contents: () => string;
  readonly chapter: (k: number) => string;
}

const served: Place = {
  name: "served",
  contents: () => `${service.address}/${slug}/editions/1`,
  chapter: (k) => `${service.address}/${slug}/editions/1/${String(k)}`,
};
const inFolder: Place = {
  name: "from a folder",
  contents: () => pathToFileURL(join(folder, "edition", "index.html")).href,
  chapter: (k) => pathToFileURL(join(folder, "edition", `chapter-${String(k).padStart(2, "0")}.html`)).href,
};

/** A page as a reader opens it; whatever it complains about or asks for beside its sheet and its pictures fails. */
async function reading<T>(
  address: string,
  options: BrowserContextOptions,
  look: (page: Page) => Promise<T>,
  asked = 3,
): Promise<T> {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  try {
    const page = await context.newPage();
    const said: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address);
    const seen = await look(page);
    expect(said.filter((words) => !words.includes("404"))).toEqual([]);
    const counted = requests.filter((url) => !url.includes("#") && !url.includes("/images/"));
    expect(counted.length, requests.join(" ")).toBeLessThanOrEqual(asked);
    return seen;
  } finally {
    await context.close();
  }
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    // Without preloading: it would read the sheet a second time, which no page of a folder may.
    return (await axe.run({ preload: false })).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

const width = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth);

const pages = (place: Place) => [
  place.contents(),
  ...Array.from({ length: CHAPTERS }, (_, index) => place.chapter(index + 1)),
];

describe.each([served, inFolder])("an edition $name", (place) => {
  test("is read from the contents to the last chapter and back, with scripting off", async () => {
    await reading(
      place.contents(),
      { javaScriptEnabled: false },
      async (page) => {
        expect(await page.title()).toContain("Edition 1");
        await page.click("nav ol li a");
        for (let k = 1; k < CHAPTERS; k += 1) {
          expect(page.url()).toBe(place.chapter(k));
          await page.click(".turn .next a");
        }
        expect(page.url()).toBe(place.chapter(CHAPTERS));
        expect(await page.locator(".turn .next").count()).toBe(0);
        await page.click(".turn .prev a");
        await page.click(".turn .up a");
        expect(page.url()).toBe(place.contents());
      },
      2 * (CHAPTERS + 3),
    );
  });

  test.each(["light", "dark"] as const)(
    "has no barrier in %s, and nothing is wider than a phone",
    async (colorScheme) => {
      for (const address of pages(place)) {
        await reading(address, { colorScheme }, async (page) => {
          for (const viewport of [WIDE, PHONE]) {
            await page.setViewportSize(viewport);
            expect(await width(page), address).toBeLessThanOrEqual(viewport.width);
          }
          expect(await violations(page), address).toEqual([]);
        });
      }
    },
  );

  test("begins where its words begin", async () => {
    await reading(place.chapter(ARABIC), {}, async (page) => {
      expect(await page.getAttribute("article", "dir")).toBe("rtl");
      expect(await page.getAttribute("article", "lang")).toBe("ar");
      const [list, bullet] = [page.locator("article ul").first(), page.locator("article ul li p").first()];
      const [outer, inner] = [await list.boundingBox(), await bullet.boundingBox()];
      if (outer === null || inner === null) throw new Error("the list is not shown");
      expect(inner.x + inner.width).toBeLessThan(outer.x + outer.width - 10);
    });
  });

  test("leaves the ways out on paper", async () => {
    await reading(place.chapter(1), {}, async (page) => {
      await page.emulateMedia({ media: "print" });
      expect(await page.isVisible(".turn")).toBe(false);
      expect(await page.isVisible(".fingerprint")).toBe(true);
      expect((await page.pdf({ preferCSSPageSize: true })).length).toBeGreaterThan(10_000);
    });
  });

  test("is read with the keyboard, and each heading has an address", async () => {
    await reading(place.chapter(1), {}, async (page) => {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the text");
      expect((await page.locator(".skip").boundingBox())?.height ?? 0).toBeGreaterThan(20);
      await page.keyboard.press("Enter");
      await expect.poll(() => new URL(page.url()).hash).toBe("#the-text");
      const heading = page.locator("h2").first();
      await heading.locator("a").click();
      await expect.poll(() => new URL(page.url()).hash).toBe(`#${String(await heading.getAttribute("id"))}`);
    });
  });
});

test("the list shows a stranger what is public, and what is not there looks like what is for members", async () => {
  const list = `${service.address}/${slug}/editions`;
  await reading(list, { viewport: PHONE }, async (page) => {
    expect(await page.locator(".editions li").count()).toBe(1);
    expect(await page.textContent(".editions")).toContain("Adopted in Accra");
    expect(await violations(page)).toEqual([]);
    expect(await width(page)).toBeLessThanOrEqual(PHONE.width);
  });
  const shown = [];
  for (const address of [`${list}/2`, `${list}/99`, `${service.address}/no-such-manual/editions`]) {
    shown.push(
      await reading(address, { viewport: PHONE }, async (page) => {
        expect(await violations(page)).toEqual([]);
        return page.content();
      }),
    );
  }
  expect(new Set(shown).size).toBe(1);
});
