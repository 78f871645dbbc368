// Getting ready for an edition and what becomes of it: the list beside the text follows the text and leads to the place; a final
// edition is refused while something stands in its way, a working text is not; files are fetched, an edition is withdrawn and
// corrected, what changed is told in words; and previews. The freeze itself is in freeze.test.ts.
import { readFileSync } from "node:fs";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { audited } from "./support/audit.ts";
import { png } from "./support/png.ts";
import { Scene } from "./support/scene.ts";
import type { Writer } from "./support/writer.ts";

const BLUE = { name: "blue.png", mimeType: "image/png", buffer: png(40, 30, [20, 60, 120]) };
const SOON = { timeout: 30_000 };
const NO_ALT = "A picture has no description.";

let scene: Scene;
let chapter = "";
let editions = "";
beforeAll(async () => {
  scene = await Scene.set();
  editions = `${scene.service.address}/manuals/${scene.slug}/editions`;
  chapter = await scene.chapter("Early warning");
});
afterAll(async () => {
  await scene.strike();
});

async function describes(ghana: Writer, alt: string): Promise<void> {
  const { page } = ghana;
  await page.locator(".figure-block").hover();
  await page.getByRole("button", { name: "Figure", exact: true }).click();
  await page.getByRole("menuitem", { name: "Describe this picture" }).click();
  await ghana.presses("Control+a");
  if (alt === "") await ghana.presses("Backspace");
  else await ghana.types(alt);
  await ghana.presses("Escape");
  await ghana.settled();
}

/** Whether the caret is in the figure, and the keys go there. */
const isInFigure = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const [figure, at] = [document.querySelector(".figure-block"), getSelection()?.anchorNode ?? null];
    return figure?.contains(at) === true && (document.activeElement?.closest(".ProseMirror") ?? null) !== null;
  });

/** A window of the keeper on the page of editions. */
async function keeps(): Promise<Page> {
  const { page } = await scene.window("Secretariat");
  await page.goto(editions);
  await page.getByRole("button", { name: "Freeze an edition" }).waitFor();
  return page;
}

test("what is left to do comes and goes beside the text, and a press leads to the place", async () => {
  const ghana = await scene.writer("Ghana", chapter);
  const { page } = ghana;
  await ghana.writes("Every signal is looked at.");
  const asked = page.waitForEvent("filechooser");
  await ghana.inserts("Picture");
  await (await asked).setFiles(BLUE);
  await page.locator(".figure-picture img").waitFor();
  await describes(ghana, "A blue field");

  await page.getByRole("button", { name: "View", exact: true }).click();
  await page.getByRole("menuitem", { name: "Check and preview" }).click();
  const said = page.locator(".ready .ready-said");
  await expect.poll(() => said.innerText(), SOON).toBe("Ready to publish. Nothing is left to do.");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("ready-title");
  await audited(page, "nothing is left to do");

  await describes(ghana, "");
  await expect.poll(() => said.innerText(), SOON).toBe("1 thing stops a final edition");
  expect(await page.locator(".ready-what").allInnerTexts()).toEqual([NO_ALT]);
  await audited(page, "something is left to do");

  await ghana.caret("Every signal");
  await page.keyboard.press("F6");
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest(".ready") !== null)).toBe(true);
  await page.getByRole("button", { name: NO_ALT }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => isInFigure(page)).toBe(true);

  await describes(ghana, "A blue field");
  await expect.poll(() => said.innerText(), SOON).toBe("Ready to publish. Nothing is left to do.");
  await page.getByRole("button", { name: "Close" }).click();
  await page.waitForSelector(".ready", { state: "detached" });
});

test("where there is no room beside the text the list lies over it, and a press leads to the place all the same", async () => {
  const ghana = await scene.writer("Ghana", chapter);
  const { page } = ghana;
  await describes(ghana, "");
  await page.setViewportSize({ width: 900, height: 700 });
  await ghana.caret("Every signal");
  await page.getByRole("button", { name: "View", exact: true }).click();
  await page.getByRole("menuitem", { name: "Check and preview" }).click();
  await page.locator("dialog[open]").getByRole("button", { name: NO_ALT }).click(SOON);
  await page.waitForSelector("dialog", { state: "detached" });
  await expect.poll(() => isInFigure(page)).toBe(true);
  await page.setViewportSize({ width: 1280, height: 800 });
  await describes(ghana, "A blue field");
});

test("a preview is no edition and is fetched as Word; without a program for PDF that is said", async () => {
  const { page } = await scene.window("Ghana");
  await page.goto(`${scene.service.address}/manuals/${scene.slug}`);
  await page.getByRole("button", { name: "Check and preview" }).click();
  await page.locator("dialog .ready-said").waitFor();
  const download = page.waitForEvent("download", SOON);
  await page.getByRole("button", { name: "Preview as Word" }).click();
  expect((await download).suggestedFilename()).toBe("Manual for focal points.docx");
  expect(
    readFileSync(await (await download).path())
      .subarray(0, 2)
      .toString(),
  ).toBe("PK");
  await page.getByText("The preview is with your downloads.").waitFor();
  const refuse = { status: 503, code: "no-press", title: "x", request_id: "1" };
  await page.route("**/preview.pdf", (route) =>
    route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(refuse) }),
  );
  await page.getByRole("button", { name: "Preview as PDF" }).click();
  await page.getByText("This service has no program for PDF").waitFor();
  await audited(page, "previews");
  await page.unrouteAll();
});

test("a final edition is refused while something is left to do, a working text is not, and it is numbered", async () => {
  const ghana = await scene.writer("Ghana", chapter);
  await describes(ghana, "");
  const page = await keeps();
  await page.getByRole("button", { name: "Freeze an edition" }).click();
  await page.getByText("1 thing stops a final edition").waitFor(SOON);
  await page.fill("#edition-name", "For Accra");
  await page.getByRole("button", { name: "Freeze now" }).click();
  await page.getByText("A final edition is not possible yet.").waitFor();
  await audited(page, "a final edition is refused");
  expect(await page.getByRole("link", { name: NO_ALT }).getAttribute("href")).toMatch(`/chapters/${chapter}#`);

  await page.getByRole("radio", { name: "Working text" }).check();
  await page.getByRole("button", { name: "Freeze now" }).click();
  await page.getByText("Edition 1 is frozen").waitFor(SOON);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByText("Working text, Rev. 1").waitFor();

  await describes(await scene.writer("Ghana", chapter), "A blue field");
  await keeps();
  await page.getByRole("button", { name: "Freeze an edition" }).click();
  await page.getByText("Nothing is left to do.").waitFor(SOON);
  await page.fill("#edition-name", "First edition 2027");
  await page.getByRole("radio", { name: "Everybody" }).check();
  await page.getByRole("button", { name: "Freeze now" }).click();
  await page.getByText("Edition 2 is frozen").waitFor(SOON);
  await page.getByRole("button", { name: "Close" }).click();
  await expect.poll(() => page.locator(".edition").first().innerText()).toContain("Final edition");
  expect(await page.locator(".edition").first().innerText()).toMatch(/Signed with the key\s+[0-9a-f]{4} [0-9a-f]{4}/);
  await audited(page, "editions");
});

test("its files come, and whoever reads fetches them", async () => {
  const { page } = await scene.window("Ghana");
  await page.goto(editions);
  const second = page.locator(".edition").first();
  for (const [name, ending, begins] of [
    ["Word", ".docx", "PK"],
    ["EPUB, for e-readers", ".epub", "PK"],
    ["Everything, with the signature", ".zip", "PK"],
  ] as const) {
    const link = second.getByRole("link", { name, exact: true });
    await link.waitFor({ timeout: 60_000 });
    const download = page.waitForEvent("download", SOON);
    await link.click();
    const file = await download;
    expect(file.suggestedFilename()).toContain(ending);
    expect(
      readFileSync(await file.path())
        .subarray(0, 2)
        .toString(),
    ).toBe(begins);
  }
});

test("what changed is drafted, written better by the Secretariat, and read by everybody", async () => {
  const page = await keeps();
  const second = page.locator(".edition").first();
  expect(await second.getByRole("link", { name: "Since edition 1" }).getAttribute("href")).toBe(
    `/${scene.slug}/editions/1..2`,
  );
  await second.locator(".changes summary").click();
  const field = second.getByLabel("What changed in “Early warning”");
  await field.waitFor();
  expect(await field.inputValue()).not.toBe("");
  await field.fill("The picture has a description.");
  await second.getByRole("button", { name: "Save" }).first().click();
  await second.getByText("Saved. Readers see it now.").waitFor();
  await audited(page, "change notes");
  const ghana = (await scene.window("Ghana")).page;
  await ghana.goto(editions);
  await ghana.locator(".changes summary").first().click();
  await ghana.getByText("The picture has a description.").waitFor();
  expect(await ghana.locator(".changes textarea").count()).toBe(0);
});

test("an edition is corrected and withdrawn, and every reader is told", async () => {
  const page = await keeps();
  await page.getByRole("button", { name: "Add a correction to edition 2" }).click();
  await page.getByRole("button", { name: "Add a correction", exact: true }).last().click();
  await page.getByText("Write the correction first.").waitFor();
  await page.getByLabel("What is wrong, and what is right").fill("Page 1: every signal, not some.");
  await audited(page, "a correction");
  await page.getByRole("button", { name: "Add a correction", exact: true }).last().click();
  await page.getByText("Correction of").waitFor();
  await page.getByRole("button", { name: "Withdraw edition 2?" }).click();
  await page.getByLabel("Why").fill("Edition 3 takes its place.");
  await page.getByRole("button", { name: "Withdraw", exact: true }).last().click();
  await page.getByText("Withdrawn on").waitFor();
  expect(await page.getByRole("button", { name: "Withdraw edition 2?" }).count()).toBe(0);
  await audited(page, "withdrawn");

  const ghana = (await scene.window("Ghana")).page;
  await ghana.goto(editions);
  await ghana.getByText("Edition 3 takes its place.").waitFor();
  await ghana.getByText("Page 1: every signal, not some.").waitFor();
  expect(await ghana.getByRole("button", { name: /Withdraw|Add a correction/ }).count()).toBe(0);
});

test("the desk says how ready each manual is, and nothing was reported by the content security policy", async () => {
  const { page } = await scene.window("Secretariat");
  await page.goto(`${scene.service.address}/desk`);
  await page.locator("#ready").getByText("Ready to publish. Nothing is left to do.").waitFor(SOON);
  expect(scene.complaints()).toEqual([]);
});
