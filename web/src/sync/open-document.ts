// One open document, a chapter or an outline: what the device holds of it, its line to the service, and the person's
// edits on their way. Tells what happens as facts; knows no words and no page. Next: link.ts.
import * as Y from "yjs";

import { askSession, syncAddress } from "../api.ts";
import type { CannotKeep, Device, ShelfItem } from "../device/index.ts";
import type { Who } from "../device/who.ts";
import { Link, type LinkFact } from "./link.ts";
import type { Presence } from "./presence.ts";

export type DocumentFact =
  | LinkFact
  /** `changes`: own edits of this seat in this document that wait on this device, of all tabs; `unkept`: made, and not
   *  yet written to the device. */
  | { readonly is: "kept"; readonly changes: number; readonly unkept: number }
  | { readonly is: "cannot-keep"; readonly why: CannotKeep }
  | { readonly is: "can-keep" }
  /** Refused edits left the document and lie in the shelf; "replaced" comes with it. */
  | { readonly is: "shelved"; readonly item: ShelfItem }
  /** The document is another one from now on: `doc` and `presence` are new. */
  | { readonly is: "replaced"; readonly doc: Y.Doc }
  /** Somebody else is signed in: nothing is sent. */
  | { readonly is: "other-seat"; readonly name: string }
  /** The service speaks of what this page does not know: nothing is sent until it is loaded again. */
  | { readonly is: "outdated" };

export interface OpenDocumentConfig {
  readonly document: string;
  readonly who: Who;
  readonly device: Device;
  /** Whether a Yjs transaction of this origin is an edit of the person here. */
  readonly isOwn: (origin: unknown) => boolean;
  /** The readable words of the own edits in a document, for the shelf. */
  readonly words?: (
    doc: Y.Doc,
    own: ReadonlyMap<number, readonly (readonly [clock: number, length: number])[]>,
  ) => string;
  readonly tell: (fact: DocumentFact) => void;
}

export class OpenDocument {
  readonly #link: Link;
  readonly #doc = new Y.Doc();

  constructor(config: OpenDocumentConfig) {
    this.#link = new Link({
      url: syncAddress(config.document),
      doc: this.#doc,
      isOwn: config.isOwn,
      askSession,
      tell: config.tell,
    });
  }

  get doc(): Y.Doc {
    return this.#doc;
  }

  get presence(): Presence {
    return this.#link.presence;
  }

  /** Brings the document as this device holds it. */
  load(): Promise<"held" | "nothing"> {
    return Promise.resolve("nothing");
  }

  /** Connects now, also in the middle of a wait. */
  connect(): void {
    this.#link.connect();
  }

  /** Begins again on a new line: what was refused on the old one is offered once more. */
  again(): void {
    this.#link.again();
  }

  /** Asks whether we are signed in, and connects if so. */
  checkSession(): Promise<void> {
    return this.#link.checkSession();
  }

  /** Ends for good, when everything that can be kept is kept. */
  close(): Promise<void> {
    this.#link.close();
    this.#doc.destroy();
    return Promise.resolve();
  }
}
