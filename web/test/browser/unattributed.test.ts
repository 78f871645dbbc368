// Where nobody is named, another member's browser is not told who writes: ten sittings of five authors in two chapters, and then
// all that came to the other member's pages, and all that lies on their device, is searched for who the authors are. The same
// search finds them in a chapter that names seats. What the service's other ways tell: crates/server/tests/api/unattributed.rs.
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { signsIn, sits, type Author } from "./support/author.ts";
import { Window } from "./support/browser.ts";
import { clientIds, type Written } from "./support/client-ids.ts";
import { figure } from "./support/figure.ts";
import { holding, Member, statesTold, updatesKept, updatesTold, type Piece } from "./support/member.ts";
import { addPerson } from "./support/person.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

const PEOPLE = { Kenya: "Wanjiru Kamau", Oman: "Said al-Harthy", Peru: "Rosa Quispe", Nepal: "Maya Gurung" };
/** Writes in a real browser. */
const FIRST = { seat: "Ghana", name: "Ama Mensah" };
const SITTINGS = 10;

let scene: Scene;
let authors: Author[];
let first: Window;
let member: Member;
/** Names and ids of the authors' seats, people, sessions and devices. */
let who: string[];

beforeAll(async () => {
  scene = await Scene.set("[limits]\nsign_in_tries_per_minute_max = 1000\n");
  const { service, keeper, browser } = scene;
  for (const seat of Object.keys(PEOPLE)) await service.seat(seat);
  authors = [];
  for (const [seat, name] of Object.entries(PEOPLE)) authors.push(await signsIn(service, keeper, seat, name));
  const ama = await addPerson(service, keeper, FIRST.seat, FIRST.name);
  first = await Window.open(browser, service);
  const { link, code } = await service.call<{ link: string; code: string }>(
    keeper,
    "POST",
    `people/${ama.id}/invitation`,
  );
  await first.page.goto(link);
  await first.page.fill("#code", code);
  await first.page.click('button[type="submit"]');
  await first.page.waitForURL(`${service.address}/`);
  const window = await Window.open(browser, service);
  member = await Member.of(window.context);
  await window.signIn("Denmark");
  await window.page.close();
  who = await known([ama.id, ...authors.map(({ person }) => person.id)]);
});
afterAll(async () => {
  expect(first.complaints).toEqual([]);
  await scene.strike();
});

/** What would tell of the authors. */
async function known(people: readonly string[]): Promise<string[]> {
  const { service, keeper } = scene;
  const seats = (await service.call<{ id: string; name: string }[]>(keeper, "GET", "seats")).filter(
    ({ name }) => name === FIRST.seat || name in PEOPLE,
  );
  const sessions = await Promise.all(
    seats.map(({ id }) => service.call<{ id: string }[]>(keeper, "GET", `seats/${id}/sessions`)),
  );
  const device = await first.page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const open = indexedDB.open("chancery");
        open.onsuccess = () => {
          const request = open.result.transaction("small").objectStore("small").get("device");
          request.onsuccess = () => resolve(String(request.result));
        };
      }),
  );
  expect(device).toMatch(/[0-9a-f]{8}/);
  expect(sessions.flat().length).toBeGreaterThanOrEqual(seats.length);
  const ids = [...seats, ...sessions.flat()].map(({ id }) => id);
  return [...seats.map(({ name }) => name), ...Object.values(PEOPLE), FIRST.name, ...people, ...ids, device];
}

/** A sitting: each author loads the chapter anew and writes; the member's page has all of it. */
async function sitting(n: number, chapter: string, page: Page, reused?: number): Promise<void> {
  const writer = await Writer.open(first, chapter);
  await writer.page.click(".ProseMirror");
  await writer.presses("Control+End");
  await writer.types(`s${String(n)}a `);
  await writer.settled();
  const ends: (() => void)[] = [];
  for (const [at, author] of authors.entries())
    ends.push(
      await sits(scene.service, author, chapter, `s${String(n)}${"bcde"[at] ?? ""}`, at === 0 ? reused : undefined),
    );
  for (const letter of "abcde")
    await page.waitForFunction(
      (words) => document.querySelector(".ProseMirror")?.textContent?.includes(words),
      `s${String(n)}${letter} `,
    );
  for (const end of ends) end();
}

async function opens(chapter: string): Promise<Page> {
  const page = await member.open(`${scene.service.address}/chapters/${chapter}`);
  await page.waitForSelector('.foot[data-state="saved"]');
  return page;
}

/** Waits until the device has the end of what was written. */
async function all(page: Page): Promise<Piece[]> {
  await page.evaluate(() => dispatchEvent(new Event("pagehide")));
  let kept: Piece[] = [];
  await expect
    .poll(async () => {
      kept = await member.kept(page);
      return updatesKept(kept).length;
    })
    .toBeGreaterThan(0);
  return [...member.told, ...kept];
}

/** Client ids that occur in two documents, or under which something was written in two sittings. */
const twice = (ids: ReadonlyMap<number, Written>): number[] =>
  [...ids].flatMap(([id, { documents, words }]) => {
    const sittings = new Set([...words.matchAll(/s(\d+)[a-e]/g)].map(([, n]) => n));
    return documents.size > 1 || sittings.size > 1 ? [id] : [];
  });

test("ten sittings of five authors tell another member's browser nothing, in what comes and in what it keeps", async () => {
  const { service, keeper, slug } = scene;
  const chapters = [await scene.chapter("One"), await scene.chapter("Other")];
  for (const chapter of chapters) await mode(chapter, "unattributed");
  // Whoever is on the page of the manual is named there, as in every manual.
  await Writer.open(first, chapters[0] ?? "");
  const pages = await Promise.all(chapters.map(opens));
  const outline = await member.open(`${service.address}/manuals/${slug}`);
  await outline.getByRole("switch").check();
  for (let n = 0; n < SITTINGS; n += 1)
    for (const [at, chapter] of chapters.entries()) await sitting(n, chapter, pages[at] ?? outline);
  for (const page of pages) {
    expect(await page.locator(".caret, .here .seat:not(.own)").count()).toBe(0);
    await page.getByRole("button", { name: "View", exact: true }).click();
    await page.getByRole("menuitem", { name: "Who wrote this" }).click();
    await page.waitForSelector("dialog[open]");
  }
  await service.call(keeper, "POST", `manuals/${scene.manual}/editions`, { title: "June", public: false });
  const more = await member.open(`${service.address}/manuals/${slug}/editions`);
  for (const path of [`/${slug}/editions/1`, `/${slug}/editions/1/1`, `/manuals/${slug}/proposals`])
    await more.goto(`${service.address}${path}`);

  const pieces = await all(pages[0] ?? outline);
  for (const page of member.context.pages()) pieces.push({ where: "page", bytes: Buffer.from(await page.content()) });
  expect(holding(pieces, who)).toEqual([]);
  expect(statesTold(pieces, chapters)).toBe(0);
  const ids = [clientIds(updatesTold(pieces)), clientIds(updatesKept(pieces))];
  for (const found of ids) {
    const writing = [...found].filter(([, { words }]) => /s\d+[a-e]/.test(words));
    expect(writing.length).toBe(SITTINGS * 2 * (authors.length + 1));
    expect(twice(found)).toEqual([]);
  }
  figure(
    `${String(pieces.length)} frames, answers and rows of another member's browser searched for ${String(who.length)} words`,
  );
});

test("the same search finds the authors of a chapter that names seats", async () => {
  const chapter = await scene.chapter("Named");
  await mode(chapter, "named");
  const before = member.told.length;
  const page = await opens(chapter);
  for (const n of [0, 1]) await sitting(n, chapter, page, 4_711);
  const writer = await Writer.open(first, chapter);
  await writer.page.click(".ProseMirror");
  await writer.presses("Control+End");
  await writer.page.keyboard.insertText(`${FIRST.name} wrote this`);
  await writer.settled();
  await page.getByText(`${FIRST.name} wrote this`).waitFor();
  await page.getByRole("button", { name: "View", exact: true }).click();
  await page.getByRole("menuitem", { name: "Who wrote this" }).click();
  await page.waitForSelector(".wrote-block");
  const kept = await all(page);
  const told = member.told.slice(before);
  const found = holding(told, who);
  for (const word of [FIRST.seat, FIRST.name, ...Object.keys(PEOPLE), ...Object.values(PEOPLE)])
    expect(
      found.some((hit) => hit.endsWith(`: ${word}`)),
      word,
    ).toBe(true);
  expect(found.some((hit) => hit.startsWith("frame "))).toBe(true);
  expect(found.some((hit) => hit.startsWith("answer "))).toBe(true);
  expect(
    holding(kept, [FIRST.name]).some((hit) => /\/(documents|tail) /.test(hit)),
    "what is sealed is read",
  ).toBe(true);
  expect(statesTold(told, [chapter])).toBeGreaterThan(0);
  expect(twice(clientIds(updatesTold(told)))).toEqual([4_711]);
  expect(twice(clientIds(updatesKept(kept)))).toEqual([4_711]);
});

async function mode(chapter: string, mode: string): Promise<void> {
  const { service, keeper } = scene;
  const answer = await fetch(`${service.address}/api/v1/chapters/${chapter}/mode`, {
    method: "POST",
    headers: { authorization: `Bearer ${keeper}`, "content-type": "application/json" },
    body: JSON.stringify({ mode }),
  });
  expect(answer.status).toBe(204);
}
