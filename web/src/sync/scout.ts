// Looks now and then, beside a line over requests, whether websockets get through by now: opens one, and is content with a
// first message. Sends nothing. Next: link.ts.
import type { Line } from "./line.ts";
import { SocketLine } from "./socket-line.ts";
import type { Ways } from "./ways.ts";

export class Scout {
  readonly #url: string;
  readonly #ways: Ways;
  readonly #found: () => void;
  #line: Line | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** `found`: a websocket brought a message. It is told once, and the looking is over. */
  constructor(url: string, ways: Ways, found: () => void) {
    [this.#url, this.#ways, this.#found] = [url, ways, found];
    this.#wait();
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#line?.close();
    this.#line = null;
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#look(), this.#ways.lookAgainMs());
  }

  #look(): void {
    // One that hangs is given up when the next look is due.
    this.close();
    this.#line = new SocketLine(this.#url, {
      opened: () => undefined,
      heard: () => undefined,
      frame: () => {
        this.close();
        this.#ways.works();
        this.#found();
      },
      ended: () => undefined,
    });
    this.#wait();
  }
}
