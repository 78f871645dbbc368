// The pause of the whole service, from the desk: every open page says so within two seconds, writing goes on and stays on the
// device, nothing goes to the shelf, and when it ends everything arrives once. Next: ../../src/desk/Paused.svelte.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { en as desk } from "../../src/lang/desk/en.ts";
import { atDesk } from "./support/at-desk.ts";
import { violations } from "./support/audit.ts";
import { figure } from "./support/figure.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

/** Two seconds are promised of every open page; this only ends what hangs, and the figure is told. */
const TOLD_MS = 30_000;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  expect(scene.complaints()).toEqual([]);
  await scene.strike();
});

const told = (page: Page, state: "visible" | "detached" = "visible", timeout = TOLD_MS): Promise<void> =>
  page.waitForSelector(".paused", { state, timeout }).then(() => undefined);
const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** More pages of Ghana, each with its heading on the screen and long enough there to ask whether there is a pause. */
async function alsoOpens(...paths: readonly string[]): Promise<Page[]> {
  const { context } = await scene.window("Ghana");
  const pages: Page[] = [];
  for (const path of paths) {
    const page = await context.newPage();
    const asked = page.waitForResponse((response) => response.url().endsWith("/api/v1/service"));
    await page.goto(`${scene.service.address}${path}`);
    await page.waitForSelector("h1, h2");
    await asked;
    pages.push(page);
  }
  return pages;
}

test("every page says it within two seconds; what is written meanwhile stays on the device and arrives once", async () => {
  const chapter = await scene.chapter("A bad hour");
  const ghana = await scene.writer("Ghana", chapter);
  const denmark = await scene.writer("Denmark", chapter);
  await ghana.writes("Before. ");
  await denmark.reads("Before.");
  const manual = `/manuals/${scene.slug}`;
  const others = await alsoOpens("/", "/seat", "/access", "/kept", `${manual}/editions`, `${manual}/proposals`);
  const page = await atDesk(scene);
  await page.waitForLoadState("networkidle").catch(() => undefined);

  await button(page, desk.pause.start).press("Enter");
  await button(page, desk.pause.now).press("Enter");
  const begun = performance.now();
  const slowest = await longest([page, ghana.page, denmark.page, ...others].map((each) => told(each)));
  figure(`the pause was on ${String(others.length + 3)} pages after ${String(Math.round(slowest - begun))} ms`);
  expect(await ghana.page.innerText(".paused")).toBe(desk.pause.bar);
  expect(await page.getByRole("link", { name: desk.pause.barLift }).count()).toBe(1);
  expect(await violations(ghana.page)).toEqual([]);

  await ghana.caret("Before. ", "after");
  await ghana.types("Written in the pause. ");
  await expect.poll(() => ghana.page.getAttribute(".foot", "data-kept")).not.toBe("0");
  expect(await ghana.status()).toMatch(/^Paused · \d+ changes? waits?$/);
  await denmark.caret("Before.");
  await denmark.types("At first. ");
  expect(await ghana.text()).toBe("Before. Written in the pause. ");
  expect(await denmark.text()).toBe("At first. Before. ");
  // Loaded again it is there, and goes on.
  await expect.poll(() => ghana.page.evaluate(unwritten)).toBe("0");
  await ghana.page.reload();
  await ghana.reads("Written in the pause.");
  await told(ghana.page);
  await ghana.caret("in the pause. ", "after");
  await ghana.types("And after loading. ");
  await expect.poll(() => ghana.pending()).toBeGreaterThan("Written in the pause. ".length);
  expect(await ghana.page.getAttribute(".foot", "data-shelved")).toBe("0");

  await button(page, desk.pause.lift).press("Enter");
  await page.getByText(desk.pause.lifted).waitFor();
  await longest([page, ghana.page, denmark.page, ...others].map((each) => told(each, "detached")));
  await ghana.settled();
  await denmark.settled();
  const all = "At first. Before. Written in the pause. And after loading. ";
  await expect.poll(() => denmark.text()).toBe(all);
  await expect.poll(() => ghana.text()).toBe(all);
  const third = await Writer.open(await scene.window("Norway"), chapter, "reading");
  expect(await third.text()).toBe(all);
  for (const writer of [ghana, denmark]) expect(await writer.page.getAttribute(".foot", "data-shelved")).toBe("0");
  await ghana.page.goto(`${scene.service.address}/kept`);
  await ghana.page.getByText("The shelf is empty.").waitFor();
  for (const each of others) await each.close();
});

/** When the last of them was done. */
async function longest(waits: readonly Promise<void>[]): Promise<number> {
  await Promise.all(waits);
  return performance.now();
}

/** Edits that are made and that the device does not have yet. */
const unwritten = (): string => {
  const { pending = "", kept = "" } = document.querySelector<HTMLElement>(".foot")?.dataset ?? {};
  return String(Number(pending) - Number(kept));
};
