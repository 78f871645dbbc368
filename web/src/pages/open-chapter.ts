// One open chapter as the page sees it: the document, its line to the service, and what is known of both, as one value
// that is told whenever it changes. Draws nothing.
import type * as Y from "yjs";

import type { Device } from "../device/index.ts";
import type { Who } from "../device/who.ts";
import type { CursorJson, Peer, Presence } from "../editor/index.ts";
import { after, nextLook, shown, STATUS_FIRST, wouldLose, type Shown, type Status } from "../status.ts";
import { OpenDocument, type DocumentFact } from "../sync/open-document.ts";
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

export interface OpenChapterConfig {
  readonly id: string;
  readonly who: Who;
  readonly device: Device;
  /** Tells the editor's edits by their origin. */
  readonly isOwn: (origin: unknown) => boolean;
  readonly changed: (view: View) => void;
}

export class OpenChapter {
  readonly #open: OpenDocument;
  readonly #changed: (view: View) => void;
  #status: Status = STATUS_FIRST;
  #name = "";
  #others: readonly Other[] = [];
  #listener: ((peers: readonly Peer[]) => void) | null = null;
  #look: ReturnType<typeof setTimeout> | undefined;

  /** A chapter that is not yet connected. */
  constructor({ id, who, device, isOwn, changed }: OpenChapterConfig) {
    this.#changed = changed;
    this.#open = new OpenDocument({ document: id, who, device, isOwn, tell: (fact) => this.#heard(fact) });
  }

  get doc(): Y.Doc {
    return this.#open.doc;
  }

  /** Shows what the device holds, then connects. */
  async connect(): Promise<void> {
    await this.#open.load();
    this.#open.connect();
  }

  /** Who is here, as the editor wants it: it says where our cursor is and draws the others'. */
  readonly presence: Presence = {
    setCursor: (cursor) => this.#open.presence.move(cursor),
    subscribe: (listener) => {
      this.#listener = listener;
      listener(peersOf(this.#others));
      return () => (this.#listener = null);
    },
  };

  /** A page that nobody looks at shows no cursor. */
  hide(hidden: boolean): void {
    this.#open.presence.hide(hidden);
  }

  /** Whether leaving now would lose words. */
  get wouldLose(): boolean {
    return wouldLose(this.#status);
  }

  /** The person is back, or the browser says the line is: do not wait for the next try. */
  comeBack(): void {
    if (this.#status.signedOut) void this.#open.checkSession();
    else this.#open.connect();
  }

  /** The person wants what was refused to be tried again. */
  again(): void {
    this.#open.again();
  }

  close(): void {
    clearTimeout(this.#look);
    void this.#open.close();
  }

  #heard(fact: DocumentFact): void {
    switch (fact.is) {
      case "hello":
        this.#name = fact.hello.name;
        break;
      case "presence":
        this.#meet(fact.others);
        break;
      case "counted":
        this.#status = after(this.#status, { ...fact, at: performance.now() });
        break;
      case "in-step":
        // Cursors that came before the text they stand in find their places now.
        this.#meet(this.#others);
        this.#status = after(this.#status, fact);
        break;
      case "lost":
      case "refused":
      case "signed-out":
      case "signed-in":
      case "policy":
        this.#status = after(this.#status, fact);
        break;
      default:
        return;
    }
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
