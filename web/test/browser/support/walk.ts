// What a task of the handbook is for somebody who walks through it: the page of the handbook that explains it, and how it is
// done with keys alone. Each task begins where the one before it ended. Next: walk-text.ts, walk-things.ts, walk-manual.ts.
import { expect } from "vitest";

import type { Words } from "../../../src/lang/en.ts";
import type { Window } from "./browser.ts";
import { Keyboard } from "./keyboard.ts";
import { Line } from "./line.ts";
import { Stage, type StageLanguage } from "./stage.ts";
import { Writer } from "./writer.ts";

/** How long anything may take on a busy machine. */
export const SOON_MS = 30_000;

/** A file as it lies on the disk of whoever walks. */
export interface Chosen {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export interface Task {
  /** Without its ending. */
  readonly page: string;
  readonly task: string;
  readonly walk: (at: Walk) => Promise<void>;
}

/** The tasks of one page of the handbook. */
export const tasks = (page: string, walks: Readonly<Record<string, Task["walk"]>>): Task[] =>
  Object.entries(walks).map(([task, walk]) => ({ page, task, walk }));

export class Walk {
  /** What is chosen when the device's own window asks for a file. */
  chosen: Chosen | null = null;

  private constructor(
    readonly stage: Stage,
    readonly window: Window,
    readonly line: Line,
    readonly keys: Keyboard,
  ) {
    window.page.on("filechooser", (chooser) => {
      if (this.chosen !== null) void chooser.setFiles(this.chosen);
    });
  }

  static async begin(language: StageLanguage): Promise<Walk> {
    const stage = await Stage.set(language);
    const window = await stage.window(null, { permissions: ["clipboard-read", "clipboard-write"] });
    const line = await Line.of(window.context);
    return new Walk(stage, window, line, await Keyboard.alone(window.page, language === "ar"));
  }

  get words(): Words {
    return this.stage.words;
  }

  async sees(selector: string): Promise<void> {
    await this.window.page.waitForSelector(selector, { timeout: SOON_MS });
  }

  async gone(selector: string): Promise<void> {
    await this.window.page.waitForSelector(selector, { state: "detached", timeout: SOON_MS });
  }

  async saved(): Promise<void> {
    await this.sees('.foot[data-state="saved"][data-pending="0"]');
  }

  /** What is written in each of these elements becomes so. */
  async reads(selector: string, ...texts: readonly string[]): Promise<void> {
    await expect.poll(() => this.texts(selector), { timeout: SOON_MS }).toEqual(texts);
  }

  async texts(selector: string): Promise<string[]> {
    const texts = await this.window.page.locator(selector).allInnerTexts();
    return texts.map((text) => text.replace(/\s+/g, " ").trim());
  }

  /** Waits until the text ends with these words. */
  async ends(words: string): Promise<void> {
    const end = async () => (await this.texts(".ProseMirror")).join(" ").slice(-words.length);
    await expect.poll(end, { timeout: SOON_MS }).toBe(words);
  }

  async count(selector: string, count: number): Promise<void> {
    await expect.poll(() => this.window.page.locator(selector).count(), { timeout: SOON_MS }).toBe(count);
  }

  async table(...rows: readonly string[]): Promise<void> {
    const writer = await Writer.adopt(this.window);
    await expect.poll(() => writer.tables(), { timeout: SOON_MS }).toEqual(rows);
  }

  async isInText(): Promise<void> {
    await expect.poll(() => this.keys.isInText(), { timeout: SOON_MS }).toBe(true);
  }

  /** Waits until what has the focus is called so. */
  async isOn(name: string): Promise<void> {
    await expect.poll(() => this.keys.focused(), { timeout: SOON_MS }).toBe(name);
  }

  /** From the page of chapters: opens one, and goes to its text. */
  async open(title: string): Promise<void> {
    await this.keys.use(title);
    await this.saved();
    await this.keys.use(this.words.skipToText);
    await this.isInText();
  }

  /** From the text back to the page of chapters. */
  async leave(): Promise<void> {
    await this.saved();
    await this.keys.press("Shift+F6", "Shift+F6", "Enter");
    await this.sees(".chapter-rows");
  }

  /** Somebody else deletes a chapter. */
  async deleted(chapter: number): Promise<void> {
    const { service, keeper } = this.stage.scene;
    const path = `${service.address}/api/v1/chapters/${this.stage.chapters[chapter - 1] ?? ""}`;
    const answer = await fetch(path, { method: "DELETE", headers: { authorization: `Bearer ${keeper}` } });
    expect(answer.status).toBe(204);
  }

  /** What the seat of this walk may do at most; "default" is what its kind may. */
  async may(right: "comment" | "default"): Promise<void> {
    await this.stage.scene.service.command("seat", "right", "--seat", "Secretariat", "--right", right, "--json");
  }

  /** An empty paragraph at the end of the text. */
  async newLine(): Promise<void> {
    await this.keys.press("Control+End", "Enter");
  }
}
