// Finding words and definitions across a manual, and going to the place.
import { afterAll, beforeAll, expect, test } from "vitest";

import { heldOnDevice } from "./offline-support.ts";
import { Window } from "./support/browser.ts";
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
  // On somebody else's device nothing is kept, so nothing can be looked through.
  const borrowed = await Window.open(scene.browser, scene.service);
  await borrowed.signIn("Norway", false);
  await borrowed.page.goto(`${scene.service.address}/manuals/${scene.slug}`);
  await borrowed.page.getByLabel("Find in the manual").fill("nothing");
  await scene.service.kill();
  await borrowed.page.keyboard.press("Enter");
  await borrowed.page.getByText("The service did not answer, so nothing could be looked for.").waitFor();
  await borrowed.close();
  await scene.service.serve();
});

test("without a line what this device holds is looked through, and that is said", async () => {
  const mine = await scene.chapter("Close at hand");
  let kept = await scene.writer("Ghana", mine);
  await kept.writes("Une équipe d’intervention.");
  await kept.settled();
  // Somewhere else, and never on this device.
  await (await scene.writer("Denmark", await scene.chapter("Far away"))).writes("Une équipe ailleurs.");
  const { page } = kept;
  const manual = `${scene.service.address}/manuals/${scene.slug}`;
  await page.goto(manual);
  await page.getByRole("link", { name: "Far away" }).waitFor();
  await heldOnDevice(page, 3);
  kept = await scene.writer("Ghana", mine);
  await scene.service.kill();
  await kept.sees("offline");
  await kept.caret("intervention.", "after");
  await kept.types(" Une autre EQUIPE, sans ligne.");
  await page.waitForFunction(() => {
    const { pending, kept } = document.querySelector<HTMLElement>(".foot")?.dataset ?? {};
    return pending === kept && pending !== "0";
  });
  await page.goto(manual);
  await page.getByRole("link", { name: "Close at hand" }).waitFor();
  await page.getByLabel("Find in the manual").fill("Equipe");
  await page.keyboard.press("Enter");
  await page.getByText(/so only the chapters on this device were looked through: 2 of 4\./).waitFor();
  expect(await page.locator(".finding-places a").allInnerTexts()).toEqual([
    "Une équipe d’intervention. Une autre EQUIPE, sans ligne.",
  ]);
  expect(await page.locator(".finding-places mark").allInnerTexts()).toEqual(["équipe", "EQUIPE"]);
  await page.getByLabel("Find in the manual").fill("ailleurs");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing was found in them.").waitFor();
  await scene.service.serve();
  expect(scene.complaints()).toEqual([]);
});
