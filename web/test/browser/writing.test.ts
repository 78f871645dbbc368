// Writing as people do: over the end of the screen, by paste from a word processor, by an input method, on a phone's
// toolbar. Each in the real page under its content security policy.
import { afterAll, beforeAll, expect, test } from "vitest";

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

test("typing over the lower edge of the screen keeps every letter in its place", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Long"));
  await ghana.page.click(".ProseMirror");
  const expected: [string, string][] = [];
  for (let part = 0; part < 14; part += 1) {
    const level = part % 2 === 0 ? "2" : "3";
    await ghana.types(`Text ${String(part)}`);
    await ghana.presses("Enter", `Control+Alt+${level}`);
    await ghana.types("The heading");
    await ghana.presses("Enter", "Control+Alt+0");
    expected.push(["p", `Text ${String(part)}`], [`h${level}`, "The heading"]);
  }
  await ghana.settled();
  expect(await ghana.lines()).toEqual([...expected, ["p", ""]]);
});

test("keys that are pressed faster than the browser tells where the caret went act where it is", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Fast"));
  const { keyboard } = ghana.page;
  await ghana.page.click(".ProseMirror");
  const expected: [string, string][] = [];
  for (let line = 0; line < 12; line += 1) {
    await ghana.types("behind");
    await ghana.frame();
    // Both are on their way at once, as from fingers on a busy device.
    await Promise.all([keyboard.press("Home"), keyboard.press("Enter")]);
    expected.push(["p", ""]);
    await ghana.presses("Control+End");
    await ghana.frame();
    await ghana.presses("Control+Shift+ArrowLeft", "Backspace");
    await ghana.frame();
  }
  await ghana.settled();
  expect(await ghana.lines()).toEqual([...expected, ["p", ""]]);
});

test("a paste from a word processor keeps headings, lists, emphasis and links, and nothing else", async () => {
  const chapter = await scene.chapter("Paste");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.page.click(".ProseMirror");
  await ghana.page.evaluate(() => {
    const data = new DataTransfer();
    data.setData(
      "text/html",
      `<html><body><h1 class="MsoTitle">A title</h1><p class="MsoNormal">Some <b>bold</b> and <i>italic</i> words,
       <a href="https://un.org/">a link</a> and <a href="javascript:alert(1)">a trap</a>.</p>
       <ul><li>one</li><li>two</li></ul><script>alert(2)</script><img src="https://elsewhere.example/x.png" alt=""></body></html>`,
    );
    const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
    document.querySelector(".ProseMirror")?.dispatchEvent(paste);
  });
  await ghana.settled();
  const denmark = await scene.writer("Denmark", chapter);
  const lines = await denmark.lines();
  expect(lines.filter(([, text]) => text !== "")).toEqual([
    ["h2", "A title"],
    ["p", "Some bold and italic words, a link and a trap."],
    ["ul p", "one"],
    ["ul p", "two"],
  ]);
  expect(await denmark.page.innerText(".ProseMirror strong")).toBe("bold");
  expect(await denmark.page.innerText(".ProseMirror em")).toBe("italic");
  expect(await denmark.page.locator(".ProseMirror a").count()).toBe(1);
  expect(await denmark.page.locator(".ProseMirror :is(script, img:not(.ProseMirror-separator))").count()).toBe(0);
});

test("words composed by an input method arrive once, also when somebody writes in the same paragraph meanwhile", async () => {
  const chapter = await scene.chapter("Composition");
  const ghana = await scene.writer("Ghana", chapter);
  const denmark = await scene.writer("Denmark", chapter);
  await ghana.writes("Before after.");
  await denmark.reads("Before after.");
  await ghana.caret("after", "before");
  const input = await ghana.page.context().newCDPSession(ghana.page);
  for (const text of ["n", "ni", "nih", "niha", "nihao"]) {
    await input.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }
  await denmark.caret("after.", "after");
  await denmark.types(" Denmark.");
  await denmark.settled();
  await ghana.page.waitForTimeout(200);
  await input.send("Input.insertText", { text: "你好" });
  await ghana.settled();
  await denmark.reads("你好");
  await expect.poll(() => ghana.text()).toBe("Before 你好after. Denmark.");
  await expect.poll(() => denmark.text()).toBe("Before 你好after. Denmark.");
});

test("words, bullets and bars stand on the side where the words begin, both ways in one chapter", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("Both ways"));
  await ghana.writes("From left to right.", "من اليمين إلى اليسار.", "List", "قائمة", "قول");
  for (const item of ["List", "قائمة"]) {
    await ghana.caret(item);
    await ghana.presses(item === "List" ? "Control+Shift+7" : "Control+Shift+8");
  }
  await ghana.caret("قول");
  await ghana.makes("Quote");
  const directions = await ghana.page.evaluate(() =>
    [...document.querySelectorAll(".ProseMirror > *")].map((block) => getComputedStyle(block).direction),
  );
  expect(directions).toEqual(["ltr", "rtl", "ltr", "rtl", "rtl"]);
});

test("on a phone the tools that do not fit are under More, by name, and work", async () => {
  const chapter = await scene.chapter("Phone");
  const phone = { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true };
  const window = await Window.signedIn(scene.browser, scene.service, "Denmark", phone);
  const denmark = await Writer.open(window, chapter);
  await denmark.page.tap(".ProseMirror");
  await denmark.types("One");
  await denmark.page.tap(".more-tool");
  expect(await denmark.page.getByRole("menuitemcheckbox").allInnerTexts()).toEqual([
    "Bullets",
    "Numbers",
    "Subscript",
    "Superscript",
  ]);
  await denmark.page.getByRole("menuitemcheckbox", { name: "Numbers" }).tap();
  await denmark.types(" item");
  await denmark.settled();
  expect(await denmark.lines()).toEqual([["ol p", "One item"]]);
  await denmark.page.tap(".more-tool");
  await denmark.page.getByRole("menuitem", { name: "Undo" }).tap();
  await denmark.page.tap(".more-tool");
  await denmark.page.getByRole("menuitem", { name: "Undo" }).tap();
  await denmark.settled();
  expect((await denmark.lines())[0]?.[0]).toBe("p");
  expect(window.complaints).toEqual([]);
  await window.close();
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
