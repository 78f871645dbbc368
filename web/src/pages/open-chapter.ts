// One open chapter as the page sees it: the document, its line to the service, and what is known of both, as one value
// that is told whenever it changes. Draws nothing.
import * as Y from "yjs";

import { askSession, syncAddress } from "../api.ts";
import type { CursorJson, Peer, Presence } from "../editor/index.ts";
import { after, nextLook, shown, STATUS_FIRST, wouldLose, type Shown, type Status } from "../status.ts";
import { Link, type LinkFact } from "../sync/link.ts";
import type { Other } from "../sync/presence.ts";

export interface View {
  readonly shown: Shown;
  /** Own edits that are not known to be durable. */
  readonly pending: number;
  /** The chapter has been in step at least once: there is something to show and to write in. */
  readonly here: boolean;
  readonly writable: boolean;
  /** How others see this page: "Ghana 2". Empty before the service said it. */
  readonly name: string;
  readonly others: readonly Other[];
}

export const VIEW_FIRST: View = {
  shown: { is: "opening" },
  pending: 0,
  here: false,
  writable: false,
  name: "",
  others: [],
};

export class OpenChapter {
  readonly doc = new Y.Doc();
  readonly #link: Link;
  readonly #changed: (view: View) => void;
  #status: Status = STATUS_FIRST;
  #name = "";
  #others: readonly Other[] = [];
  #listener: ((peers: readonly Peer[]) => void) | null = null;
  #look: ReturnType<typeof setTimeout> | undefined;

  /** A chapter that is not yet connected. `isOwn` tells the editor's edits by their origin. */
  constructor(id: string, isOwn: (origin: unknown) => boolean, changed: (view: View) => void) {
    this.#changed = changed;
    this.#link = new Link({
      url: syncAddress(id),
      doc: this.doc,
      isOwn,
      askSession,
      tell: (fact) => this.#heard(fact),
    });
  }

  connect(): void {
    this.#link.connect();
  }

  /** Who is here, as the editor wants it: it says where our cursor is and draws the others'. */
  readonly presence: Presence = {
    setCursor: (cursor) => this.#link.presence.move(cursor),
    subscribe: (listener) => {
      this.#listener = listener;
      listener(peersOf(this.#others));
      return () => (this.#listener = null);
    },
  };

  /** A page that nobody looks at shows no cursor. */
  hide(hidden: boolean): void {
    this.#link.presence.hide(hidden);
  }

  /** Whether leaving now would lose words. */
  get wouldLose(): boolean {
    return wouldLose(this.#status);
  }

  /** The person is back, or the browser says the line is: do not wait for the next try. */
  comeBack(): void {
    if (this.#status.signedOut) void this.#link.checkSession();
    else this.#link.connect();
  }

  /** The person wants what was refused to be tried again. */
  again(): void {
    this.#link.again();
  }

  close(): void {
    clearTimeout(this.#look);
    this.#link.close();
    this.doc.destroy();
  }

  #heard(fact: LinkFact): void {
    // Cursors that came before the text they stand in find their places now.
    if (fact.is === "in-step") this.#meet(this.#others);
    if (fact.is === "hello") this.#name = fact.hello.name;
    else if (fact.is === "presence") this.#meet(fact.others);
    else this.#status = after(this.#status, fact.is === "counted" ? { ...fact, at: performance.now() } : fact);
    this.#tell();
  }

  #meet(others: readonly Other[]): void {
    this.#others = others;
    this.#listener?.(peersOf(others));
  }

  #tell(): void {
    const now = performance.now();
    clearTimeout(this.#look);
    const look = nextLook(this.#status, now);
    if (look !== null) this.#look = setTimeout(() => this.#tell(), Math.ceil(look - now));
    this.#changed({
      shown: shown(this.#status, now),
      pending: this.#status.pending,
      here: this.#status.link !== "never",
      writable: this.#status.writable && this.#status.link !== "never",
      name: this.#name,
      others: this.#others,
    });
  }
}

function peersOf(others: readonly Other[]): Peer[] {
  return others.map(({ client, name, shade, cursor }) => ({ client, name, shade, cursor: cursorOf(cursor) }));
}

function cursorOf(cursor: unknown): CursorJson | null {
  if (typeof cursor !== "object" || cursor === null || !("anchor" in cursor) || !("head" in cursor)) return null;
  return { anchor: cursor.anchor, head: cursor.head };
}
