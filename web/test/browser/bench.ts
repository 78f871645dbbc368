// How quick the chapter page is, as a table to read: usable cold, warm and without a service over a thin line on a slow
// machine; a chapter of 20,000 words opened from the device; and from a key to the picture. It asserts nothing about time.
// `npm run bench` prints it; CHANCERY_BENCH names a file to write it to as well.
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";

import type { CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Window } from "./support/browser.ts";
import { seedChapter } from "./support/seed.ts";
import { Scene } from "./support/scene.ts";

const THIN = { latency: 150, downloadThroughput: 125_000, uploadThroughput: 125_000, offline: false };
const FREE = { latency: 0, downloadThroughput: -1, uploadThroughput: -1, offline: false };
const KEYS = 220;
const KEY_EVERY_MS = 60;
const TRIES = 3;

let scene: Scene;
let usual = "";
let long = "";
const rows: string[] = [];

beforeAll(async () => {
  scene = await Scene.set();
  usual = await scene.chapter("Early warning");
  long = await scene.chapter("A long chapter");
  const token = await scene.service.token("Denmark");
  await seedChapter(scene.service.address, usual, token, 2_000);
  await seedChapter(scene.service.address, long, token, 20_000);
});
afterAll(async () => {
  await scene.strike();
  const [cpu] = cpus();
  const table = [
    `Chapter page on ${String(cpus().length)} × ${cpu?.model ?? "unknown"}, headless Chromium, software drawing`,
    "",
    "| what | measured | goal |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
  const file = process.env["CHANCERY_BENCH"];
  if (file !== undefined) writeFileSync(file, table);
  process.stdout.write(`\n${table}\n`);
});

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

const middle = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
const ms = (value: number): string => `${value.toFixed(0)} ms`;
const all = (values: readonly number[]): string =>
  `${ms(middle(values))} (${values.map((v) => v.toFixed(0)).join(", ")})`;

test("usable: cold, warm, and without a service, at 1 Mbit/s and CPU/4", async () => {
  const address = `${scene.service.address}/chapters/${usual}`;
  const [cold, warm, offline]: [number[], number[], number[]] = [[], [], []];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
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
  rows.push(`| usable cold, 2,000 words, 1 Mbit/s, 150 ms, CPU/4 | ${all(cold)} | 2,500 ms |`);
  rows.push(`| usable warm, the same | ${all(warm)} | 1,000 ms |`);
  rows.push(`| usable without a service, the same | ${all(offline)} | 1,000 ms |`);
});

test.each([1, 4])("20,000 words from the device, and from key to picture, CPU/%i", async (cpu) => {
  const window = await Window.signedIn(scene.browser, scene.service, "Ghana");
  const { page } = window;
  const address = `${scene.service.address}/chapters/${long}`;
  await page.goto(address);
  await page.waitForSelector('.foot[data-state="saved"]');
  await page.waitForTimeout(2_000);
  const session = await slow(page, { line: FREE, cpu });
  const opened: number[] = [];
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    await page.goto("about:blank");
    await usable(page, address);
    opened.push(
      await page.evaluate(() => {
        const mark = (name: string): number => performance.getEntriesByName(name)[0]?.startTime ?? Number.NaN;
        return mark("chapter:usable") - mark("chapter:asked");
      }),
    );
    await page.waitForSelector('.foot[data-state="saved"]', { timeout: 60_000 });
  }
  rows.push(`| 20,000 words from the device (load, mount, picture), CPU/${String(cpu)} | ${all(opened)} | 500 ms |`);

  const times = await keysToPicture(page);
  expect(times.length).toBeGreaterThanOrEqual(200);
  rows.push(
    `| key to picture in 20,000 words, ${String(times.length)} keys, CPU/${String(cpu)} | p50 ${ms(at(times, 0.5))}, p95 ${ms(at(times, 0.95))} | p95 50 ms |`,
  );
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await page.waitForSelector('.foot[data-pending="0"]', { timeout: 60_000 });
  expect(window.complaints).toEqual([]);
  await window.close();
});

/** Types in the middle of the chapter; for every key the time until just after the next picture. */
async function keysToPicture(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const blocks = document.querySelectorAll(".ProseMirror > p");
    blocks[blocks.length >> 1]?.scrollIntoView({ block: "center" });
  });
  await page.waitForTimeout(1_000);
  const box = await page.evaluate(() => {
    const blocks = document.querySelectorAll(".ProseMirror > p");
    const { x, y } = blocks[blocks.length >> 1]?.getBoundingClientRect() ?? new DOMRect();
    return { x: x + 80, y: y + 12 };
  });
  await page.mouse.click(box.x, box.y);
  await page.waitForTimeout(300);
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(globalThis, { keyTimes: times });
    document.addEventListener(
      "keydown",
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => times.push(performance.now() - timeStamp);
          port2.postMessage(null);
        });
      },
      { capture: true },
    );
  });
  const letters = "the office writes down whom it asks and when they answer ";
  for (let key = 0; key < KEYS; key += 1) {
    await page.keyboard.press(letters[key % letters.length] === " " ? "Space" : (letters[key % letters.length] ?? "e"));
    await page.waitForTimeout(KEY_EVERY_MS);
  }
  await page.waitForTimeout(500);
  return page.evaluate(() => (globalThis as unknown as { keyTimes: number[] }).keyTimes);
}
