// What a seat may do in a manual, decided at the desk by keyboard, and seen at once from the seat's own page: it reads, it writes
// again, and the manual is not there for it any more. Next: ../../src/desk/SeatRights.svelte.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { en as desk } from "../../src/lang/desk/en.ts";
import { atDesk } from "./support/at-desk.ts";
import { tooWide, violations } from "./support/audit.ts";
import { Scene } from "./support/scene.ts";

const TITLE = "Manual for focal points";
const said = desk.manualRights;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  expect(scene.complaints()).toEqual([]);
  await scene.strike();
});

async function opens(page: Page, seat: string): Promise<void> {
  await page.getByLabel(desk.seats.filter).fill(seat);
  await page.locator(".seats summary").first().press("Enter");
  await page.waitForSelector(".seat-open");
}

/** Goes through the choices by arrow keys. */
async function decides(page: Page, now: string, presses: number, key: "ArrowDown" | "ArrowUp"): Promise<void> {
  const button = page.getByRole("button", { name: said.changeOf(TITLE) });
  await button.press("Enter");
  await page.locator('dialog input[name="right"]:checked').focus();
  for (let times = 0; times < presses; times += 1) await page.keyboard.press(key);
  await page.keyboard.press("Enter");
  await page.getByText(said.saved(TITLE, now)).waitFor();
  expect(await page.locator(".may-do .facts").innerText()).toBe(now);
  await expect.poll(() => button.evaluate((it) => it === document.activeElement)).toBe(true);
}

test("decided at the desk, an open page of the seat reads, writes again, and finds nothing", async () => {
  const chapter = await scene.chapter("Rights");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("Mine to write.");
  const page = await atDesk(scene);
  await opens(page, "Ghana");
  const line = page.locator(".may-do li");
  await line.waitFor();
  expect(await line.innerText()).toContain(`${desk.seats.rights.edit} (${said.asKind})`);

  await page.getByRole("button", { name: said.changeOf(TITLE) }).press("Enter");
  for (const more of Object.values(said.more)) expect(await page.getByText(more).count(), more).toBe(1);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page), colorScheme).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
  const wide = page.viewportSize();
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await tooWide(page)).toBeLessThanOrEqual(0);
  if (wide !== null) await page.setViewportSize(wide);
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog", { state: "detached" });

  const writable = (): Promise<string | null> => ghana.page.getAttribute(".ProseMirror", "contenteditable");
  await decides(page, desk.seats.rights.read, 2, "ArrowDown");
  await expect.poll(writable).toBe("false");
  expect(await ghana.text()).toBe("Mine to write.");
  await decides(page, desk.seats.rights.edit, 3, "ArrowDown");
  await expect.poll(writable).toBe("true");
  await ghana.caret("write.", "after");
  await ghana.types(" Again.");
  await ghana.settled();
  await decides(page, desk.chapters.hidden, 4, "ArrowUp");
  await ghana.page.goto(`${scene.service.address}/`);
  await ghana.page.getByText("No manual yet.").waitFor();
  await decides(page, `${desk.seats.rights.edit} (${said.asKind})`, 1, "ArrowUp");
  await ghana.page.reload();
  await ghana.page.getByRole("link", { name: "Rights" }).waitFor();
});

test("of a seat that keeps the service nothing can be decided", async () => {
  const page = await atDesk(scene);
  await opens(page, "Secretariat");
  await page.getByText(said.keepsAll).waitFor();
  expect(await page.getByRole("button", { name: said.changeOf(TITLE) }).count()).toBe(0);
});
