// The ways in, in a real browser: an invitation, a passkey made and shown by a virtual authenticator, one's own access; and a
// mail scanner, which gets nothing, however often it presses.
import { readFileSync } from "node:fs";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { tooWide, violations } from "./support/audit.ts";
import { Window } from "./support/browser.ts";
import { addPerson, Authenticator, byName, invite, type Person } from "./support/person.ts";
import { Scene } from "./support/scene.ts";

const SHOTS = process.env["CHANCERY_SHOTS"];

let scene: Scene;
/** Every secret that was given out or made: none of them may stand in a log. */
const secrets: string[] = [];
beforeAll(async () => {
  scene = await Scene.set("[limits]\nsign_in_tries_per_minute_max = 1000\n");
  byName(scene.service);
  await scene.chapter("Early warning");
});
afterAll(async () => {
  await scene.strike();
});

const add = (seat: string, name: string) => addPerson(scene.service, scene.keeper, seat, name);

async function invitation(person: Person) {
  const made = await invite(scene.service, scene.keeper, person);
  secrets.push(made.code, made.link.split("/").at(-1) ?? "");
  return made;
}

async function typeCode(page: Page, person: Person): Promise<void> {
  const { link, code } = await invitation(person);
  await page.goto(link);
  await page.fill("#code", code);
  await page.click('form button[type="submit"]');
}

/** Signed in by an invitation; no passkey is made where one is offered. */
async function inside(person: Person, locale = "en-GB"): Promise<Window> {
  const window = await Window.open(scene.browser, scene.service, { locale });
  await typeCode(window.page, person);
  const later = window.page.locator(".dialog-buttons .plain");
  await later.or(window.page.locator(".chapter-rows")).first().waitFor();
  if ((await later.count()) > 0) await later.click();
  await window.page.waitForURL(`${scene.service.address}/`);
  return window;
}

async function session(window: Window): Promise<{ signed_in: boolean; person?: { id: string } }> {
  const answer = await window.context.request.get(`${scene.service.address}/api/v1/session`);
  return (await answer.json()) as { signed_in: boolean; person?: { id: string } };
}

async function cookieOf(window: Window) {
  const cookies = await window.context.cookies(scene.service.address);
  secrets.push(...cookies.map(({ value }) => value));
  return cookies;
}

/** Without violations, no wider than a phone, and a picture if one is asked for. */
async function looks(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [1280, 800],
    [360, 740],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect(await violations(page), `${name} at ${String(width)}`).toEqual([]);
    expect(await tooWide(page), name).toBeLessThanOrEqual(0);
    if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/${name}-${String(width)}.png`, fullPage: true });
  }
}

test("a passkey is offered after an invitation, is made, and signs in again without anything typed", async () => {
  const ama = await add("Ghana", "Ama Owusu");
  const window = await Window.open(scene.browser, scene.service);
  const { page } = window;
  const device = await Authenticator.into(page);
  await typeCode(page, ama);
  await page.getByRole("button", { name: "Make a passkey" }).click();
  await page.waitForURL(`${scene.service.address}/`);
  expect(await device.passkeys()).toMatchObject([{ rpId: "localhost", userName: "Ghana" }]);
  const [cookie] = await cookieOf(window);
  expect(cookie).toMatchObject({ name: "chancery", httpOnly: true, sameSite: "Strict", path: "/" });
  expect(cookie?.expires).toBeGreaterThan(Date.now() / 1000);

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in", exact: true }).click();
  await page.waitForURL(`${scene.service.address}/sign-in`);
  await device.confirms(false);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.getByText("Your device did not confirm it.").waitFor();
  expect((await session(window)).signed_in).toBe(false);
  await device.confirms(true);
  const asserted = page.waitForRequest((request) => request.url().endsWith("/sign-in/passkey"));
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.waitForURL(`${scene.service.address}/`);
  await page.waitForSelector(".chapter-rows");
  expect((await session(window)).person?.id).toBe(ama.id);
  await cookieOf(window);

  const replay = async (body: object) =>
    page.evaluate(
      async (data) =>
        (
          await fetch("/api/v1/sign-in/passkey", {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: data,
          })
        ).status,
      JSON.stringify(body),
    );
  const body = (await asserted).postDataJSON() as { credential: { response: Record<string, string> } };
  expect(await replay(body), "the same assertion again").toBe(403);
  body.credential.response["clientDataJSON"] = btoa(JSON.stringify({ type: "webauthn.get", challenge: "AAAA" }));
  expect(await replay(body), "with a challenge of one's own").toBe(403);
  expect(window.complaints).toEqual([]);
  await window.close();
});

test("one's own access: passkeys are added, renamed and removed; sessions are seen and ended", async () => {
  const kofi = await add("Denmark", "Kofi Mensah");
  const window = await inside(kofi);
  const { page } = window;
  const device = await Authenticator.into(page);
  await page.getByRole("link", { name: "Your access" }).click();
  await page.getByText("You have no passkey yet.").waitFor();
  await page.fill("#passkey-name", "Work laptop");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("The passkey Work laptop is added.").waitFor();
  expect(await device.passkeys()).toHaveLength(1);
  await page.fill("#passkey-name", "Once more");
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByText("This device has a passkey of yours already.").waitFor();
  await page.getByRole("button", { name: "Rename the passkey Work laptop" }).click();
  await page.fill("#new-name", "Old laptop");
  await page.keyboard.press("Enter");
  await page.getByText("Old laptop", { exact: true }).waitFor();

  const other = await inside(kofi);
  await page.reload();
  const end = page.getByRole("button", { name: /^End the session/ });
  await end.waitFor();
  expect(await end.count()).toBe(1);
  expect(await page.locator(".mark-members").count(), "only one is this browser").toBe(1);
  await looks(page, "access-en");
  await end.click();
  await page.getByText("The session has ended").waitFor();
  expect((await session(other)).signed_in).toBe(false);
  expect((await session(window)).signed_in).toBe(true);

  await page.getByRole("button", { name: "Remove the passkey Old laptop" }).click();
  expect(await violations(page), "the question").toEqual([]);
  await page.locator("dialog .danger").click();
  await page.getByText("You have no passkey yet.").waitFor();
  const third = await inside(kofi);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await page.waitForURL(`${scene.service.address}/`);
  for (const one of [window, third]) expect((await session(one)).signed_in).toBe(false);
  await page.goto(`${scene.service.address}/sign-in`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.locator(".problem-box").waitFor();
  expect((await session(window)).signed_in, "a passkey that was removed opens nothing").toBe(false);
  for (const one of [window, other, third]) {
    expect(one.complaints).toEqual([]);
    await one.close();
  }
});

test("a mail scanner gets no session, however it comes and however often it presses, and the person still gets in", async () => {
  const esi = await add("Ghana", "Esi Boateng");
  const made = await invitation(esi);
  for (const method of ["GET", "HEAD"]) {
    for (let times = 0; times < 5; times += 1) {
      const answer = await fetch(made.link, { method, redirect: "follow" });
      expect(answer.status).toBe(200);
      expect(answer.headers.get("set-cookie")).toBeNull();
    }
  }
  const scanner = await Window.open(scene.browser, scene.service, { userAgent: "Mozilla/5.0 SafeLinks" });
  const { page } = scanner;
  await page.goto(made.link);
  await page.waitForSelector("#code");
  const buttons = await page.locator("button, input[type=submit], [role=button]").count();
  expect(buttons).toBeGreaterThan(1);
  for (let times = 0; times < 10; times += 1) {
    await page.goto(made.link);
    await page.waitForSelector("#code");
    for (let n = 0; n < (await page.locator("button, input[type=submit], [role=button]").count()); n += 1) {
      await page.locator("button, input[type=submit], [role=button]").nth(n).click();
    }
  }
  expect(await cookieOf(scanner)).toEqual([]);
  expect((await session(scanner)).signed_in).toBe(false);

  const window = await Window.open(scene.browser, scene.service);
  await window.page.goto(made.link);
  await window.page.fill("#code", made.code);
  await window.page.click('form button[type="submit"]');
  await window.page.waitForSelector(".dialog-buttons");
  expect((await session(window)).person?.id).toBe(esi.id);
  await cookieOf(window);
  for (const one of [scanner, window]) {
    expect(one.complaints).toEqual([]);
    await one.close();
  }
});

test.each(["en", "ar"] as const)("the ways in are without violations, wide and on a phone (%s)", async (language) => {
  const locale = language === "en" ? "en-GB" : "ar";
  const yaa = await add("Ghana", "Yaa Asantewaa");
  const window = await Window.open(scene.browser, scene.service, { locale });
  const { page } = window;
  await Authenticator.into(page);
  await page.goto(`${scene.service.address}/sign-in`);
  await page.waitForSelector(".other-way");
  await looks(page, `sign-in-${language}`);
  await page.locator("main > .button, main .way > .button").first().click();
  await page.waitForSelector(".problem-box");
  await looks(page, `sign-in-stopped-${language}`);
  const { link, code } = await invitation(yaa);
  await page.goto(link);
  await page.waitForSelector(".other-way");
  await looks(page, `invitation-${language}`);
  await page.fill("#code", code);
  await page.click('form button[type="submit"]');
  await page.waitForSelector(".dialog-buttons .plain");
  await looks(page, `offer-${language}`);
  await page.locator(".dialog-buttons .button").first().click();
  await page.waitForURL(`${scene.service.address}/`);
  await page.goto(`${scene.service.address}/access`);
  await page.waitForSelector(".card-list .access-thing");
  await looks(page, `access-one-${language}`);
  expect(window.complaints).toEqual([]);
  await window.close();
});

test("a seat's own session is told whose it is, and makes no passkeys", async () => {
  const window = await Window.open(scene.browser, scene.service);
  const { link, code } = await scene.service.invite("Norway");
  const { page } = window;
  await page.goto(link.replace("127.0.0.1", "localhost"));
  await page.fill("#code", code);
  await page.click('form button[type="submit"]');
  await page.waitForURL(`${scene.service.address}/`);
  await page.goto(`${scene.service.address}/access`);
  await page.getByText("This session belongs to the seat").waitFor();
  expect(await page.locator("#passkey-name").count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await window.close();
});

test("no link, code or session stands in the log", () => {
  const log = readFileSync(`${scene.service.data}/../log.jsonl`, "utf8");
  expect(log).toContain("/sign-in/{secret}");
  expect(secrets.length).toBeGreaterThan(10);
  for (const secret of secrets) expect(log).not.toContain(secret);
});
