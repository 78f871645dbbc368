// "Who wrote this" where two seats write in one paragraph: each piece is its writer's, what was deleted is told, and so it stays
// when the service starts again. Which characters are whose is the service's own test; this is what a person sees.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { en as desk } from "../../src/lang/desk/en.ts";
import { violations } from "./support/audit.ts";
import { asksWho } from "./support/hands.ts";
import { Scene } from "./support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  expect(scene.complaints()).toEqual([]);
  await scene.strike();
});

interface Told {
  readonly seats: readonly string[];
  /** Each piece with its seat, as the pointer is told of it. */
  readonly pieces: readonly (readonly [seat: string, words: string])[];
  readonly removed: readonly string[];
}

/** What the open dialog says, block by block. */
const told = (page: Page): Promise<Told[]> =>
  page.locator(".wrote-block").evaluateAll((blocks) =>
    blocks.map((block) => ({
      seats: [...block.querySelectorAll(".wrote-seat")].map((seat) => (seat as HTMLElement).innerText),
      pieces: [...block.querySelectorAll(".wrote-text > p:first-child > span")].map((piece): [string, string] => [
        piece.getAttribute("title") ?? "",
        piece.textContent ?? "",
      ]),
      removed: [...block.querySelectorAll(".wrote-text > .hint")].map((line) => (line as HTMLElement).innerText),
    })),
  );

test("each piece of a paragraph that two seats wrote is its writer's, with what was deleted there", async () => {
  const chapter = await scene.chapter("Written by two");
  const ghana = await scene.writer("Ghana", chapter);
  const denmark = await scene.writer("Denmark", chapter);
  await ghana.writes("The office answers.", "Alone.");
  await denmark.reads("Alone.");
  await denmark.caret("office", "before");
  await denmark.types("small 🕊 ");
  await denmark.settled();
  await ghana.reads("small 🕊 office");
  await ghana.caret("answers", "after");
  await ghana.types(" fast");
  await ghana.settled();
  await denmark.reads("fast");
  // Denmark takes away a word of Ghana.
  await denmark.select(" answers");
  await denmark.presses("Delete");
  await denmark.settled();
  await ghana.reads("office fast.");

  const expected = [
    ["Ghana", "The "],
    ["Denmark", "small 🕊 "],
    ["Ghana", "office fast."],
  ];
  for (const writer of [ghana, denmark]) {
    await asksWho(writer.page);
    await writer.page.locator(".wrote-block").nth(1).waitFor();
    const [first, second, ...more] = await told(writer.page);
    expect(first?.pieces).toEqual(expected);
    expect([...(first?.seats ?? [])].sort()).toEqual(["Denmark", "Ghana"]);
    expect(first?.removed).toHaveLength(1);
    expect(first?.removed[0]).toContain(`${desk.authors.removed}: ${desk.authors.removedBy(8, "Denmark", "").trim()}`);
    expect([second?.seats, second?.pieces, second?.removed]).toEqual([["Ghana"], [["Ghana", "Alone."]], []]);
    expect(more).toEqual([]);
    expect(await violations(writer.page)).toEqual([]);
    await writer.page.keyboard.press("Escape");
    await writer.page.waitForSelector("dialog", { state: "detached" });
  }

  await scene.service.kill();
  await scene.service.serve();
  await ghana.hurry();
  await ghana.settled();
  await asksWho(ghana.page);
  await ghana.page.locator(".wrote-block").nth(1).waitFor();
  expect((await told(ghana.page))[0]?.pieces).toEqual(expected);
});
