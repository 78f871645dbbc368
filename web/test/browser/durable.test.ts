// What the status line says is true: "Saved" survives kill -9, a silent line is noticed, and what could not be sent is
// kept on the page and sent later.
import { afterAll, beforeAll, expect, test } from "vitest";

import { unsent } from "./offline-support.ts";
import { figure, since } from "./support/figure.ts";
import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
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
  const waiting = await unsent(ghana.page);
  expect(waiting).toBeGreaterThanOrEqual("Written offline.".length);
  await expect.poll(() => ghana.status()).toContain(`${String(waiting)} changes are kept on this device`);

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

test("a page that is closed after Saved loses nothing", async () => {
  const chapter = await scene.chapter("Closed");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("All of this is on the disk.");
  await scene.service.kill();
  await ghana.page.goto("about:blank");
  await scene.service.serve();
  const again = await scene.writer("Ghana", chapter);
  expect(await again.text()).toBe("All of this is on the disk.");
});

test("a stopped service: Saving, then Offline, and everything is sent when it goes on", async () => {
  const chapter = await scene.chapter("Silence");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("Before. ");
  await ghana.sees("saved");
  const states = await ghana.states();
  scene.service.pause(true);
  const begun = performance.now();
  try {
    await ghana.types("Meanwhile.");
    expect(await ghana.page.getAttribute(".foot", "data-pending")).not.toBe("0");
    await ghana.sees("offline");
    figure(`a service that stands still was noticed after ${since(begun)}; ten seconds are promised`);
    expect((await states()).slice(0, 2)).toEqual(["saving", "offline"]);
    const waiting = await unsent(ghana.page); // a page that was held up writes two keys in one edit
    expect(waiting).toBeGreaterThan(0);
    await expect.poll(() => ghana.status()).toContain(`${String(waiting)} changes are kept on this device`);
  } finally {
    scene.service.pause(false);
  }
  await ghana.hurry();
  await ghana.settled();
  const denmark = await scene.writer("Denmark", chapter);
  expect(await denmark.text()).toBe("Before. Meanwhile.");
});

test("a browser without a network: offline, and together again when it is back", async () => {
  const chapter = await scene.chapter("No network");
  const ghana = await scene.writer("Ghana", chapter);
  const denmark = await scene.writer("Denmark", chapter);
  await ghana.writes("Shared.");
  await denmark.reads("Shared.");
  const { context } = await scene.window("Ghana");
  await context.setOffline(true);
  await ghana.sees("offline");
  await ghana.types(" Alone.");
  await denmark.caret("Shared", "before");
  await denmark.types("Always ");
  await denmark.settled();
  await context.setOffline(false);
  await ghana.settled();
  await denmark.reads("Always Shared. Alone.");
  await ghana.reads("Always Shared. Alone.");
});

test("leaving asks first only if words would be lost: on a device that is not one's own", async () => {
  const chapter = await scene.chapter("Leaving");
  for (const own of [true, false]) {
    const window = await Window.open(scene.browser, scene.service);
    await window.signIn("Ghana", own);
    const ghana = await Writer.open(window, chapter);
    await ghana.page.click(".ProseMirror");
    await ghana.types("Saved.");
    await ghana.settled();
    const asked: string[] = [];
    ghana.page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      void dialog.accept();
    });
    await ghana.page.reload();
    await ghana.settled();
    expect(asked).toEqual([]);
    await scene.service.kill();
    await ghana.sees("offline");
    await ghana.page.click(".ProseMirror");
    await ghana.types("Unsaved.");
    await ghana.sees("offline", own ? '[data-kept="8"]' : '[data-pending="8"]');
    expect(await ghana.status()).toContain(
      own ? "8 changes are kept on this device" : "8 changes are on this page only",
    );
    await ghana.page.goto("about:blank");
    expect(asked).toEqual(own ? [] : ["beforeunload"]);
    await scene.service.serve();
    expect(window.complaints).toEqual([]);
    await window.close();
  }
});

test("signed out in another tab: the page says so, keeps the words and sends them after the next sign-in", async () => {
  const chapter = await scene.chapter("Signed out");
  const denmark = await scene.writer("Denmark", chapter);
  await denmark.writes("Before. ");
  const { context, service } = await scene.window("Denmark");
  const tab = await context.newPage();
  await tab.goto(service.address);
  await tab.getByRole("button", { name: "Sign out" }).click();
  await tab.getByText("Open the link of your invitation").waitFor();
  await denmark.sees("signed-out");
  await denmark.types("After.");
  await expect.poll(() => denmark.status()).toContain("6 changes");

  const { link, code } = await service.invite("Denmark");
  await tab.goto(link);
  await tab.fill("#code", code);
  await tab.keyboard.press("Enter");
  await tab.waitForURL(`${service.address}/`);
  await denmark.hurry();
  // Signing out cleared the device, so from now on this page says that only the service keeps its words.
  await denmark.sees("cannot-keep", '[data-pending="0"]');
  expect(await denmark.status()).toContain("While you are connected, everything is saved");
  const ghana = await scene.writer("Ghana", chapter);
  expect(await ghana.text()).toBe("Before. After.");
  await tab.close();
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
