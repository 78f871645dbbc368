// Every task of the handbook with the keyboard alone, one after the other in one sitting, in a language from each side: no
// pointer is ever used, the focus is always seen, nothing holds it, and everything says by name where one is.
import { readdirSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { figure, since } from "./support/figure.ts";
import type { StageLanguage } from "./support/stage.ts";
import { Walk } from "./support/walk.ts";
import { KEEPING, LEAVING, ON_THE_WAY } from "./support/walk-manual.ts";
import { SEATS } from "./support/walk-seats.ts";
import { COMING_IN, WRITING } from "./support/walk-text.ts";
import { THINGS } from "./support/walk-things.ts";

const TASKS = [...COMING_IN, ...WRITING, ...THINGS, ...ON_THE_WAY, ...KEEPING, ...SEATS, ...LEAVING];
/** Pages that explain no task: the way in, and pictures of all pages. */
const NO_TASK = ["README.md", "screens.md"];

describe.each(["en", "ar"] as const)("%s", (language: StageLanguage) => {
  let begun = 0;
  let at: Walk;
  let done = 0;
  beforeAll(async () => {
    begun = performance.now();
    at = await Walk.begin(language);
  });
  afterAll(async () => {
    await at.stage.strike();
  });

  // Each begins where the one before it ended; what follows one that failed says nothing.
  for (const [before, { page, task, walk }] of TASKS.entries()) {
    test(`${page}: ${task}`, async ({ skip }) => {
      skip(done < before, "the task before it was not done");
      await walk(at);
      done += 1;
    });
  }

  test("there is a task for each page of the handbook", () => {
    const handbook = new URL("../../../docs/handbook/", import.meta.url);
    const pages = readdirSync(handbook).filter((name) => name.endsWith(".md") && !NO_TASK.includes(name));
    expect(new Set(TASKS.map(({ page }) => `${page}.md`))).toEqual(new Set(pages));
  });

  test("the focus was always seen, and nothing was complained of", () => {
    expect([...at.keys.unseen]).toEqual([]);
    expect(at.window.complaints).toEqual([]);
    figure(`${String(done)} tasks by ${String(at.keys.presses)} keys and no pointer (${language}), ${since(begun)}`);
  });
});
