// What can befall a device that holds unsent words: a service that is silent, a second tab, another seat, an ended
// session, a right or a chapter that goes, and the end by signing out.
import { afterAll, beforeAll, expect, test } from "vitest";

import { counts, heldOnDevice, onDevice, signIn, tabOf, unsent, workerReady } from "./offline-support.ts";
import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
  await scene.service.seat("Chile");
  await scene.service.seat("Kenya");
});
afterAll(async () => {
  await scene.strike();
});

test("a service that is held still: offline, and after a reload the words are there all the same", async () => {
  const chapter = await scene.chapter("Still");
  const ghana = await scene.writer("Ghana", chapter);
  await workerReady(ghana.page);
  await ghana.writes("Before. ");
  scene.service.pause(true);
  try {
    await ghana.types("Meanwhile.");
    await ghana.sees("offline");
    const waiting = await unsent(ghana.page); // a page that was held up writes two keys in one edit
    expect(waiting).toBeGreaterThan(0);
    await ghana.page.reload();
    await ghana.reads("Before. Meanwhile.");
    await counts(ghana.page, waiting);
  } finally {
    scene.service.pause(false);
  }
  await ghana.hurry();
  await ghana.settled();
});

test("two tabs without a service share every word; closed and opened, one sends for both", async () => {
  const chapter = await scene.chapter("Two tabs");
  const window = await scene.window("Ghana");
  const one = await scene.writer("Ghana", chapter);
  await workerReady(one.page);
  const second = await tabOf(window);
  const two = await Writer.open(second, chapter);
  await scene.service.kill();
  await one.sees("offline");
  await two.sees("offline");
  await one.page.bringToFront();
  await one.page.click(".ProseMirror");
  await one.types("One. ");
  await two.reads("One.");
  await two.page.bringToFront();
  await two.caret("One. ", "after");
  await two.types("Two. ");
  await one.reads("One. Two.");
  await counts(one.page, 10);
  await counts(two.page, 10);
  await second.close();
  await scene.service.serve();
  await one.hurry();
  await one.settled();
  const denmark = await scene.writer("Denmark", chapter);
  expect(await denmark.text()).toBe("One. Two. ");
});

test("two seats in one browser in turn: the first one's words stay, unseen and unsent, until it is back", async () => {
  const chapter = await scene.chapter("Two seats");
  const chile = await scene.writer("Chile", chapter);
  const { page, service } = await scene.window("Chile");
  await workerReady(page);
  await chile.writes("Chile saved. ");
  await service.kill();
  await chile.sees("offline");
  await chile.types("Chile alone. ");
  await counts(page, 13);
  await page.goto("about:blank");
  await service.serve();
  await signIn(page, service, "Kenya");
  await page.goto(chile.address);
  await chile.settled();
  expect(await chile.text()).toBe("Chile saved. ");
  await page.click(".ProseMirror");
  await chile.presses("Control+End");
  await chile.types("Kenya. ");
  await chile.settled();
  await page.waitForTimeout(6_000);
  expect(await chile.text()).toBe("Chile saved. Kenya. ");

  await signIn(page, service, "Chile");
  await page.goto(chile.address);
  await chile.settled();
  const denmark = await scene.writer("Denmark", chapter);
  const text = await denmark.text();
  expect(text).toContain("Chile alone.");
  expect(text).toContain("Kenya.");
});

test("words left on the device are sent from any page of the seat", async () => {
  const chapter = await scene.chapter("Left behind");
  const ghana = await scene.writer("Ghana", chapter);
  await workerReady(ghana.page);
  await scene.service.kill();
  await ghana.sees("offline");
  await ghana.page.click(".ProseMirror");
  await ghana.types("Left.");
  await counts(ghana.page, 5);
  await ghana.page.goto("about:blank");
  await scene.service.serve();
  await ghana.page.goto(scene.service.address);
  const denmark = await scene.writer("Denmark", chapter);
  await denmark.reads("Left.");
});

test("a session that ended while offline: the words wait, and go by themselves after the next sign-in in another tab", async () => {
  const chapter = await scene.chapter("Ended");
  const kenya = await scene.writer("Kenya", chapter);
  const window = await scene.window("Kenya");
  await workerReady(kenya.page);
  await kenya.writes("Saved. ");
  await scene.service.kill();
  await kenya.sees("offline");
  await kenya.types("Waiting. ");
  await counts(kenya.page, 9);
  await window.context.clearCookies();
  await scene.service.serve();
  await kenya.hurry();
  await kenya.sees("signed-out");
  await counts(kenya.page, 9);
  const second = await tabOf(window);
  await signIn(second.page, scene.service, "Kenya");
  await kenya.settled();
  await second.close();
  const denmark = await scene.writer("Denmark", chapter);
  expect(await denmark.text()).toBe("Saved. Waiting. ");
});

test("a right withdrawn while offline: the words lie in the shelf, the chapter is as the service has it", async () => {
  const chapter = await scene.chapter("Withdrawn");
  const kenya = await scene.writer("Kenya", chapter);
  await workerReady(kenya.page);
  await kenya.writes("Saved. ");
  await scene.service.kill();
  await kenya.sees("offline");
  await kenya.types("Refused words.");
  await counts(kenya.page, 14);
  const { context } = await scene.window("Kenya");
  await context.setOffline(true);
  await scene.service.serve();
  await scene.service.command("seat", "right", "--seat", "Kenya", "--right", "read");
  await context.setOffline(false);
  await kenya.hurry();
  await kenya.page.waitForSelector('.foot[data-shelved="14"]');
  await kenya.page.waitForFunction(() => document.querySelector(".ProseMirror")?.textContent === "Saved. ");
  await counts(kenya.page, 0);
  expect(await onDevice(kenya.page)).not.toContain("Refused words");
  await kenya.page.goto(`${scene.service.address}/kept`);
  await kenya.page.getByText("Saved. Refused words.").first().waitFor();
  await scene.service.command("seat", "right", "--seat", "Kenya", "--right", "default");
  const denmark = await scene.writer("Denmark", chapter);
  expect(await denmark.text()).toBe("Saved. ");
});

test("a chapter deleted while offline: the words of a seat that may not propose lie in the shelf", async () => {
  const chapter = await scene.chapter("Deleted");
  const ghana = await scene.writer("Ghana", chapter);
  await workerReady(ghana.page);
  await ghana.writes("Saved. ");
  await scene.service.kill();
  await ghana.sees("offline");
  await ghana.types("Too late.");
  await counts(ghana.page, 9);
  const { context } = await scene.window("Ghana");
  await context.setOffline(true);
  await scene.service.serve();
  const right = (right: string) =>
    scene.service.command("seat", "right", "--seat", "Ghana", "--right", right, "--json");
  await right("comment");
  await scene.service.call(scene.keeper, "DELETE", `chapters/${chapter}`).catch(() => undefined);
  await context.setOffline(false);
  await ghana.hurry();
  await ghana.page.waitForSelector('.foot[data-shelved="9"]');
  await ghana.page.goto(`${scene.service.address}/kept`);
  await ghana.page.getByText("Saved. Too late.").first().waitFor();
  await right("default");
});

test("signing out leaves nothing of the seat on the device", async () => {
  const chapter = await scene.chapter("Confidential");
  // A browser of its own: where another seat has been, that seat's store stays.
  const window = await Window.signedIn(scene.browser, scene.service, "Chile");
  const { page } = window;
  const chile = await Writer.open(window, chapter);
  await chile.writes("Words. ");
  await heldOnDevice(page, 1);
  const before = await onDevice(page);
  for (const word of ["tail: [{", "chancery."]) expect(before).toContain(word);
  for (const word of ["Confidential", "Chile"]) expect(before).not.toContain(word);
  await page.goto(scene.service.address);
  await page.getByRole("button", { name: "Sign out" }).first().click();
  const stores = (): Promise<number> => page.evaluate(async () => (await indexedDB.databases()).length).catch(() => -1);
  await expect.poll(stores).toBe(1);
  await page.getByText("Open the link of your invitation").first().waitFor();
  const left = async (): Promise<string[]> => {
    const after = await onDevice(page);
    return ["Confidential", "Chile", "tail", "chancery."].filter((word) => after.includes(word));
  };
  await expect.poll(left).toEqual([]);
  expect(window.complaints).toEqual([]);
  await window.close();
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
