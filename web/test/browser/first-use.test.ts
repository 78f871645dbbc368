// The first two minutes of somebody who knows Word: signs in, finds chapter 3, mends a word, adds a footnote, inserts a row
// into a table. They go by what is written on the page and read no help. Every act is counted and told.
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { loadDoor } from "../../src/lang/door/index.ts";
import { Window } from "./support/browser.ts";
import { figure } from "./support/figure.ts";
import { Stage } from "./support/stage.ts";

const ACTS_MAX = 14;

const SAID = {
  en: { wrong: "compares", right: "weighs", note: "Heard again in May." },
  ar: { wrong: "تقارن", right: "توازن", note: "وسُمع مرة أخرى في أيار/مايو." },
};

/** A person: knows what stands on the page by its words, and does one thing at a time. */
class Person {
  readonly acts: string[] = [];

  constructor(readonly page: Page) {}

  async opens(address: string): Promise<void> {
    await this.does("open the link", () => this.page.goto(address));
  }

  async types(text: string): Promise<void> {
    await this.does(`type "${text}"`, () => this.page.keyboard.type(text));
  }

  /** Types into the field of this name. */
  async fills(label: string, text: string): Promise<void> {
    await this.does(`type the code`, () => this.page.getByLabel(label, { exact: true }).pressSequentially(text));
  }

  async presses(role: "button" | "link" | "menuitem", name: string): Promise<void> {
    const named = this.page.getByRole(role, { name: role === "button" ? name : new RegExp(`(^|\\s)${name}`) });
    await this.does(`press "${name}"`, () => named.first().click());
  }

  /** Presses where these words stand. */
  async pressesAt(words: string, how: "once" | "twice" = "once"): Promise<void> {
    const place = await this.placeOf(this.page.getByText(words).first(), words);
    const { x, y } = how === "twice" ? place.middle : place.end;
    await this.does(`press ${how} at "${words}"`, () =>
      how === "twice" ? this.page.mouse.dblclick(x, y) : this.page.mouse.click(x, y),
    );
  }

  private async does(what: string, act: () => Promise<unknown>): Promise<void> {
    this.acts.push(what);
    await act();
  }

  private async placeOf(
    block: Locator,
    words: string,
  ): Promise<Record<"middle" | "end", { readonly x: number; readonly y: number }>> {
    await block.scrollIntoViewIfNeeded();
    return block.evaluate((element, words) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.textContent?.indexOf(words) ?? -1;
        if (at < 0) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        const y = (top + bottom) / 2;
        const end = getComputedStyle(element).direction === "rtl" ? left + 1 : right - 1;
        return { middle: { x: (left + right) / 2, y }, end: { x: end, y } };
      }
      throw new Error(`"${words}" does not stand here`);
    }, words);
  }
}

describe.each(["en", "ar"] as const)("%s", (language) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.set(language);
  });
  afterAll(async () => {
    await stage.strike();
  });

  test(`in at most ${String(ACTS_MAX)} acts`, async () => {
    const { text, words, scene } = stage;
    const window = await stage.window(null);
    const person = new Person(window.page);
    const { wrong, right, note } = SAID[language];
    const cell = text.rows[2]?.[0] ?? "";

    await signsIn(person, language, await scene.service.invite("Ghana"));
    await person.presses("link", text.title);
    await person.pressesAt(wrong, "twice");
    await person.types(right);
    await person.pressesAt(text.second.slice(-20));
    await person.presses("button", words.writing.insert.menu);
    await person.presses("menuitem", words.writing.insert.note);
    await person.types(note);
    await person.pressesAt(cell);
    await person.presses("button", words.structure.table.menu);
    await person.presses("menuitem", words.structure.table.rowBelow);

    await window.page.waitForSelector('.foot[data-state="saved"][data-pending="0"]');
    await reads(await stage.window("Norway"), stage, note, right);
    expect(window.complaints).toEqual([]);
    figure(`first use in ${String(person.acts.length)} acts (${language}): ${person.acts.join("; ")}`);
    expect(person.acts.length).toBeLessThanOrEqual(ACTS_MAX);
  });
});

async function signsIn(
  person: Person,
  language: string,
  { link, code }: { link: string; code: string },
): Promise<void> {
  const door = await loadDoor(language);
  await person.opens(link);
  await person.fills(door.code.label, code);
  await person.presses("button", door.code.start);
}

/** What the person did is there for somebody else. */
async function reads({ page }: Window, stage: Stage, note: string, right: string): Promise<void> {
  await page.goto(stage.chapter(3));
  await page.getByText(note).waitFor();
  await page.getByText(right).first().waitFor();
  expect(await page.locator("tbody tr").count()).toBe(stage.text.rows.length + 1);
}
