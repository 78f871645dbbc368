// Takes in together what comes faster than pictures are drawn. What comes alone is taken in at once; what follows before the
// next picture waits for it, so that ten people who type cost a page one drawing a picture and not one a letter. Where pictures
// take long, it then rests for twice as long: the keys of the person here go first. Keeps the order and loses nothing. Knows no message and no document. Next: replica.ts, which takes many at once.

/** However long a picture takes, and also where the page is seen no more. */
const AT_THE_LATEST_MS = 250;

/** A picture that took longer than this says that the machine is slow or busy. */
const BUSY_MS = 40;

/** Calls `then` before the next picture. Gives the way to call it off; null if there is no picture to wait for. */
export type NextPicture = (then: () => void) => (() => void) | null;

export class Gather<T> {
  readonly #take: (all: readonly T[]) => void;
  readonly #nextPicture: NextPicture;
  #waiting: T[] = [];
  /** When a picture was begun; never, once it was rested from. */
  #tookAt = Infinity;
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
    this.#begin();
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

  #begin(): void {
    this.#tookAt = performance.now();
    this.#callOff = this.#nextPicture(() => this.#drawn());
  }

  #drawn(): void {
    const took = performance.now() - this.#tookAt;
    if (took > BUSY_MS) {
      this.#tookAt = Infinity;
      const timer = setTimeout(() => this.#drawn(), Math.min(2 * took, AT_THE_LATEST_MS));
      this.#callOff = () => clearTimeout(timer);
      return;
    }
    this.#callOff = null;
    if (this.#waiting.length === 0) return;
    this.#begin();
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
