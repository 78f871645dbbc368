// A manual to show: a few chapters in one language, one of them with everything in it that a chapter can hold. The same every
// time, so that pictures and walks find what they look for. Next: screens.ts, the pages and states in which it is looked at.
import type { BrowserContextOptions, Page } from "playwright-core";

import { ar } from "../../../src/lang/ar.ts";
import { en, type Words } from "../../../src/lang/en.ts";
import type { Json } from "../../../src/editor/values.ts";
import { writePng } from "../../support/png.ts";
import { Window } from "./browser.ts";
import { diagram } from "./diagram.ts";
import { Scene } from "./scene.ts";
import type { Screen } from "./screens.ts";
import { writeChapter } from "./seed.ts";
import { Pen, STRUCTURE, writeStructure, type StructureText } from "./structure.ts";
import { STAGE_TEXTS, type StageText } from "./stage-texts.ts";

export type StageLanguage = "en" | "ar";
export const SEATS = ["Ghana", "Norway", "Secretariat"] as const;
export type StageSeat = (typeof SEATS)[number];

/** Nobody signs in as often as a test. */
const CONFIG = "[limits]\nsign_in_tries_per_minute_max = 1000\n";
const PREPARED_MS = 120_000;

export class Stage {
  /** The id of the template. */
  template = "";
  /** The id of a proposal for the second chapter, which Ghana has offered. */
  proposal = "";

  private constructor(
    readonly scene: Scene,
    readonly language: StageLanguage,
    /** The ids of the chapters in their order; the third is the one with everything in it. */
    readonly chapters: string[],
  ) {}

  /** `press`: the program that makes PDFs, if there is to be one. */
  static async set(language: StageLanguage, press = ""): Promise<Stage> {
    const text = STAGE_TEXTS[language];
    const scene = await Scene.set(CONFIG, null, text.manual, press);
    const chapters: string[] = [];
    for (const title of [text.first.title, text.office.title, STRUCTURE[language].title, text.last, text.pasted]) {
      chapters.push(await scene.chapter(title));
    }
    const stage = new Stage(scene, language, chapters);
    await stage.#write(0, (pen) => {
      writeBlocks(pen, text.first.blocks);
      // Nothing refers to it any more.
      pen.payload("note", [{ text: text.late }]);
    });
    await stage.#write(1, (pen) => writeBlocks(pen, text.office.blocks));
    const picture = await stage.#picture();
    await stage.#write(2, (pen) => writeStructure(pen.doc, STRUCTURE[language], picture));
    await stage.#fromTemplate(text.template);
    await stage.#people();
    await stage.#offers();
    return stage;
  }

  get words(): Words {
    return this.language === "ar" ? ar : en;
  }

  /** What stands in the third chapter. */
  get text(): StructureText {
    return STRUCTURE[this.language];
  }

  chapter(n: number): string {
    return this.document(this.chapters[n - 1] ?? "");
  }

  document(id: string): string {
    return `${this.scene.service.address}/chapters/${id}`;
  }

  /** A window in the language of the stage; without a seat, of somebody who is not signed in. */
  async window(seat: string | null, options: BrowserContextOptions = {}): Promise<Window> {
    const { browser, service } = this.scene;
    const look = { locale: this.language === "ar" ? "ar" : "en-GB", ...options };
    return seat === null ? Window.open(browser, service, look) : Window.signedIn(browser, service, seat, look);
  }

  /** One window a seat, kept from screen to screen. */
  async tour(options: BrowserContextOptions = {}): Promise<Tour> {
    const windows = new Map<string | null, Window>([[null, await this.window(null, options)]]);
    for (const seat of SEATS) windows.set(seat, await this.window(seat, options));
    return new Tour(this, windows);
  }

  /** The titles of the first chapter, of the one in which nothing stands yet, and of one more. */
  get titles(): { readonly first: string; readonly last: string; readonly pasted: string } {
    const { first, last, pasted } = STAGE_TEXTS[this.language];
    return { first: first.title, last, pasted };
  }

  /** The template, and the chapter that was made from it: the sixth. */
  get form(): StageText["template"] {
    return STAGE_TEXTS[this.language].template;
  }

  /** What stands in the second chapter. */
  get office(): StageText["office"] {
    return STAGE_TEXTS[this.language].office;
  }

  /** What the manual is called. */
  get manual(): string {
    return STAGE_TEXTS[this.language].manual;
  }

  /** What an edition of this manual is called. */
  get edition(): string {
    return STAGE_TEXTS[this.language].edition;
  }

  /** Freezes a working text: for a final edition there is something left to do, so that it can be shown. */
  async freeze(title: string, isPublic = true): Promise<void> {
    const { service, keeper, manual } = this.scene;
    await service.call(keeper, "POST", `manuals/${manual}/editions`, { title, public: isPublic, final: false });
  }

  /** Waits until every edition is written as all that it will be. */
  async prepared(): Promise<void> {
    const { service, keeper, manual } = this.scene;
    const isThere = async (): Promise<boolean> => {
      const editions = await service.call<{ preparing: string[]; no_pdf: string | null }[]>(
        keeper,
        "GET",
        `manuals/${manual}/editions`,
      );
      return editions.every(({ preparing, no_pdf }) => preparing.length === (no_pdf === null ? 0 : 1));
    };
    const end = performance.now() + PREPARED_MS;
    while (!(await isThere())) {
      if (performance.now() > end) throw new Error("the edition was not written in time");
      await new Promise((done) => setTimeout(done, 100));
    }
  }

  /** Somebody who keeps the service decides something. */
  async decide(path: string, body: object = {}): Promise<void> {
    const { service, keeper } = this.scene;
    await asks(service.address, keeper, path, body);
  }

  async strike(): Promise<void> {
    await this.scene.strike();
  }

  /** Somebody holds the seat of Ghana, beside whoever comes to it in a test. */
  async #people(): Promise<void> {
    const { service, keeper } = this.scene;
    const seats = await service.call<{ id: string; name: string }[]>(keeper, "GET", "seats");
    const ghana = seats.find(({ name }) => name === "Ghana")?.id ?? "";
    const [first, deputy] = this.language === "ar" ? ["أما منساه", "كوفي بواتنغ"] : ["Ama Mensah", "Kofi Boateng"];
    const path = `seats/${ghana}/people`;
    await service.call(keeper, "POST", path, { name: first, role: "focal-point", admin: true, until: "2030-11-30" });
    await service.call(keeper, "POST", path, { name: deputy, role: "deputy" });
  }

  /** Ghana tried out a sentence in a private draft of the second chapter, and offers it. */
  async #offers(): Promise<void> {
    const { service } = this.scene;
    const [ghana, chapter] = [await service.token("Ghana"), this.chapters[1] ?? ""];
    const { id } = await service.call<{ id: string }>(ghana, "POST", `chapters/${chapter}/drafts`);
    await writeChapter(service.address, id, ghana, (doc) => {
      const body = doc.getText("body");
      body.insert(body.length, ` ${this.office.typed}`, {});
    });
    await asks(service.address, ghana, `proposals/${id}/offer`, {});
    this.proposal = id;
  }

  /** Makes the template, and the chapter from it: the sixth, under the fourth. */
  async #fromTemplate({ title, parts, chapter, written }: StageText["template"]): Promise<void> {
    const { service, keeper, manual } = this.scene;
    const made = await service.call<{ id: string }>(keeper, "POST", `manuals/${manual}/templates`, { title });
    this.template = made.id;
    await writeChapter(service.address, made.id, keeper, (doc) => {
      const pen = new Pen(doc);
      for (const [part, hint] of parts) {
        pen.block("h2", [part]);
        pen.block("p", [hint]);
      }
    });
    const asked = { title: chapter, parent: this.chapters[3], template: made.id };
    const { id } = await service.call<{ id: string }>(keeper, "POST", `manuals/${manual}/chapters`, asked);
    this.chapters.push(id);
    await this.#write(this.chapters.length - 1, ({ doc }) => {
      const body = doc.getText("body");
      const [first = ["", ""]] = parts;
      // Behind the mark of the heading, its words, and the mark of the empty paragraph.
      body.insert(first[0].length + 2, written, {});
    });
  }

  /** Sends a picture to the manual, as a page does. */
  async #picture(): Promise<Json> {
    const { service, manual } = this.scene;
    const response = await fetch(`${service.address}/api/v1/manuals/${manual}/images`, {
      method: "POST",
      headers: { authorization: `Bearer ${await service.token("Ghana")}`, "content-type": "image/png" },
      body: new Uint8Array(writePng(diagram())),
    });
    if (!response.ok) throw new Error(`the picture was not taken: ${await response.text()}`);
    const { sha256, width, height, type } = (await response.json()) as Record<string, Json>;
    return { sha256: sha256 ?? "", width: width ?? 0, height: height ?? 0, type: type ?? "" };
  }

  async #write(index: number, write: (pen: Pen) => void): Promise<void> {
    const { service, keeper } = this.scene;
    await writeChapter(service.address, this.chapters[index] ?? "", keeper, (doc) => write(new Pen(doc)));
  }
}

/** Goes from screen to screen. */
export class Tour {
  constructor(
    private readonly stage: Stage,
    private readonly windows: ReadonlyMap<string | null, Window>,
  ) {}

  /** Leads a window to a screen, lets it be looked at, and leaves nothing behind that the next screen would show. */
  async show({ name, seat, show, after }: Screen, look: (page: Page) => Promise<void>): Promise<void> {
    const page = this.windows.get(seat)?.page;
    if (page === undefined) throw new Error(`nobody shows ${name}`);
    const before = page.viewportSize();
    try {
      await show({ page, stage: this.stage, words: this.stage.words });
      await look(page);
    } catch (error) {
      throw new Error(`on the screen "${name}"`, { cause: error });
    } finally {
      await after?.(this.stage);
    }
    if (before !== null) await page.setViewportSize(before);
    // What is shown beside the text is kept on the device.
    if (page.url().includes("/chapters/")) await page.evaluate(() => localStorage.removeItem("chancery.comforts"));
  }

  /** Closes the windows; what they complained about. */
  async end(): Promise<string[]> {
    const complaints = [...this.windows.values()].flatMap((window) => window.complaints);
    for (const window of this.windows.values()) await window.close();
    return complaints;
  }
}

/** Asks for something to be done whose answer has nothing to read. */
async function asks(address: string, token: string, path: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const answer = await fetch(`${address}/api/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}

function writeBlocks(pen: Pen, blocks: StageText["office"]["blocks"]): void {
  for (const [kind, words] of blocks) {
    if (kind === "item") pen.block("p", [words], { list: "bullet", depth: 0 });
    else pen.block(kind, [words]);
  }
}
