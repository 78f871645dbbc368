// The roster at the desk: a list with one wrong line is told which line it is, and nothing of it is taken in; mended it is; and
// what is written out afterwards is what was brought in. By keyboard. Next: ../../src/desk/Roster.svelte.
import { readFileSync } from "node:fs";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { en as desk } from "../../src/lang/desk/en.ts";
import { atDesk } from "./support/at-desk.ts";
import { tooWide, violations } from "./support/audit.ts";
import { Scene } from "./support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  expect(scene.complaints()).toEqual([]);
  await scene.strike();
});

const HEAD = "seat,kind,name,email,role,admin,from,until";
const KENYA = "Kenya,state,Wanjiru Kamau,wanjiru@example.org,focal-point,yes,,";
const DEPUTY = "Kenya,state,Otieno Okoth,,deputy,no,,";
const WRONG = "Ghana,state,Ama Mensah,,president,no,,";
const MENDED = "Ghana,state,Ama Mensah,,colleague,no,,";

const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** The rows of people in a list, in no order: what is said of when they came is the service's to say. */
const rowsOf = (csv: string): string[][] =>
  csv
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","))
    .filter(([, , name]) => name !== "")
    .map((cells) => cells.slice(0, 6))
    .sort((one, other) => one.join().localeCompare(other.join()));

async function downloads(page: Page): Promise<string> {
  const [file] = await Promise.all([page.waitForEvent("download"), button(page, desk.roster.download).press("Enter")]);
  expect(file.suggestedFilename()).toBe("roster.csv");
  return readFileSync(await file.path(), "utf8");
}

test("one wrong line is named and nothing comes in; mended everything does, and the list that is written out equals it", async () => {
  const page = await atDesk(scene);
  const before = await downloads(page);
  await button(page, desk.roster.import).press("Enter");
  await page.getByLabel(desk.roster.paste).fill([HEAD, KENYA, DEPUTY, WRONG].join("\n"));
  await button(page, desk.roster.check).press("Enter");
  await page.getByText(desk.roster.bad(1)).waitFor();
  const rows = page.locator(".roster-lines tbody tr");
  expect(await rows.count()).toBe(3);
  expect(await rows.locator("td:first-child").allInnerTexts()).toEqual(["2", "3", "4"]);
  const wrong = page.locator(".roster-lines tr.is-wrong");
  expect(await wrong.count()).toBe(1);
  expect(await wrong.locator("td").allInnerTexts()).toEqual([
    "4",
    "Ghana",
    "Ama Mensah",
    expect.stringContaining("role"),
  ]);
  expect(await button(page, desk.roster.now).count(), "there is no way to take it in").toBe(0);
  expect(await violations(page)).toEqual([]);
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await tooWide(page)).toBeLessThanOrEqual(0);
  if (wide !== null) await page.setViewportSize(wide);
  expect(await roster()).toBe(before);

  await button(page, desk.roster.again).press("Enter");
  const field = page.getByLabel(desk.roster.paste);
  await field.fill((await field.inputValue()).replace(WRONG, MENDED));
  await button(page, desk.roster.check).press("Enter");
  await page.getByText(desk.roster.good(3)).waitFor();
  expect(await roster(), "looking takes nothing in").toBe(before);
  await button(page, desk.roster.now).press("Enter");
  await page.getByText(desk.roster.imported(3)).waitFor();
  await page.locator("dialog").getByRole("button", { name: "Close", exact: true }).press("Enter");
  await page.locator(".seat-called", { hasText: "Kenya" }).waitFor();

  const after = await downloads(page);
  expect(rowsOf(after)).toEqual(rowsOf([HEAD, KENYA, DEPUTY, MENDED].join("\n")));
  // What was written out, brought in again, adds nobody.
  await button(page, desk.roster.import).press("Enter");
  await page
    .getByLabel(desk.roster.file)
    .setInputFiles({ name: "r.csv", mimeType: "text/csv", buffer: Buffer.from(after) });
  await button(page, desk.roster.check).press("Enter");
  await button(page, desk.roster.now).press("Enter");
  await page.getByRole("status").filter({ hasText: "The roster is imported" }).waitFor();
  expect(await roster()).toBe(after);
});

/** As the service has it. */
async function roster(): Promise<string> {
  const headers = { authorization: `Bearer ${scene.keeper}` };
  return (await fetch(`${scene.service.address}/api/v1/roster`, { headers })).text();
}
