// A room in forty lines, for tests of the seat half: speaks the wire of docs/protocol.md over plain functions, and is
// durable only when the test says so. Knows no rights and no sockets.
import * as Y from "yjs";

import { read, write, type Hello, type Message } from "../../src/sync/message.ts";
import { Replica, type Effect, type Manner, type Recorded } from "../../src/sync/replica.ts";

export const OWN = Symbol("an edit of this page");
export const HELLO: Hello = { epoch: "e1", schema: 1, seat: "gh", name: "Ghana", right: "edit", writable: true };

/** A replica and its room, with the line between them in the test's hands. */
export class World {
  readonly doc = new Y.Doc();
  readonly durable = new Y.Doc();
  /** What the replica told its shell, without frames. */
  readonly told: Effect<Recorded>[] = [];
  /** What is told of whoever writes, as the page knows. */
  mode: string | undefined;
  /** What the replica sent and nobody has delivered. */
  sent: Message[] = [];
  readonly replica = new Replica<Recorded>({
    doc: this.doc,
    isOwn: (origin) => origin === OWN,
    record: (bytes) => ({ bytes, mode: this.mode }),
    seat: HELLO.seat,
    epoch: HELLO.epoch,
    emit: (effect) => {
      if (effect.is === "send") this.sent.push(read(effect.frame) ?? fail());
      else this.told.push(effect);
    },
  });

  get waiting(): number {
    return this.replica.waiting.length;
  }

  type(text: string, at = this.doc.getText("body").length): void {
    this.doc.transact(() => this.doc.getText("body").insert(at, text), OWN);
  }

  connect(manner: Manner = "recorded", hello: Partial<Hello> = {}): void {
    this.replica.handle({ is: "connected", manner });
    this.hear({ is: "hello", hello: { ...HELLO, ...hello } });
  }

  cut(): void {
    this.sent = [];
    this.replica.handle({ is: "disconnected" });
  }

  hear(...messages: readonly Message[]): void {
    this.replica.handle({ is: "received", frames: messages.map(write) });
  }

  greet(): void {
    this.hear({ is: "step1", bytes: Y.encodeStateVector(this.durable) });
  }

  /** Delivers what was sent; everything delivered is durable at once, and the room answers as it must. */
  deliver(): void {
    for (const message of this.sent.splice(0)) {
      if (message.is === "step1") this.hear({ is: "step2", bytes: Y.encodeStateAsUpdate(this.durable, message.bytes) });
      else if (message.is === "step2" || message.is === "update") Y.applyUpdate(this.durable, message.bytes);
      else if (message.is === "acknowledge") this.hear(message);
    }
  }

  kinds(): string[] {
    return this.sent.map((message) => message.is);
  }

  /** What was told, by kind. */
  facts(): string[] {
    return this.told.map((effect) => effect.is);
  }
}

function fail(): never {
  throw new Error("the replica sent something that is not a message");
}
