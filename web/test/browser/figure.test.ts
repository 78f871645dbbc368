// Figures in real pages: a picture chosen, pasted and replaced, what is said for those who do not see it, pictures that wait
// where data is to be saved; and two seats who do not see each other. The result is that of docs/document-model.md.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { apart } from "./support/apart.ts";
import { violations } from "./support/audit.ts";
import { png } from "./support/png.ts";
import { Scene } from "./support/scene.ts";
import type { Writer } from "./support/writer.ts";

const BLUE = { name: "blue.png", mimeType: "image/png", buffer: png(40, 30, [20, 60, 120]) };
const GREEN = { name: "green.png", mimeType: "image/png", buffer: png(30, 40, [20, 120, 60]) };

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

/** Chooses a file where the page asks for one. */
async function choosing(page: Page, file: typeof BLUE, act: () => Promise<void>): Promise<void> {
  const asked = page.waitForEvent("filechooser");
  await act();
  await (await asked).setFiles(file);
}

/** A chapter with a sentence and a figure with the blue picture. */
async function withFigure(title = "Figures"): Promise<Writer> {
  const ghana = await scene.writer("Ghana", await scene.chapter(title));
  await ghana.writes("Words.");
  await choosing(ghana.page, BLUE, () => ghana.inserts("Picture"));
  await drawn(ghana.page);
  await ghana.settled();
  return ghana;
}

/** Waits until a picture is drawn; how wide it is by nature. */
async function drawn(page: Page): Promise<number> {
  const img = page.locator(".figure-picture img");
  await img.waitFor();
  await expect.poll(() => img.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBeGreaterThan(0);
  return img.evaluate((each: HTMLImageElement) => each.naturalWidth);
}

/** The name of the picture that a figure shows, loaded or not, and what is said of it. */
const shown = (page: Page): Promise<string> =>
  page.locator(".figure-picture").evaluate((each: HTMLElement) => {
    const alt = each.querySelector("img")?.alt ?? each.querySelector(".figure-place > div")?.textContent;
    return `${each.dataset["picture"] ?? ""} ${alt ?? ""}`;
  });

test("a picture is chosen, kept by the service, and there again after a reload", async () => {
  const ghana = await withFigure();
  expect(await drawn(ghana.page)).toBe(40);
  expect(await ghana.page.innerText(".figure-told")).toContain("no description yet");
  expect(await violations(ghana.page)).toEqual([]);
  await ghana.page.reload();
  expect(await drawn(ghana.page)).toBe(40);
});

test("it is described in words, credited, and called a decoration", async () => {
  const ghana = await withFigure();
  const { page } = ghana;
  await page.getByRole("button", { name: "Describe this picture" }).click();
  expect(await ghana.within()).toBe("What the picture shows");
  await ghana.types("A blue field");
  await ghana.presses("Tab", "Tab");
  expect(await ghana.within()).toBe("Credit");
  await ghana.types("Ama Owusu");
  expect(await violations(page)).toEqual([]);
  await ghana.presses("Escape");
  expect(await page.getAttribute(".figure-picture img", "alt")).toBe("A blue field");
  expect(await page.innerText(".figure-credit")).toBe("Ama Owusu");
  expect(await page.locator(".figure-told").innerText()).toBe("");
  await page.locator(".figure-block").hover();
  await page.getByRole("button", { name: "Figure", exact: true }).click();
  await page.getByRole("menuitem", { name: "Describe this picture" }).click();
  await page.getByRole("checkbox").check();
  expect(await page.getAttribute(".figure-picture img", "alt")).toBe("");
  await ghana.settled();
});

test("a picture is pasted", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Pasted"));
  await ghana.writes("Words.");
  await ghana.page.evaluate(
    (bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(bytes)], "green.png", { type: "image/png" }));
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    [...GREEN.buffer],
  );
  expect(await drawn(ghana.page)).toBe(30);
});

/** Pastes HTML, with files beside it if there were some. */
const pastes = ({ page }: Writer, html: string, files: readonly (typeof BLUE)[] = []): Promise<void> =>
  page.evaluate(
    ({ html, files }) => {
      const data = new DataTransfer();
      if (html !== "") data.setData("text/html", html);
      for (const { name, mimeType, bytes } of files)
        data.items.add(new File([Uint8Array.from(bytes)], name, { type: mimeType }));
      document.activeElement?.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    { html, files: files.map(({ name, mimeType, buffer }) => ({ name, mimeType, bytes: [...buffer] })) },
  );
const dataOf = ({ mimeType, buffer }: typeof BLUE): string => `data:${mimeType};base64,${buffer.toString("base64")}`;
const addressesIn = (page: Page): Promise<string[]> =>
  page.locator(".figure-picture img").evaluateAll((all) => all.map((img) => (img as HTMLImageElement).alt));

test("pictures in what is pasted go to the service with it, and what is only an address is named", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Pasted page"));
  await ghana.writes("Words.");
  const stranger = "http://127.0.0.1:9/far.png";
  await pastes(
    ghana,
    `<p>Before.</p><img src="${dataOf(BLUE)}" alt="A blue field"><p>Between.</p>
     <figure><img src="${dataOf(GREEN)}"><figcaption>Green, captioned</figcaption></figure>
     <p>Far: <img src="${stranger}" alt="A far picture"></p>`,
  );
  const { page } = ghana;
  await expect.poll(() => page.locator(".figure-picture img").count()).toBe(2);
  await expect
    .poll(() =>
      page
        .locator(".figure-picture img")
        .evaluateAll((all) => all.map((img) => (img as HTMLImageElement).naturalWidth)),
    )
    .toEqual([40, 30]);
  expect(await addressesIn(page)).toEqual(["A blue field", ""]);
  const captions = await page.locator(".caption-text").allInnerTexts();
  expect(captions.map((each) => each.trim())).toEqual(["", "Green, captioned"]);
  await page.locator(".pasted").getByText("A far picture").waitFor({ state: "attached" });
  await ghana.settled();
  await page.reload();
  await expect.poll(() => page.locator(".figure-picture img").count()).toBe(2);
  expect((await scene.window("Ghana")).complaints).toEqual([]);
});

test("a picture copied out of a web page is taken from the clipboard, not from its address", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Copied"));
  await ghana.writes("Words.");
  await pastes(ghana, '<meta charset="utf-8"><img src="http://127.0.0.1:9/far.png" alt="far">', [GREEN]);
  expect(await drawn(ghana.page)).toBe(30);
  expect(await ghana.page.locator(".pasted").count()).toBe(0);
  // Words with a picture of them beside: the words are meant.
  await ghana.page.locator(".ProseMirror > p").last().click();
  await pastes(ghana, "<p>Copied words.</p>", [BLUE]);
  await ghana.page.getByText("Copied words.").waitFor();
  await ghana.settled();
  expect(await ghana.page.locator(".figure-block").count()).toBe(1);
  expect((await scene.window("Ghana")).complaints).toEqual([]);
});

test("without a line a pasted picture leaves a place for one and says so, as a chosen one does; a cell takes none", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Pasted offline"));
  const { page } = ghana;
  await ghana.writes("Words.");
  await ghana.settled();
  await page.route("**/images", (route) => route.abort());
  await pastes(ghana, `<p>Before.</p><img src="${dataOf(BLUE)}" alt="A blue field">`);
  await expect.poll(() => page.innerText(".figure-told")).toContain("The picture could not be sent.");
  expect(await page.getByRole("button", { name: "Choose a picture" }).count()).toBe(1);
  await page.unroute("**/images");

  await page.locator(".ProseMirror > p").first().click();
  await ghana.insertsTable(2, 2);
  await pastes(ghana, `<p>In a cell</p><img src="${dataOf(BLUE)}" alt="A blue field">`);
  await page.locator("td, th").filter({ hasText: "In a cell" }).first().waitFor();
  await page.locator(".pasted").waitFor();
  expect(await page.locator(".figure-block").count()).toBe(1);
});

test("what is no picture is refused in words, and the place for one stays", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Refused"));
  await ghana.writes("Words.");
  const broken = { name: "broken.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") };
  await choosing(ghana.page, broken, () => ghana.inserts("Picture"));
  await expect.poll(() => ghana.page.innerText(".figure-told")).toContain("not a picture that the manual can take");
  expect(await ghana.page.getByRole("button", { name: "Choose a picture" }).count()).toBe(1);
});

test("two seats apart replace one picture: one of the two stands, for both, with all words of the figure", async () => {
  const ghana = await withFigure("Replaced");
  const denmark = await scene.writer("Denmark", ghana.address.split("/").at(-1) ?? "");
  await drawn(denmark.page);
  const replaces =
    (digit: string, alt: string) =>
    async ({ page, types, presses }: Writer): Promise<void> => {
      // The service is away: its answer is given here.
      const answer = { sha256: digit.repeat(64), width: 30, height: 40, type: "image/png", bytes: 1 };
      await page.route("**/images", (route) => route.fulfill({ status: 201, json: answer }));
      const menu = async (item: string): Promise<void> => {
        await page.locator(".figure-block").hover();
        await page.getByRole("button", { name: "Figure", exact: true }).click();
        await page.getByRole("menuitem", { name: item }).click();
      };
      await choosing(page, GREEN, () => menu("Replace picture"));
      await expect.poll(() => shown(page)).toContain(digit.repeat(64));
      await menu("Describe this picture");
      await types.call({ page }, alt);
      await presses.call({ page }, "Escape");
      await page.unroute("**/images");
    };
  await apart(scene, [ghana, denmark], { ghana: replaces("a", "Ghanaian."), denmark: replaces("b", "Danish.") });
  await expect.poll(async () => (await shown(ghana.page)) === (await shown(denmark.page))).toBe(true);
  expect(await shown(ghana.page)).toMatch(/^(a{64}|b{64}) (Ghanaian\.Danish\.|Danish\.Ghanaian\.)$/);
});

// The last one: from here on this window asks.
test("pictures wait until they are asked for, where data is to be saved", async () => {
  const ghana = await withFigure("Saved data");
  await ghana.page.addInitScript(() => {
    document.addEventListener("DOMContentLoaded", () => (document.documentElement.dataset["images"] = "ask"));
  });
  const asked: string[] = [];
  ghana.page.on("request", (request) => {
    if (request.url().includes("/images/")) asked.push(request.url());
  });
  await ghana.page.reload();
  const show = ghana.page.getByRole("button", { name: "Show picture" });
  await show.waitFor();
  expect(asked).toEqual([]);
  await show.click();
  expect(await drawn(ghana.page)).toBe(40);
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
