// Whether the line is alive. An open websocket claims to be open long after the line is gone, so a quiet line is asked
// (message 3, which the service answers at once) and one that does not answer is dead. Knows no timer; times are
// arguments, in milliseconds of any clock that does not go back.

/** How often to look. */
export const LOOK_EVERY_MS = 250;
/** An ask without any message after it for so long means dead: on a websocket, noticed within 10 s of the last message. */
export const DEAD_AFTER_ASK_MS = 6_000;
/** A service that has said nothing at all for so long is not there. */
export const FIRST_WORD_MS = 10_000;
/** After its first word, the first exchange may be one long message over a thin line: no sign of life on the way. */
export const FIRST_EXCHANGE_MS = 60_000;

export type Verdict = "alive" | "ask" | "dead";

export class Pulse {
  readonly #quietMs: number;
  #heardAt: number;
  #askedAt: number | null = null;
  #waiting = 0;
  #stage: "silent" | "exchanging" | "settled" = "silent";

  /** The line is being opened; once it has been quiet for `quietMs` it is asked. */
  constructor(now: number, quietMs: number) {
    this.#heardAt = now;
    this.#quietMs = quietMs;
  }

  /** Whether nothing at all has come in yet. */
  get silent(): boolean {
    return this.#stage === "silent";
  }

  /** A message came in. */
  heard(now: number): void {
    if (this.#stage === "silent") this.#stage = "exchanging";
    this.#alive(now);
  }

  /** The first exchange is done: from now on the short patience holds. */
  settled(now: number): void {
    this.#stage = "settled";
    this.#alive(now);
  }

  /** Looks at the line. `waiting` is how many bytes the socket has not yet sent: fewer than last time is a sign of life. */
  look(now: number, waiting: number): Verdict {
    if (waiting < this.#waiting) this.#alive(now);
    this.#waiting = waiting;
    const quiet = now - this.#heardAt;
    if (this.#stage === "silent") return quiet >= FIRST_WORD_MS ? "dead" : "alive";
    if (this.#stage === "exchanging") return quiet >= FIRST_EXCHANGE_MS ? "dead" : "alive";
    if (this.#askedAt !== null) return now - this.#askedAt >= DEAD_AFTER_ASK_MS ? "dead" : "alive";
    if (quiet < this.#quietMs) return "alive";
    this.#askedAt = now;
    return "ask";
  }

  #alive(now: number): void {
    this.#heardAt = now;
    this.#askedAt = null;
  }
}
