// One document's link to the service: the shell around replica.ts, presence.ts and pulse.ts that owns the line and the
// timers. Tells what happened as facts; decides nothing about words, storage or pages. Comes back by itself for as long
// as that can help, by websocket, or by requests where no websocket gets through (ways.ts).
import type * as Y from "yjs";

import { codeOf, isRetriable, readingWhy, type Code, type ReadingWhy } from "../code.ts";
import { waitMs } from "./backoff.ts";
import { Gather } from "./gather.ts";
import { QUIET_MS, type Line } from "./line.ts";
import { write, type Hello, type Message } from "./message.ts";
import { openLine } from "./open-line.ts";
import { memberIn, Presence, type Other } from "./presence.ts";
import { LOOK_EVERY_MS, Pulse } from "./pulse.ts";
import { Replica, type Effect, type Manner, type Recorded } from "./replica.ts";
import { Scout } from "./scout.ts";
import { HANGS_AFTER_MS, ways, type Ways } from "./ways.ts";

/** How often a page without its session asks whether it is back. */
const ASK_SESSION_EVERY_MS = 30_000;

/** What pages are told as it is. */
export type LinkFact =
  | { readonly is: "in-step" }
  | { readonly is: "lost" }
  | { readonly is: "signed-out" }
  | { readonly is: "signed-in" }
  | { readonly is: "hello"; readonly hello: Hello }
  /** What others are told of us changed; `member`: only that number, and not the name. */
  | { readonly is: "appears"; readonly name: string; readonly member: number | null }
  | { readonly is: "policy"; readonly writable: boolean; readonly reason: ReadingWhy }
  | { readonly is: "presence"; readonly others: readonly Other[] };

export type LinkNews<E extends Recorded> =
  | LinkFact
  | { readonly is: "edited"; readonly entry: E }
  | { readonly is: "saved"; readonly entries: readonly E[] }
  | { readonly is: "heard"; readonly update: Uint8Array }
  /** `final`: the line is closed, and coming back by itself would not help. */
  | { readonly is: "refused"; readonly code: Code; readonly culprit: E | null; readonly final: boolean }
  | { readonly is: "other-seat"; readonly name: string }
  | { readonly is: "outdated" }
  /** The fingerprint of what the service holds, to be compared with what is held here in this moment. */
  | { readonly is: "compare"; readonly content: string };

export type SessionAnswer =
  { readonly is: "signed-in" | "signed-out" | "unreachable" } | { readonly is: "other-seat"; readonly name: string };

export interface LinkConfig<E extends Recorded> {
  /** Where the document's room is: ws(s)://HOST/api/v1/sync/ID. */
  readonly url: string;
  readonly doc: Y.Doc;
  /** Whether an update of the document is an edit made on this page. */
  readonly isOwn: (origin: unknown) => boolean;
  readonly record: (bytes: Uint8Array) => E;
  readonly seat: string | null;
  readonly epoch: string | null;
  /** Nobody looks at the document: others are not told that somebody is here. */
  readonly unseen: boolean;
  /** Asks the service whether the seat of these edits is signed in. */
  readonly askSession: () => Promise<SessionAnswer>;
  readonly tell: (news: LinkNews<E>) => void;
  /** What is known of websockets; this page's, where nothing is said. */
  readonly ways?: Ways;
}

export class Link<E extends Recorded> {
  readonly #config: LinkConfig<E>;
  readonly #ways: Ways;
  readonly #replica: Replica<E>;
  readonly #presence: Presence;
  readonly #frames = new Gather<Uint8Array>((frames) =>
    this.#presence.together(() => this.#replica.handle({ is: "received", frames })),
  );
  #line: Line | null = null;
  #pulse: Pulse | null = null;
  #opened = 0;
  #doubted: Line | null = null;
  #scout: Scout | null = null;
  #manner: Manner = "recorded";
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #looking: ReturnType<typeof setInterval> | undefined;
  #roomOpen = false;
  #closed = false;

  constructor(config: LinkConfig<E>) {
    this.#config = config;
    this.#ways = config.ways ?? ways;
    const { doc, isOwn, record, seat, epoch } = config;
    this.#replica = new Replica({ doc, isOwn, record, seat, epoch, emit: (effect) => this.#carryOut(effect) });
    this.#presence = new Presence(
      config.doc,
      (bytes) => this.#sendPresence(bytes),
      () => config.tell({ is: "presence", others: this.#presence.others() }),
    );
  }

  get presence(): Presence {
    return this.#presence;
  }

  /** How what waits is offered now. */
  get manner(): Manner {
    return this.#manner;
  }

  /** Edits of this page that are not known to be durable, in order. */
  get waiting(): readonly E[] {
    return this.#replica.waiting;
  }

  /** Whether the first exchange of this line is done. */
  get inStep(): boolean {
    return this.#replica.inStep;
  }

  /** Edits from earlier or elsewhere that this line is to send; they are in the document already. */
  adopt(entries: readonly E[]): void {
    this.#replica.handle({ is: "adopted", entries });
  }

  /** Connects now, also in the middle of a wait. Does nothing while a line is up or being made. */
  connect(): void {
    if (this.#closed || this.#line !== null) return;
    clearTimeout(this.#retry);
    const line = openLine(this.#ways.way, this.#config.url, {
      opened: () => this.#replica.handle({ is: "connected", manner: this.#manner }),
      frame: (frame) => this.#received(frame),
      heard: () => this.#pulse?.heard(performance.now()),
      ended: (code) => {
        this.#frames.flush();
        this.#ended(code);
      },
    });
    this.#line = line;
    this.#opened = performance.now();
    this.#pulse = new Pulse(this.#opened, QUIET_MS[line.way]);
    this.#looking = setInterval(() => this.#look(), LOOK_EVERY_MS);
    if (line.way === "poll") this.#scout = new Scout(this.#config.url, this.#ways, () => this.again(this.#manner));
  }

  /** Begins again on a new line, and offers in this manner what waits. */
  again(manner: Manner): void {
    this.#manner = manner;
    this.pause();
    this.connect();
  }

  /** Ends the line for now; `connect` makes another. */
  pause(): void {
    clearTimeout(this.#retry);
    this.#drop();
  }

  /** Ends for good. */
  close(): void {
    this.#closed = true;
    this.pause();
    this.#replica.close();
    this.#presence.close();
  }

  /** Tells the service that what is held here is not what it holds. */
  differs(): void {
    this.#send({ is: "differs" });
  }

  #received(frame: Uint8Array): void {
    if (this.#line?.way === "socket") this.#ways.works();
    this.#pulse?.heard(performance.now());
    this.#frames.add(frame);
  }

  #carryOut(effect: Effect<E>): void {
    const { tell } = this.#config;
    switch (effect.is) {
      case "send":
        return this.#line?.send(effect.frame);
      case "saved":
        if (this.waiting.length === 0) this.#manner = "recorded";
        return tell(effect);
      case "edited":
      case "heard":
        return tell(effect);
      case "opened":
        this.#roomOpen = !this.#config.unseen;
        return this.#presence.opened();
      case "in-step":
        this.#failures = 0;
        this.#pulse?.settled(performance.now());
        return tell(effect);
      case "hello": {
        this.#presence.follow();
        tell(effect);
        // If it is for another reason, a policy that says so follows.
        return tell({ is: "policy", writable: effect.hello.writable, reason: "read-only" });
      }
      case "policy": {
        const { right, writable, reason, name, member, content } = effect.policy;
        if (content !== undefined) return tell({ is: "compare", content });
        if (name !== undefined) tell({ is: "appears", name, member: memberIn(member) });
        // Whoever could write but for the pause goes on, on this device.
        const waits = reason === "paused" && /edit|keep/.test(right);
        return tell({ is: "policy", writable: writable || waits, reason: readingWhy(reason) });
      }
      case "awareness":
        return this.#presence.heard(effect.bytes);
      case "asked-presence":
        return this.#presence.opened();
      case "refused":
        return tell({ is: "refused", code: codeOf(effect.code), culprit: effect.culprit, final: false });
      case "not-ours":
        this.pause();
        tell({ is: "lost" });
        if (effect.why === "outdated") return tell({ is: "outdated" });
        return this.#otherSeat(effect.hello.name);
      case "close":
        return this.#ended(null);
    }
  }

  #sendPresence(bytes: Uint8Array): void {
    if (this.#roomOpen) this.#send({ is: "awareness", bytes });
  }

  #send(message: Message): void {
    this.#line?.send(write(message));
  }

  #look(): void {
    const [now, line] = [performance.now(), this.#line];
    const verdict = this.#pulse?.look(now, line?.unsent ?? 0);
    if (verdict === "ask") this.#send({ is: "query-awareness" });
    if (verdict === "dead") return this.#ended(null);
    const hangs = line?.way === "socket" && this.#pulse?.silent === true && now - this.#opened >= HANGS_AFTER_MS;
    if (hangs && this.#doubted !== line) void this.#doubt(line);
  }

  /** A websocket that says nothing, and no error either: is it the websocket, or the line? */
  async #doubt(line: Line): Promise<void> {
    this.#doubted = line;
    const answer = await this.#config.askSession();
    if (this.#line !== line || this.#pulse?.silent !== true || answer.is !== "signed-in") return;
    if (!this.#ways.answers(true)) return;
    this.#drop();
    this.connect();
  }

  /** The line is gone; `code` is what the service gave for a reason, null if there is none or it was our decision. */
  #ended(code: Code | null): void {
    const { culprit } = this.#replica;
    if (this.#line?.way === "socket" && this.#pulse?.silent === true) {
      // A reason in the service's own words is a message too.
      if (code === null) this.#ways.failed();
      else this.#ways.works();
    }
    this.#drop();
    this.#config.tell({ is: "lost" });
    if (code === "signed-out") return this.#signedOut();
    if (code !== null && !isRetriable(code)) return this.#config.tell({ is: "refused", code, culprit, final: true });
    void this.#comeBack();
  }

  #drop(): void {
    const line = this.#line;
    this.#line = null;
    this.#pulse = null;
    this.#roomOpen = false;
    clearInterval(this.#looking);
    this.#scout?.close();
    this.#scout = null;
    this.#frames.clear();
    if (line === null) return;
    line.close();
    this.#replica.handle({ is: "disconnected" });
    this.#presence.lost();
  }

  // The first try after a loss comes soon and asks nothing; when that fails too, a refused handshake and a service that
  // is away look the same to a page, so the session is asked.
  async #comeBack(): Promise<void> {
    const wait = waitMs(this.#failures, Math.random());
    this.#failures += 1;
    const { way } = this.#ways;
    if (this.#failures > 1 && (await this.#askSession()) === null) return;
    if (this.#closed || this.#line !== null) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => this.connect(), this.#ways.way === way ? wait : 0);
  }

  /** Who is signed in, if nothing speaks against coming back; null, and told, if something does. */
  async #askSession(): Promise<"signed-in" | "unreachable" | null> {
    const answer = await this.#config.askSession();
    if (answer.is === "signed-in") this.#ways.answers(false);
    else this.#ways.explained();
    if (answer.is === "signed-in" || answer.is === "unreachable") return answer.is;
    if (answer.is === "other-seat") this.#otherSeat(answer.name);
    else this.#signedOut();
    return null;
  }

  #signedOut(): void {
    this.#waitForSession({ is: "signed-out" });
  }

  #otherSeat(name: string): void {
    this.#waitForSession({ is: "other-seat", name });
  }

  #waitForSession(news: LinkNews<E>): void {
    if (this.#closed) return;
    this.#config.tell(news);
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.checkSession(), ASK_SESSION_EVERY_MS);
  }

  /** Asks whether the seat is signed in, and connects if so. For a page that is looked at again. */
  async checkSession(): Promise<void> {
    if (this.#closed || this.#line !== null) return;
    const answer = await this.#askSession();
    if (this.#closed || answer === null) return;
    if (answer === "signed-in") this.#config.tell({ is: "signed-in" });
    this.connect();
  }
}
