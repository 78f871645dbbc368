// What a seat may not do: a reader's page cannot be written in, and what the service refuses is told in words and stays
// on the page.
import { afterAll, beforeAll, expect, test } from "vitest";

import { read, write } from "../../src/sync/message.ts";
import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

const CHAPTER_BYTES_MAX = 20_000;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set(`[limits]\ndocument_bytes_max = ${String(CHAPTER_BYTES_MAX)}\n`);
});
afterAll(async () => {
  await scene.strike();
});

test("a reader sees the words arrive and has nothing to write with", async () => {
  const chapter = await scene.chapter("For readers");
  const ghana = await scene.writer("Ghana", chapter);
  const norway = await Writer.open(await scene.window("Norway"), chapter, "reading");
  expect(await norway.status()).toContain("can read this chapter but not write in it");
  await ghana.writes("Words for readers.");
  await norway.reads("Words for readers.");
  expect(await norway.page.getAttribute(".ProseMirror", "contenteditable")).toBe("false");
  for (const name of ["Bold", "Insert", "Undo"])
    expect(await norway.page.getByRole("button", { name }).count(), name).toBe(0);
  await norway.page.getByRole("button", { name: "View" }).click();
  await norway.page.getByRole("menuitem", { name: "Who wrote this" }).waitFor();
  expect(await norway.page.getByRole("menuitem", { name: "Write in a private draft" }).count()).toBe(0);
  await norway.page.keyboard.press("Escape");
  await norway.page.click(".ProseMirror");
  await norway.types("Not mine to write.");
  await norway.presses("Control+b", "Delete", "Enter");
  expect(await norway.text()).toBe("Words for readers.");
  await norway.sees("reading", '[data-pending="0"]');
});

test("a refused edit is told, its words lie in the shelf to be copied, and it harms nobody", async () => {
  const chapter = await scene.chapter("Too long");
  const ghana = await scene.writer("Ghana", chapter);
  const denmark = await scene.writer("Denmark", chapter);
  await ghana.writes("Short. ");
  await denmark.reads("Short.");
  await ghana.page.evaluate(
    (length) => document.execCommand("insertText", false, "x".repeat(length)),
    CHAPTER_BYTES_MAX + 1_000,
  );
  await ghana.page.getByText("1 change of yours could not go in.").waitFor();
  expect(await ghana.status()).toContain("The chapter has become too long to save.");
  expect(await ghana.status()).toContain("Your words are kept in the shelf on this device.");
  await ghana.settled();
  expect(await ghana.text()).toBe("Short. ");
  await ghana.types("The writer goes on here.");
  await ghana.settled();
  expect(await ghana.text()).toBe("Short. The writer goes on here.");

  await (await scene.window("Ghana")).context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ghana.page.getByRole("button", { name: "Show my words" }).click();
  await ghana.page.getByRole("button", { name: "Copy", exact: true }).click();
  await ghana.page.getByText("Copied", { exact: true }).waitFor();
  expect(await ghana.page.evaluate(() => navigator.clipboard.readText())).toContain("x".repeat(CHAPTER_BYTES_MAX));
  await ghana.page.keyboard.press("Escape");
  await expect.poll(() => ghana.page.locator(".news").count()).toBe(0);
  await denmark.caret("Short.", "after");
  await denmark.types(" Denmark goes on.");
  await denmark.settled();
  expect(await denmark.text()).toBe("Short. Denmark goes on. The writer goes on here.");

  await ghana.page.goto(`${scene.service.address}/kept`);
  await ghana.page.getByRole("button", { name: "Remove" }).click();
  await ghana.page.getByRole("button", { name: "Remove them" }).click();
  await ghana.page.getByText("The shelf is empty.").waitFor();
});

test("what the service cannot take for now is kept, and saved when it is tried again", async () => {
  const chapter = await scene.chapter("Mended");
  const { page } = await scene.window("Denmark");
  const links: string[] = [];
  await page.routeWebSocket(/\/api\/v1\/sync\//, (link) => {
    const service = link.connectToServer();
    links.push(link.url());
    link.onMessage((message) => {
      const is = typeof message === "string" || links.length > 1 ? "passed on" : read(message)?.is;
      if (is === "update") link.send(Buffer.from(write({ is: "refused", code: "damaged" })));
      else if (is !== "acknowledge") service.send(message);
    });
  });
  const denmark = await scene.writer("Denmark", chapter);
  await page.click(".ProseMirror");
  await denmark.types("Kept.");
  await denmark.sees("refused");
  await expect.poll(() => denmark.status()).toContain("5 changes are kept on this device. They could not be sent.");
  await page.getByRole("button", { name: "Try again" }).click();
  await denmark.settled();
  expect(links).toHaveLength(2);
  const ghana = await scene.writer("Ghana", chapter);
  expect(await ghana.text()).toBe("Kept.");
});

test("a wrong code is refused in words, five wrong tries end the invitation, the right one then too", async () => {
  const { service, browser } = scene;
  const { link, code } = await service.invite("Denmark");
  const stranger = await Window.open(browser, service);
  const { page } = stranger;
  await page.goto(link);
  await page.click('button[type="submit"]');
  await page.getByText("Type the code first.").waitFor();
  await page.fill("#code", "7K3");
  await page.keyboard.press("Enter");
  await page.getByText("you typed 3").waitFor();
  for (let tries = 0; tries < 5; tries += 1) {
    await page.fill("#code", "00000-00000");
    const answered = page.waitForResponse((response) => response.url().endsWith("/api/v1/sign-in"));
    await page.click('button[type="submit"]');
    await answered;
    await page.getByText("This did not work").waitFor();
  }
  await page.fill("#code", code);
  await page.click('button[type="submit"]');
  await page.getByText("This did not work again").waitFor();
  expect(new URL(page.url()).pathname).toContain("/sign-in/");
  expect(stranger.complaints).toEqual([]);
  await stranger.close();
});

test("a chapter that is not there, and a page without a session, say so", async () => {
  const { page } = await scene.window("Ghana");
  await page.goto(`${scene.service.address}/chapters/00000000-0000-4000-8000-000000000000`);
  await page.getByText("This chapter is not there").first().waitFor(); // it is said aloud too
  const stranger = await Window.open(scene.browser, scene.service);
  await stranger.page.goto(`${scene.service.address}/`);
  await stranger.page.getByText("Open the link of your invitation").first().waitFor();
  await stranger.page.goto(`${scene.service.address}/chapters/00000000-0000-4000-8000-000000000000`);
  await stranger.page.getByText("Open the link of your invitation").waitFor();
  await stranger.close();
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
