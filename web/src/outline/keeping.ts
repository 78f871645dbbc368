// Keeps all chapters of a manual on this device: fetches what is not there yet or was changed since, and knows how many are
// there, also without a line. Draws nothing; the switch is pages/OutlineKept.svelte.
import type { Device } from "../device/index.ts";

/** Where many write, what is kept follows at most so often. */
const AGAIN_MS = 60_000;
const AT_ONCE = 2;

/** For each chapter on the device the last change it was fetched with, in milliseconds; null: it had none. */
type Held = Record<string, number | null>;

export class Keeping {
  readonly #device: Device;
  readonly #manual: string;
  readonly #tell: (held: ReadonlySet<string>) => void;
  readonly #also: (id: string) => Promise<void>;
  #held: Held = {};
  #wanted: ReadonlyMap<string, number | null> = new Map();
  #on = false;
  #working = false;
  #begunAt = -AGAIN_MS;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `tell` hears which chapters are on the device; `also` brings what belongs to a chapter besides its document. */
  constructor(
    device: Device,
    manual: string,
    tell: (held: ReadonlySet<string>) => void,
    also: (id: string) => Promise<void>,
  ) {
    this.#device = device;
    this.#manual = manual;
    this.#tell = tell;
    this.#also = also;
  }

  /** Whether this device was told to keep the manual. */
  async begin(): Promise<boolean> {
    const kept = await this.#device.keptManuals();
    this.#held = (await this.#device.recall<Held>(this.#key)) ?? {};
    this.#on = kept.includes(this.#manual);
    this.#told();
    this.#soon();
    return this.#on;
  }

  async turn(on: boolean): Promise<void> {
    this.#on = on;
    this.#begunAt = -AGAIN_MS;
    await this.#device.keepManual(this.#manual, on);
    this.#soon();
  }

  /** The chapters there are, each with its last change. */
  wants(chapters: ReadonlyMap<string, number | null>): void {
    this.#wanted = chapters;
    this.#soon();
  }

  close(): void {
    this.#on = false;
    clearTimeout(this.#timer);
  }

  #soon(): void {
    clearTimeout(this.#timer);
    if (!this.#on || this.#working || this.#missing().length === 0) return;
    const wait = Math.max(0, this.#begunAt + AGAIN_MS - performance.now());
    this.#timer = setTimeout(() => void this.#fetch(), wait);
  }

  #missing(): string[] {
    return [...this.#wanted].filter(([id, changed]) => this.#held[id] !== changed).map(([id]) => id);
  }

  async #fetch(): Promise<void> {
    this.#working = true;
    this.#begunAt = performance.now();
    const left = this.#missing();
    const work = async (): Promise<void> => {
      for (let id = left.shift(); id !== undefined && this.#on; id = left.shift()) {
        const changed = this.#wanted.get(id);
        const done = await this.#device.fetch(id);
        // What one line does not bring, the others will not bring now either.
        if (!done || changed === undefined) left.length = 0;
        else {
          await this.#also(id);
          await this.#has(id, changed);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work)).catch(() => undefined);
    this.#working = false;
    this.#soon();
  }

  async #has(id: string, changed: number | null): Promise<void> {
    this.#held = { ...this.#held, [id]: changed };
    this.#told();
    await this.#device.remember(this.#key, this.#held);
  }

  #told(): void {
    this.#tell(new Set(Object.keys(this.#held)));
  }

  get #key(): string {
    return `kept:${this.#manual}`;
  }
}
