// Behind a proxy that lets no websocket through: the same editor, the same words, the same promise. Nobody is asked to
// choose anything, and nothing on the screen is different.
import { afterAll, beforeAll, expect, test } from "vitest";

import { unsent } from "./offline-support.ts";
import { Window } from "./support/browser.ts";
import { NarrowProxy } from "./support/narrow-proxy.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

let proxy: NarrowProxy;
let scene: Scene;
beforeAll(async () => {
  proxy = await NarrowProxy.start();
  scene = await Scene.set("", proxy);
});
afterAll(async () => {
  await scene.strike();
  proxy.stop();
});

test("two seats write together, and see each other's names and carets", async () => {
  const chapter = await scene.chapter("Through the keyhole");
  const ghana = await scene.writer("Ghana", chapter);
  const denmark = await scene.writer("Denmark", chapter);
  await ghana.writes("Warning is a daily task.");
  await denmark.reads("Warning is a daily task.");
  await denmark.caret("daily", "after");
  await denmark.types(" and weekly");
  await ghana.reads("a daily and weekly task");
  await ghana.page.waitForSelector('.caret-name:text("Denmark")', { state: "attached" });
  await Promise.all([ghana.caret("Warning"), denmark.caret("task", "after")]);
  await Promise.all([ghana.types("Early w"), denmark.types(" for every desk")]);
  await Promise.all([ghana.settled(), denmark.settled()]);
  await expect.poll(() => ghana.text()).toBe("Early wWarning is a daily and weekly task for every desk.");
  await expect.poll(() => denmark.text()).toBe(await ghana.text());
  expect(proxy.polls).toBeGreaterThan(10);
  expect(proxy.upgrades).toBeGreaterThan(0);
});

test("it is found out once: the next page of the tab asks for no websocket first", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Again"));
  const before = proxy.upgrades;
  await ghana.page.reload();
  await ghana.settled();
  expect(proxy.upgrades).toBe(before);
});

test("killed in mid-sentence: every saved word is there after the restart, every other word is kept and sent", async () => {
  const chapter = await scene.chapter("Saved");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("These words are saved. ");
  const typing = ghana.types("This sentence is cut in the middle by a power failure and goes on afterwards. ");
  await ghana.reads("This sentence");
  await scene.service.kill();
  await typing;
  await ghana.sees("offline");
  await ghana.types("Written offline.");
  expect(await unsent(ghana.page)).toBeGreaterThanOrEqual("Written offline.".length);
  await scene.service.serve();
  await ghana.hurry();
  await ghana.settled();
  const whole =
    "These words are saved. This sentence is cut in the middle by a power failure and goes on afterwards. Written offline.";
  expect(await ghana.text()).toBe(whole);
  await scene.service.kill();
  await scene.service.serve();
  const denmark = await scene.writer("Denmark", chapter);
  expect(await denmark.text()).toBe(whole);
});

test("a service that falls silent is noticed, and everything is sent when it goes on", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Silence"));
  await ghana.writes("Before. ");
  await ghana.sees("saved");
  const states = await ghana.states();
  scene.service.pause(true);
  try {
    await ghana.types("Meanwhile.");
    await ghana.sees("offline");
    expect((await states()).slice(0, 2)).toEqual(["saving", "offline"]);
  } finally {
    scene.service.pause(false);
  }
  await ghana.hurry();
  await ghana.settled();
  expect(await ghana.text()).toBe("Before. Meanwhile.");
});

test("whoever closes the page is gone at once", async () => {
  const chapter = await scene.chapter("Gone");
  const ghana = await scene.writer("Ghana", chapter);
  const second = await (await scene.window("Ghana")).context.newPage();
  await second.goto(ghana.address);
  await ghana.page.waitForSelector('.here :text-is("Ghana 2")');
  await second.close();
  await ghana.page.waitForSelector('.here :text-is("Ghana 2")', { state: "detached", timeout: 30_000 });
});

test("a proxy that takes the question and never answers keeps nobody waiting for long", async () => {
  proxy.manner = "hangs";
  const window = await Window.signedIn(scene.browser, scene.service, "Denmark");
  const denmark = await Writer.open(window, await scene.chapter("Hanging"));
  await denmark.writes("Written all the same.");
  expect(window.complaints).toEqual([]);
  await window.close();
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
