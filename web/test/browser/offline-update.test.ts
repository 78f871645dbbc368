// A new version of the editor: the old one goes on, whole, for as long as a page of it lives; the person is told, and
// takes it when it suits them. A line in between makes the service seem to have another build.
import { createServer, request, type IncomingMessage, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import type { Duplex } from "node:stream";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { workerReady } from "./offline-support.ts";
import { Scene } from "./support/scene.ts";

const BUILT = /name="build" content="([0-9a-f]+)"/;
const NEWER = "feedfeedfeedfeed";

let scene: Scene;
let line: Server;
let address: string;
/** The name of the build that the service has; null: that it seems to have another. */
let isNew = false;
let build = "";

beforeAll(async () => {
  scene = await Scene.set();
  build = BUILT.exec(await (await fetch(scene.service.address)).text())?.[1] ?? "";
  line = createServer(
    (asked, answer) =>
      void pass(asked).then(({ status, headers, body }) => {
        answer.writeHead(status, headers).end(body);
      }),
  );
  line.on("upgrade", tunnel);
  await new Promise<void>((resolve) => line.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${String((line.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  line.closeAllConnections();
  line.close();
  await scene.strike();
});

/** Asks the service, and puts the name of the newer build where the real one stands. */
function pass(
  asked: IncomingMessage,
): Promise<{ status: number; headers: Record<string, string[] | string>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(scene.service.address);
    const { "accept-encoding": _accepted, "if-none-match": _known, ...headers } = asked.headers;
    const on = request({ hostname, port, path: asked.url, method: asked.method, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () => {
        const whole = Buffer.concat(parts);
        const body = isNew ? Buffer.from(whole.toString("latin1").replaceAll(build, NEWER), "latin1") : whole;
        const { etag: _etag, "content-length": _length, ...rest } = answer.headers;
        resolve({ status: answer.statusCode ?? 500, headers: rest as Record<string, string>, body });
      });
    });
    on.on("error", reject);
    asked.pipe(on);
  });
}

function tunnel(asked: IncomingMessage, socket: Duplex, head: Buffer): void {
  const { hostname, port } = new URL(scene.service.address);
  const on = connect(Number(port), hostname, () => {
    const headers = Object.entries(asked.headers).map(([name, value]) => `${name}: ${String(value)}`);
    on.write([`GET ${asked.url ?? "/"} HTTP/1.1`, ...headers, "", ""].join("\r\n"));
    on.write(head);
    on.pipe(socket);
    socket.pipe(on);
  });
  on.on("error", () => socket.destroy());
  socket.on("error", () => on.destroy());
}

const buildOf = (page: Page): Promise<string | null> => page.getAttribute('meta[name="build"]', "content");
const caches = (page: Page): Promise<string[]> => page.evaluate(() => globalThis.caches.keys());

test("a new build waits, is told, and is taken when the person wants it; the old one's files go with its last page", async () => {
  const context = await scene.browser.newContext({ locale: "en-GB" });
  const page = await context.newPage();
  await page.goto(address);
  await workerReady(page);
  expect([await buildOf(page), await caches(page)]).toEqual([build, [`chancery-shell-${build}`]]);

  isNew = true;
  const other = await context.newPage();
  await other.goto(`${address}/kept`);
  expect(await buildOf(other)).toBe(build);
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect.poll(async () => (await caches(page)).length).toBe(2);
  await page.reload();
  expect(await buildOf(page)).toBe(build);
  await page.getByText("new version").first().waitFor();

  await page
    .getByRole("button", { name: /reload/i })
    .first()
    .click();
  await expect.poll(() => buildOf(page).catch(() => "")).toBe(NEWER);
  expect((await caches(page)).sort()).toEqual([`chancery-shell-${build}`, `chancery-shell-${NEWER}`].sort());
  const kept = await other.evaluate(async (build) => {
    const files = await (await globalThis.caches.open(`chancery-shell-${build}`)).keys();
    const scripts = files.map(({ url }) => url).filter((url) => url.endsWith(".js"));
    return Promise.all(scripts.map(async (url) => (await fetch(url)).ok));
  }, build);
  expect(kept.length).toBeGreaterThan(5);
  expect(kept.every(Boolean)).toBe(true);
  await other.close();
  // Whoever comes next tidies up; the browser takes a moment to let go of what a closed page held.
  const left = async (): Promise<string[]> => {
    await page.reload();
    return caches(page);
  };
  await expect.poll(left, { interval: 500 }).toEqual([`chancery-shell-${NEWER}`]);
  await context.close();
});
