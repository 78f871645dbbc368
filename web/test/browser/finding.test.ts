// Finding words and definitions across a manual, and going to the place.
import { afterAll, beforeAll, expect, test } from "vitest";

import { Scene } from "./support/scene.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

test("words are found in every chapter, without accents, and the caret goes there", async () => {
  const first = await scene.chapter("Alerte précoce");
  const ghana = await scene.writer("Ghana", first);
  await ghana.writes("Rien ici.", "Un message d’alerte précoce.");
  const denmark = await scene.writer("Denmark", await scene.chapter("Another"));
  await denmark.writes("Nothing of it here.");
  const { page } = await scene.window("Denmark");
  await page.goto(`${scene.service.address}/manuals/${scene.slug}`);
  await page.getByLabel("Find in the manual").fill("PRECOCE");
  await page.keyboard.press("Enter");
  const places = page.locator(".finding-places a");
  await expect.poll(() => places.allInnerTexts()).toEqual(["Alerte précoce", "Un message d’alerte précoce."]);
  expect(await page.locator(".finding-places mark").allInnerTexts()).toEqual(["précoce", "précoce"]);
  await places.nth(1).click();
  await page.waitForURL(`**/chapters/${first}#*`);
  await expect
    .poll(() => page.evaluate(() => getSelection()?.anchorNode?.parentElement?.closest("p")?.textContent ?? ""))
    .toContain("Un message d’alerte précoce.");
  expect(scene.complaints()).toEqual([]);
});

test("what is not there is said, and so is a service that does not answer", async () => {
  const { page } = await scene.window("Denmark");
  await page.goto(`${scene.service.address}/manuals/${scene.slug}`);
  await page.getByLabel("Find in the manual").fill("nowhere at all");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing was found.").waitFor();
  await scene.service.kill();
  await page.keyboard.press("Enter");
  await page.getByText("The service did not answer, so nothing could be looked for.").waitFor();
  await scene.service.serve();
});
