// Pictures to look at, in test/browser/shots: the chapter page with two carets, saving, offline and refused, wide and on
// a phone, from left to right and in Arabic. Nothing is compared; a person looks.
import { mkdirSync } from "node:fs";

import { afterAll, beforeAll, expect, test } from "vitest";

import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

const SHOTS = new URL("shots/", import.meta.url).pathname;
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

const TEXTS = {
  en: {
    title: "Setting up the office",
    words: [
      "A focal point needs three things before anything else: a mandate in writing, a desk that other ministries know, and time that belongs to the task.",
      "The mandate",
      "Most mandates fit on one page. They name the office, say to whom it reports, and give it the right to ask others for what they know.",
      "the office and its place in the ministry",
      "whom it may ask, and how fast they answer",
      "what it owes to parliament",
      "A mandate that nobody can find is no mandate.",
    ],
    heading: "The mandate",
    items: ["the office and its place", "whom it may ask", "what it owes to parliament"],
    quote: "A mandate that nobody",
    quoteName: "Quote",
    here: "Most mandates fit on one page",
    there: "and its place",
    typed: "or on half of one",
  },
  ar: {
    title: "الإنذار المبكر",
    words: [
      "الإنذار المبكر عمل يومي لا حدث استثنائي. يبدأ بسؤال بسيط: من يعرف ماذا، ومتى يعرفه، ولمن يقوله؟",
      "جمع الإشارات",
      "تصل الإشارات من مصادر كثيرة، ولا يكفي أي مصدر وحده. تقارنها نقطة الاتصال كل أسبوع وتكتب ما تغيّر.",
      "البعثات في الخارج",
      "الوزارات المعنية والشرطة",
      "منظمات المجتمع المدني",
      "الإشارة التي لا تصل إلى أحد ليست إنذارًا.",
    ],
    heading: "جمع الإشارات",
    items: ["البعثات في الخارج", "الوزارات المعنية", "منظمات المجتمع المدني"],
    quote: "الإشارة التي لا تصل",
    quoteName: "اقتباس",
    here: "من مصادر كثيرة",
    there: "في الخارج",
    typed: "ومختلفة",
  },
} as const;

let scene: Scene;
beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  scene = await Scene.set("[limits]\ndocument_bytes_max = 40000\n");
});
afterAll(async () => {
  await scene.strike();
});

async function shoot({ page }: Writer, name: string): Promise<void> {
  for (const viewport of [WIDE, PHONE]) {
    await page.setViewportSize(viewport);
    if (await page.isVisible(".here")) await page.hover(".here");
    await page.waitForTimeout(250);
    await page.screenshot({ path: `${SHOTS}${name}-${String(viewport.width)}.png` });
  }
}

async function compose(writer: Writer, text: (typeof TEXTS)["en"] | (typeof TEXTS)["ar"]): Promise<void> {
  await writer.page.click(".ProseMirror");
  for (const [index, words] of text.words.entries()) {
    if (index > 0) await writer.presses("Enter");
    await writer.page.keyboard.insertText(words);
  }
  await writer.caret(text.heading);
  await writer.presses("Control+Alt+2");
  for (const item of text.items) {
    await writer.caret(item);
    await writer.presses("Control+Shift+8");
  }
  await writer.caret(text.quote);
  await writer.makes(text.quoteName);
  await writer.settled();
}

test.each([
  { language: "en", colorScheme: "light" },
  { language: "ar", colorScheme: "light" },
  { language: "en", colorScheme: "dark" },
] as const)("the chapter page: $language, $colorScheme", async ({ language, colorScheme }) => {
  const text = TEXTS[language];
  const name = `${language}-${colorScheme}`;
  const look = { locale: language === "ar" ? "ar" : "en-GB", colorScheme };
  const chapter = await scene.chapter(text.title);
  const windows = [
    await Window.signedIn(scene.browser, scene.service, "Ghana", look),
    await Window.signedIn(scene.browser, scene.service, "Denmark", look),
    await Window.signedIn(scene.browser, scene.service, "Secretariat", look),
  ] as const;
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
  await shoot(ghana, `${name}-carets`);

  scene.service.pause(true);
  try {
    await denmark.types(` ${text.typed}`);
    await denmark.sees("saving");
    await shoot(denmark, `${name}-saving`);
    await denmark.sees("offline");
    await shoot(denmark, `${name}-offline`);
  } finally {
    scene.service.pause(false);
  }
  await denmark.hurry();
  await denmark.settled();
  await denmark.page.evaluate(() => document.execCommand("insertText", false, "x".repeat(50_000)));
  await denmark.sees("refused");
  await denmark.presses("Control+z");
  await shoot(denmark, `${name}-refused`);
  await windows[0].page.goto(scene.service.address);
  await windows[0].page.waitForSelector(".contents");
  await shoot(ghana, `${name}-manual`);
  for (const window of windows) {
    expect(window.complaints).toEqual([]);
    await window.close();
  }
});
