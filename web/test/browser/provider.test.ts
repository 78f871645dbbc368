// Signing in with an account elsewhere, in a real browser, against a real provider of identities that is a program of its own:
// linked once by an invitation, signed in with again, cancelled, brought back twice, and begun in another browser.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { tooWide, violations } from "./support/audit.ts";
import { Window } from "./support/browser.ts";
import { addPerson, type Person } from "./support/person.ts";
import { CLIENT, Provider, SECRET } from "./support/provider.ts";
import { Scene } from "./support/scene.ts";
import type { Invitation } from "./support/service.ts";

const NAME = "Foreign Ministry sign-in";
const secretFile = join(tmpdir(), `chancery-provider-${String(process.pid)}`);
const FINISH = "/api/v1/sign-in/provider/finish";

let scene: Scene;
let provider: Provider;
/** What was in an address or a cookie for a moment: none of it may stand in a log. */
const secrets: string[] = [];

beforeAll(async () => {
  provider = await Provider.start();
  writeFileSync(secretFile, `${SECRET}\n`, { mode: 0o600 });
  const oidc = `[oidc]
name = "${NAME}"
issuer = "${provider.issuer}"
client_id = "${CLIENT}"
client_secret_file = "${secretFile}"
`;
  scene = await Scene.set(`[limits]\nsign_in_tries_per_minute_max = 1000\nprovider_rest_ms = 0\n${oidc}`);
  await scene.chapter("Early warning");
});
afterAll(async () => {
  await scene.strike();
  await provider.end();
  rmSync(secretFile);
});

const add = (seat: string, name: string) => addPerson(scene.service, scene.keeper, seat, name);
const invite = (person: Person) =>
  scene.service.call<Invitation>(scene.keeper, "POST", `people/${person.id}/invitation`);
const open = (locale = "en-GB") => Window.open(scene.browser, scene.service, { locale });

/** Types the code of an invitation, and goes to the provider with it. */
async function goWithCode(page: Page, { link, code }: Invitation): Promise<void> {
  secrets.push(code, link.split("/").at(-1) ?? "");
  await page.goto(link);
  await page.fill("#code", code);
  await page.getByRole("button", { name: `Continue with ${NAME}` }).click();
}

async function goThere(page: Page): Promise<void> {
  await page.goto(`${scene.service.address}/sign-in`);
  await page.getByRole("button", { name: `Sign in with ${NAME}` }).click();
}

async function isIn(window: Window): Promise<string | null> {
  await window.page.waitForURL(`${scene.service.address}/`);
  await window.page.waitForSelector(".chapter-rows");
  return who(window);
}

/** Whose session it is; null: nobody's. */
async function who(window: Window): Promise<string | null> {
  const answer = await window.context.request.get(`${scene.service.address}/api/v1/session`);
  const session = (await answer.json()) as { signed_in: boolean; person?: { id: string } };
  return session.signed_in ? (session.person?.id ?? "") : null;
}

async function isRefused(window: Window): Promise<void> {
  await window.page.locator(".problem-box").waitFor();
  expect(await who(window)).toBeNull();
  expect(window.page.url(), "nothing that was brought stays in the address").toBe(
    `${scene.service.address}/sign-in/provider`,
  );
  expect(await violations(window.page)).toEqual([]);
}

/** Everything that should not have happened; to go to the provider is what was wanted. */
const complaints = (window: Window): string[] =>
  window.complaints.filter((one) => !one.startsWith(`request to a stranger: ${provider.issuer}/`));

/** Without violations, wide and on a phone, and no wider than either; and a picture if one is asked for. */
async function looks(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [320, 640],
    [1280, 800],
  ] as const) {
    await page.setViewportSize({ width, height });
    expect(await violations(page), `${name} at ${String(width)}`).toEqual([]);
    expect(await tooWide(page), name).toBeLessThanOrEqual(0);
    const shots = process.env["CHANCERY_SHOTS"];
    const path = `${shots ?? ""}/provider-${name}-${String(width)}.png`;
    if (shots !== undefined) await page.screenshot({ path, fullPage: true });
  }
}

/** What the page posts when it is come back to. */
function brought(page: Page) {
  return page.waitForRequest((request) => request.url().endsWith(FINISH));
}

const post = (page: Page, data: string): Promise<number> =>
  page.evaluate(
    async ([address, body]) =>
      (await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body })).status,
    [FINISH, data] as const,
  );

test("an account is linked by an invitation, signs its person in again, and is seen and removed", async () => {
  // Until the provider answers, the page says so, and everything else works.
  const window = await open();
  const { page } = window;
  await goThere(page);
  await page.getByText(`${NAME} does not answer at the moment.`).waitFor();
  await provider.serves(`${scene.service.address}/sign-in/provider`);

  const ama = await add("Ghana", "Ama Owusu");
  await goWithCode(page, await invite(ama));
  await provider.says(page, "ama-4711");
  expect(await isIn(window)).toBe(ama.id);
  const cookies = await window.context.cookies(scene.service.address);
  expect(cookies.find(({ name }) => name === "chancery")).toMatchObject({ httpOnly: true, sameSite: "Strict" });
  expect(
    cookies.find(({ name }) => name === "chancery-going"),
    "the cookie of the way is gone",
  ).toBeUndefined();
  secrets.push(...cookies.filter(({ name }) => name.startsWith("chancery")).map(({ value }) => value));

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in", exact: true }).waitFor();
  expect(await who(window)).toBeNull();
  const posted = brought(page);
  await goThere(page);
  // The provider still knows this browser.
  expect(await isIn(window)).toBe(ama.id);
  const body = (await posted).postData() ?? "";
  secrets.push(
    ...Object.values(JSON.parse(body) as Record<string, string>).filter((value) => value !== provider.issuer),
  );
  expect(JSON.parse(body)).toMatchObject({ iss: provider.issuer });
  expect(await post(page, body), "the same state and code once more").toBe(403);

  await page.goto(`${scene.service.address}/access`);
  await page.getByText(`Signs in with ${NAME}`).waitFor();
  await looks(page, "access");
  await page.getByRole("button", { name: `Remove the link with ${NAME}` }).click();
  await page.getByText("You have no passkey. Without this account only a new invitation").waitFor();
  await looks(page, "access-question");
  await page.locator("dialog .danger").click();
  await page.getByText(`${NAME} lets you in no more.`).waitFor();
  expect(await who(window), "the session goes on").toBe(ama.id);
  await window.context.clearCookies({ name: "chancery" });
  await goThere(page);
  await isRefused(window);
  expect(complaints(window)).toEqual([]);
  await window.close();
});

test("an account that nobody linked, and a sign-in that was cancelled, let nobody in; the invitation can still be used", async () => {
  const esi = await add("Ghana", "Esi Boateng");
  const invitation = await invite(esi);
  const window = await open();
  const { page } = window;
  await goThere(page);
  await provider.says(page, "nobody-0000");
  await isRefused(window);
  await page.getByText("This account lets nobody in here").waitFor();
  await window.context.clearCookies();

  await goWithCode(page, invitation);
  await provider.cancels(page);
  await isRefused(window);
  await page.getByText("You did not sign in there.").waitFor();
  await goWithCode(page, { ...invitation, code: "00000-00000" });
  await page.locator("#code-trouble").waitFor();
  await goWithCode(page, invitation);
  await provider.says(page, "esi-1");
  expect(await isIn(window)).toBe(esi.id);
  expect(complaints(window)).toEqual([]);
  await window.close();
});

test("what one browser began, another cannot finish: nobody is signed in as somebody else by an address", async () => {
  const kofi = await add("Denmark", "Kofi Mensah");
  const [mine, theirs] = [await open(), await open()];
  await goWithCode(mine.page, await invite(kofi));
  await provider.says(mine.page, "kofi-0815");
  expect(await isIn(mine)).toBe(kofi.id);
  await mine.context.clearCookies({ name: "chancery" });

  // Whoever means harm begins, stops on the way back, and sends the address to somebody else.
  const stopped = brought(mine.page);
  await mine.page.route(`**${FINISH}`, (route) => route.abort());
  await goThere(mine.page);
  const pairs = JSON.parse((await stopped).postData() ?? "") as Record<string, string>;
  const address = `${scene.service.address}/sign-in/provider?${new URLSearchParams(pairs).toString()}`;
  await isRefused(mine);
  await theirs.page.goto(address);
  await isRefused(theirs);
  // And it is used up: not even the browser that began it gets in with it now.
  await mine.page.unroute(`**${FINISH}`);
  await mine.page.goto(address);
  await isRefused(mine);
  await goThere(mine.page);
  expect(await isIn(mine)).toBe(kofi.id);
  secrets.push(pairs["state"] ?? "", pairs["code"] ?? "");
  for (const window of [mine, theirs]) {
    expect(complaints(window)).toEqual([]);
    await window.close();
  }
});

test("an invitation of a seat alone says that it links nobody", async () => {
  const window = await open();
  await goWithCode(window.page, await scene.service.invite("Norway"));
  await window.page.getByText("This invitation is for the seat and not for you in person.").waitFor();
  await window.page.locator('form button[type="submit"]').first().click();
  await isIn(window);
  expect(complaints(window)).toEqual([]);
  await window.close();
});

test.each(["en-GB", "ar"])("the pages are without violations, wide and on a phone (%s)", async (locale) => {
  const window = await open(locale);
  const { page } = window;
  const { link } = await invite(await add("Ghana", "Yaa Asantewaa"));
  for (const address of [
    `${scene.service.address}/sign-in`,
    link,
    `${scene.service.address}/sign-in/provider?state=x`,
  ]) {
    await page.goto(address);
    await page.locator(".provider-button, #other-more, .problem-box").first().waitFor();
    await looks(page, `${new URL(address).pathname.split("/")[2]?.slice(0, 8) ?? "page"}-${locale}`);
  }
  expect(complaints(window)).toEqual([]);
  await window.close();
});

test("no code, state, name or secret of the provider stands in the log", () => {
  const log = readFileSync(`${scene.service.data}/../log.jsonl`, "utf8");
  expect(log).toContain("the provider signed nobody in");
  expect(secrets.length).toBeGreaterThan(8);
  for (const secret of [...secrets, SECRET, "ama-4711", "kofi-0815", "esi-1", "nobody-0000"]) {
    expect(secret.length).toBeGreaterThan(4);
    expect(log.includes(secret), secret).toBe(false);
  }
});
