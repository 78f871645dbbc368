// A browser that is killed as soon as it says that the last key is kept, again and again, without a service: all of it is
// there when it is started again. How long it took to say so is told. The browser is a process group of its own, with its profile on the disk.
import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { counts, signIn, workerReady } from "./offline-support.ts";
import { figure } from "./support/figure.ts";
import { Scene } from "./support/scene.ts";

const TIMES = process.env["CHANCERY_PROVE"] === "1" ? 50 : 5;
const START_MS = 30_000;
const PROGRAMS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome-stable"];

const profile = mkdtempSync(join(tmpdir(), "chancery-profile-"));
let scene: Scene;
let program: ChildProcess | null = null;

beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  kill();
  await scene.strike();
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts the browser on its profile; its first page. */
async function start(): Promise<Page> {
  const path = process.env["CHROMIUM"] ?? PROGRAMS.find((each) => existsSync(each)) ?? "chromium";
  const flags = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
  ];
  program = spawn(path, [...flags, "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank"], {
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const browser = await chromium.connectOverCDP(await listening(program));
  const [context] = browser.contexts();
  if (context === undefined) throw new Error("the browser has no window");
  return context.pages()[0] ?? (await context.newPage());
}

/** Where the browser listens, as it says itself. */
function listening({ stderr }: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error("the browser did not start")), START_MS).unref();
    if (stderr === null) return reject(new Error("the browser says nothing"));
    createInterface({ input: stderr }).on("line", (line) => {
      const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
  });
}

function kill(): void {
  if (program?.pid !== undefined) process.kill(-program.pid, "SIGKILL");
  program = null;
}

test(`killed ${String(TIMES)} times, as soon as it says that all is kept: no key is lost`, async () => {
  const chapter = await scene.chapter("Killed");
  const address = `${scene.service.address}/chapters/${chapter}`;
  let page = await start();
  await signIn(page, scene.service, "Ghana");
  await page.goto(address);
  await page.waitForSelector('.foot[data-state="saved"]');
  await workerReady(page);
  await page.reload();
  await page.waitForSelector('.foot[data-state="saved"]');
  await scene.service.kill();

  let lost = 0;
  let written = "";
  let longest = 0;
  for (let time = 1; time <= TIMES; time += 1) {
    await page.waitForSelector('.foot[data-state="offline"]');
    await page.click(".ProseMirror");
    await page.keyboard.press("Control+End");
    const words = `${String(time)} times. `;
    await page.keyboard.type(words);
    written += words;
    const typed = performance.now();
    await counts(page, written.length);
    longest = Math.max(longest, performance.now() - typed);
    kill();
    page = await start();
    await page.goto(address);
    await page.waitForSelector(".ProseMirror p");
    const found = await page.innerText(".ProseMirror p");
    lost += written.length - 1 - found.trimEnd().length;
    await counts(page, written.length);
  }
  expect(lost).toBe(0);
  figure(
    `a key was said to be kept on the device after ${longest.toFixed(0)} ms at most, ${String(TIMES)} kills after it lost none`,
  );

  await scene.service.serve();
  await signIn(page, scene.service, "Ghana");
  await page.goto(address);
  await page.waitForSelector('.foot[data-state="saved"][data-pending="0"]');
  const denmark = await scene.writer("Denmark", chapter);
  expect(await denmark.text()).toBe(written);
}, 600_000);
