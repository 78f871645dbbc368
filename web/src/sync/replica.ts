// The seat half of live editing: a document, the edits that are not yet durable at the service, and what to say when.
// The mirror of collab::Replica. Takes facts, gives effects; knows no socket, clock or storage. Read link.ts next.
//
// On a new link it sends its step 1 and nothing else until the room's step 1 is here. Then it answers with a step 2,
// and from there every own edit goes out as it happens, followed by message 102 with the number of own edits so far.
// The echo of that number means: durable up to here. Nothing else does.
import * as Y from "yjs";

import { read, readCount, write, writeCount, type Hello, type Message, type Policy } from "./message.ts";

export type Fact =
  | { readonly is: "connected" }
  | { readonly is: "received"; readonly frame: Uint8Array }
  | { readonly is: "disconnected" };

export type Effect =
  | { readonly is: "send"; readonly frame: Uint8Array<ArrayBuffer> }
  /** An own edit was made, or some of them became durable. */
  | { readonly is: "counted"; readonly edits: number; readonly saved: number }
  /** The room's step 1 is here: presence may be sent. */
  | { readonly is: "opened" }
  /** The room's step 2 is here: what is shown is what the service has, and our own edits. */
  | { readonly is: "in-step" }
  | { readonly is: "hello"; readonly hello: Hello }
  | { readonly is: "policy"; readonly policy: Policy }
  | { readonly is: "awareness"; readonly bytes: Uint8Array }
  | { readonly is: "asked-presence" }
  /** The service refused something; the document keeps it, and no echo follows on this link. */
  | { readonly is: "refused"; readonly code: string }
  /** The service speaks nonsense: close the link. */
  | { readonly is: "close" };

export class Replica {
  readonly #doc: Y.Doc;
  readonly #emit: (effect: Effect) => void;
  #edits = 0;
  #saved = 0;
  #open = false;
  #inStep = false;

  /**
   * A replica over a document. `isOwn` tells an edit of this page by its origin: what Yjs tidies by itself, and what
   * arrives, is neither counted nor sent as an edit.
   */
  constructor(doc: Y.Doc, isOwn: (origin: unknown) => boolean, emit: (effect: Effect) => void) {
    this.#doc = doc;
    this.#emit = emit;
    doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (isOwn(origin)) this.#edited(update);
    });
  }

  /** Own edits made since the page was loaded. */
  get edits(): number {
    return this.#edits;
  }

  /** Own edits the service does not hold durably, as far as we know. */
  get pending(): number {
    return this.#edits - this.#saved;
  }

  /** Whether the first exchange of this link is done. */
  get inStep(): boolean {
    return this.#inStep;
  }

  handle(fact: Fact): void {
    switch (fact.is) {
      case "connected":
        this.#leave();
        return this.#send({ is: "step1", bytes: Y.encodeStateVector(this.#doc) });
      case "disconnected":
        return this.#leave();
      case "received": {
        const message = read(fact.frame);
        return message === null ? this.#emit({ is: "close" }) : this.#hear(message);
      }
    }
  }

  #edited(update: Uint8Array): void {
    this.#edits += 1;
    if (this.#open) {
      this.#send({ is: "update", bytes: update });
      this.#askWhetherSaved();
    }
    this.#count();
  }

  #hear(message: Message): void {
    switch (message.is) {
      case "step1":
        return this.#answer(message.bytes);
      case "step2":
        if (!this.#apply(message.bytes)) return;
        this.#inStep = true;
        return this.#emit({ is: "in-step" });
      case "update":
        this.#apply(message.bytes);
        return;
      case "acknowledge":
        return this.#heardSaved(readCount(message.body));
      case "awareness":
        return this.#emit({ is: "awareness", bytes: message.bytes });
      case "query-awareness":
        return this.#emit({ is: "asked-presence" });
      case "hello":
        return this.#emit({ is: "hello", hello: message.hello });
      case "policy":
        return this.#emit({ is: "policy", policy: message.policy });
      case "refused":
        return this.#emit({ is: "refused", code: message.code });
      case "denied":
        return this.#emit({ is: "refused", code: "not-allowed" });
    }
  }

  // Also in the middle of a link: a room that misses something asks again, and gets everything it has not.
  #answer(vector: Uint8Array): void {
    let update: Uint8Array;
    try {
      update = Y.encodeStateAsUpdate(this.#doc, vector);
    } catch {
      return this.#emit({ is: "close" });
    }
    this.#send({ is: "step2", bytes: update });
    const first = !this.#open;
    this.#open = true;
    if (this.pending > 0) this.#askWhetherSaved();
    if (first) this.#emit({ is: "opened" });
  }

  #apply(update: Uint8Array): boolean {
    try {
      Y.applyUpdate(this.#doc, update, this);
      return true;
    } catch {
      this.#emit({ is: "close" });
      return false;
    }
  }

  #askWhetherSaved(): void {
    this.#send({ is: "acknowledge", body: writeCount(this.#edits) });
  }

  #heardSaved(edits: number | null): void {
    if (edits === null || edits > this.#edits) return this.#emit({ is: "close" });
    if (edits <= this.#saved) return;
    this.#saved = edits;
    this.#count();
  }

  #count(): void {
    this.#emit({ is: "counted", edits: this.#edits, saved: this.#saved });
  }

  #send(message: Message): void {
    this.#emit({ is: "send", frame: write(message) });
  }

  #leave(): void {
    this.#open = false;
    this.#inStep = false;
  }
}
