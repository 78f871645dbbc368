// Takes in together what comes faster than pictures are drawn. What comes alone is taken in at once; what follows before the
// next picture waits for it, so that ten people who type cost a page one drawing a picture and not one a letter. Keeps the
// order and loses nothing. Knows no message and no document. Next: replica.ts, which takes many at once.

/** A page that is no longer seen goes on after so long. */
const AT_THE_LATEST_MS = 250;

/** Calls `then` before the next picture. Gives the way to call it off; null if there is no picture to wait for. */
export type NextPicture = (then: () => void) => (() => void) | null;

export class Gather<T> {
  readonly #take: (all: readonly T[]) => void;
  readonly #nextPicture: NextPicture;
  #waiting: T[] = [];
  #callOff: (() => void) | null = null;

  constructor(take: (all: readonly T[]) => void, nextPicture: NextPicture = browserPicture) {
    this.#take = take;
    this.#nextPicture = nextPicture;
  }

  add(one: T): void {
    if (this.#callOff !== null) {
      this.#waiting.push(one);
      return;
    }
    this.#callOff = this.#nextPicture(() => this.#drawn());
    this.#take([one]);
  }

  /** Takes in what waits. */
  flush(): void {
    if (this.#waiting.length > 0) this.#take(this.#waiting.splice(0));
  }

  /** Forgets what waits. */
  clear(): void {
    this.#callOff?.();
    this.#callOff = null;
    this.#waiting = [];
  }

  #drawn(): void {
    this.#callOff = null;
    if (this.#waiting.length === 0) return;
    this.#callOff = this.#nextPicture(() => this.#drawn());
    this.flush();
  }
}

/** A page that nobody sees draws nothing, and its timers sleep: there everything is taken in as it comes. */
const browserPicture: NextPicture = (then) => {
  if (typeof document === "undefined" || document.hidden) return null;
  const callOff = (): void => {
    cancelAnimationFrame(picture);
    clearTimeout(timer);
  };
  const once = (): void => {
    callOff();
    then();
  };
  const picture = requestAnimationFrame(once);
  const timer = setTimeout(once, AT_THE_LATEST_MS);
  return callOff;
};
