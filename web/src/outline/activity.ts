// What happens in the chapters of a manual: words, last change, who is there now. Asked of the service again and again while
// the page is looked at, and remembered on the device for the time without a line. Draws nothing.
import * as api from "../api.ts";
import type { Device } from "../device/index.ts";
import { rememberClock } from "./visits.ts";

export const EVERY_MS = 5_000;

export interface ActivityView {
  readonly chapters: ReadonlyMap<string, api.ChapterActivity>;
  /** What the service's clock shows when ours shows 0. */
  readonly aheadMs: number;
}

export const NO_ACTIVITY: ActivityView = { chapters: new Map(), aheadMs: 0 };

export class Activity {
  readonly #manual: string;
  readonly #device: Device;
  readonly #tell: (view: ActivityView) => void;
  #tag: string | null = null;
  #view = NO_ACTIVITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking = false;
  #closed = false;

  constructor(manual: string, device: Device, tell: (view: ActivityView) => void) {
    this.#manual = manual;
    this.#device = device;
    this.#tell = tell;
  }

  /** Begins with what this device remembers, then asks. */
  async begin(): Promise<void> {
    const known = await this.#device.recall<readonly api.ChapterActivity[]>(this.#key);
    if (known !== null && this.#tag === null) this.#show(known, 0);
    await this.ask();
  }

  /** Asks now, and again after a while for as long as the page is looked at. */
  async ask(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#asking || this.#closed) return;
    this.#asking = true;
    try {
      const answer = await api.activity(this.#manual, this.#tag);
      if (answer !== null) this.#heard(answer);
    } catch {
      // Whoever was there may have gone: nobody is shown who is not known to be there.
      this.#tag = null;
      this.#show(withoutPeople([...this.#view.chapters.values()]), this.#view.aheadMs);
    } finally {
      this.#asking = false;
    }
    this.#again();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #again(): void {
    if (!this.#closed && !document.hidden) this.#timer = setTimeout(() => void this.ask(), EVERY_MS);
  }

  #heard({ tag, chapters, at }: api.ActivityAnswer): void {
    const aheadMs = at === null ? this.#view.aheadMs : at - Date.now();
    this.#tag = tag;
    this.#show(chapters, aheadMs);
    void this.#device.remember(this.#key, withoutPeople(chapters)).catch(() => undefined);
    void rememberClock(this.#device, aheadMs).catch(() => undefined);
  }

  #show(chapters: readonly api.ChapterActivity[], aheadMs: number): void {
    if (this.#closed) return;
    this.#view = { chapters: new Map(chapters.map((chapter) => [chapter.id, chapter])), aheadMs };
    this.#tell(this.#view);
  }

  get #key(): string {
    return `activity:${this.#manual}`;
  }
}

function withoutPeople(chapters: readonly api.ChapterActivity[]): api.ChapterActivity[] {
  return chapters.map((chapter) => ({ ...chapter, here: [] }));
}
