// What changed from one edition to another, as readers see it: with scripting off, in light and dark, on a phone of 320 px and on
// paper; and the search in an edition, served and from a folder, which is there only where scripts run.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { Scene } from "./support/scene.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PHONE = { width: 320, height: 640 };
const WIDE = { width: 1280, height: 800 };

let scene: Scene;
let editions = "";
const folder = mkdtempSync(join(tmpdir(), "chancery-compare-"));

beforeAll(async () => {
  scene = await Scene.set();
  const chapter = await scene.chapter("Setting up the office");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("Every focal point needs a clear mandate.");
  await scene.service.command("freeze", "--revision", "--title", "First", "--public");
  await ghana.caret("clear");
  await ghana.types("written and ");
  await ghana.settled();
  await scene.chapter("الإنذار المبكر");
  await scene.service.command("freeze", "--revision", "--title", "Second", "--public");
  await scene.service.command("freeze", "--revision", "--title", "For members");
  await scene.service.command("export", "--edition", "2", "--out", join(folder, "edition"));
  editions = `${scene.service.address}/${scene.slug}/editions`;
});
afterAll(async () => {
  await scene.strike();
  rmSync(folder, { recursive: true, force: true });
});

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    return (await axe.run({ preload: false })).violations;
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
}

test.each(["", "/side"])("what changed is read with scripting off%s", async (view) => {
  const context = await scene.browser.newContext({ javaScriptEnabled: false, viewport: WIDE });
  const page = await context.newPage();
  await page.goto(`${editions}/1..2${view}`);
  expect(await page.locator("ins").allInnerTexts()).toContainEqual(expect.stringContaining("written and"));
  expect(await page.innerText(".tally")).toContain("new");
  await page.click(".views a:not([aria-current])");
  expect(page.url()).toBe(`${editions}/1..2${view === "" ? "/side" : ""}`);
  await page.goto(`${editions}/2`);
  await page.click("text=Compare with edition 1");
  expect(page.url()).toBe(`${editions}/1..2`);
  await context.close();
});

test.each(["light", "dark"] as const)(
  "the comparison has no barrier in %s and fits a phone and paper",
  async (colorScheme) => {
    for (const view of ["", "/side"]) {
      const context = await scene.browser.newContext({ colorScheme, viewport: WIDE });
      const page = await context.newPage();
      await page.goto(`${editions}/1..2${view}`);
      for (const viewport of [WIDE, PHONE]) {
        await page.setViewportSize(viewport);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
        expect(await violations(page)).toEqual([]);
      }
      expect((await page.pdf()).length).toBeGreaterThan(5_000);
      await context.close();
    }
  },
);

test("what a stranger may not compare looks like what is not there", async () => {
  const context = await scene.browser.newContext();
  const page = await context.newPage();
  const shown = new Set<string>();
  for (const pair of ["2..3", "1..9", "2..1", "1..now"]) {
    const answer = await page.goto(`${editions}/${pair}`);
    expect(answer?.status()).toBe(404);
    shown.add(await page.content());
  }
  expect(shown.size).toBe(1);
  await context.close();
});

test.each(["served", "from a folder"])(
  "words are found in an edition %s, without regard to case and accents",
  async (place) => {
    const address = place === "served" ? `${editions}/2` : pathToFileURL(join(folder, "edition", "index.html")).href;
    const context = await scene.browser.newContext({ viewport: PHONE });
    const page = await context.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    await page.goto(address);
    await page.getByLabel("Search in this edition").fill("MANDÂTE written");
    const found = page.locator("#found a");
    await found.first().waitFor();
    expect(await found.count()).toBe(1);
    expect(await page.innerText("#found p")).toContain("written and clear mandate");
    expect(await violations(page)).toEqual([]);
    await page.getByLabel("Search in this edition").fill("الانذار");
    await page.locator("#found-none").getByText("Nothing was found.").or(found.first()).waitFor();
    await found.first().click();
    expect(decodeURI(page.url())).toMatch(/2(\.html)?(#.*)?$/);
    await page.goto(address);
    await page.getByLabel("Search in this edition").fill("nowhere");
    await page.getByText("Nothing was found.").waitFor();
    expect(said).toEqual([]);
    await context.close();

    const without = await scene.browser.newContext({ javaScriptEnabled: false });
    const plain = await without.newPage();
    await plain.goto(address);
    expect(await plain.isVisible("#search")).toBe(false);
    expect(await plain.locator("nav ol li a").count()).toBe(2);
    await without.close();
  },
);
