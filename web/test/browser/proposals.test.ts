// Refused is not lost, in two browsers: what may not go into a chapter becomes a proposal in which the person goes on at the
// same word; the Secretariat merges it, and the others have the words once. And private drafts, which nobody else sees.
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Proposal } from "../../src/branch/ask.ts";
import { tooWide, violations } from "./support/audit.ts";
import { Scene } from "./support/scene.ts";
import { Writer } from "./support/writer.ts";

const READY_MS = 30_000;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

/** Every proposal that the keeper is told of. */
const offered = (): Promise<Proposal[]> =>
  scene.service.call<Proposal[]>(scene.keeper, "GET", `manuals/${scene.manual}/proposals`);

const of = async (chapter: string): Promise<Proposal[]> => (await offered()).filter((each) => each.chapter === chapter);

/** Writes on without a line, and something happens meanwhile. */
async function meanwhile(writer: Writer, words: string, what: () => Promise<unknown>): Promise<void> {
  await writer.page.context().setOffline(true);
  await writer.sees("offline");
  await writer.types(words);
  await expect.poll(() => writer.pending()).toBeGreaterThan(0);
  await what();
  await writer.page.context().setOffline(false);
  await writer.hurry();
}

/** Waits until the page goes on in a proposal, and everything there is saved. */
async function follows(writer: Writer, sentence: string): Promise<void> {
  await writer.page.locator(".branch-text").filter({ hasText: sentence }).waitFor({ timeout: READY_MS });
  await writer.settled();
}

const ways = (writer: Writer) => writer.page.locator(".branch-ways");

async function deleted(chapter: string): Promise<void> {
  await call("DELETE", `chapters/${chapter}`);
}

/** Asks, where there is nothing to read in the answer. */
async function call(method: string, path: string, body?: object): Promise<void> {
  const { address } = scene.service;
  const headers = { authorization: `Bearer ${scene.keeper}`, "content-type": "application/json" };
  const response = await fetch(`${address}/api/v1/${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${await response.text()}`);
}

test("a chapter is deleted while somebody writes without a line: the words are in a proposal, and written on there", async () => {
  const chapter = await scene.chapter("Deleted meanwhile");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("Saved before. ");
  await meanwhile(ghana, "Written on the train. ", () => deleted(chapter));
  await follows(ghana, "This chapter was deleted while you were writing.");
  await expect.poll(() => ghana.text()).toBe("Saved before. Written on the train. ");
  // The caret is where it was, and the keyboard goes on.
  await ghana.types("And on. ");
  await ghana.settled();
  expect(await ghana.text()).toBe("Saved before. Written on the train. And on. ");
  const [proposal] = await of(chapter);
  expect(proposal).toMatchObject({ state: "open", reason: "deleted", seat: { name: "Ghana" } });
  expect(ghana.page.url()).toContain(proposal?.id);
  // Loaded again, the page goes on there.
  await ghana.page.reload();
  await ghana.settled();
  expect(await ghana.text()).toBe("Saved before. Written on the train. And on. ");
  await ghana.page.locator(".branch-text").filter({ hasText: "You are writing in a proposal" }).waitFor();

  await call("POST", `chapters/${chapter}/restore`);
  const denmark = await scene.writer("Denmark", chapter);
  expect(await denmark.text()).toBe("Saved before. ");
  await call("POST", `proposals/${proposal?.id ?? ""}/merge`);
  await denmark.reads("And on. ");
  expect(await denmark.text()).toBe("Saved before. Written on the train. And on. ");
  await ghana.page.locator(".branch-text").filter({ hasText: "was merged" }).waitFor({ timeout: READY_MS });
});

test("a chapter is locked while somebody writes without a line; merged, the others have the words once", async () => {
  const chapter = await scene.chapter("Locked meanwhile");
  const denmark = await scene.writer("Denmark", chapter);
  await denmark.writes("The rule stands.");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.caret("rule", "before");
  await meanwhile(ghana, "old ", () => call("POST", `chapters/${chapter}/state`, { state: "locked" }));
  await follows(ghana, "This chapter was locked while you were writing.");
  expect(await ghana.status()).toBe("Saved");
  // The caret is in the middle of the text, where it was.
  await ghana.types("and good ");
  await ghana.settled();
  await expect.poll(() => ghana.text()).toBe("The old and good rule stands.");
  expect(await violations(ghana.page)).toEqual([]);
  expect(await denmark.text()).toBe("The rule stands.");
  expect(await ways(ghana).getByRole("link", { name: "See the chapter" }).getAttribute("href")).toContain(chapter);

  const [proposal, ...more] = await of(chapter);
  expect([proposal?.reason, more.length]).toEqual(["locked", 0]);
  for (let times = 0; times < 2; times += 1) await call("POST", `proposals/${proposal?.id ?? ""}/merge`);
  await denmark.reads("old and good");
  expect(await denmark.text()).toBe("The old and good rule stands.");
});

test("another tab that showed the words is told that they are in a proposal", async () => {
  const chapter = await scene.chapter("In two tabs");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("The rule stands.");
  const other = await (await scene.window("Ghana")).context.newPage();
  await other.goto(`${scene.service.address}/chapters/${chapter}`);
  await other.getByText("The rule stands.").waitFor();
  await other.waitForSelector('.foot[data-state="saved"]');
  await ghana.caret("stands.", "after");
  await meanwhile(ghana, " For ever.", async () => {
    await other.getByText("For ever.").waitFor();
    await call("POST", `chapters/${chapter}/state`, { state: "locked" });
  });
  await follows(ghana, "This chapter was locked while you were writing.");
  await other.getByText("It is safe in a proposal.").waitFor({ timeout: READY_MS });
  expect(await other.locator(".ProseMirror").innerText()).toBe("The rule stands.");
  expect(await violations(other)).toEqual([]);
  const [proposal] = await of(chapter);
  const link = other.getByRole("link", { name: "See the proposal" });
  expect(await link.getAttribute("href")).toContain(proposal?.id);
  // Whoever goes on in it has its bar, and no second sentence.
  expect(await ghana.page.getByText("in another tab").count()).toBe(0);
  await other.close();
});

test("the right is withdrawn while words are on their way: all of them are in one proposal, and writing goes on", async () => {
  const chapter = await scene.chapter("Withdrawn meanwhile");
  const { page } = await scene.window("Ghana");
  let hold = false;
  let release = (): void => undefined;
  await page.routeWebSocket(new RegExp(`/api/v1/sync/${chapter}`), (link) => {
    const service = link.connectToServer();
    link.onMessage((message) => {
      if (!hold) return service.send(message);
      const before = release;
      release = () => {
        before();
        service.send(message);
      };
    });
  });
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("Before. ");
  hold = true;
  await ghana.types("On their way. ");
  const seats = await scene.service.call<{ id: string; name: string }[]>(scene.keeper, "GET", "seats");
  const seat = seats.find(({ name }) => name === "Ghana")?.id;
  await call("POST", `chapters/${chapter}/rights`, { seat, right: "suggest" });
  await ghana.types("Typed before it is known. ");
  hold = false;
  release();
  await follows(ghana, "Your seat may no longer write in this chapter.");
  await ghana.types("And after.");
  await ghana.settled();
  const all = "Before. On their way. Typed before it is known. And after.";
  expect(await ghana.text()).toBe(all);
  const [proposal, ...more] = await of(chapter);
  expect([proposal?.reason, more.length]).toEqual(["right", 0]);
  const denmark = await scene.writer("Denmark", chapter);
  expect(await denmark.text()).toBe("Before. ");
  await call("POST", `proposals/${proposal?.id ?? ""}/merge`);
  await denmark.reads("And after.");
  expect(await denmark.text()).toBe(all);
});

test("a private draft: begun from the menu, seen by nobody else, offered, and merged once by the Secretariat's page", async () => {
  const chapter = await scene.chapter("Drafted");
  const denmark = await scene.writer("Denmark", chapter);
  await denmark.writes("The rule stands.");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.page.getByRole("button", { name: "View" }).click();
  await ghana.page.getByRole("menuitem", { name: "Write in a private draft" }).click();
  await ghana.page.getByRole("button", { name: "Begin the draft" }).click();
  await ghana.page.locator(".branch-text").filter({ hasText: "Only your seat sees this draft." }).waitFor();
  await ghana.settled();
  const draft = ghana.page.url().split("/").at(-1) ?? "";
  await ghana.caret("The rule stands.", "after");
  await ghana.types(" For ever.");
  await ghana.settled();
  expect(await violations(ghana.page)).toEqual([]);

  // For all others it is not there.
  expect(await of(chapter)).toEqual([]);
  const other = await (await scene.window("Denmark")).context.newPage();
  for (const address of [`/proposals/${draft}`, `/chapters/${draft}`]) {
    await other.goto(`${scene.service.address}${address}`);
    // Shown, and said aloud.
    await other
      .getByText(/is not there/)
      .first()
      .waitFor();
  }
  await other.goto(`${scene.service.address}/manuals/${scene.slug}/proposals`);
  await other.getByText("There are no proposals.").waitFor();
  expect(await denmark.text()).toBe("The rule stands.");

  await ways(ghana).getByRole("button", { name: "Offer to the Secretariat" }).click();
  await ghana.page.locator('.branch-bar[data-proposal="open"]').waitFor();
  await other.close();

  const keeper = (await scene.window("Secretariat")).page;
  // How the page draws it; what it is, is for the service's own tests.
  const parts = [
    { is: "same", text: "The rule stands." },
    { is: "added", text: " For ever." },
  ];
  const json = [{ block: "b", kind: "p", change: "changed", moved: false, form: false, parts }];
  await keeper.route("**/difference", (route) => route.fulfill({ json }));
  await keeper.goto(`${scene.service.address}/manuals/${scene.slug}/proposals`);
  expect(await violations(keeper)).toEqual([]);
  await keeper.getByRole("link", { name: "Drafted" }).click();
  await keeper.locator("ins").filter({ hasText: "For ever." }).waitFor();
  expect(await violations(keeper)).toEqual([]);
  await keeper.getByRole("button", { name: "Side by side" }).press("Enter");
  expect(await violations(keeper)).toEqual([]);
  await keeper.setViewportSize({ width: 360, height: 740 });
  expect(await tooWide(keeper)).toBe(0);
  await keeper.setViewportSize({ width: 1280, height: 800 });
  await keeper.getByRole("button", { name: "Merge into the chapter" }).press("Enter");
  await keeper.getByText("Merged. The words are in the chapter").waitFor();
  await denmark.reads("For ever.");
  expect(await denmark.text()).toBe("The rule stands. For ever.");
});

test("closed with a note, read by whoever wrote it, and opened again, by keyboard", async () => {
  const chapter = await scene.chapter("Put aside");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.page.click(".ProseMirror");
  await meanwhile(ghana, "Not now. ", () => deleted(chapter));
  await follows(ghana, "This chapter was deleted");
  const [proposal] = await of(chapter);
  const keeper = (await scene.window("Secretariat")).page;
  await keeper.goto(`${scene.service.address}/proposals/${proposal?.id ?? ""}`);
  await keeper.getByRole("button", { name: "Close with a note" }).press("Enter");
  await keeper.keyboard.type("Next year, please.");
  await keeper.getByRole("button", { name: "Close it" }).press("Enter");
  await keeper.getByText("Note: Next year, please.").waitFor();
  await ghana.page.locator(".branch-text").filter({ hasText: "Next year, please." }).waitFor({ timeout: READY_MS });
  await keeper.getByRole("button", { name: "Open it again" }).press("Enter");
  await keeper.getByText("It is open again.").waitFor();
  await ghana.page.locator('.branch-bar[data-proposal="open"]').waitFor({ timeout: READY_MS });
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
