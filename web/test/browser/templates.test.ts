// Templates from end to end: the secretariat writes one and makes a case study from it, focal points fill its parts, with and
// without a line, and what is still needed gets less; nobody else ever sees a template.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { workerReady } from "./offline-support.ts";
import { violations } from "./support/audit.ts";
import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

const SOON = { timeout: 30_000 };

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set("[limits]\nsign_in_tries_per_minute_max = 1000\nwords_gap_ms = 200\n");
});
afterAll(async () => {
  expect(scene.complaints()).toEqual([]);
  await scene.strike();
});

/** "2 of 3 parts written" and the parts that are still needed; null where nothing is asked for. */
async function needs(page: Page): Promise<readonly [string, readonly string[]] | null> {
  return page.evaluate(() => {
    const parts = document.querySelector("section.parts");
    if (parts === null) return null;
    const needed = [...parts.querySelectorAll(".parts-needed li")].map((each) => each.textContent?.trim() ?? "");
    return [parts.querySelector('[role="status"]')?.textContent ?? "", needed];
  });
}

const needsSoon = (page: Page): ReturnType<typeof expect.poll> => expect.poll(() => needs(page), SOON);

/** The hints that are shown in the text. */
const hints = (page: Page): Promise<string[]> =>
  page.$$eval(".ProseMirror .part-hint", (all) => all.map((each) => each.getAttribute("data-hint") ?? ""));

/** Writes the headings of a template with a hint under each, as a person does. */
async function compose(writer: Writer, parts: readonly (readonly [string, string])[]): Promise<void> {
  await writer.page.click(".ProseMirror");
  for (const [index, [heading, hint]] of parts.entries()) {
    if (index > 0) await writer.presses("Enter");
    await writer.presses("Control+Alt+2");
    await writer.types(heading);
    await writer.presses("Enter");
    await writer.types(hint);
  }
  await writer.settled();
}

/** A template with these parts, and a chapter made from it; the chapter's id. */
async function made(title: string, parts: readonly (readonly [string, string])[]): Promise<string> {
  const { service, manual, keeper } = scene;
  const path = `manuals/${manual}/templates`;
  const template = (await service.call<{ id: string }>(keeper, "POST", path, { title })).id;
  const secretariat = await scene.writer("Secretariat", template);
  await compose(secretariat, parts);
  const body = { title: `${title} in Accra`, template };
  return (await service.call<{ id: string }>(keeper, "POST", `manuals/${manual}/chapters`, body)).id;
}

test("the secretariat writes a template and makes a case study from it; a focal point fills it, and the list shrinks", async () => {
  const window = await scene.window("Secretariat");
  const { page } = window;
  await page.goto(scene.service.address);
  await page.getByRole("button", { name: "New template" }).click();
  await page.keyboard.type("Case study");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "Case study" }).click();
  const template = await Writer.adopt(window);
  await expect.poll(() => template.text(), SOON).toBe("");
  await page.getByText("This is a template.").waitFor(SOON);
  await compose(template, [
    ["Background", "What happened, in five sentences."],
    ["Lessons", "At most three."],
    ["Contacts", ""],
  ]);

  await page.goto(scene.service.address);
  await expect.poll(() => page.locator(".manual .totals").textContent(), SOON).toContain("No chapters yet");
  await page.getByRole("button", { name: "New chapter" }).click();
  await page.keyboard.type("A market before the vote");
  await page.getByLabel("What the chapter begins with").selectOption({ label: "Case study" });
  await page.getByRole("button", { name: "Create" }).click();
  await page.getByText("3 parts missing").waitFor(SOON);
  await page.getByRole("link", { name: "A market before the vote" }).click();
  await page.waitForURL("**/chapters/*");
  const chapter = page.url().split("/").at(-1) ?? "";

  const ghana = await scene.writer("Ghana", chapter);
  const part = (name: string) => ghana.page.locator(".parts-needed").getByRole("button", { name, exact: true });
  await needsSoon(ghana.page).toEqual(["0 of 3 parts written", ["Background", "Lessons", "Contacts"]]);
  const begun = [
    ["h2", "Background"],
    ["p", ""],
    ["h2", "Lessons"],
    ["p", ""],
    ["h2", "Contacts"],
    ["p", ""],
  ];
  expect(await ghana.lines()).toEqual(begun);
  expect(await hints(ghana.page)).toEqual(["What happened, in five sentences.", "At most three."]);

  await part("Lessons").click();
  await ghana.types("Answer within a day.");
  await needsSoon(ghana.page).toEqual(["1 of 3 parts written", ["Background", "Contacts"]]);
  expect(await hints(ghana.page)).toEqual(["What happened, in five sentences."]);
  await ghana.settled();

  // The headings stay what they are, by keys, by the toolbar and by an input method.
  await ghana.caret("Lessons", "after");
  await ghana.types("x");
  await ghana.presses("Control+Alt+3", "Backspace");
  await ghana.makes("Quote");
  const composing = await ghana.page.context().newCDPSession(ghana.page);
  await composing.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 });
  await composing.send("Input.insertText", { text: "日" });
  await ghana.page.locator(".part-fixed").waitFor(SOON);
  await ghana.page
    .getByRole("status")
    .filter({ hasText: "stays as it is" })
    .waitFor({ ...SOON, state: "attached" });
  expect((await ghana.lines()).filter(([kind]) => kind.startsWith("h"))).toEqual([
    ["h2", "Background"],
    ["h2", "Lessons"],
    ["h2", "Contacts"],
  ]);
  await ghana.caret("Answer within a day.");
  await ghana.page.locator(".part-fixed").waitFor({ ...SOON, state: "detached" });

  // A heading can go with what stands around it, and comes back at its place.
  await ghana.caret("Answer within a day.", "after");
  await ghana.presses("Shift+ArrowDown", "Shift+ArrowDown", "Delete");
  await needsSoon(ghana.page).toEqual(["1 of 3 parts written", ["Background", "Put back “Contacts”"]]);
  await part("Put back “Contacts”").click();
  await ghana.types("None.");
  await needsSoon(ghana.page).toEqual(["2 of 3 parts written", ["Background"]]);
  expect(await ghana.lines()).toEqual([
    ...begun.slice(0, 3),
    ["p", "Answer within a day."],
    ["h2", "Contacts"],
    ["p", "None."],
  ]);
  await ghana.settled();

  // What others write shrinks the list as well, and the manual's page tells the rest.
  const denmark = await scene.writer("Denmark", chapter);
  await denmark.page.locator(".parts-needed button").click();
  await denmark.types("Leaflets in spring.");
  await needsSoon(ghana.page).toEqual(["All 3 parts written", []]);
  await denmark.settled();
  await page.goto(scene.service.address);
  await expect.poll(() => page.locator("[data-row] .facts").first().textContent(), SOON).toContain("words");
  await expect.poll(() => page.getByText("missing").count(), SOON).toBe(0);
});

test("what the template asks for later is asked at once, and nothing any more when it is deleted", async () => {
  const chapter = await made("Visit", [["Purpose", "Why."]]);
  const ghana = await scene.writer("Ghana", chapter);
  await needsSoon(ghana.page).toEqual(["0 of 1 part written", ["Purpose"]]);
  const window = await scene.window("Secretariat");
  const { page } = window;
  await page.goto(scene.service.address);
  await page.getByRole("link", { name: "Visit", exact: true }).click();
  const template = await Writer.adopt(window);
  await template.reads("Why.");
  await template.caret("Why.", "after");
  await template.presses("Enter", "Control+Alt+3");
  await template.types("Costs");
  await template.settled();
  await ghana.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await needsSoon(ghana.page).toEqual(["0 of 2 parts written", ["Purpose", "Put back “Costs”"]]);
  await ghana.page.getByRole("button", { name: "Put back “Costs”" }).click();
  await ghana.types("Two nights.");
  await needsSoon(ghana.page).toEqual(["1 of 2 parts written", ["Purpose"]]);
  await ghana.settled();

  await page.goto(scene.service.address);
  const row = page.locator(".templates .chapter-row").filter({ hasText: "Visit" });
  await row.getByRole("button").click();
  await page.getByRole("menuitem", { name: "Delete" }).click();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByText("1 deleted template").waitFor(SOON);
  await ghana.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await expect.poll(() => needs(ghana.page), SOON).toBeNull();
  await ghana.caret("Purpose", "after");
  await ghana.types(" of the visit");
  await ghana.settled();
  expect(await ghana.lines()).toContainEqual(["h2", "Purpose of the visit"]);
  await page.getByText("1 deleted template").click();
  await page.getByRole("button", { name: "Restore: Visit" }).click();
  await row.waitFor(SOON);
});

test("without a line the parts of a kept chapter are asked for, shown and counted all the same", async () => {
  const chapter = await made("Report", [
    ["Summary", "Three lines."],
    ["Findings", "One a paragraph."],
  ]);
  const window = await scene.window("Denmark");
  const { page } = window;
  await page.goto(scene.service.address);
  await workerReady(page);
  await page.getByRole("switch").check();
  const kept = /^(\d+) of \1 chapters are on this device/;
  await expect.poll(async () => kept.test((await page.locator(".kept .facts").textContent()) ?? ""), SOON).toBe(true);
  await scene.service.kill();
  try {
    await page.goto(`${scene.service.address}/chapters/${chapter}`);
    await needsSoon(page).toEqual(["0 of 2 parts written", ["Summary", "Findings"]]);
    expect(await hints(page)).toEqual(["Three lines.", "One a paragraph."]);
    await page.locator(".parts-needed").getByRole("button", { name: "Findings" }).click();
    await page.keyboard.type("Nothing was found.");
    await needsSoon(page).toEqual(["1 of 2 parts written", ["Summary"]]);
    await page.locator(".part-heading", { hasText: "Findings" }).click();
    await page.keyboard.type("x");
    await page.locator(".part-fixed").waitFor(SOON);
  } finally {
    await scene.service.serve();
  }
  const denmark = await Writer.adopt(window);
  const ghana = await scene.writer("Ghana", chapter);
  await needsSoon(ghana.page).toEqual(["1 of 2 parts written", ["Summary"]]);
  expect(await denmark.lines()).toEqual(await ghana.lines());
});

test("a form in the template comes along under an id of its own, and is written when somebody fills it in", async () => {
  const path = `manuals/${scene.manual}/templates`;
  const call = async (at: string, body: object): Promise<string> =>
    (await scene.service.call<{ id: string }>(scene.keeper, "POST", at, body)).id;
  const template = await call(path, { title: "Form" });
  const secretariat = await scene.writer("Secretariat", template);
  await compose(secretariat, [["Contacts", "One a row."]]);
  await secretariat.insertsTable(2, 2);
  await secretariat.types("Capital");
  await secretariat.presses("Tab");
  await secretariat.types("Telephone");
  await secretariat.settled();
  const chapter = await call(`manuals/${scene.manual}/chapters`, { title: "Form in Accra", template });
  const ghana = await scene.writer("Ghana", chapter);
  await expect.poll(() => ghana.tables(), SOON).toEqual(["Capital | Telephone", " | "]);
  await needsSoon(ghana.page).toEqual(["0 of 1 part written", ["Contacts"]]);
  expect(await hints(ghana.page)).toEqual(["One a row."]);
  await ghana.cell(2, 1);
  await ghana.types("Accra");
  await needsSoon(ghana.page).toEqual(["Its part is written", []]);
  expect(await hints(ghana.page)).toEqual([]);
  await ghana.settled();
  await expect.poll(() => secretariat.tables(), SOON).toEqual(["Capital | Telephone", " | "]);
});

test("whoever may not keep the outline sees no template, and whoever only reads sees what is needed and no hint", async () => {
  const chapter = await made("Interview", [["Questions", "Ten at most."]]);
  const window = await scene.window("Secretariat");
  await window.page.goto(scene.service.address);
  const link = window.page.getByRole("link", { name: "Interview", exact: true });
  const template = (await link.getAttribute("href")) ?? "";
  for (const seat of ["Ghana", "Norway"]) {
    const { page } = await scene.window(seat);
    await page.goto(scene.service.address);
    await page.getByRole("link", { name: "Interview in Accra" }).waitFor(SOON);
    expect(await page.getByText("Template").count()).toBe(0);
    expect(await page.getByRole("link", { name: "Interview", exact: true }).count()).toBe(0);
    await page.goto(`${scene.service.address}${template}`);
    await page.getByText("This chapter is not there").first().waitFor(SOON);
  }
  const { page } = await scene.window("Norway");
  await page.goto(`${scene.service.address}/chapters/${chapter}`);
  await needsSoon(page).toEqual(["0 of 1 part written", ["Questions"]]);
  expect(await hints(page)).toEqual([]);
});

describe.each(["en-GB", "ar"])("%s", (locale) => {
  test("every page of it is without accessibility violations and fits a phone", async () => {
    const chapter = await made(`Audit ${locale}`, [
      ["الدروس", "ثلاثة على الأكثر."],
      ["Lessons", "At most three."],
    ]);
    const window = await Window.signedIn(scene.browser, scene.service, "Secretariat", { locale });
    const { page } = window;
    const fits = async (): Promise<void> => {
      for (const width of [1280, 360]) {
        await page.setViewportSize({ width, height: 800 });
        await page.waitForTimeout(100);
        expect(await violations(page)).toEqual([]);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(wider, String(width)).toBeLessThanOrEqual(0);
      }
      await page.setViewportSize({ width: 1280, height: 800 });
    };
    await page.goto(scene.service.address);
    await page.locator(".templates .chapter-row").first().waitFor(SOON);
    await page.locator(".new-button").last().click();
    await page.locator(".new-button").first().click();
    await fits();
    await page.locator(".templates a.title").last().click();
    await page.waitForSelector('.foot[data-state="saved"]', SOON);
    await fits();
    await page.goto(`${scene.service.address}/chapters/${chapter}`);
    await page.locator(".parts-needed button").first().click();
    await page.locator(".part-heading").first().click();
    await page.keyboard.type("x");
    await page.locator(".part-fixed").waitFor(SOON);
    const sides = await page.$$eval(".ProseMirror .part-hint", (all) =>
      all.map((each) => getComputedStyle(each).direction),
    );
    expect(sides).toEqual(["rtl", "ltr"]);
    await fits();
    expect(window.complaints).toEqual([]);
    await window.close();
  });
});
