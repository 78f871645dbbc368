// By which way a page reaches its documents: websockets, until they turn out not to get through although the service
// answers otherwise; then requests, remembered for this browser session, with a look now and then whether websockets do
// by now. Knows no socket and no timer: what happened and the time come in. Next: link.ts.
import type { Way } from "./line.ts";

/** A websocket without a first message for so long, while the service answers requests, does not get through. */
export const HANGS_AFTER_MS = 4_000;
/** After so many websockets in a row that ended before a first message, likewise. */
const FAILURES_MAX = 2;
/** When to look again whether websockets get through: soon at first, for it may have been a service that just started. */
export const LOOK_AGAIN_MS: readonly number[] = [30_000, 120_000, 600_000];

const NAME = "chancery-line";

export class Ways {
  readonly #memory: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null;
  #way: Way;
  #failures = 0;
  #looks = 0;

  constructor(memory: Pick<Storage, "getItem" | "setItem" | "removeItem"> | null) {
    this.#memory = memory;
    this.#way = memory?.getItem(NAME) === "poll" ? "poll" : "socket";
  }

  get way(): Way {
    return this.#way;
  }

  /** A websocket ended before a first message. */
  failed(): void {
    this.#failures += 1;
  }

  /** Something else explains the failures: the service is away, or will not have us. */
  explained(): void {
    this.#failures = 0;
  }

  /** A websocket brought a message. */
  works(): void {
    this.#failures = this.#looks = 0;
    this.#way = "socket";
    this.#memory?.removeItem(NAME);
  }

  /** The service answers requests. `hangs`: while a websocket said nothing for long. Whether requests are the way now. */
  answers(hangs: boolean): boolean {
    if (this.#way === "socket" && (hangs || this.#failures >= FAILURES_MAX)) {
      this.#way = "poll";
      this.#memory?.setItem(NAME, "poll");
    }
    return this.#way === "poll";
  }

  /** In how long to look again whether websockets get through; each time it is asked later. */
  lookAgainMs(): number {
    const wait = LOOK_AGAIN_MS[Math.min(this.#looks, LOOK_AGAIN_MS.length - 1)] ?? 0;
    this.#looks += 1;
    return wait;
  }
}

/** This page's: what one document finds out holds for all. */
export const ways = new Ways(memory());

// A browser may forbid it; then every page finds out for itself.
function memory(): Storage | null {
  try {
    return globalThis.sessionStorage;
  } catch {
    return null;
  }
}
