// Somebody who has a keyboard and nothing else: presses keys, hears where the focus is, and finds everything from there. A
// pointer anywhere is an error of the page. Whatever had the focus without showing it is written down. Next: walk.ts.
import type { Page } from "playwright-core";

import { drawn } from "./hands.ts";
import { unseenFocus } from "./layout.ts";

/** So many presses of one key in search of something. */
const PRESSES_MAX = 80;

export class Keyboard {
  /** Where the focus was and could not be seen. */
  readonly unseen = new Set<string>();
  presses = 0;

  private constructor(
    readonly page: Page,
    /** The keys that lead on and back along a line of this page. */
    readonly on: "ArrowLeft" | "ArrowRight",
    readonly back: "ArrowLeft" | "ArrowRight",
  ) {}

  /** To be called before the first page is opened: from now on a pointer does nothing but complain. */
  static async alone(page: Page, rightToLeft: boolean): Promise<Keyboard> {
    await page.addInitScript(() => {
      for (const name of ["pointerdown", "mousedown", "touchstart", "wheel"])
        addEventListener(name, (event) => refuse(event), { capture: true, passive: false });
      function refuse(event: Event): never {
        event.preventDefault();
        event.stopImmediatePropagation();
        throw new Error(`a pointer was used: ${event.type}`);
      }
    });
    return rightToLeft ? new Keyboard(page, "ArrowLeft", "ArrowRight") : new Keyboard(page, "ArrowRight", "ArrowLeft");
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.presses += 1;
      const unseen = await this.look();
      if (unseen !== null) this.unseen.add(unseen);
    }
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    this.presses += text.length;
    await this.look();
  }

  /** Presses a key until what has the focus is called so. */
  async find(name: string, key = "Tab"): Promise<void> {
    const met: string[] = [];
    for (let presses = 0; presses < PRESSES_MAX; presses += 1) {
      await this.press(key);
      const now = await this.focused();
      if (now.startsWith(name)) return;
      met.push(now);
    }
    throw new Error(`no way to "${name}" by ${key}: ${[...new Set(met)].join(" | ")}`);
  }

  /** Presses what is found so. */
  async use(name: string, key = "Tab"): Promise<void> {
    await this.find(name, key);
    await this.press("Enter");
  }

  /** Chooses from the list that is open. */
  async pick(item: string): Promise<void> {
    if (!(await this.focused()).startsWith(item)) await this.find(item, "ArrowDown");
    await this.press("Enter");
  }

  /** From the text: presses a tool. */
  async tool(name: string): Promise<void> {
    await this.press("Shift+F6");
    if (!(await this.focused()).startsWith(name)) await this.find(name, this.on);
    await this.press("Enter");
  }

  /** From the text: opens a list of the row of tools, and chooses. */
  async choose(list: string, item: string): Promise<void> {
    await this.tool(list);
    await this.pick(item);
  }

  /** What has the focus, as it would be read out. */
  async focused(): Promise<string> {
    return this.page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (element === null || element === document.body) return "";
      const by = (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id));
      const isField = element instanceof HTMLInputElement || element instanceof HTMLSelectElement;
      const labels = isField ? [...(element.labels ?? [])].map((each) => each.innerText) : [];
      const named = element.getAttribute("aria-label") ?? by.map((each) => each?.textContent ?? "").join(" ");
      return (named.trim() || labels.join(" ").trim() || element.innerText.trim()).replace(/\s+/g, " ");
    });
  }

  async isInText(): Promise<boolean> {
    return this.page.evaluate(() => document.querySelector(".text-place")?.contains(document.activeElement) === true);
  }

  /** Where the focus cannot be seen. A key may have led to another page, which is waited for. */
  private async look(tries = 3): Promise<string | null> {
    try {
      await drawn(this.page);
      return await unseenFocus(this.page);
    } catch (error) {
      if (tries === 0) throw error;
      await this.page.waitForLoadState();
      return this.look(tries - 1);
    }
  }
}
