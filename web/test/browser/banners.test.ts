// What a reader has to know before an edition is relied on: that it was withdrawn and why, that it is a working text, that there
// is a newer one, and what was found wrong in it. Above the text and with scripting off, in an English manual and in an Arabic
// one, in light and dark, on a phone of 320 px and on paper. Next: publishing.test.ts, where it is said.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { tooWide, violations } from "./support/audit.ts";
import { Scene } from "./support/scene.ts";
import { writeChapter } from "./support/seed.ts";
import { Pen } from "./support/structure.ts";

const PHONE = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };

const MANUALS = {
  en: {
    direction: "ltr",
    title: "Manual of warnings",
    chapter: "Early warning",
    words: "Every signal is looked at within one day.",
    why: "Annex B names a place. Edition 2 takes its place.",
    wrong: "Chapter 1: within one day, not within one week.",
    withdrawn: "The secretariat withdrew this edition on ",
    errata: "Corrections to this edition",
    listed: "Withdrawn",
    working: "This is a working text and no final edition.",
    newer: "There is a newer edition: ",
  },
  ar: {
    direction: "rtl",
    title: "دليل الإنذار",
    chapter: "الإنذار المبكر",
    words: "يُنظر في كل إشارة خلال يوم واحد.",
    why: "يذكر المرفق «ب» مكانًا. تحلّ الطبعة 2 محلّها.",
    wrong: "الفصل 1: خلال يوم واحد، لا خلال أسبوع.",
    withdrawn: "سحبت الأمانة هذه الطبعة في ",
    errata: "تصويبات لهذه الطبعة",
    listed: "مسحوبة",
    working: "هذا نص عمل وليس طبعة نهائية.",
    newer: "توجد طبعة أحدث: ",
  },
} as const;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

/** Two working texts of a manual in this language; the first was corrected and withdrawn. Where they are read. */
async function published(language: keyof typeof MANUALS): Promise<string> {
  const { service, keeper } = scene;
  const { title, chapter, words, direction, why, wrong } = MANUALS[language];
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${service.address}/api/v1/${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${keeper}`, "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  const { id } = await service.call<{ id: string }>(keeper, "POST", "manuals", { title });
  const made = await service.call<{ id: string }>(keeper, "POST", `manuals/${id}/chapters`, { title: chapter });
  await writeChapter(service.address, made.id, keeper, (doc) => {
    new Pen(doc).block("p", [words], { lang: language, dir: direction });
  });
  for (const name of [title, chapter]) {
    const frozen = await post(`manuals/${id}/editions`, { title: name, public: true, final: false });
    expect(frozen.status, await frozen.text()).toBe(201);
  }
  expect((await post(`manuals/${id}/editions/1/errata`, { text: wrong })).status).toBe(204);
  expect((await post(`manuals/${id}/editions/1/withdraw`, { why })).status).toBe(204);
  const manuals = await service.call<{ id: string; slug: string }[]>(keeper, "GET", "manuals");
  return `${service.address}/${manuals.find((each) => each.id === id)?.slug ?? ""}/editions`;
}

/** A page as a stranger opens it. */
async function reading(address: string, scripts: boolean, look: (page: Page) => Promise<void>): Promise<void> {
  const context = await scene.browser.newContext({ viewport: WIDE, javaScriptEnabled: scripts });
  try {
    const page = await context.newPage();
    expect((await page.goto(address))?.status()).toBe(200);
    await look(page);
  } finally {
    await context.close();
  }
}

/** How far below the top of the page something stands. */
const top = async (page: Page, selector: string): Promise<number> =>
  (await page.locator(selector).first().boundingBox())?.y ?? Number.NaN;

describe.each(["en", "ar"] as const)("%s", (language) => {
  const says = MANUALS[language];
  let editions = "";
  beforeAll(async () => {
    editions = await published(language);
  });

  test("a withdrawn edition says so first, on every page of it, with scripting off", async () => {
    for (const path of ["/1", "/1/1"]) {
      await reading(`${editions}${path}`, false, async (page) => {
        expect(await page.getAttribute("html", "dir"), path).toBe(says.direction);
        const grave = page.locator(".banner.grave");
        expect(await grave.count(), path).toBe(1);
        const told = await grave.innerText();
        expect(told.startsWith(says.withdrawn), told).toBe(true);
        expect(told).toContain(says.why);
        const others = await page.locator(".banner:not(.grave)").allInnerTexts();
        expect(others).toEqual([says.working, expect.stringContaining(says.newer)]);
        const text = path === "/1" ? "nav ol" : "article";
        for (const banner of [".banner.grave", ".banner:not(.grave)"])
          expect(await top(page, banner), `${path} ${banner}`).toBeLessThan(await top(page, text));
      });
    }
    await reading(`${editions}/1`, false, async (page) => {
      await page.locator(".banner a").click();
      expect(decodeURI(page.url())).toBe(`${editions}/2`);
      expect(await page.locator(".banner.grave").count()).toBe(0);
      expect(await page.locator(".banner").allInnerTexts()).toEqual([says.working]);
    });
  });

  test("what was found wrong stands on its first page, and its text is as it was", async () => {
    await reading(`${editions}/1`, false, async (page) => {
      const errata = page.locator("section", { has: page.locator("h2", { hasText: says.errata }) });
      expect(await errata.locator("li").count()).toBe(1);
      expect(await errata.locator("li").innerText()).toContain(says.wrong);
    });
    await reading(`${editions}/1/1`, false, async (page) => {
      expect(await page.innerText("article")).toContain(says.words);
    });
  });

  test("the list names it as withdrawn, and the feed tells whoever follows", async () => {
    await reading(editions, false, async (page) => {
      const marked = await page.locator(".editions li strong").allInnerTexts();
      expect(marked).toEqual([says.listed]);
      expect(await page.locator(".editions li").last().innerText(), "the first edition").toContain(says.listed);
    });
    const feed = await (await fetch(`${editions}/feed.atom`)).text();
    expect(feed).toContain(says.why);
  });

  test("nothing of it is a barrier or wider than a phone, in light and dark, and it is on paper too", async () => {
    for (const path of ["", "/1", "/1/1", "/2"]) {
      await reading(`${editions}${path}`, true, async (page) => {
        for (const colorScheme of ["light", "dark"] as const) {
          await page.emulateMedia({ colorScheme });
          for (const viewport of [WIDE, PHONE]) {
            await page.setViewportSize(viewport);
            expect(await violations(page), `${path} ${colorScheme}`).toEqual([]);
            expect(await tooWide(page), path).toBeLessThanOrEqual(0);
          }
        }
        if (!path.startsWith("/1")) return;
        await page.emulateMedia({ media: "print" });
        expect(await page.isVisible(".banner.grave"), path).toBe(true);
      });
    }
  });
});
