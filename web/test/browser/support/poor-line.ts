// A poor line, as a proxy of TCP: narrow, far and lossy, in both directions, whatever is spoken over it. Never changes,
// drops or reorders a byte; knows no HTTP. Stands in front of the service (or of another proxy): `lead` says of what.
//
// The model. Each direction is one wire of `bitsPerSecond` that all connections share, first come, first served, without a
// bound on the queue. Bytes travel in segments of up to 1,460 bytes and 40 more of headers, and arrive half a round trip after they
// were sent. A segment is lost with the probability `loss`, by a seeded chance. TCP says it again when its timer ends: one round
// trip and 200 ms later, twice that if it is lost again, and so on; it takes the wire once more; and everything behind
// it on its connection waits for it, which is what a person feels of a loss. (Where many segments follow at once, a real TCP
// notices a loss after one round trip: the model is a little harder than that.) A connection is made after a
// round trip; if either of its two first segments is lost, after a second more, then two. Not modelled: lost
// acknowledgements, which later ones make good, and a slow start, since the line holds fewer segments than one begins with.
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

import { Chance } from "../../property/chance.ts";
import type { Front } from "./service.ts";

export interface Poverty {
  readonly bitsPerSecond: number;
  readonly roundTripMs: number;
  /** From 0 to 1. */
  readonly loss: number;
  readonly seed: number;
}

/** What an office far from everything may have. */
export const POOR: Poverty = { bitsPerSecond: 64_000, roundTripMs: 600, loss: 0.05, seed: 1 };

const SEGMENT_BYTES = 1_460;
const HEADER_BYTES = 40;
/** What a retransmission timer adds to the round trip at least. */
const TIMER_MS = 200;
const FIRST_TIMER_MS = 1_000;
/** Bytes of one connection on their way; its sender waits for more. */
const WINDOW_BYTES = 64 << 10;
const PARTS = 1_000_000;

export class PoorLine implements Front {
  /** While it is not poor, everything passes at once. */
  poor = false;
  /** Segments that were sent, and how many of them had to be said again. */
  readonly count = { sent: 0, lost: 0 };
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  readonly #chance: Chance;
  readonly #wires = { up: new Wire(), down: new Wire() };
  #to = new URL("http://127.0.0.1:9");

  private constructor(
    server: Server,
    readonly poverty: Poverty,
  ) {
    this.#server = server;
    this.#chance = new Chance(poverty.seed);
    server.on("connection", (near) => this.#opened(near));
  }

  static async start(poverty: Poverty = POOR): Promise<PoorLine> {
    // A half that has ended does not end the other one.
    const server = createServer({ allowHalfOpen: true, noDelay: true });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new PoorLine(server, poverty);
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  lead(to: string): void {
    this.#to = new URL(to);
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #opened(near: Socket): void {
    const far = connect({ host: this.#to.hostname, port: Number(this.#to.port), noDelay: true, allowHalfOpen: true });
    const made = this.poor ? performance.now() + this.#handshakeMs() : 0;
    this.#carry(near, far, new Way(this.#wires.up, made));
    this.#carry(far, near, new Way(this.#wires.down, made));
  }

  #carry(from: Socket, to: Socket, way: Way): void {
    this.#open.add(from);
    from.on("data", (bytes: Buffer) => {
      way.held += bytes.length;
      if (way.held > WINDOW_BYTES) from.pause();
      for (let at = 0; at < bytes.length; at += SEGMENT_BYTES) {
        const segment = bytes.subarray(at, at + SEGMENT_BYTES);
        this.#later(way, segment.length, () => {
          to.write(segment);
          way.held -= segment.length;
          if (way.held <= WINDOW_BYTES) from.resume();
        });
      }
    });
    from.on("end", () => this.#later(way, 0, () => to.end()));
    from.on("error", () => to.destroy());
    from.on("close", () => {
      this.#open.delete(from);
      this.#later(way, 0, () => to.destroy());
    });
  }

  /** Does something when a segment of so many bytes, sent now, has arrived. */
  #later(way: Way, bytes: number, arrived: () => void): void {
    const now = performance.now();
    way.bring(this.poor ? this.#arrival(way.wire, bytes, now) : now, arrived);
  }

  #arrival(wire: Wire, bytes: number, now: number): number {
    const { bitsPerSecond, roundTripMs } = this.poverty;
    const takes = ((bytes + HEADER_BYTES) * 8_000) / bitsPerSecond;
    let sent = wire.send(now, takes);
    this.count.sent += 1;
    for (let timer = roundTripMs + TIMER_MS; this.#lost(); timer *= 2) {
      this.count.lost += 1;
      sent = Math.max(sent, wire.send(now, takes)) + timer;
    }
    return sent + roundTripMs / 2;
  }

  #handshakeMs(): number {
    let wait = this.poverty.roundTripMs;
    for (let timer = FIRST_TIMER_MS; this.#lost() || this.#lost(); timer *= 2) wait += timer;
    return wait;
  }

  #lost(): boolean {
    return this.#chance.below(PARTS) < this.poverty.loss * PARTS;
  }
}

/** One direction of one connection: what was sent first arrives first, also what was sent while the line was still poor. */
class Way {
  /** Bytes on their way. */
  held = 0;
  readonly #coming: { readonly at: number; readonly arrived: () => void }[] = [];

  constructor(
    readonly wire: Wire,
    /** Nothing arrives before that. */
    private last: number,
  ) {}

  bring(at: number, arrived: () => void): void {
    this.last = Math.max(at, this.last);
    this.#coming.push({ at: this.last, arrived });
    if (this.#coming.length === 1) this.#arrive();
  }

  #arrive(): void {
    for (let next = this.#coming[0]; next !== undefined; next = this.#coming[0]) {
      const wait = next.at - performance.now();
      if (wait > 0) return void setTimeout(() => this.#arrive(), Math.ceil(wait));
      next.arrived();
      this.#coming.shift();
    }
  }
}

class Wire {
  #free = 0;

  /** When bytes that take so long have left, if they are sent now. */
  send(now: number, takes: number): number {
    this.#free = Math.max(this.#free, now) + takes;
    return this.#free;
  }
}
