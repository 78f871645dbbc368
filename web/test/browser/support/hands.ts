// How a person finds things on the page: by what is written on them, in the language of the page, and by nothing else. Never
// a selector where there is a label. Next: screens.ts.
import type { Locator, Page } from "playwright-core";

import type { Words } from "../../../src/lang/en.ts";
import type { Stage } from "./stage.ts";

/** Somebody in front of a page. */
export interface At {
  readonly page: Page;
  readonly stage: Stage;
  readonly words: Words;
}

export type ToolList = "insert" | "paragraph" | "view";

export const button = ({ page }: At, name: string): Locator => page.getByRole("button", { name, exact: true });

/** An item of the menu that is open; what its keys are belongs to its name. */
export const item = ({ page }: At, name: string): Locator =>
  page
    .getByRole("menuitem", { name: startsWith(name) })
    .or(page.getByRole("menuitemcheckbox", { name: startsWith(name) }))
    .or(page.getByRole("menuitemradio", { name: startsWith(name) }));

function startsWith(name: string): RegExp {
  return new RegExp(`^${name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}( |$)`);
}

/** Opens a list of the row of tools, under "More" where it has no room in the row. */
export async function openList(at: At, list: ToolList): Promise<void> {
  const name = at.words.writing[list].menu;
  if (await button(at, name).isVisible()) return button(at, name).click();
  await button(at, at.words.toolbar.more).click();
  await item(at, name).click();
}

/** Chooses from a list of the row of tools. */
export async function choose(at: At, list: ToolList, name: string): Promise<void> {
  await openList(at, list);
  await item(at, name).click();
}

/** Puts the caret behind words of the text. */
export async function caretBehind({ page }: At, words: string): Promise<void> {
  await page.focus(".ProseMirror");
  const found = await page.evaluate((words) => {
    const walker = document.createTreeWalker(document.querySelector(".ProseMirror") ?? document, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(words) ?? -1;
      if (at < 0) continue;
      getSelection()?.setPosition(node, at + words.length);
      node.parentElement?.scrollIntoView({ block: "center" });
      return true;
    }
    return false;
  }, words);
  if (!found) throw new Error(`"${words}" is not in the text`);
  await drawn(page);
}

/** What was done is read by the editor and on the screen. */
export const drawn = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(go, 20)))),
  );

/** Opens "Who wrote this", on a page in English. */
export async function asksWho(page: Page): Promise<void> {
  await page.getByRole("button", { name: "View", exact: true }).click();
  await page.getByRole("menuitem", { name: "Who wrote this" }).click();
  await page.waitForSelector("dialog[open]");
}
