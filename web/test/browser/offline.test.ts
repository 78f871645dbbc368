// Without a line: pages open, take words, are closed and opened again, and everything joins when the service is back. The
// service is stopped for real or held still; nothing here rests on what the browser says of itself.
import { afterAll, beforeAll, expect, test } from "vitest";

import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";
import { unsent, workerReady } from "./offline-support.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

test("the service is stopped: both pages reload, type, one is closed and opened; started, they converge", async () => {
  const chapter = await scene.chapter("On the train");
  const ghana = await scene.writer("Ghana", chapter);
  await workerReady(ghana.page);
  await ghana.writes("Together. ");
  const denmark = await scene.writer("Denmark", chapter);
  await workerReady(denmark.page);
  await denmark.reads("Together.");

  await scene.service.kill();
  for (const writer of [ghana, denmark]) {
    await writer.page.reload();
    await writer.sees("offline");
    await writer.reads("Together.");
  }
  await ghana.caret("Together. ", "after");
  await ghana.types("Ghana writes. ");
  await denmark.caret("Together", "before");
  await denmark.types("Denmark too. ");
  expect([await unsent(ghana.page), await unsent(denmark.page)]).toEqual([14, 13]);

  await ghana.page.goto("about:blank");
  await ghana.page.goto(ghana.address);
  await ghana.sees("offline");
  expect(await unsent(ghana.page)).toBe(14);
  await ghana.caret("Ghana writes. ", "after");
  await ghana.types("And again. ");
  expect(await unsent(ghana.page)).toBe(25);

  await scene.service.serve();
  await ghana.hurry();
  await denmark.hurry();
  await ghana.settled();
  await denmark.settled();
  const whole = "Denmark too. Together. Ghana writes. And again. ";
  await ghana.reads(whole.trim());
  await denmark.reads(whole.trim());
  expect([await unsent(ghana.page), await unsent(denmark.page)]).toEqual([0, 0]);
  await scene.service.kill();
  await scene.service.serve();
  const norway = await Writer.open(await scene.window("Norway"), chapter, "reading");
  expect(await norway.text()).toBe(whole);
});
