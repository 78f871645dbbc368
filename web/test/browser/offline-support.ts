// What the tests without a line look at: what the page says is unsent, and whether the device could open it without a
// service.
import { expect } from "vitest";
import type { Page } from "playwright-core";

import { REST_WITHIN_MS } from "../../src/device/keeper.ts";
import type { Window } from "./support/browser.ts";
import type { Service } from "./support/service.ts";

/** Waits until the worker has the whole shell: pages that are loaded from now on need no service. */
export async function workerReady(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
}

/** What the page says is unsent, once all of it is on the device. */
export async function unsent(page: Page): Promise<number> {
  await page.waitForFunction(() => {
    const { pending, kept } = document.querySelector<HTMLElement>(".foot")?.dataset ?? {};
    return pending !== undefined && (kept === undefined || pending === kept);
  });
  return Number(await page.getAttribute(".foot", "data-pending"));
}

/** Waits until the page says so many. */
export async function counts(page: Page, edits: number): Promise<void> {
  await expect.poll(() => unsent(page)).toBe(edits);
}

/** Waits until the device holds this many documents, and has written what it heard of them: nothing comes for a good while. */
export async function heldOnDevice(page: Page, documents: number): Promise<void> {
  let last = "";
  const isHeld = async (): Promise<boolean> => {
    const rows = await rowsOf(page);
    const now = JSON.stringify(rows);
    const rests = now === last && new Set(rows.map(([key]) => key)).size >= documents;
    last = now;
    return rests;
  };
  await expect.poll(isHeld, { interval: 3 * REST_WITHIN_MS, timeout: 90_000 }).toBe(true);
}

/** Of each row of what documents were: whose it is, and its number. */
function rowsOf(page: Page): Promise<(readonly [document: string, row: string])[]> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error("not read"));
      });
    const rows: [string, string][] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ""));
      for (const store of ["documents", "tail"].filter((each) => database.objectStoreNames.contains(each))) {
        const held = database.transaction(store).objectStore(store);
        const [keys, values] = await Promise.all([done(held.getAllKeys()), done(held.getAll())]);
        (values as { key: string }[]).forEach(({ key }, at) => rows.push([key, `${store} ${String(keys[at])}`]));
      }
      database.close();
    }
    return rows;
  });
}

/** Another tab of the same browser and the same seat. */
export async function tabOf(window: Window): Promise<Window> {
  const page = await window.context.newPage();
  return Object.assign(Object.create(window) as Window, { page, close: () => page.close() });
}

/** Signs a seat in, in the browser that this page is in, with an invitation of its own. */
export async function signIn(page: Page, service: Service, seat: string): Promise<void> {
  const { link, code } = await service.invite(seat);
  await page.goto(link);
  await page.fill("#code", code);
  await page.click('button[type="submit"]');
  await page.waitForURL(`${service.address}/`);
}

/** The device's databases and every word in them, as text. */
export async function onDevice(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const found: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      found.push(name ?? "");
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? "");
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error("not opened"));
      });
      for (const store of database.objectStoreNames) {
        const rows = await new Promise<unknown[]>((resolve) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
        });
        const readable = (_: string, value: unknown): unknown =>
          value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
        found.push(`${store}: ${JSON.stringify(rows, readable)}`);
      }
      database.close();
    }
    return found.join("\n");
  });
}
