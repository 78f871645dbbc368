// What carries a link's frames between this page and the service: a websocket, or requests where none gets through. The
// same frames either way, so nothing above knows which it is. Next: socket-line.ts, poll-line.ts; which is tried: ways.ts.
import type { Code } from "../code.ts";

export interface Line {
  readonly way: Way;
  /** Bytes given to `send` that have not left. */
  readonly unsent: number;
  /** To be called after `opened` only. */
  send(frame: Uint8Array<ArrayBuffer>): void;
  /** Ends it; nothing is told any more. */
  close(): void;
}

export type Way = "socket" | "poll";

/** A line that has been quiet for so long is asked whether it lives. Over requests that costs two of them. */
export const QUIET_MS: Readonly<Record<Way, number>> = { socket: 3_000, poll: 10_000 };

export interface LineEvents {
  readonly opened: () => void;
  readonly frame: (frame: Uint8Array) => void;
  /** A sign of life without a frame. */
  readonly heard: () => void;
  /** The line is gone; with the service's reason if it gave one. */
  readonly ended: (code: Code | null) => void;
}

/** Opens a line; what requests need is loaded when it is needed first. */
export type OpenLine = (way: Way, url: string, events: LineEvents) => Line;
