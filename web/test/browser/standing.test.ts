// What the desk decides of a chapter while others are in it: locked, closed, nobody named, and back, seen from the pages of two
// seats. Nobody loads a page again, and no word is lost. Next: ../../src/desk/Standing.svelte, the pause in pause.test.ts.
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Proposal } from "../../src/branch/ask.ts";
import { en as desk } from "../../src/lang/desk/en.ts";
import { decides } from "./support/at-desk.ts";
import { violations } from "./support/audit.ts";
import { inFlight } from "./support/in-flight.ts";
import { asksWho } from "./support/hands.ts";
import { Scene } from "./support/scene.ts";
import type { Writer } from "./support/writer.ts";

const READY_MS = 30_000;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  expect(scene.complaints()).toEqual([]);
  await scene.strike();
});

const standing = ({ page }: Writer) => page.locator(".standing");
const isWritable = ({ page }: Writer): Promise<string | null> => page.getAttribute(".ProseMirror", "contenteditable");

/** Says so if the page is loaded again. */
const remember = ({ page }: Writer): Promise<void> => page.evaluate(() => void Object.assign(globalThis, { kept: 1 }));
const isTheSamePage = ({ page }: Writer): Promise<boolean> => page.evaluate(() => "kept" in globalThis);

/** All that a page says, carets and what only the ear hears included. */
const everything = ({ page }: Writer): Promise<string> => page.evaluate(() => document.documentElement.outerHTML);

/** Waits until the page says how the chapter stands, in this one sentence. */
async function says(writer: Writer, sentence: string): Promise<void> {
  await expect.poll(() => standing(writer).allInnerTexts(), { timeout: READY_MS }).toEqual([sentence]);
}

async function saysNothing(writer: Writer): Promise<void> {
  await expect.poll(() => standing(writer).count(), { timeout: READY_MS }).toBe(0);
}

test("locked while others write: what was in flight is a proposal, the text stays, and unlocked it is written in again", async () => {
  const chapter = await scene.chapter("Locked");
  const flight = await inFlight((await scene.window("Ghana")).page, chapter);
  const denmark = await scene.writer("Denmark", chapter);
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("The rule stands.");
  await denmark.reads("The rule stands.");
  await remember(denmark);
  flight.hold();
  await ghana.types(" For ever.");
  await decides(scene, "Locked", { state: "locked" });

  await says(denmark, desk.standing.locked);
  expect(await isWritable(denmark)).toBe("false");
  expect(await denmark.text()).toBe("The rule stands.");
  expect(await violations(denmark.page)).toEqual([]);

  flight.release();
  await ghana.page
    .locator(".branch-text")
    .filter({ hasText: "This chapter was locked while you were writing." })
    .waitFor({ timeout: READY_MS });
  await ghana.types(" And ever.");
  await ghana.settled();
  expect(await ghana.text()).toBe("The rule stands. For ever. And ever.");
  expect(await ghana.page.getAttribute(".foot", "data-shelved")).toBe("0");
  const proposals = await scene.service.call<Proposal[]>(scene.keeper, "GET", `manuals/${scene.manual}/proposals`);
  expect(proposals.map(({ chapter: of, reason, state }) => [of, reason, state])).toEqual([[chapter, "locked", "open"]]);
  expect(await denmark.text()).toBe("The rule stands.");

  await decides(scene, "Locked", { state: "open" });
  await saysNothing(denmark);
  await expect.poll(() => isWritable(denmark)).toBe("true");
  await denmark.caret("stands.", "after");
  await denmark.types(" It does.");
  await denmark.settled();
  expect(await denmark.text()).toBe("The rule stands. It does.");
  expect(await isTheSamePage(denmark)).toBe(true);
});

test("closed it is for reading alone, says so, and what came too late is on the shelf; reopened it is written in again", async () => {
  const chapter = await scene.chapter("Closed");
  const flight = await inFlight((await scene.window("Ghana")).page, chapter);
  const denmark = await scene.writer("Denmark", chapter);
  const ghana = await scene.writer("Ghana", chapter);
  await denmark.writes("Agreed.");
  await ghana.reads("Agreed.");
  for (const writer of [ghana, denmark]) await remember(writer);
  flight.hold();
  await ghana.caret("Agreed.", "after");
  await ghana.types(" Not quite.");
  await decides(scene, "Closed", { state: "closed" });
  await says(denmark, desk.standing.closed);
  expect(await isWritable(denmark)).toBe("false");
  expect(await denmark.status()).toBe("Reading");
  flight.release();
  await ghana.page.getByRole("button", { name: "Show my words" }).click({ timeout: READY_MS });
  expect(await ghana.page.innerText(".shelf-words")).toContain("Not quite.");
  await ghana.page.keyboard.press("Escape");
  await says(ghana, desk.standing.closed);
  expect(await ghana.text()).toBe("Agreed.");
  expect(await isWritable(ghana)).toBe("false");

  await decides(scene, "Closed", { state: "open" });
  for (const writer of [ghana, denmark]) await saysNothing(writer);
  for (const [writer, words] of [
    [ghana, " By Ghana."],
    [denmark, " By Denmark."],
  ] as const) {
    await expect.poll(() => isWritable(writer)).toBe("true");
    await writer.caret("Agreed.", "after");
    await writer.types(words);
    await writer.settled();
    expect(await isTheSamePage(writer)).toBe(true);
  }
  await ghana.reads("By Denmark.");
  expect(await ghana.text()).toBe("Agreed. By Denmark. By Ghana.");
});

test("nobody is named from one moment on: carets and names vanish from the other page, and what was before is not revealed", async () => {
  const chapter = await scene.chapter("Spoken freely");
  const denmark = await scene.writer("Denmark", chapter);
  const ghana = await scene.writer("Ghana", chapter);
  const caret = denmark.page.locator(".ProseMirror .caret");
  const present = denmark.page.locator(".here .seat", { hasText: "Ghana" });
  await ghana.writes("Named.");
  await denmark.reads("Named.");
  await caret.waitFor({ state: "attached" });
  await present.waitFor({ state: "attached" });
  for (const writer of [ghana, denmark]) await remember(writer);

  await decides(scene, "Spoken freely", { mode: "unattributed" });
  for (const writer of [ghana, denmark]) await says(writer, desk.standing.unattributed);
  await caret.waitFor({ state: "detached" });
  await present.waitFor({ state: "detached" });
  await ghana.caret("Named.", "after");
  await ghana.presses("Enter");
  await ghana.types("Free.");
  await ghana.settled();
  await denmark.reads("Free.");
  expect(await caret.count()).toBe(0);
  expect(await everything(denmark)).not.toContain("Ghana");
  expect(await violations(denmark.page)).toEqual([]);
  await asksWho(denmark.page);
  await denmark.page.getByText(desk.authors.unattributed).waitFor();
  expect(await denmark.page.locator(".wrote-block").count()).toBe(0);
  await denmark.page.keyboard.press("Escape");

  await decides(scene, "Spoken freely", { mode: "seat" });
  for (const writer of [ghana, denmark]) await saysNothing(writer);
  await ghana.caret("Free.", "after");
  await ghana.presses("Enter");
  await ghana.types("Named again.");
  await ghana.settled();
  await denmark.reads("Named again.");
  await caret.waitFor({ state: "attached" });
  await present.waitFor({ state: "attached" });
  await asksWho(denmark.page);
  const told = denmark.page.locator(".wrote-block");
  await told.nth(2).waitFor();
  expect(
    await told.evaluateAll((blocks) => blocks.map((block) => (block as HTMLElement).innerText.split(/\s*\n\s*/))),
  ).toEqual([
    ["Ghana", "Named."],
    [desk.authors.without, "Free."],
    ["Ghana", "Named again."],
  ]);
  for (const writer of [ghana, denmark]) expect(await isTheSamePage(writer)).toBe(true);
});
