// How soon a chapter can be written in, over a thin line on a slow machine: when nothing is on the device, when it was there
// before, and without a service. Asserts nothing about time. `npm run bench -- opening`; docs/performance.md says more.
import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Window } from "../browser/support/browser.ts";
import { seedChapter } from "../browser/support/seed.ts";
import { Scene } from "../browser/support/scene.ts";
import { cell, circumstances, load, publish } from "./support/figures.ts";

const THIN = { latency: 150, downloadThroughput: 125_000, uploadThroughput: 125_000, offline: false };
const TRIES = Number(process.env["CHANCERY_BENCH_RUNS"] ?? "5");

let scene: Scene;
let usual = "";

beforeAll(async () => {
  scene = await Scene.set();
  usual = await scene.chapter("Early warning");
  const token = await scene.service.token("Denmark");
  await seedChapter(scene.service.address, usual, token, 2_000);
});
afterAll(() => scene.strike());

/** A thin line and a slow machine for the page and, where there is one, for its service worker. */
async function slow(page: Page, { line, cpu }: { line: typeof THIN; cpu: number }): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.emulateNetworkConditions", line);
  await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  return session;
}

/** Milliseconds from the beginning of the navigation until there is text that can be written in, drawn. */
async function usable(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => performance.getEntriesByName("chapter:usable").length > 0, null, { polling: 20 });
  return page.evaluate(() => performance.getEntriesByName("chapter:usable")[0]?.startTime ?? Number.NaN);
}

test("usable: cold, warm, and without a service, at 1 Mbit/s and CPU/4", async () => {
  const address = `${scene.service.address}/chapters/${usual}`;
  const [cold, warm, offline]: [number[], number[], number[]] = [[], [], []];
  const loads: string[] = [];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    loads.push(load());
    const window = await Window.signedIn(scene.browser, scene.service, "Ghana");
    const { page } = window;
    const session = await page.context().newCDPSession(page);
    await page.goto("about:blank");
    await session.send("Network.clearBrowserCache");
    await session.send("Storage.clearDataForOrigin", {
      origin: scene.service.address,
      storageTypes: "service_workers,cache_storage,indexeddb,local_storage",
    });
    await session.detach();
    const slowed = await slow(page, { line: THIN, cpu: 4 });
    cold.push(await usable(page, address));
    await page.waitForSelector('.foot[data-state="saved"]');
    await slowed.send("Emulation.setCPUThrottlingRate", { rate: 1 });
    await page.evaluate(() => navigator.serviceWorker?.ready.then(() => true));
    await page.waitForTimeout(3_000);
    await slowed.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await page.goto("about:blank");
    warm.push(await usable(page, address));
    await page.waitForSelector('.foot[data-state="saved"]');
    await page.goto("about:blank");
    await scene.service.kill();
    offline.push(await usable(page, address).catch(() => Number.NaN));
    await scene.service.serve();
    expect(window.complaints).toEqual([]);
    await window.close();
  }
  const rows = [
    ["cold: nothing on the device", cold, "2,500"],
    ["warm: it was there before", warm, "1,000"],
    ["without a service", offline, "1,000"],
  ] as const;
  const lines = rows.map(([what, times, goal]) => `| ${what} | ${cell(times)} | ${goal} |`);
  const about = circumstances(scene.browser.version(), TRIES, loads);
  publish(
    "opening",
    `${about}\n\n| 2,000 words at 1 Mbit/s, 150 ms, CPU/4 | ms | goal |\n|---|---|---|\n${lines.join("\n")}`,
  );
});
