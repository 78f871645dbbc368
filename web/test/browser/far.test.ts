// Long ways by keys in a chapter of twenty thousand words, most of which is not laid out: to the ends and as far as them, page by
// page and line by line. The caret comes to every block on its way, gets stuck nowhere, and is always in sight.
import { afterAll, beforeAll, expect, test } from "vitest";

import { Scene } from "./support/scene.ts";
import { writeChapter } from "./support/seed.ts";
import { Pen } from "./support/structure.ts";
import type { Writer } from "./support/writer.ts";

const BLOCKS = 500;
const LAST_TABLE = 475;
const SENTENCE = "The office compares what comes in every week and writes down what has changed since then. ";

let scene: Scene;
let ghana: Writer;
beforeAll(async () => {
  scene = await Scene.set();
  const chapter = await scene.chapter("Long");
  await writeChapter(scene.service.address, chapter, await scene.service.token("Ghana"), (doc) => {
    const pen = new Pen(doc);
    for (let n = 0; n < BLOCKS; n += 1) writeBlock(pen, n);
  });
  ghana = await scene.writer("Ghana", chapter);
  await ghana.page.waitForSelector(".table-block table");
});
afterAll(async () => {
  await scene.strike();
});

/** Each begins with its number, so that it is known where the caret is. */
function writeBlock(pen: Pen, n: number): void {
  const name = `#${String(n)}`;
  if (n % 20 === 10) pen.block("h2", [name]);
  else if (n % 50 === 25) {
    pen.table(name, [
      ["a", "b"],
      ["c", "d"],
    ]);
  } else if (n % 7 === 3) pen.block("p", [`${name} ${SENTENCE}`], { list: "bullet", depth: 0 });
  else pen.block("p", [`${name} ${SENTENCE.repeat(1 + (n % 5))}`]);
}

interface Place {
  /** In which block the caret is, and how far from its beginning. */
  readonly block: number;
  readonly offset: number;
  readonly isAtEnd: boolean;
  readonly inSight: boolean;
  readonly selected: number;
}

/** Presses a key, and looks where the caret is. */
async function after(key: string): Promise<Place> {
  await ghana.presses(key);
  // What comes into sight is laid out in the next frames, and the page stays with the caret meanwhile.
  for (let frames = 0; frames < 3; frames += 1) await ghana.frame();
  return ghana.page.evaluate(() => {
    const selection = getSelection();
    const node = selection?.focusNode;
    if (selection === null || !node) throw new Error("nothing has the caret");
    const element = node instanceof Element ? node : (node.parentElement as Element);
    const block = element.closest(".ProseMirror li, .ProseMirror > *");
    const range = document.createRange();
    range.setStart(node, selection.focusOffset);
    const { top, bottom } = range.getClientRects()[0] ?? element.getBoundingClientRect();
    const bar = document.querySelector(".top")?.getBoundingClientRect().bottom ?? 0;
    const foot = document.querySelector(".foot")?.getBoundingClientRect().top ?? 0;
    return {
      block: Number(/#(\d+)/.exec(block?.textContent ?? "")?.[1] ?? -1),
      offset: selection.focusOffset,
      isAtEnd: selection.focusOffset === (node.textContent ?? "").length,
      inSight: top >= bar && bottom <= foot,
      selected: selection.toString().length,
    };
  });
}

const FIRST = { block: 0, offset: 0, inSight: true };
const LAST = { block: BLOCKS - 1, isAtEnd: true, inSight: true };

test("to the ends of the text and back, and as far as them", async () => {
  await ghana.page.focus(".ProseMirror");
  expect(await after("Control+End")).toMatchObject({ ...LAST, selected: 0 });
  expect(await after("Control+Home")).toMatchObject({ ...FIRST, selected: 0 });
  const forwards = await after("Control+Shift+End");
  expect(forwards).toMatchObject(LAST);
  await after("Control+End");
  const backwards = await after("Control+Shift+Home");
  expect(backwards).toMatchObject(FIRST);
  expect(backwards.selected).toBe(forwards.selected);
  expect(forwards.selected).toBeGreaterThan(BLOCKS * SENTENCE.length);
});

test("out of a cell to the ends of the text", async () => {
  for (const [key, end] of [
    ["Control+End", LAST],
    ["Control+Home", FIRST],
  ] as const) {
    await ghana.cell(1, 1);
    expect(await after(key)).toMatchObject(end);
  }
});

test.each([
  ["ArrowUp", "Control+End", -1, 60],
  ["ArrowDown", "Control+Home", 1, 60],
  ["Shift+ArrowUp", "Control+End", -1, 30],
])("%s after %s leaves no block out", async (key, jump, way, times) => {
  let { block } = await after(jump);
  for (let time = 0; time < times; time += 1) {
    const now = await after(key);
    expect([block, block + way], `press ${String(time)}`).toContain(now.block);
    expect(now.inSight, `press ${String(time)}`).toBe(true);
    block = now.block;
  }
});

test("a page on and back from inside a table leaves it", async () => {
  await ghana.cell(1, 1);
  const on = await after("PageDown");
  expect(on.block).toBeGreaterThan(LAST_TABLE);
  expect((await after("PageDown")).block).toBeGreaterThan(on.block);
  // Wherever the table stands in the window.
  for (const block of ["start", "center", "end"] as const) {
    await ghana.cell(2, 2);
    await ghana.page.evaluate((block) => document.activeElement?.scrollIntoView({ block }), block);
    await ghana.frame();
    const back = await after("PageUp");
    expect(back.block).toBeLessThan(LAST_TABLE);
    expect((await after("PageUp")).block).toBeLessThan(back.block);
  }
});

test.each([
  ["PageDown", "Control+Home", 1],
  ["PageUp", "Control+End", -1],
])("%s goes on, never more than a page", async (key, jump, way) => {
  let { block } = await after(jump);
  for (let page = 0; page < 25; page += 1) {
    const now = await after(key);
    const by = (now.block - block) * way;
    expect(by, `page ${String(page)}`).toBeGreaterThan(0);
    expect(by, `page ${String(page)}`).toBeLessThan(20);
    block = now.block;
  }
});
