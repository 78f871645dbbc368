// The real program that makes PDFs behind the real pages: a chapter as it stands comes as a PDF that says it is a draft, an
// edition as one that bears its title and is its own signed text; what is said while it is made, where the program is not
// there, and where it does not manage. How a PDF looks is asked in crates/press. Next: support/pdf.ts, which reads one.
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { audited } from "./support/audit.ts";
import { pdfText } from "./support/pdf.ts";
import { Scene } from "./support/scene.ts";

/** Whoever runs one file without the whole suite may not have built it; the suite names it, and then it has to be there. */
const BESIDE = new URL("../../../target/debug/press", import.meta.url).pathname;
const PRESS = process.env["CHANCERY_PRESS"] ?? (existsSync(BESIDE) ? BESIDE : null);
/** A press on a slow machine beside other work. */
const MADE = { timeout: 120_000 };
const FINAL = "First edition 2027";
const WORDS = "Every signal is looked at within one day.";

const folder = mkdtempSync(join(tmpdir(), "chancery-press-"));
/** Where the service looks for the program: a link to it, which comes and goes. */
const link = join(folder, "press");

let scene: Scene;
let chapter = "";
let editions = "";

/** Puts a program there in one step, as somebody who installs it does. */
function comes(program: string): void {
  symlinkSync(program, `${link}.new`);
  renameSync(`${link}.new`, link);
}

/** A program that takes all it is given, and makes nothing of it. */
function failing(): string {
  const program = join(folder, "failing");
  writeFileSync(program, "#!/bin/sh\n/bin/cat > /dev/null\nexit 1\n", { mode: 0o700 });
  return program;
}

beforeAll(async () => {
  if (PRESS === null) return;
  scene = await Scene.set("[limits]\noutputs_rest_ms = 500\n", null, "Manual for focal points", link);
  editions = `${scene.service.address}/manuals/${scene.slug}/editions`;
  chapter = await scene.chapter("Early warning");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes(WORDS);
});
afterAll(async () => {
  if (PRESS !== null) await scene.strike();
  rmSync(folder, { recursive: true, force: true });
});

/** The list beside the text, with the previews. */
async function previews(): Promise<Page> {
  const { page } = await scene.writer("Ghana", chapter);
  await page.getByRole("button", { name: "View", exact: true }).click();
  await page.getByRole("menuitem", { name: "Check and preview" }).click();
  await page.locator(".preview").waitFor();
  return page;
}

async function saved(page: Page, click: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const download = page.waitForEvent("download", MADE);
  await click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

test.skipIf(PRESS === null)("without the program that is said, and an edition waits for it", async () => {
  const page = await previews();
  await page.getByRole("button", { name: "Preview as PDF" }).click();
  await page.getByText("This service has no program for PDF").waitFor();
  const keeper = (await scene.window("Secretariat")).page;
  await keeper.goto(editions);
  await keeper.getByRole("button", { name: "Freeze an edition" }).click();
  await keeper.fill("#edition-name", FINAL);
  await keeper.getByRole("radio", { name: "Everybody" }).check();
  await keeper.getByRole("button", { name: "Freeze now" }).click();
  await keeper.getByText("Edition 1 is frozen").waitFor();
  await keeper.getByRole("button", { name: "Close" }).click();
  await keeper.getByRole("link", { name: "Word", exact: true }).waitFor(MADE);
  await keeper.getByText("The PDF waits: this service has no program for PDF yet.").waitFor();
  await audited(keeper, "waiting for the program");
});

test.skipIf(PRESS === null)("one that does not manage is told from one that is not there", async () => {
  comes(failing());
  const keeper = (await scene.window("Secretariat")).page;
  await keeper.getByText("The PDF could not be made.").waitFor(MADE);
  expect(await keeper.getByRole("link", { name: "Word", exact: true }).count()).toBe(1);
  const page = await previews();
  await page.getByRole("button", { name: "Preview as PDF" }).click();
  await page.getByText("No PDF was made: it did not succeed, or took too long.").waitFor();
  await audited(page, "a preview failed");
});

test.skipIf(PRESS === null)(
  "a chapter as it stands is a PDF that says so; while it is made the page says that",
  async () => {
    comes(PRESS ?? "");
    const page = await previews();
    let go = (): void => undefined;
    const seen = new Promise<void>((done) => (go = done));
    await page.route("**/preview.pdf", async (route) => {
      await seen;
      await route.continue();
    });
    const { name, bytes } = await saved(page, async () => {
      await page.getByRole("button", { name: "Preview as PDF" }).click();
      await page.getByText("The preview is being made.").waitFor();
      expect(await page.getByRole("button", { name: "Preview as PDF" }).getAttribute("aria-disabled")).toBe("true");
      go();
    });
    await page.getByText("The preview is with your downloads.").waitFor();
    expect(name).toBe("1 Early warning.pdf");
    expect(bytes.subarray(0, 5).toString()).toBe("%PDF-");
    const text = pdfText(bytes);
    expect(text).toContain(WORDS);
    expect(text).toMatch(/Draft of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, position \d+: not an edition/);
  },
);

test.skipIf(PRESS === null)(
  "the edition's PDF comes by itself, and members and strangers fetch it and the Word file",
  async () => {
    const keeper = (await scene.window("Secretariat")).page;
    await keeper.getByRole("link", { name: "PDF", exact: true }).waitFor(MADE);
    const ghana = (await scene.window("Ghana")).page;
    await ghana.goto(editions);
    const pdf = await saved(ghana, () => ghana.getByRole("link", { name: "PDF", exact: true }).click());
    expect(pdf.name).toMatch(/-1\.pdf$/);
    expect(pdf.bytes.subarray(0, 5).toString()).toBe("%PDF-");
    const text = pdfText(pdf.bytes);
    for (const words of [FINAL, "Early warning", WORDS]) expect(text).toContain(words);
    expect(text).not.toContain("not an edition");

    const word = await saved(ghana, () => ghana.getByRole("link", { name: "Word", exact: true }).click());
    expect(word.bytes.subarray(0, 2).toString()).toBe("PK");
    const served = await fetch(`${scene.service.address}/${scene.slug}/editions/1/download/${pdf.name}`);
    expect(served.headers.get("content-type")).toBe("application/pdf");
    expect(Buffer.from(await served.arrayBuffer()).equals(pdf.bytes)).toBe(true);
  },
);

test.skipIf(PRESS === null)("nothing was reported by the content security policy", () => {
  expect(scene.complaints()).toEqual([]);
});
