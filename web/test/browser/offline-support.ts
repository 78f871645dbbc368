// What the tests without a line look at: what the page says is unsent, and whether the device could open it without a
// service.
import { expect } from "vitest";
import type { Page } from "playwright-core";

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
  await expect.poll(() => unsent(page), { timeout: 10_000 }).toBe(edits);
}
