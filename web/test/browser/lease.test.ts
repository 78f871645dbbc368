// What a device keeps lies in the browser's own store unreadable, and a session that is taken away blinds it within two
// seconds of hearing of it, after the edits that waited were handed in.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { counts, onDevice, workerReady } from "./offline-support.ts";
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

/** Asks the service as whoever is signed in on a page. */
const ask = <T>(page: Page, method: string, path: string): Promise<T> =>
  page.evaluate(
    async ([method, path]) => {
      const response = await fetch(`/api/v1/${path ?? ""}`, { method: method ?? "GET" });
      return (response.status === 204 ? null : await response.json()) as unknown;
    },
    [method, path],
  ) as Promise<T>;

test("nothing legible lies on the device, and a session that is taken away leaves nothing that can be read", async () => {
  const chapter = await scene.chapter("Songbirds of the coast");
  const window = await Window.signedIn(scene.browser, scene.service, "Ghana");
  const ghana = await Writer.open(window, chapter);
  const { page } = window;
  await workerReady(page);
  await ghana.writes("The nightingale sings. ");
  const { seat } = await ask<{ seat: { id: string } }>(page, "GET", "session");
  await scene.service.kill();
  await ghana.sees("offline");
  await ghana.types("Kingfisher");
  await counts(page, 10);
  const raw = await onDevice(page);
  expect(raw).toContain("pending: [{");
  const canaries = ["nightingale", "Kingfisher", "Songbirds", "coast", "Ghana", chapter, seat.id, "Manual for focal"];
  for (const canary of canaries) expect(raw.toLowerCase(), canary).not.toContain(canary.toLowerCase());

  // Without a line all of it is there.
  await page.reload();
  await page.getByText("The nightingale sings. Kingfisher").first().waitFor();

  const handedIn: string[] = [];
  await page.route("**/api/v1/hand-in/*", (route) => {
    handedIn.push(new URL(route.request().url()).pathname);
    return route.fulfill({ status: 204 });
  });
  await page.routeWebSocket(/\/api\/v1\/sync\//, (link) => void link.close({ code: 4022 }));
  await scene.service.serve();
  const { epoch } = await ask<{ epoch: string }>(page, "GET", "session");
  await page.route("**/api/v1/session", (route) => route.fulfill({ json: { signed_in: false, epoch, revoked: true } }));
  // The page hears of it when it asks who is signed in, as it does when a link is refused.
  await page.evaluate(() => globalThis.dispatchEvent(new Event("online")));
  await page.getByRole("heading", { name: "Your session on this device was ended" }).waitFor({ timeout: 30_000 });
  expect(await page.getByText("Kingfisher").count()).toBe(0);
  await page.getByText("10 changes that had not been sent were handed in").waitFor({ timeout: 30_000 });
  const keys = (): Promise<unknown[]> =>
    page.evaluate(
      () =>
        new Promise((resolve) => {
          const open = indexedDB.open("chancery");
          open.onsuccess = () => {
            const all = open.result.transaction("stores").objectStore("stores").getAll() as IDBRequest<
              { key: unknown }[]
            >;
            all.onsuccess = () => resolve(all.result.map(({ key }) => key));
          };
        }),
    );
  await expect.poll(keys, { timeout: 30_000 }).toEqual([null]);
  expect(handedIn).toEqual([`/api/v1/hand-in/${chapter}`]);
  await page.goto(`${scene.service.address}/chapters/${chapter}`);
  await page.waitForTimeout(1_000);
  expect(await page.getByText("nightingale").count()).toBe(0);
  expect(window.complaints).toEqual([]);
  await window.close();
});
