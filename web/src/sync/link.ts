// One chapter's line to the service: the shell around replica.ts, presence.ts and pulse.ts that owns the websocket and
// the timers. Tells what happened as facts; decides nothing about words or pages. Comes back by itself for as long as
// that can help.
import type * as Y from "yjs";

import { codeOf, codeOfClose, isRetriable, type Code } from "../code.ts";
import { waitMs } from "./backoff.ts";
import { SUBPROTOCOL, write, type Hello, type Message } from "./message.ts";
import { Presence, type Other } from "./presence.ts";
import { LOOK_EVERY_MS, Pulse } from "./pulse.ts";
import { Replica, type Effect } from "./replica.ts";

/** How often a signed-out page asks whether somebody signed in again in another tab. */
const ASK_SESSION_EVERY_MS = 30_000;

export type LinkFact =
  | { readonly is: "in-step" }
  | { readonly is: "lost" }
  | { readonly is: "counted"; readonly edits: number; readonly saved: number }
  | { readonly is: "refused"; readonly code: Code }
  | { readonly is: "signed-out" }
  | { readonly is: "signed-in" }
  | { readonly is: "hello"; readonly hello: Hello }
  | { readonly is: "policy"; readonly writable: boolean; readonly reason: "read-only" | "damaged" }
  | { readonly is: "presence"; readonly others: readonly Other[] };

export interface LinkConfig {
  /** Where the document's room is: ws(s)://HOST/api/v1/sync/ID. */
  readonly url: string;
  readonly doc: Y.Doc;
  /** Whether an update of the document is an edit made on this page. */
  readonly isOwn: (origin: unknown) => boolean;
  /** Asks the service whether we are signed in. */
  readonly askSession: () => Promise<"signed-in" | "signed-out" | "unreachable">;
  readonly tell: (fact: LinkFact) => void;
}

export class Link {
  readonly #config: LinkConfig;
  readonly #replica: Replica;
  readonly #presence: Presence;
  #socket: WebSocket | null = null;
  #pulse: Pulse | null = null;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;
  #roomOpen = false;
  #closed = false;

  constructor(config: LinkConfig) {
    this.#config = config;
    this.#replica = new Replica(config.doc, config.isOwn, (effect) => this.#carryOut(effect));
    this.#presence = new Presence(
      config.doc,
      (bytes) => this.#sendPresence(bytes),
      () => config.tell({ is: "presence", others: this.#presence.others() }),
    );
  }

  get presence(): Presence {
    return this.#presence;
  }

  /** Connects now, also in the middle of a wait. Does nothing while a line is up or being made. */
  connect(): void {
    if (this.#closed || this.#socket !== null) return;
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.#config.url, [SUBPROTOCOL]);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    this.#pulse = new Pulse(performance.now());
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
    socket.onopen = () => this.#replica.handle({ is: "connected" });
    socket.onmessage = (event) => this.#received(event.data);
    socket.onclose = (event) => this.#ended(event.code);
  }

  /** Begins again on a new line: what was refused on the old one is offered once more. */
  again(): void {
    this.#drop();
    this.connect();
  }

  /** Ends for good. What is not durable by now is lost with the page. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#drop();
    this.#presence.close();
  }

  #received(data: unknown): void {
    this.#pulse?.heard(performance.now());
    if (data instanceof ArrayBuffer) this.#replica.handle({ is: "received", frame: new Uint8Array(data) });
    else this.#ended(null);
  }

  #carryOut(effect: Effect): void {
    const { tell } = this.#config;
    switch (effect.is) {
      case "send":
        return this.#socket?.send(effect.frame);
      case "counted":
        return tell(effect);
      case "opened":
        this.#roomOpen = true;
        return this.#presence.opened();
      case "in-step":
        this.#failures = 0;
        this.#pulse?.settled(performance.now());
        return tell(effect);
      case "hello": {
        const { right, writable } = effect.hello;
        tell(effect);
        return tell({ is: "policy", writable, reason: right === "read" ? "read-only" : "damaged" });
      }
      case "policy": {
        const { writable, reason } = effect.policy;
        return tell({ is: "policy", writable, reason: reason === "damaged" ? "damaged" : "read-only" });
      }
      case "awareness":
        return this.#presence.heard(effect.bytes);
      case "asked-presence":
        return this.#presence.opened();
      case "refused":
        return tell({ is: "refused", code: codeOf(effect.code) });
      case "close":
        return this.#ended(null);
    }
  }

  #sendPresence(bytes: Uint8Array): void {
    if (this.#roomOpen) this.#send({ is: "awareness", bytes });
  }

  #send(message: Message): void {
    this.#socket?.send(write(message));
  }

  #look(): void {
    const verdict = this.#pulse?.look(performance.now(), this.#socket?.bufferedAmount ?? 0);
    if (verdict === "ask") this.#send({ is: "query-awareness" });
    if (verdict === "dead") this.#ended(null);
  }

  /** The line is gone; `closeCode` is what the service or the browser gave for a reason, null if it was our decision. */
  #ended(closeCode: number | null): void {
    const code = closeCode === null ? null : codeOfClose(closeCode);
    this.#drop();
    this.#config.tell({ is: "lost" });
    if (code === "signed-out") return this.#signedOut();
    if (code !== null && !isRetriable(code)) return this.#config.tell({ is: "refused", code });
    void this.#comeBack();
  }

  // Not `close` and wait: a dead line never answers the closing handshake.
  #drop(): void {
    const socket = this.#socket;
    this.#socket = null;
    this.#pulse = null;
    this.#roomOpen = false;
    clearInterval(this.#looking);
    if (socket === null) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    this.#replica.handle({ is: "disconnected" });
    this.#presence.lost();
  }

  // The first try after a loss comes soon and asks nothing; when that fails too, a refused handshake and a service that
  // is away look the same to a page, so the session is asked.
  async #comeBack(): Promise<void> {
    const wait = waitMs(this.#failures, Math.random());
    this.#failures += 1;
    if (this.#failures > 1 && (await this.#config.askSession()) === "signed-out") return this.#signedOut();
    if (this.#closed || this.#socket !== null) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.connect(), wait);
  }

  #signedOut(): void {
    if (this.#closed) return;
    this.#config.tell({ is: "signed-out" });
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.checkSession(), ASK_SESSION_EVERY_MS);
  }

  /** Asks whether we are signed in, and connects if so. For a page that is looked at again. */
  async checkSession(): Promise<void> {
    if (this.#closed || this.#socket !== null) return;
    const answer = await this.#config.askSession();
    if (answer === "signed-out") return this.#signedOut();
    if (answer === "signed-in") this.#config.tell({ is: "signed-in" });
    this.connect();
  }
}
