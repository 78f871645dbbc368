// Every page and state at its hardest: on 320 px, at 400 %, with a reader's own spacing, under a finger, in the device's own
// colours, and still. Each screen is opened twice a language and looked at from all sides; what was found is told by test.
import { beforeAll, describe, expect, test } from "vitest";

import { tooWide } from "./support/audit.ts";
import { figure, since } from "./support/figure.ts";
import * as layout from "./support/layout.ts";
import { SCREENS, type Screen } from "./support/screens.ts";
import { Stage } from "./support/stage.ts";

/** What was found by each check, each with the screens where it was. */
type Found = Map<string, Map<string, string[]>>;

/** 400 % on a screen of 1280 by 1024. */
const ZOOMED = { width: 320, height: 256 };
const PHONE = { width: 320, height: 640 };
/** The most that bars may cover of a window, so that there is room for the text. */
const COVERED_MAX = 0.5;
/** So many presses of Tab are looked at on a screen. */
const TABS = 6;

describe.each(["en", "ar"] as const)("%s", (language) => {
  const found: Found = new Map();
  let seen = 0;

  const note = (check: string, { name }: Screen, what: readonly string[]): void => {
    const places = found.get(check) ?? new Map<string, string[]>();
    for (const each of what) places.set(each, [...(places.get(each) ?? []), name]);
    found.set(check, places);
  };

  beforeAll(async () => {
    const begun = performance.now();
    const stage = await Stage.set(language);
    await stage.freeze(stage.edition);
    try {
      await small(stage);
      await plain(stage);
    } finally {
      await stage.strike();
    }
    figure(`${String(SCREENS.length)} screens at their hardest (${language}), ${since(begun)}`);
  }, 10 * 60_000);

  /** On a phone, by touch, then as large as it gets, then with wide spaces. */
  async function small(stage: Stage): Promise<void> {
    const touch = { viewport: PHONE, hasTouch: true, isMobile: true };
    await visit(stage, touch, async (screen, page) => {
      note("width", screen, await width(page));
      note("targets", screen, await layout.small(page));
      await page.setViewportSize(ZOOMED);
      note("zoom", screen, await width(page));
      const share = await layout.covered(page);
      if (share > COVERED_MAX) note("zoom", screen, [`${String(Math.round(share * 100))} % are covered by bars`]);
      await page.setViewportSize(PHONE);
      await layout.space(page);
      note("spacing", screen, [...(await width(page)), ...(await layout.cut(page))]);
    });
  }

  /** In the device's colours, without movement, by keyboard. */
  async function plain(stage: Stage): Promise<void> {
    await visit(stage, { forcedColors: "active", reducedMotion: "reduce" }, async (screen, page) => {
      note("motion", screen, await layout.moving(page));
      note("colours", screen, await layout.byColourAlone(page));
      for (let presses = 0; presses < TABS; presses += 1) {
        await page.keyboard.press("Tab");
        const unseen = await layout.unseenFocus(page);
        if (unseen !== null) note("colours", screen, [`the focus is not seen: ${unseen}`]);
      }
    });
  }

  async function visit(
    stage: Stage,
    look: Parameters<Stage["window"]>[1],
    see: (screen: Screen, page: Awaited<ReturnType<Stage["window"]>>["page"]) => Promise<void>,
  ): Promise<void> {
    const tour = await stage.tour(look);
    for (const screen of SCREENS) {
      await tour.show(screen, async (page) => see(screen, page));
      seen += 1;
    }
    note("complaints", SCREENS[0] as Screen, await tour.end());
  }

  test.each([
    ["nothing is wider than 320 px", "width"],
    ["at 400 % the page reflows, and the text has room between the bars", "zoom"],
    ["wide lines, letters and words cut nothing off", "spacing"],
    ["what is pressed is at least 24 px high and wide", "targets"],
    ["in the device's own colours every state and the focus are seen", "colours"],
    ["nothing moves for whoever asked for stillness", "motion"],
    ["the content security policy had nothing to report", "complaints"],
  ])("%s", (_, check) => {
    expect(seen).toBe(2 * SCREENS.length);
    const told = [...(found.get(check) ?? [])].map(([what, names]) => `${what} (${names.join(", ")})`);
    expect(told).toEqual([]);
  });
});

async function width(page: Parameters<typeof tooWide>[0]): Promise<string[]> {
  const over = await tooWide(page);
  return over > 0 ? [`${String(over)} px too wide`] : [];
}
