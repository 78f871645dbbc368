// What takes more than one person, or a line that is gone, to be seen: each is played from its beginning and shown at its end.
// For pictures alone; what happens in them is tested elsewhere. Next: screens.ts, everything that one person comes to.
import type { Page } from "playwright-core";

import { caretBehind, drawn } from "./hands.ts";
import type { Stage } from "./stage.ts";

export interface Played {
  readonly name: string;
  /** Plays the scene and shows it, while it lasts. */
  readonly play: (stage: Stage, show: (page: Page) => Promise<void>) => Promise<void>;
}

/** A seat in a chapter, with its caret behind words. */
async function comes(stage: Stage, seat: string, n: number, words: string): Promise<Page> {
  const { page } = await stage.window(seat);
  await page.goto(stage.chapter(n));
  await page.waitForSelector('.foot[data-state="saved"]');
  await page.waitForSelector(".foot .count");
  await caretBehind({ page, stage, words: stage.words }, words);
  return page;
}

/** Names stand at carets for a few seconds after each move: as they stand then. */
const showNames = (page: Page): Promise<void> =>
  page.evaluate(() => {
    for (const name of document.querySelectorAll<HTMLElement>(".caret-name")) name.style.animation = "none";
  });

const leave = async (...pages: readonly Page[]): Promise<void> => {
  for (const page of pages) await page.context().close();
};

export const SCENES: readonly Played[] = [
  {
    name: "together",
    play: async (stage, show) => {
      const { office } = stage;
      const words = office.blocks.map(([, each]) => each);
      const ghana = await comes(stage, "Ghana", 2, words[0] ?? "");
      const denmark = await comes(stage, "Denmark", 2, words[2] ?? "");
      const secretariat = await comes(stage, "Secretariat", 2, words[3] ?? "");
      await secretariat.keyboard.press("Shift+Home");
      await ghana.waitForFunction(() => document.querySelectorAll(".caret-name").length === 2);
      await ghana.waitForSelector(".selection");
      await showNames(ghana);
      await drawn(ghana);
      await show(ghana);
      await leave(ghana, denmark, secretariat);
    },
  },
  {
    name: "offline",
    play: async (stage, show) => {
      const page = await comes(stage, "Ghana", 2, stage.office.blocks[2]?.[1] ?? "");
      await stage.scene.service.kill();
      try {
        await page.keyboard.insertText(` ${stage.office.typed}`);
        await page.waitForSelector('.foot[data-state="offline"][data-kept]:not([data-kept="0"])', { timeout: 30_000 });
        await page.waitForSelector(".news");
        await show(page);
      } finally {
        await stage.scene.service.serve();
        await page.evaluate(() => globalThis.dispatchEvent(new Event("online")));
        await page.waitForSelector('.foot[data-state="saved"][data-pending="0"]', { timeout: 30_000 });
        await page.keyboard.press("Control+z");
        await page.waitForSelector('.foot[data-state="saved"][data-pending="0"]', { timeout: 30_000 });
        await leave(page);
      }
    },
  },
];
