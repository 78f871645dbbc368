// Somebody who writes in a chapter, as the page lets them: keys, the mouse, and what can be read on the screen.
import type { Page } from "playwright-core";

import type { Window } from "./browser.ts";

export type Line = readonly [kind: string, text: string];

const READY_MS = 30_000;

export class Writer {
  private constructor(
    readonly page: Page,
    readonly address: string,
    private readonly log: () => string,
  ) {}

  static async open(window: Window, chapter: string, state = "saved"): Promise<Writer> {
    const writer = new Writer(window.page, `${window.service.address}/chapters/${chapter}`, () => window.service.log());
    await writer.page.goto(writer.address);
    await writer.sees(state, '[data-pending="0"]');
    return writer;
  }

  /** Whoever has come to a chapter in this window by other ways. */
  static async adopt(window: Window): Promise<Writer> {
    await window.page.waitForURL("**/chapters/*");
    const writer = new Writer(window.page, window.page.url(), () => window.service.log());
    await writer.settled();
    return writer;
  }

  /** Waits until everything of this page is saved; the line says so after a short calm, which is not waited for. */
  async settled(): Promise<void> {
    await this.waits('.foot:is([data-state="saved"], [data-state="saving"])[data-pending="0"]', "saved");
  }

  /** Waits until the status line is in this state. */
  async sees(state: string, also = "", timeout = READY_MS): Promise<void> {
    await this.waits(`.foot[data-state="${state}"]${also}`, state, timeout);
  }

  private async waits(selector: string, state: string, timeout = READY_MS): Promise<void> {
    try {
      await this.page.waitForSelector(selector, { timeout });
    } catch (error) {
      const found = await this.page.evaluate(() => document.body.innerText);
      throw new Error(`no "${state}" at ${this.page.url()}; the page says:\n${found}\n${this.log()}`, { cause: error });
    }
  }

  /** Notes every state that the status line comes to from now on, on this page; what it noted so far. */
  async states(): Promise<() => Promise<string[]>> {
    const noted = await this.page.evaluateHandle(() => {
      const foot = document.querySelector<HTMLElement>(".foot");
      if (foot === null) throw new Error("no status line");
      const states: string[] = [];
      new MutationObserver(() => states.push(foot.dataset["state"] ?? "")).observe(foot, {
        attributes: true,
        attributeFilter: ["data-state"],
      });
      return states;
    });
    return () => noted.jsonValue();
  }

  /** The whole sentence about what is safe: of the bar under the title, or of the foot if there is no bar. */
  async status(): Promise<string> {
    const bar = this.page.locator(".news-text");
    const line = (await bar.count()) > 0 ? bar : this.page.locator(".status-text");
    return ((await line.textContent()) ?? "").trim();
  }

  /** How many edits of this page and of the device wait. */
  async pending(): Promise<number> {
    return Number(await this.page.getAttribute(".foot", "data-pending"));
  }

  /** The line is back: do not wait for the next try. */
  async hurry(): Promise<void> {
    await this.page.evaluate(() => globalThis.dispatchEvent(new Event("online")));
  }

  /** Puts the caret before (or after) the first place where these words stand. */
  async caret(words: string, where: "before" | "after" = "before"): Promise<void> {
    await this.select(words, where === "before" ? [0, 0] : [words.length, words.length]);
  }

  /** Selects the words, or a part of them. */
  async select(words: string, [from, to]: readonly [number, number] = [0, words.length]): Promise<void> {
    await this.page.focus(".ProseMirror");
    const found = await this.page.evaluate(
      ({ words, from, to }) => {
        for (const block of document.querySelectorAll(".ProseMirror :is(p, h2, h3, h4, .caption-text)")) {
          const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
          const nodes: Node[] = [];
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            if (node.parentElement?.closest(".caret") === null) nodes.push(node);
          }
          const at = nodes
            .map((node) => node.textContent)
            .join("")
            .indexOf(words);
          if (at < 0) continue;
          // Somebody's caret may stand in the middle of a word.
          const place = (offset: number): [Node, number] => {
            let left = offset;
            for (const node of nodes) {
              const length = node.textContent?.length ?? 0;
              if (left <= length) return [node, left];
              left -= length;
            }
            return [block, 0];
          };
          getSelection()?.setBaseAndExtent(...place(at + from), ...place(at + to));
          return true;
        }
        return false;
      },
      { words, from, to },
    );
    if (!found) throw new Error(`"${words}" is not on the page`);
    await this.frame();
  }

  async types(text: string): Promise<void> {
    await this.page.keyboard.type(text);
  }

  async presses(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Chooses from the first menu of the toolbar. */
  async makes(kind: string): Promise<void> {
    await this.page.click(".kind-tool");
    await this.page.getByRole("menuitemradio", { name: kind }).click();
  }

  /** Chooses from the menu of what is put in. */
  async inserts(what: string): Promise<void> {
    await this.page.getByRole("button", { name: "Insert" }).click();
    await this.page.getByRole("menuitem", { name: new RegExp(`^${what}`) }).click();
  }

  /** Puts in a table of this size. */
  async insertsTable(rows: number, cols: number): Promise<void> {
    await this.inserts("Table");
    await this.page.fill("#table-rows", String(rows));
    await this.page.fill("#table-cols", String(cols));
    await this.page.getByRole("button", { name: "Insert table" }).click();
  }

  /** Presses into a cell, behind its words; rows and columns are counted from 1. */
  async cell(row: number, column: number): Promise<void> {
    const line = this.page.locator(`.table-block tr:nth-child(${String(row)}) > :nth-child(${String(column)}) .line`);
    await line.last().click();
    await this.presses("End");
  }

  /** Chooses from the menu of the table that the caret is in. */
  async tableMenu(item: string): Promise<void> {
    await this.presses("Alt+ArrowDown");
    await this.page.getByRole("menuitem", { name: item, exact: true }).click();
  }

  /** The tables on the page, row by row: the lines of a cell with "/" between, and how far a merged one reaches. */
  async tables(): Promise<string[]> {
    return this.page.evaluate(() => {
      const words = (line: Element): string => {
        const copy = line.cloneNode(true) as Element;
        for (const apart of copy.querySelectorAll(".caret, .filler, .ProseMirror-trailingBreak")) apart.remove();
        for (const br of copy.querySelectorAll("br")) br.replaceWith("/");
        return copy.textContent ?? "";
      };
      return [...document.querySelectorAll(".table-block tr")].map((row) =>
        [...(row as HTMLTableRowElement).cells]
          .map((cell) => {
            const text = [...cell.querySelectorAll(".line")].map(words).join("/");
            const reach = cell.colSpan * cell.rowSpan;
            return reach > 1 ? `${text}(${String(cell.colSpan)}x${String(cell.rowSpan)})` : text;
          })
          .join(" | "),
      );
    });
  }

  /** What the person is in: the name of the line or of the text that has the focus. */
  async within(): Promise<string> {
    return this.page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  }

  /** What is told of words that arrived for something that had been removed; empty if nothing is. */
  async leftOver(): Promise<string[]> {
    const shown = this.page.locator(".left-over:not([hidden])");
    if ((await shown.count()) === 0) return [];
    if ((await this.page.locator(".left-over ul:not([hidden])").count()) === 0)
      await shown.locator(".text-button").click();
    return this.page
      .locator(".left-over li")
      .evaluateAll((rows) =>
        rows.map((row) =>
          [...row.querySelectorAll(".left-kind, .left-text")].map((part) => part.textContent ?? "").join(": "),
        ),
      );
  }

  /** Writes the whole text of an empty chapter, one paragraph a line, and waits until it is saved. */
  async writes(...paragraphs: string[]): Promise<void> {
    await this.page.click(".ProseMirror");
    for (const [index, paragraph] of paragraphs.entries()) {
      if (index > 0) await this.presses("Enter");
      await this.types(paragraph);
    }
    await this.settled();
  }

  /** What stands on the page: each block with its kind, without others' carets. */
  async lines(): Promise<Line[]> {
    return this.page.evaluate(() => {
      const kindOf = (block: Element): string => {
        const list = block.parentElement?.tagName === "LI" ? block.parentElement.parentElement?.tagName : undefined;
        const kind = block.parentElement?.tagName === "BLOCKQUOTE" ? "quote" : block.tagName.toLowerCase();
        return list === undefined ? kind : `${list.toLowerCase()} ${kind}`;
      };
      const textOf = (block: Element): string => {
        const copy = block.cloneNode(true) as Element;
        for (const caret of copy.querySelectorAll(".caret, .ProseMirror-separator")) caret.remove();
        return copy.textContent ?? "";
      };
      const blocks = [...document.querySelectorAll(".ProseMirror :is(p, h2, h3, h4)")];
      return blocks.map((block): [string, string] => [kindOf(block), textOf(block)]);
    });
  }

  /** All words on the page, in order. */
  async text(): Promise<string> {
    return (await this.lines()).map(([, text]) => text).join("\n");
  }

  /** Waits until these words are on the page. */
  async reads(words: string): Promise<void> {
    await this.page.waitForFunction(
      (words) => {
        const copy = document.querySelector(".ProseMirror")?.cloneNode(true) as Element | undefined;
        for (const caret of copy?.querySelectorAll(".caret") ?? []) caret.remove();
        return copy?.textContent?.includes(words);
      },
      words,
      { timeout: READY_MS },
    );
  }

  /** Two frames: what was set is read by the editor, and drawn. */
  async frame(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20)))),
    );
  }
}
