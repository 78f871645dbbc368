// A seat's browser and a service, with time in the test's hands: tabs that open, type, end and come back, and the account
// of every word that was typed. A word that was reported kept must be at the service or in the shelf in the end, once.
import "fake-indexeddb/auto";
import { vi } from "vitest";
import type * as Y from "yjs";

import type { ShelfItem } from "../../src/device/index.ts";
import type { Place } from "../../src/device/place.ts";
import { SeatDevice } from "../../src/device/seat-device.ts";
import type { Who } from "../../src/device/who.ts";
import { OpenDocument, type DocumentFact } from "../../src/sync/open-document.ts";
// Comes late on a page, and takes time that is not in the test's hands.
import "../../src/sync/comparing.ts";
import "../../src/sync/putting-back.ts";
import { Faults, Life, Profile } from "./profile.ts";
import { Service, Socket } from "./service.ts";

export const GHANA = { id: "gh", name: "Ghana" };
export const DENMARK = { id: "dk", name: "Denmark" };
export const CHAPTER = "chapter";

const NO_FAULTS = (): Faults => new Faults({ is: "none" });
const OWN = Symbol("typed here");
const STEP_MS = 10;
/** A database answers within so many turns. */
const TURNS = 8;
let worlds = 0;

/** One word that somebody typed. */
interface Word {
  readonly text: string;
  readonly seat: string;
  kept: boolean;
  /** It was told that this one cannot go in. */
  refused: boolean;
}

export class Page {
  readonly facts: DocumentFact[] = [];
  readonly words: Word[] = [];
  ready = false;
  wasReplaced = 0;
  /** The proposal in which the person goes on. */
  proposal: string | null = null;
  kept = { changes: 0, unkept: 0 };
  open: OpenDocument;

  constructor(
    readonly world: World,
    readonly life: Life,
    readonly device: SeatDevice,
    readonly place: Place,
    readonly who: Who,
    document: string,
  ) {
    const isOwn = (origin: unknown): boolean => origin === OWN;
    this.open = new OpenDocument({ document, who, device, isOwn, follow: true, tell: (fact) => this.#hear(fact) });
  }

  get body(): Y.Text {
    return this.open.doc.getText("body");
  }

  get waiting(): number {
    return this.kept.changes + this.kept.unkept;
  }

  told(is: DocumentFact["is"]): boolean {
    return this.facts.some((fact) => fact.is === is);
  }

  /** Loads and connects; a page that dies on the way does neither. */
  begin(): void {
    void this.open.load().then((held) => {
      if (this.life.dead) return;
      this.ready ||= held === "held";
      this.open.connect();
    });
  }

  /** Types a word at the end, or somewhere; nothing if there is no text to type in. */
  type(at?: number, sign = ""): void {
    if (this.life.dead || !this.ready) return;
    const seat = this.who.seat?.id ?? "";
    const word = { text: `⟨${String((this.world.typed += 1))}${sign}⟩`, seat, kept: false, refused: false };
    this.words.push(word);
    this.world.words.push(word);
    this.world.service.makers.set(this.open.doc.clientID, seat);
    this.open.doc.transact(() => this.body.insert(at ?? this.body.length, word.text), OWN);
  }

  delete(word: string): void {
    const at = this.body.toString().indexOf(word);
    if (this.life.dead || at < 0) return;
    this.open.doc.transact(() => this.body.delete(at, word.length), OWN);
  }

  /** The end without a word. */
  kill(): void {
    this.life.die();
  }

  #hear(fact: DocumentFact): void {
    if (this.life.dead) return;
    this.facts.push(fact);
    if (fact.is === "in-step") this.ready = true;
    if (fact.is === "replaced") this.wasReplaced += 1;
    if (fact.is === "followed") {
      [this.open, this.proposal] = [fact.open, fact.proposal.id];
      fact.open.take(fact.rest);
      fact.open.connect();
    }
    if (fact.is !== "kept") return;
    this.kept = fact;
    for (const word of this.words.slice(0, Math.max(0, this.words.length - fact.unkept))) word.kept = true;
  }
}

export class World {
  readonly service = new Service();
  readonly profile = new Profile();
  readonly words: Word[] = [];
  readonly pages: Page[] = [];
  readonly #name = `world-${String((worlds += 1))}`;
  typed = 0;

  constructor() {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date", "performance"] });
    Socket.service = this.service;
    vi.stubGlobal("WebSocket", Socket);
    vi.stubGlobal("navigator", {});
    vi.stubGlobal("location", { protocol: "http:", host: "test" });
    vi.stubGlobal("fetch", (path: string, init: RequestInit) => this.service.fetch(path, init));
    this.service.cookie = GHANA;
  }

  static end(): void {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }

  /** Opens a tab of the seat on a chapter. */
  async page(seat = GHANA, faults = NO_FAULTS(), document = CHAPTER): Promise<Page> {
    const life = new Life(faults);
    const name = this.storeOf(seat);
    const place = await this.during(this.profile.place(name, life));
    const tabs = this.profile.tabs(life);
    const who: Who = { seat: { ...seat, kind: "state" }, right: "edit", epoch: "e1", signedIn: "yes", own: true };
    const device = new SeatDevice({ who, place, tabs, name });
    const page = new Page(this, life, device, place, who, document);
    const before = life.onDeath;
    life.onDeath = () => {
      before();
      void page.open.close();
    };
    this.pages.push(page);
    page.begin();
    return page;
  }

  storeOf(seat: { id: string }): string {
    return `${this.#name}.${seat.id}`;
  }

  /** A tab that is opened, and everything that comes of it. */
  async opened(seat = GHANA, faults = NO_FAULTS(), document = CHAPTER): Promise<Page> {
    const page = await this.page(seat, faults, document);
    await this.pass(400);
    return page;
  }

  /** Time passes, and what it brings is done. */
  async pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += STEP_MS) {
      vi.advanceTimersByTime(STEP_MS);
      await turns();
    }
  }

  /** The service ends, and every page comes to know. */
  async withoutService(): Promise<void> {
    this.service.stop();
    await this.pass(50);
  }

  /** Waits for something of the browser's own. */
  async during<T>(what: Promise<T>): Promise<T> {
    let done = false;
    void what.then(
      () => (done = true),
      () => (done = true),
    );
    while (!done) await this.pass(STEP_MS);
    return what;
  }

  /** The service is there, the seat is signed in, and a fresh tab looks after what the others left. */
  async settled(seat = GHANA): Promise<Page> {
    for (const page of this.pages) page.kill();
    this.service.start();
    this.service.signIn(seat);
    const page = await this.page(seat);
    await this.pass(5_000);
    return page;
  }

  /** What is wrong with the account of all words, in the end. `page` is a settled one. */
  async wrongs(page: Page): Promise<string[]> {
    const wrongs = [...this.service.wrongs];
    const text = this.service.text(CHAPTER);
    const merged = this.service.merged(CHAPTER);
    const shelf = await this.during(page.device.shelf());
    const shelved = shelf.map((item) => item.text).join(" ");
    for (const { text: word, seat, kept } of this.words) {
      const times = text.split(word).length - 1;
      if (merged.split(word).length > 2) wrongs.push(`${word} would be there more than once`);
      if (times > 1) wrongs.push(`${word} is there ${String(times)} times`);
      if (seat === page.who.seat?.id && kept && !merged.includes(word) && !shelved.includes(word))
        wrongs.push(`${word} is lost`);
    }
    const waiting = await this.during(page.device.pending());
    if (waiting.length > 0) wrongs.push(`still waiting: ${JSON.stringify(waiting)}`);
    if (page.waiting !== 0) wrongs.push(`the count says ${String(page.waiting)}`);
    if (page.proposal === null && page.body.toString() !== text)
      wrongs.push(`shown: ${page.body.toString()}; durable: ${text}`);
    return wrongs;
  }

  async shelf(page: Page): Promise<readonly ShelfItem[]> {
    return this.during(page.device.shelf());
  }
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
