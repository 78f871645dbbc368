// What the ear is told of the others in a chapter: who joined, and who is writing; quietly, at most one sentence a minute, and
// of a name again only when it was silent for a while. Knows no clock: the time is an argument, in milliseconds. Next: Here.svelte.

export interface News {
  readonly joined: readonly string[];
  readonly writing: readonly string[];
}

/** Somebody else, and where they are. */
export interface Seen {
  readonly name: string;
  readonly cursor: unknown;
}

const EVERY_MS = 60_000;
/** Whoever wrote within so long is still writing, and that is no news. */
const SILENT_MS = 300_000;
/** So long after an edit, a caret that moved is that of its author. */
const AUTHOR_MS = 2_000;

export class PresenceNews {
  #known: ReadonlyMap<string, string> = new Map();
  #editedAt = -Infinity;
  #saidAt = -Infinity;
  readonly #wroteAt = new Map<string, number>();
  readonly #joined = new Set<string>();
  readonly #writing = new Set<string>();

  /** Somebody else changed the text. */
  edited(now: number): void {
    this.#editedAt = now;
  }

  /** Who is here, and where. */
  saw(others: readonly Seen[], now: number): void {
    const places = new Map(others.map(({ name, cursor }) => [name, JSON.stringify(cursor ?? null)]));
    for (const [name, place] of places) {
      const before = this.#known.get(name);
      if (before === undefined) this.#joined.add(name);
      else if (before !== place && place !== "null" && now - this.#editedAt <= AUTHOR_MS) this.#wrote(name, now);
    }
    for (const name of [...this.#joined, ...this.#writing]) if (!places.has(name)) this.#forget(name);
    this.#known = places;
  }

  /** There is something to say, now or later. */
  get waits(): boolean {
    return this.#joined.size + this.#writing.size > 0;
  }

  /** What is to be said now; null: nothing. Where something waits, ask again after `wait`. */
  say(now: number): News | null {
    if (!this.waits || this.wait(now) > 0) return null;
    const news = { joined: [...this.#joined].filter((name) => !this.#writing.has(name)), writing: [...this.#writing] };
    this.#joined.clear();
    this.#writing.clear();
    this.#saidAt = now;
    return news;
  }

  /** How long until something may be said. */
  wait(now: number): number {
    return Math.max(0, this.#saidAt + EVERY_MS - now);
  }

  #wrote(name: string, now: number): void {
    const last = this.#wroteAt.get(name);
    this.#wroteAt.set(name, now);
    if (last === undefined || now - last > SILENT_MS) this.#writing.add(name);
  }

  #forget(name: string): void {
    this.#joined.delete(name);
    this.#writing.delete(name);
  }
}
