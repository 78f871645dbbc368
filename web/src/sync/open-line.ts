// Opens the line of the way that is wanted. What requests need is a file of its own that most pages never load.
import type { Line, LineEvents, Way } from "./line.ts";
import { SocketLine } from "./socket-line.ts";

export function openLine(way: Way, url: string, events: LineEvents): Line {
  return way === "socket" ? new SocketLine(url, events) : new LoadedLine(url, events);
}

/** A line over requests, from before its file is there. */
class LoadedLine implements Line {
  readonly way = "poll";
  #line: Line | null = null;
  #closed = false;

  constructor(url: string, events: LineEvents) {
    void this.#load(url, events);
  }

  get unsent(): number {
    return this.#line?.unsent ?? 0;
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    this.#line?.send(frame);
  }

  close(): void {
    this.#closed = true;
    this.#line?.close();
  }

  async #load(url: string, events: LineEvents): Promise<void> {
    try {
      const { PollLine } = await import("./poll-line.ts");
      if (!this.#closed) this.#line = new PollLine(url, events);
    } catch {
      if (!this.#closed) events.ended(null);
    }
  }
}
