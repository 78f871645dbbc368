// The touch of a passkey that a grave act wants, in a real browser: an edition frozen with a touch that the service has forgotten,
// cancelled first, then made; and a download. Next: ../../src/door/touch.ts.
import { afterAll, beforeAll, expect, test } from "vitest";

import { door } from "../../src/lang/door/en.ts";
import { en as desk } from "../../src/lang/desk/en.ts";
import { tooWide, violations } from "./support/audit.ts";
import { Window } from "./support/browser.ts";
import { addPerson, Authenticator, byName, invite } from "./support/person.ts";
import { Scene } from "./support/scene.ts";

let scene: Scene;
let window: Window;
let device: Authenticator;
beforeAll(async () => {
  scene = await Scene.set();
  byName(scene.service);
  await scene.chapter("Setting up the office");
  const ama = await addPerson(scene.service, scene.keeper, "Secretariat", "Ama Owusu");
  window = await Window.open(scene.browser, scene.service);
  device = await Authenticator.into(window.page);
  const { link, code } = await invite(scene.service, scene.keeper, ama);
  await window.page.goto(link);
  await window.page.fill("#code", code);
  await window.page.click('form button[type="submit"]');
  await window.page.getByRole("button", { name: door.offer.make }).click();
  await window.page.waitForURL(`${scene.service.address}/`);
});
afterAll(async () => {
  await scene.strike();
});

/** Touches are in the memory of the service alone. */
async function forget(): Promise<void> {
  await scene.service.kill();
  await scene.service.serve();
  byName(scene.service);
}

const editions = async (): Promise<number> =>
  (await scene.service.call<unknown[]>(scene.keeper, "GET", `manuals/${scene.manual}/editions`)).length;

test("freezing with a stale touch asks for one: cancelled, nothing is frozen; made, it is frozen once", async () => {
  await forget();
  const { page } = window;
  const asked = page.getByRole("dialog", { name: door.touch.title });
  await page.goto(`${scene.service.address}/manuals/${scene.slug}/editions`);
  await page.getByRole("button", { name: "Freeze an edition" }).click();
  await page.getByRole("radio", { name: "Working text" }).check(); // the chapter is empty
  await page.fill("#edition-name", "First edition 2027");
  await page.keyboard.press("Enter");
  await asked.waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent.trim())).toBe(door.touch.confirm);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 740 });
    expect(await violations(page), String(width)).toEqual([]);
    expect(await tooWide(page)).toBeLessThanOrEqual(0);
  }
  await page.keyboard.press("Escape");
  await page.getByText("Nothing was frozen.").waitFor();
  expect(await asked.count()).toBe(0);
  expect(await page.evaluate(() => document.activeElement?.closest("dialog") !== null), "the focus is inside").toBe(
    true,
  );
  expect(await editions()).toBe(0);

  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("button", { name: "Freeze now" }).click();
  await device.confirms(false);
  await asked.getByRole("button", { name: door.touch.confirm }).press("Enter");
  await asked.getByText(door.touch.stopped).waitFor();
  expect(await editions()).toBe(0);
  await device.confirms(true);
  await asked.getByRole("button", { name: door.touch.confirm }).press("Enter");
  await page.getByText("Edition 1 is frozen").waitFor();
  expect(await asked.count()).toBe(0);
  expect(await editions()).toBe(1);
  await page.getByRole("button", { name: "Close" }).click();

  // For minutes nothing is asked.
  await page.getByRole("button", { name: "Freeze an edition" }).click();
  await page.getByRole("radio", { name: "Working text" }).check(); // the chapter is empty
  await page.fill("#edition-name", "Second edition 2027");
  await page.keyboard.press("Enter");
  await page.getByText("Edition 2 is frozen").waitFor();
  expect(await editions()).toBe(2);
});

test("the roster is handed over after a touch, and not without", async () => {
  await forget();
  const { page } = window;
  await page.goto(`${scene.service.address}/desk`);
  const asked = page.getByRole("dialog", { name: door.touch.title });
  const download = page.getByRole("button", { name: desk.roster.download });
  await download.click();
  await asked.getByRole("button", { name: door.access.cancel }).click();
  await page.getByText(desk.nothingChanged).waitFor();
  const file = page.waitForEvent("download");
  await download.click();
  await asked.getByRole("button", { name: door.touch.confirm }).click();
  expect((await file).suggestedFilename()).toBe("roster.csv");
  expect(await page.getByText(desk.nothingChanged).count()).toBe(0);
  expect(window.complaints).toEqual([]);
});
