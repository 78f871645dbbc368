// Appearing as a member: a person switches it on where they see themselves named; everybody else then sees a member, in their
// own language and in nobody's colour, at once and on every page. What the service sends is tests/it/presence.rs.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { tooWide, violations } from "./support/audit.ts";
import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

/** From the switch to the other screen, on a machine that does other things too. */
const SOON_MS = 30_000;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  expect(scene.complaints()).toEqual([]);
  await scene.strike();
});

const theSwitch = (page: Page) => page.getByRole("switch", { name: "Appear as a member of the network" });
/** All that a page says, carets and what only the ear hears included. */
const everything = (page: Page): Promise<string> => page.evaluate(() => document.documentElement.outerHTML);

test("whoever appears as a member is named on nobody's screen, and is told so on their own", async () => {
  const chapter = await scene.chapter("Early warning");
  const ghana = await scene.writer("Ghana", chapter);
  const window = await Window.signedIn(scene.browser, scene.service, "Denmark", { locale: "fr" });
  const denmark = await Writer.open(window, chapter);
  const { page: own } = ghana;
  const { page: other } = denmark;
  await ghana.writes("A mandate in writing.");
  await ghana.settled();
  await other.getByRole("listitem").filter({ hasText: "Ghana" }).waitFor();

  await own.getByRole("button", { name: "Ghana (you)" }).click();
  expect(await theSwitch(own).isChecked()).toBe(false);
  await theSwitch(own).click();
  await other.locator(".here .shade-8", { hasText: "Un membre" }).waitFor({ timeout: SOON_MS });
  await own.getByText("They do not see which seat it is").waitFor();
  expect(await violations(own)).toEqual([]);
  await own.getByRole("button", { name: "Close" }).click();
  await own.getByRole("button", { name: "A member (you)" }).waitFor({ timeout: SOON_MS });

  // What follows names nobody either: carets that move, text that comes, the page of the manual.
  await ghana.caret("writing", "after");
  await ghana.types(" and in law");
  await ghana.settled();
  await other.getByText("in writing and in law").waitFor({ timeout: SOON_MS });
  await other.locator(".ProseMirror .caret.shade-8").waitFor({ state: "attached", timeout: SOON_MS });
  expect(await everything(other)).not.toContain("Ghana");
  const tab = await window.context.newPage();
  await tab.goto(`${scene.service.address}/manuals/${scene.slug}`);
  await tab.locator(".marks .shade-8", { hasText: "Un membre" }).waitFor({ timeout: 4 * SOON_MS });
  expect(await everything(tab)).not.toContain("Ghana");
  await tab.close();

  // Loaded again it still holds, and on a phone, where there is no room for oneself in the list, it is shown all the same.
  await own.reload();
  await ghana.settled();
  await own.getByRole("button", { name: "A member (you)" }).waitFor({ timeout: SOON_MS });
  await own.setViewportSize({ width: 320, height: 640 });
  expect(await own.locator(".here .own").isVisible()).toBe(true);
  expect(await tooWide(own)).toBeLessThanOrEqual(0);
  await own.setViewportSize({ width: 1280, height: 800 });

  // The list of what is shown leads there too; switched off, the name is back.
  await own.getByRole("button", { name: "View", exact: true }).click();
  await own.getByRole("menuitem", { name: "How others see you" }).click();
  expect(await theSwitch(own).isChecked()).toBe(true);
  await own.keyboard.press("Space");
  await other.locator(".here .seat", { hasText: "Ghana" }).waitFor({ timeout: SOON_MS });
  await window.close();
});

test("the page of the manual leads there as well, and says that it is on", async () => {
  const window = await Window.signedIn(scene.browser, scene.service, "Denmark");
  const { page } = window;
  await page.getByRole("button", { name: "How others see you" }).click();
  await theSwitch(page).click();
  await page.getByText("They do not see which seat it is").waitFor();
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: "Others see you as a member" }).waitFor();
  await page.reload();
  await page.getByRole("button", { name: "Others see you as a member" }).waitFor();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await tooWide(page)).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  expect(window.complaints).toEqual([]);

  // Where the service does not answer, the switch goes back and says so.
  await page.getByRole("button", { name: "Others see you as a member" }).click();
  await page.context().setOffline(true);
  await theSwitch(page).click();
  await page.getByText("Nothing was changed").waitFor();
  expect(await theSwitch(page).isChecked()).toBe(true);
  await window.close();
});
