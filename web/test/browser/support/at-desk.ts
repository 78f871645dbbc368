// The Secretariat at its desk: what it does there to a chapter, by what stands on the page. Next: ../standing.test.ts.
import type { Page } from "playwright-core";

import { en as desk } from "../../../src/lang/desk/en.ts";
import type { Mode, State } from "../../../src/desk/desk-api.ts";
import type { Scene } from "./scene.ts";

/** The desk, in the Secretariat's window. */
export async function atDesk(scene: Scene): Promise<Page> {
  const { page } = await scene.window("Secretariat");
  if (new URL(page.url()).pathname !== "/desk") await page.goto(`${scene.service.address}/desk`);
  await page.waitForSelector(".desk-page .seats");
  return page;
}

/** Changes how a chapter stands, in its dialog; returns when the desk says that it is saved. */
export async function decides(scene: Scene, title: string, decision: { state: State } | { mode: Mode }): Promise<void> {
  const page = await atDesk(scene);
  // Chapters may be newer than the page.
  await page.reload();
  await page.getByRole("button", { name: desk.chapters.changeOf(title), exact: true }).press("Enter");
  const name = "state" in decision ? "state" : "mode";
  const value = "state" in decision ? decision.state : decision.mode;
  await page.locator(`dialog input[name="${name}"][value="${value}"]`).check();
  await page.locator("dialog").getByRole("button", { name: desk.save, exact: true }).press("Enter");
  await page.getByText(desk.chapters.saved(title)).waitFor();
}
