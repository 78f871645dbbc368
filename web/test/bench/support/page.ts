// One page under measurement: opened, made slow, typed in at a steady pace, and asked for what its instruments noted. The
// same for both editors. Next: instruments.ts (inside the page) and trace.ts (what the browser itself recorded).
import type { CDPSession, Page } from "playwright-core";

import { instruments, type Instruments, type KeyNote } from "./instruments.ts";
import { END, PERSON } from "./text.ts";
import { pause } from "./until.ts";

export const DESK = "Desk ";
const LETTERS = "the office writes down whom it asks and when they answer ";

/** `end`: the words by which a text that is drawn to its end is known. */
export async function instrument(page: Page, end: string = END): Promise<void> {
  await page.addInitScript(instruments, { end, desk: DESK });
}

/** Milliseconds from the navigation until the whole text was drawn. */
export async function openedIn(page: Page, address: string): Promise<number> {
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => (globalThis as unknown as Noted).noted.opened !== null, null, {
    polling: 50,
    timeout: 120_000,
  });
  return page.evaluate(() => (globalThis as unknown as Noted).noted.opened ?? Number.NaN);
}

export async function slowed(page: Page, rate: number): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  return session;
}

/** Puts the caret behind what the person wrote, in the middle of the window. */
export async function sitDown(page: Page): Promise<void> {
  await page.focus(".ProseMirror");
  await page.evaluate((words) => {
    const block = [...document.querySelectorAll(".ProseMirror p")].find((each) => each.textContent.startsWith(words));
    if (block === undefined) throw new Error("no place for the person");
    block.scrollIntoView({ block: "center" });
    const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let last: Text | null = null;
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode())
      if (node.parentElement?.closest(".caret, .collaboration-carets__caret") === null) last = node as Text;
    if (last !== null) getSelection()?.collapse(last, last.data.length);
  }, PERSON);
  await page.waitForTimeout(500);
}

/** What the person has typed so far, as the page shows it. */
export function typed(page: Page): Promise<string> {
  return page.evaluate((words) => {
    const block = [...document.querySelectorAll(".ProseMirror p")].find((each) => each.textContent.startsWith(words));
    return block?.textContent.slice(words.length) ?? "";
  }, PERSON);
}

/** Presses so many keys, one every `everyMs`, without waiting for the page; what is typed, and how many a second went out. */
export async function press(
  session: CDPSession,
  keys: number,
  everyMs: number,
): Promise<{ text: string; pace: number }> {
  const sent: Promise<unknown>[] = [];
  const start = performance.now();
  let text = "";
  for (let key = 0; key < keys; key += 1) {
    const letter = LETTERS.charAt(key % LETTERS.length);
    text += letter;
    const code = letter === " " ? "Space" : `Key${letter.toUpperCase()}`;
    const which = { key: letter, code, windowsVirtualKeyCode: letter.toUpperCase().charCodeAt(0) };
    sent.push(
      session.send("Input.dispatchKeyEvent", { type: "keyDown", text: letter, unmodifiedText: letter, ...which }),
    );
    sent.push(session.send("Input.dispatchKeyEvent", { type: "keyUp", ...which }));
    await pause(Math.max(start + (key + 1) * everyMs - performance.now(), 1));
  }
  const pace = (keys * 1_000) / (performance.now() - start);
  await Promise.all(sent);
  return { text, pace };
}

export interface Noted {
  noted: Instruments;
}

export function keysNoted(page: Page): Promise<KeyNote[]> {
  return page.evaluate(() => (globalThis as unknown as Noted).noted.keys);
}

export async function watchDesks(page: Page): Promise<void> {
  await page.evaluate(() => {
    (globalThis as unknown as Noted).noted.watchDesks();
  });
}

export function desksNoted(page: Page): Promise<Record<string, number[]>> {
  return page.evaluate(() => (globalThis as unknown as Noted).noted.desks);
}

/** Megabytes that the page's own script holds after a collection. */
export async function heap(session: CDPSession): Promise<number> {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("Performance.enable");
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN) / 1e6;
}
