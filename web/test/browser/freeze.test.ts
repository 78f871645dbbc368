// The secretariat freezes an edition from the page: what is asked, what is said, what comes out, and who may read it. And
// what is served with the page of a chapter.
import { afterAll, beforeAll, expect, test } from "vitest";

import { Window } from "./support/browser.ts";
import { Scene } from "./support/scene.ts";

let scene: Scene;
let editions = "";
beforeAll(async () => {
  scene = await Scene.set();
  editions = `${scene.service.address}/manuals/${scene.slug}/editions`;
  const chapter = await scene.chapter("Setting up the office");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes("Every focal point needs a mandate.");
});
afterAll(async () => {
  await scene.strike();
});

test("an edition is frozen with a title, for members; it is listed, and leads to its reading pages", async () => {
  const { page } = await scene.window("Secretariat");
  await page.goto(editions);
  await page.getByText("No edition yet. Freeze one").waitFor();
  await page.getByRole("button", { name: "Freeze an edition" }).click();
  await page.getByRole("button", { name: "Freeze now" }).click();
  await page.getByText("Give the edition a title first.").waitFor();
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("edition-name");
  await page.fill("#edition-name", "First edition 2027");
  await page.keyboard.press("Enter");
  await page.getByText("Edition 1 is frozen").waitFor();
  const fingerprint = await page.getAttribute("dialog code", "title");
  expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(await page.getAttribute("dialog a.button", "href")).toBe(`/${scene.slug}/editions/1`);
  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("link", { name: "First edition 2027" }).waitFor();
  expect(await page.innerText(".edition")).toContain("Members only");
  expect(await page.innerText(".edition")).toMatch(/1 chapter · 6 words/);
  expect(await page.getAttribute(".edition code", "title")).toBe(fingerprint);
  await page.getByRole("link", { name: "First edition 2027" }).click();
  await page.getByRole("link", { name: "Setting up the office" }).first().click();
  await page.getByText("Every focal point needs a mandate.").waitFor();
});

test("a member who keeps nothing sees the list and no button; a stranger is asked to sign in", async () => {
  const ghana = (await scene.window("Ghana")).page;
  await ghana.goto(editions);
  await ghana.getByRole("link", { name: "First edition 2027" }).waitFor();
  expect(await ghana.getByRole("button", { name: "Freeze an edition" }).count()).toBe(0);
  const stranger = await Window.open(scene.browser, scene.service);
  await stranger.page.goto(editions);
  await stranger.page.getByText("Open the link of your invitation").waitFor();
  expect(stranger.complaints).toEqual([]);
  await stranger.close();
});

test("a refusal says that nothing was frozen and names the chapter; silence says that it may have been", async () => {
  const { page } = await scene.window("Secretariat");
  const refuse = { status: 409, code: "not-freezable", title: "x", detail: "Setting up the office", request_id: "1" };
  await page.route("**/api/v1/manuals/*/editions", async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    return route.fulfill({ status: 409, contentType: "application/problem+json", body: JSON.stringify(refuse) });
  });
  await page.goto(editions);
  await page.getByRole("button", { name: "Freeze an edition" }).click();
  await page.fill("#edition-name", "Second");
  await page.keyboard.press("Enter");
  await page.getByText("Nothing was frozen.").waitFor();
  expect(await page.innerText("dialog")).toContain("Setting up the office");
  await page.unrouteAll();
  await page.route("**/api/v1/manuals/*/editions", (route) =>
    route.request().method() === "POST" ? route.abort() : route.fallback(),
  );
  await page.getByRole("button", { name: "Try again" }).click();
  await page.getByRole("button", { name: "Freeze now" }).click();
  await page.getByText("The edition may have been made all the same").waitFor();
  await page.unrouteAll();
});

test("the page of a chapter names the scripts that bring its text", async () => {
  const { headers } = await fetch(`${scene.service.address}/chapters/00000000-0000-4000-8000-000000000000`);
  expect(headers.get("link")).toMatch(/<\/assets\/text-[\w-]+\.js>; rel="modulepreload"/);
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
