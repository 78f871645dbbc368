// When the list of what is left to do is asked for again: at once when somebody asks, else some seconds after the text was
// changed last, and never twice at a time. Asks through its owner.
// Next: ReadyPanel.svelte.

/** So long after a change the list is made again: what was typed is on the service's disk by then. */
export const CALM_MS = 2_000;
/** Whoever never stops typing waits no longer than this. */
export const AT_LATEST_MS = 10_000;

export interface Asking<Found> {
  readonly ask: () => Promise<Found>;
  readonly found: (found: Found) => void;
  readonly failed: () => void;
  /** Whether the list is on its way. */
  readonly looks: (now: boolean) => void;
}

export class Looking<Found> {
  #wait: ReturnType<typeof setTimeout> | null = null;
  /** When the first change came that no list has seen. */
  #since: number | null = null;
  #busy = false;
  #again = false;
  #ended = false;

  constructor(private readonly asking: Asking<Found>) {}

  /** Something was changed. */
  soon(): void {
    if (this.#ended) return;
    const now = performance.now();
    this.#since ??= now;
    const wait = Math.max(0, Math.min(CALM_MS, this.#since + AT_LATEST_MS - now));
    if (this.#wait !== null) clearTimeout(this.#wait);
    this.#wait = setTimeout(() => this.now(), wait);
  }

  /** Somebody wants to know. */
  now(): void {
    if (this.#wait !== null) clearTimeout(this.#wait);
    [this.#wait, this.#since] = [null, null];
    if (this.#ended) return;
    if (this.#busy) this.#again = true;
    else void this.#look();
  }

  end(): void {
    this.#ended = true;
    if (this.#wait !== null) clearTimeout(this.#wait);
  }

  async #look(): Promise<void> {
    this.#busy = true;
    this.asking.looks(true);
    try {
      const found = await this.asking.ask();
      if (!this.#ended) this.asking.found(found);
    } catch {
      if (!this.#ended) this.asking.failed();
    }
    this.#busy = false;
    if (this.#ended) return;
    this.asking.looks(false);
    if (this.#again) {
      this.#again = false;
      void this.#look();
    }
  }
}
