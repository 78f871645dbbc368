// Signing out: what waits is sent first; what cannot be sent is offered as a file and lost only by a button that says so;
// afterwards nothing of the seat is left on the device.
import { readFileSync } from "node:fs";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Window } from "./support/browser.ts";
import { addPerson } from "./support/person.ts";
import { Scene } from "./support/scene.ts";
import type { Invitation } from "./support/service.ts";
import { Writer } from "./support/writer.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

/** A seat with edits on its device that were never sent. */
async function withUnsent(words: string): Promise<{ window: Window; chapter: string }> {
  const chapter = await scene.chapter("Unsent");
  const window = await Window.signedIn(scene.browser, scene.service, "Ghana");
  const ghana = await Writer.open(window, chapter);
  await scene.service.kill();
  await ghana.sees("offline");
  await ghana.page.click(".ProseMirror");
  await ghana.types(words);
  await ghana.sees("offline", `[data-kept="${String(words.length)}"]`);
  await scene.service.serve();
  return { window, chapter };
}

const stores = (page: Page): Promise<string[]> =>
  page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name ?? ""));

test("what waits is sent, and then nothing of the seat is left on the device", async () => {
  const { window, chapter } = await withUnsent("Sent at last.");
  const { page } = window;
  await page.goto(`${scene.service.address}/kept`);
  expect((await stores(page)).filter((name) => name.startsWith("chancery."))).toHaveLength(1);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("Open the link of your invitation").first().waitFor({ timeout: 30_000 });
  expect((await stores(page)).filter((name) => name.startsWith("chancery."))).toEqual([]);
  const denmark = await scene.writer("Denmark", chapter);
  expect(await denmark.text()).toBe("Sent at last.");
  expect(window.complaints).toEqual([]);
  await window.close();
});

test("signing out everywhere sends what waits, empties this device, and ends the other one", async () => {
  const chapter = await scene.chapter("Everywhere");
  const kofi = await addPerson(scene.service, scene.keeper, "Denmark", "Kofi Mensah");
  const comes = async (): Promise<Window> => {
    const way = await scene.service.call<Invitation>(scene.keeper, "POST", `people/${kofi.id}/invitation`);
    const window = await Window.open(scene.browser, scene.service);
    await window.page.goto(way.link);
    await window.page.fill("#code", way.code);
    await window.page.click('button[type="submit"]');
    await window.page.waitForSelector(".chapter-rows");
    return window;
  };
  const [window, other] = [await comes(), await comes()];
  const { page } = window;
  const here = await Writer.open(window, chapter);
  await scene.service.kill();
  await here.sees("offline");
  await page.click(".ProseMirror");
  await here.types("Sent first.");
  await here.sees("offline", '[data-kept="11"]');
  await scene.service.serve();
  // Nothing goes by itself: what is sent is sent because of the sign-out.
  await page.goto(`${scene.service.address}/access`);
  expect((await stores(page)).filter((name) => name.startsWith("chancery."))).toHaveLength(1);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.waitForURL(`${scene.service.address}/`, { timeout: 30_000 });
  await page.getByText("Open the link of your invitation").first().waitFor();
  expect((await stores(page)).filter((name) => name.startsWith("chancery."))).toEqual([]);
  const ghana = await scene.writer("Ghana", chapter);
  expect(await ghana.text()).toBe("Sent first.");
  await other.page.goto(`${scene.service.address}/`);
  await other.page.getByText("Open the link of your invitation").first().waitFor();
  for (const one of [window, other]) {
    expect(one.complaints).toEqual([]);
    await one.close();
  }
});

test("what cannot be sent is named, saved on request, and lost only on purpose", async () => {
  const { window, chapter } = await withUnsent("Never sent.");
  const { page } = window;
  await page.routeWebSocket(/\/api\/v1\/sync\//, (link) => void link.close({ code: 4022 }));
  await page.goto(`${scene.service.address}/kept`);
  await page.getByText("11 changes").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByText("11 changes still wait.").waitFor();
  await page.getByText("11 changes could not be sent").waitFor({ timeout: 30_000 });
  const buttons = await page.locator("dialog button").allInnerTexts();
  expect(buttons).toEqual(["Stay signed in", "Save a copy", "Sign out and lose 11 changes"]);

  const saved: Promise<[string, string]>[] = [];
  page.on("download", (file) => {
    saved.push(file.path().then((path) => [file.suggestedFilename(), readFileSync(path, "utf8")]));
  });
  await page.getByRole("button", { name: "Save a copy" }).click();
  await expect.poll(() => saved.length).toBe(2);
  const [text, edits] = await Promise.all(saved);
  expect(text?.[0]).toMatch(/\.txt$/);
  expect(text?.[1]).toContain("Never sent.");
  expect(JSON.parse(edits?.[1] ?? "")).toMatchObject({ format: 1, documents: [{ document: chapter }] });

  await page.getByRole("button", { name: "Stay signed in" }).click();
  await page.getByText("11 changes").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign out and lose 11 changes" }).click({ timeout: 30_000 });
  await page.getByText("Open the link of your invitation").first().waitFor();
  expect((await stores(page)).filter((name) => name.startsWith("chancery."))).toEqual([]);
  expect(window.complaints).toEqual([]);
  await window.close();
});

test("on a device that is not one's own nothing is ever stored", async () => {
  const chapter = await scene.chapter("Borrowed");
  const window = await Window.open(scene.browser, scene.service);
  await window.signIn("Ghana", false);
  const ghana = await Writer.open(window, chapter);
  await ghana.page.click(".ProseMirror");
  await ghana.types("On somebody else's machine.");
  await ghana.settled();
  expect((await stores(window.page)).filter((name) => name.startsWith("chancery."))).toEqual([]);
  await window.page.goto(`${scene.service.address}/kept`);
  await window.page.getByText("Nothing is kept on this device, as you asked").waitFor();
  expect(window.complaints).toEqual([]);
  await window.close();
});
