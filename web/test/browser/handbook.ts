// The pictures of the handbook: every page and every state of a page, in English and in Arabic, on a wide screen and on a
// phone, in docs/handbook/images; and the page that shows all of them. Nothing is asserted but that they can be taken; a
// person looks at them. Next: support/screens.ts.
import { readdirSync, rmSync, writeFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { figure, since } from "./support/figure.ts";
import { drawn } from "./support/hands.ts";
import { Pictures } from "./support/pictures.ts";
import { SCENES } from "./support/scenes.ts";
import { SCREENS } from "./support/screens.ts";
import { Stage } from "./support/stage.ts";

const HANDBOOK = new URL("../../../docs/handbook/", import.meta.url).pathname;
const SIZES = [
  ["", { width: 1280, height: 720 }],
  ["-phone", { width: 360, height: 640 }],
] as const;
/** A phone has fingers, and no keys to tell of. */
const FINGERS = { hasTouch: true, isMobile: true };
const LANGUAGES = ["en", "ar"] as const;
/** For whoever works on one screen: CHANCERY_SCREENS=note,notes takes the pictures of these alone. */
const ONLY = process.env["CHANCERY_SCREENS"]?.split(",") ?? null;

/** So that the page of editions is as it is where everything is installed. */
const PRESS = process.env["CHANCERY_PRESS"] ?? new URL("../../../target/debug/press", import.meta.url).pathname;

const pictures = new Pictures(`${HANDBOOK}images`, ONLY !== null);
const begun = performance.now();

describe.each(LANGUAGES)("%s", (language) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set(language, PRESS);
    await stage.freeze(stage.edition);
    await stage.prepared();
  });
  afterAll(async () => {
    await stage.strike();
  });

  test.each(SIZES)("every page and state%s", { timeout: 10 * 60_000 }, async (ending, viewport) => {
    // Somebody else is there, so that it can be seen who is where.
    const guest = await stage.window("Denmark");
    await guest.page.goto(stage.chapter(2));
    await guest.page.waitForSelector('.foot[data-state="saved"]');
    const tour = await stage.tour({ viewport, ...(ending === "" ? {} : FINGERS) });
    const screens = SCREENS.filter(({ everywhere }) => everywhere !== true || language === "en");
    for (const screen of screens.filter(({ name }) => ONLY?.includes(name) ?? true)) {
      await tour.show(screen, async (page) => {
        await drawn(page);
        await pictures.take(page, `${screen.name}-${language}${ending}`);
      });
    }
    await guest.close();
    expect(await tour.end()).toEqual([]);
  });

  test.each(SCENES.filter(({ name }) => ONLY?.includes(name) ?? true))("$name", async ({ name, play }) => {
    await play(stage, async (page) => {
      for (const [ending, viewport] of SIZES) {
        await page.setViewportSize(viewport);
        await drawn(page);
        await page.waitForTimeout(200);
        await pictures.take(page, `${name}-${language}${ending}`);
      }
    });
  });
});

test("the page that shows all of them", () => {
  const { taken, written, bytes } = pictures;
  figure(`${String(taken.length)} pictures, ${String(written)} of them new, ${kilobytes(bytes)} kB, ${since(begun)}`);
  if (ONLY !== null) return;
  for (const file of readdirSync(`${HANDBOOK}images`)) {
    if (!taken.includes(file.replace(".png", ""))) rmSync(`${HANDBOOK}images/${file}`);
  }
  writeFileSync(`${HANDBOOK}screens.md`, gallery());
});

const kilobytes = (bytes: number): string => String(Math.round(bytes / 1_000));

function gallery(): string {
  const rows = [...SCREENS, ...SCENES].map(({ name, ...screen }) => {
    const languages = "everywhere" in screen ? LANGUAGES.slice(0, 1) : LANGUAGES;
    const shown = languages.flatMap((language) =>
      SIZES.map(([ending]) => `![${name}, ${language}${ending}](images/${name}-${language}${ending}.png)`),
    );
    while (shown.length < LANGUAGES.length * SIZES.length) shown.push("");
    return `| ${name} | ${shown.join(" | ")} |`;
  });
  return [
    "# Every page and every state",
    "",
    "Made by `npm run handbook` in `web`, on invented chapters. [The handbook](README.md) says what they are for.",
    "",
    "| | English | on a phone | Arabic | on a phone |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
