// A line over a websocket, one message a frame. Decides nothing: when to open one and what its silence means is link.ts's.
import { codeOfClose } from "../code.ts";
import type { Line, LineEvents } from "./line.ts";
import { SUBPROTOCOL } from "./message.ts";

export class SocketLine implements Line {
  readonly way = "socket";
  readonly #socket: WebSocket;

  constructor(url: string, events: LineEvents) {
    const socket = new WebSocket(url, [SUBPROTOCOL]);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => events.opened();
    socket.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data instanceof ArrayBuffer) return events.frame(new Uint8Array(data));
      this.close();
      events.ended(null);
    };
    socket.onclose = ({ code }) => events.ended(codeOfClose(code));
    this.#socket = socket;
  }

  get unsent(): number {
    return this.#socket.bufferedAmount;
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    this.#socket.send(frame);
  }

  // Not `close` and wait: a dead line never answers the closing handshake.
  close(): void {
    this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
    this.#socket.close();
  }
}
