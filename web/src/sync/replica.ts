// The seat half of live editing: a document, the edits that are not yet durable at the service, and what to say when.
// The counterpart of collab::Replica. Takes facts, gives effects; knows no socket, clock or storage. Read link.ts next.
//
// On a new link it says nothing before the service's hello names the seat, the data folder and a schema that the edits
// may go to; then its step 1, and nothing else until the room's step 1 is here. Its first answer to that is its waiting
// edits, each as it was recorded; a room that asks again misses something and gets all it lacks. From there every own
// edit goes out as it happens. Message 102 with the number of own edits so far follows; its echo means: durable up to
// here. Nothing else does.
import * as random from "lib0/random";
import * as Y from "yjs";

import { read, readCount, SCHEMA, write, writeCount, type Hello, type Message, type Policy } from "./message.ts";

/** An own edit as its shell keeps it. */
export interface Recorded {
  readonly bytes: Uint8Array;
  /** What was told of whoever wrote when it was made, as far as the page knew. */
  readonly mode?: string | undefined;
}

/** What may be told of whoever writes, from nothing to the person. */
const TOLD = ["unattributed", "seat", "named"];

/** Whether more would be told of an edit now than when it was made. Where nothing was known, a seat was named. */
function tellsMore(now: string | undefined, then: string | undefined): boolean {
  if (now === undefined) return false;
  const place = (mode: string): number => (TOLD.includes(mode) ? TOLD.indexOf(mode) : TOLD.length);
  return place(now) > place(then ?? "seat");
}

export type Fact<E extends Recorded> =
  | { readonly is: "connected"; readonly manner: Manner }
  /** Frames that are taken in together, in the order in which they came. */
  | { readonly is: "received"; readonly frames: readonly Uint8Array[] }
  | { readonly is: "disconnected" }
  /** Edits from earlier or elsewhere, in the document already, are this replica's to send. */
  | { readonly is: "adopted"; readonly entries: readonly E[] };

export type Effect<E extends Recorded> =
  | { readonly is: "send"; readonly frame: Uint8Array<ArrayBuffer> }
  /** An own edit was made. */
  | { readonly is: "edited"; readonly entry: E }
  /** These own edits became durable. */
  | { readonly is: "saved"; readonly entries: readonly E[] }
  /** An update came that is durable, as everything that the service sends. */
  | { readonly is: "heard"; readonly update: Uint8Array }
  /** The room's step 1 is here: presence may be sent. */
  | { readonly is: "opened" }
  /** The room's step 2 is here: what is shown is what the service has, and our own edits. */
  | { readonly is: "in-step" }
  | { readonly is: "hello"; readonly hello: Hello }
  | { readonly is: "policy"; readonly policy: Policy }
  | { readonly is: "awareness"; readonly bytes: Uint8Array }
  | { readonly is: "asked-presence" }
  /** The service refused something; no echo follows on this link. `culprit`: what exactly, if that is certain. */
  | { readonly is: "refused"; readonly code: string; readonly culprit: E | null }
  /** The link is another seat's, or speaks of what we do not know: nothing was sent on it. */
  | { readonly is: "not-ours"; readonly why: "other-seat" | "outdated"; readonly hello: Hello }
  /** The service speaks nonsense: close the link. */
  | { readonly is: "close" };

/**
 * How the waiting edits are offered: "recorded", each as it is; "whole", the document first, which heals what rests on
 * edits of elsewhere; "one-by-one", each only when the one before it is durable, which tells what exactly is refused.
 */
export type Manner = "recorded" | "whole" | "one-by-one";

export interface ReplicaConfig<E extends Recorded> {
  readonly doc: Y.Doc;
  /**
   * Tells an edit of this page by its origin: what Yjs tidies by itself, and what arrives, is neither counted nor sent
   * as an edit.
   */
  readonly isOwn: (origin: unknown) => boolean;
  /** Makes an own edit an entry. */
  readonly record: (bytes: Uint8Array) => E;
  /** Who made the edits, and in which data folder; null where it is not known. */
  readonly seat: string | null;
  readonly epoch: string | null;
  readonly emit: (effect: Effect<E>) => void;
}

/** While catching up, an echo is asked for after so many bytes: what a line that breaks had brought is not sent again. */
const ASK_BYTES = 16_384;
const NOTHING = Uint8Array.of(0, 0);

export class Replica<E extends Recorded> {
  readonly #config: ReplicaConfig<E>;
  readonly #stop: () => void;
  /** Own edits that are not known to be durable, in order. */
  readonly #waiting: E[] = [];
  #saved = 0;
  /** How many of those that wait were sent on this link. */
  #sent = 0;
  #manner: Manner = "recorded";
  #stage: "away" | "greeted" | "open" = "away";
  #mode: string | undefined;
  #since: number | undefined;
  /** The room was given the whole document on this link. */
  #whole = false;
  #inStep = false;

  constructor(config: ReplicaConfig<E>) {
    this.#config = config;
    const heard = (update: Uint8Array, origin: unknown): void => {
      if (config.isOwn(origin)) this.#edited(config.record(update));
    };
    // Not before the first own edit: whoever hears updates makes Yjs write each of them, a whole document as it comes in too.
    const begin = ({ origin }: Y.Transaction): void => {
      if (!config.isOwn(origin)) return;
      config.doc.off("beforeTransaction", begin);
      config.doc.on("update", heard);
    };
    config.doc.on("beforeTransaction", begin);
    this.#stop = () => {
      config.doc.off("beforeTransaction", begin);
      config.doc.off("update", heard);
    };
  }

  /** Own edits that the service does not hold durably, as far as we know. */
  get waiting(): readonly E[] {
    return this.#waiting;
  }

  /** What a refusal that comes now must mean; null if that is not certain. */
  get culprit(): E | null {
    const certain = this.#manner === "one-by-one" && this.#sent === 1 && !this.#whole;
    return certain ? (this.#waiting[0] ?? null) : null;
  }

  /** Whether the first exchange of this link is done. */
  get inStep(): boolean {
    return this.#inStep;
  }

  handle(fact: Fact<E>): void {
    switch (fact.is) {
      case "connected":
        this.#manner = fact.manner;
        return this.#leave();
      case "disconnected":
        return this.#leave();
      case "received":
        return this.#receive(fact.frames);
      case "adopted":
        this.#waiting.push(...fact.entries);
        return this.#offer();
    }
  }

  /** Hears no more edits. */
  close(): void {
    this.#stop();
  }

  #edited(entry: E): void {
    this.#waiting.push(entry);
    this.#config.emit({ is: "edited", entry });
    this.#offer();
  }

  /** Frames that came together: edits between other messages are one change of the document, and cursors come after it. */
  #receive(frames: readonly Uint8Array[]): void {
    const updates: Uint8Array[] = [];
    const cursors: Message[] = [];
    const takeIn = (): void => {
      if (updates.length > 0) this.#apply(updates.splice(0));
      for (const cursor of cursors.splice(0)) this.#hear(cursor);
    };
    for (const frame of frames) {
      const message = read(frame);
      if (message?.is === "update" && this.#stage !== "away") updates.push(message.bytes);
      else if (message?.is === "awareness") cursors.push(message);
      else {
        takeIn();
        if (message === null) return this.#config.emit({ is: "close" });
        this.#hear(message);
      }
    }
    takeIn();
  }

  /** Any message but an edit: those are taken in together. */
  #hear(message: Message): void {
    const { emit } = this.#config;
    if (message.is === "hello") return this.#greet(message.hello);
    // Whoever does not say hello is not a service that may have our edits.
    if (this.#stage === "away") return;
    switch (message.is) {
      case "step1":
        return this.#answer(message.bytes);
      case "step2":
        if (!this.#apply([message.bytes])) return;
        this.#inStep = true;
        return emit({ is: "in-step" });
      case "acknowledge":
        return this.#heardSaved(readCount(message.body));
      case "awareness":
        return emit({ is: "awareness", bytes: message.bytes });
      case "query-awareness":
        return emit({ is: "asked-presence" });
      case "policy":
        return emit({ is: "policy", policy: message.policy });
      case "refused":
        return this.#refused(message.code);
      case "denied":
        return this.#refused("not-allowed");
    }
  }

  #greet(hello: Hello): void {
    const { seat, epoch, doc, emit } = this.#config;
    if (seat !== null && hello.seat !== seat) return emit({ is: "not-ours", why: "other-seat", hello });
    const isOutdated = hello.schema > SCHEMA || (epoch !== null && hello.epoch !== epoch);
    if (isOutdated) return emit({ is: "not-ours", why: "outdated", hello });
    this.#enter(hello);
    emit({ is: "hello", hello });
    if (this.#hides()) return;
    this.#stage = "greeted";
    this.#send({ is: "step1", bytes: Y.encodeStateVector(doc) });
  }

  /** No client id goes on when it is decided anew who is named: it would say of one part who wrote the other. */
  #enter({ mode, since }: Hello): void {
    const { doc } = this.#config;
    if (this.#since !== undefined && since !== this.#since) doc.clientID = random.uint32();
    [this.#mode, this.#since] = [mode, since];
  }

  /** Whether something waits that was made when less was told of who wrote. Then nothing at all is sent. */
  #hides(): boolean {
    const hidden = this.#waiting.some((entry) => tellsMore(this.#mode, entry.mode));
    if (hidden) this.#config.emit({ is: "refused", code: "unattributed", culprit: null });
    return hidden;
  }

  #answer(vector: Uint8Array): void {
    const { doc, emit } = this.#config;
    if (this.#hides()) return;
    const again = this.#stage === "open";
    let update: Uint8Array = NOTHING;
    this.#whole ||= again || this.#manner === "whole";
    try {
      Y.decodeStateVector(vector);
      if (this.#whole) update = Y.encodeStateAsUpdate(doc, vector);
    } catch {
      return emit({ is: "close" });
    }
    this.#send({ is: "step2", bytes: update });
    this.#stage = "open";
    if (again) return this.#sent > 0 ? this.#ask() : undefined;
    this.#offer();
    emit({ is: "opened" });
  }

  /** Sends what waits and may go now. */
  #offer(): void {
    if (this.#stage !== "open" || this.#hides()) return;
    const oneByOne = this.#manner === "one-by-one";
    let bytes = 0;
    while (this.#sent < this.#waiting.length && !(oneByOne && this.#sent > 0)) {
      const entry = this.#waiting[this.#sent];
      if (entry === undefined) return;
      this.#sent += 1;
      this.#send({ is: "update", bytes: entry.bytes });
      const isLast = oneByOne || this.#sent === this.#waiting.length;
      bytes += entry.bytes.length;
      if (!isLast && bytes < ASK_BYTES) continue;
      bytes = 0;
      this.#ask();
    }
  }

  #apply(updates: readonly Uint8Array[]): boolean {
    const { doc, emit } = this.#config;
    let taken = 0;
    try {
      const each = (update: Uint8Array): void => {
        Y.applyUpdate(doc, update, this);
        taken += 1;
      };
      Y.transact(doc, () => updates.forEach(each), this, false);
    } catch {
      emit({ is: "close" });
    }
    for (const update of updates.slice(0, taken)) emit({ is: "heard", update });
    return taken === updates.length;
  }

  /** Asks for an echo once everything sent so far is durable. */
  #ask(): void {
    this.#send({ is: "acknowledge", body: writeCount(this.#saved + this.#sent) });
  }

  #heardSaved(edits: number | null): void {
    if (edits === null || edits > this.#saved + this.#sent) return this.#config.emit({ is: "close" });
    const more = edits - this.#saved;
    if (more <= 0) return;
    const entries = this.#waiting.splice(0, more);
    this.#sent -= more;
    this.#saved = edits;
    if (this.#waiting.length === 0) this.#manner = "recorded";
    this.#config.emit({ is: "saved", entries });
    this.#offer();
  }

  #leave(): void {
    [this.#stage, this.#inStep, this.#sent, this.#whole] = ["away", false, 0, false];
  }

  #refused(code: string): void {
    this.#config.emit({ is: "refused", code, culprit: this.culprit });
  }

  #send(message: Message): void {
    this.#config.emit({ is: "send", frame: write(message) });
  }
}
