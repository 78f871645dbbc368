// One open chapter as the page sees it: the document, its line to the service, and what is known of both, as one value
// that is told whenever it changes. Draws nothing. Next: Writing.svelte, which does.
import type * as Y from "yjs";

import type { Code } from "../code.ts";
import type { Device } from "../device/index.ts";
import type { Who } from "../device/who.ts";
import type { CursorJson, Peer, Presence } from "../editor/index.ts";
import {
  after,
  mayWrite,
  nextLook,
  shown,
  STATUS_FIRST,
  waiting,
  wouldLose,
  type Shelved,
  type Shown,
  type Status,
  type StatusFact,
} from "../status.ts";
import { OpenDocument, type DocumentFact } from "../sync/open-document.ts";
import type { Hello } from "../sync/message.ts";
import { memberIn, type Other } from "../sync/presence.ts";

export interface View {
  readonly shown: Shown;
  /** Own edits that are not known to be durable at the service, of this page and of the device. */
  readonly pending: number;
  /** Those of them that the device holds. */
  readonly kept: number;
  readonly where: "device" | "page";
  /** Edits that went to the shelf since the person last looked. */
  readonly shelved: Shelved | null;
  /** The proposal that refused edits became, and in which the person goes on. */
  readonly followed: Followed | null;
  /** There is a text to show and to write in. */
  readonly here: boolean;
  readonly writable: boolean;
  /** What this page is called: "Ghana 2". Empty before the service said it. */
  readonly name: string;
  /** Others see this number of a member, and not the name; null: they see the name. */
  readonly member: number | null;
  readonly others: readonly Other[];
}

export interface Followed {
  readonly id: string;
  /** Why the chapter took no more; null: it was a proposal that did. */
  readonly code: Code | null;
}

export const VIEW_FIRST: View = {
  shown: { is: "opening" },
  pending: 0,
  kept: 0,
  where: "device",
  shelved: null,
  followed: null,
  here: false,
  writable: false,
  name: "",
  member: null,
  others: [],
};

/** Whoever shows the chapter. */
export interface Shower {
  /** Tells the editor's edits by their origin. */
  readonly isOwn: (origin: unknown) => boolean;
  /** The document that the editor is to show from now on: at first, and when another takes its place. */
  readonly raise: (doc: Y.Doc) => void;
  readonly changed: (view: View) => void;
  /** What whoever appears as a member is called in the language of the page. */
  readonly memberName?: (number: number) => string;
}

export interface OpenChapterConfig extends Shower {
  readonly id: string;
  readonly who: Who;
  readonly device: Device;
}

export class OpenChapter {
  readonly #config: OpenChapterConfig;
  #open: OpenDocument;
  #shower: Shower;
  #status: Status = STATUS_FIRST;
  #shown: Shown = VIEW_FIRST.shown;
  #name = "";
  #member: number | null = null;
  /** As the service told of them, and as they are called here. */
  #told: readonly Other[] = [];
  #others: readonly Other[] = [];
  #listener: ((peers: readonly Peer[]) => void) | null = null;
  #look: ReturnType<typeof setTimeout> | undefined;
  #raised: Y.Doc | null = null;
  #followed: Followed | null = null;
  #closed = false;

  /** A chapter that is not yet connected. */
  constructor(config: OpenChapterConfig) {
    const { id, who, device } = config;
    this.#config = config;
    this.#shower = config;
    this.#open = new OpenDocument({
      document: id,
      who,
      device,
      isOwn: (origin) => this.#shower.isOwn(origin),
      follow: true,
      tell: (fact) => this.#heard(fact),
    });
  }

  /** Somebody else shows it from now on, and is told at once how it stands. */
  attach(shower: Shower): void {
    this.#shower = shower;
    if (this.#raised !== null) shower.raise(this.#raised);
    this.#meet(this.#told);
    this.#tell();
  }

  /** Shows what the device holds, then connects. */
  async connect(): Promise<void> {
    const { device, who } = this.#config;
    const held = await this.#open.load();
    if (this.#closed) return;
    if (held === "held") this.#raise(this.#open.doc);
    this.#take({
      is: "held",
      where: device.kind === "kept" ? "device" : "page",
      text: held === "held",
      writable: who.right !== "read" && who.right !== "comment" && who.right !== "suggest",
    });
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

  /** The document as it is now. */
  get doc(): Y.Doc {
    return this.#open.doc;
  }

  /** Whether leaving now would lose words. */
  get wouldLose(): boolean {
    return wouldLose(this.#status);
  }

  /** The person is back, or the browser says the line is: do not wait for the next try. */
  comeBack(): void {
    if (this.#status.signedOut || this.#status.otherSeat !== null) void this.#open.checkSession();
    else this.#open.connect();
  }

  /** The person wants what was refused to be tried again. */
  again(): void {
    this.#open.again();
  }

  /** The person knows of what lies in the shelf. */
  shelfSeen(): void {
    this.#take({ is: "shelf-seen" });
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#look);
    void this.#open.close();
  }

  #heard(fact: DocumentFact): void {
    if (this.#closed) return;
    switch (fact.is) {
      case "hello":
        return this.#greeted(fact.hello);
      case "appears":
        [this.#name, this.#member] = [fact.name, fact.member];
        return this.#tell();
      case "presence":
        this.#meet(fact.others);
        return this.#tell();
      case "replaced":
        return this.#raise(fact.doc);
      case "followed":
        return this.#follow(fact);
      case "in-step":
        if (this.#raised === null) this.#raise(this.#open.doc);
        // Cursors that came before the text they stand in find their places now.
        this.#meet(this.#told);
        return this.#take(fact);
      case "counted":
      case "kept":
        return this.#take({ ...fact, at: performance.now() });
      case "shelved":
        return this.#take({
          is: "shelved",
          changes: fact.item.changes,
          code: fact.item.code,
          unnamed: fact.item.unnamed === "handed-in" ? fact.item.text : undefined,
        });
      default:
        return this.#take(fact);
    }
  }

  #greeted({ name, member, seat }: Hello): void {
    const own = this.#config.who.seat?.id;
    if (own !== undefined && seat !== own) return;
    [this.#name, this.#member] = [name, memberIn(member)];
    this.#take({ is: "own-seat" });
  }

  /** The person goes on at the same words, in a document that may have them. */
  #follow({ open, proposal, code, rest }: Extract<DocumentFact, { is: "followed" }>): void {
    const first = this.#followed === null && proposal.chapter === this.#config.id;
    [this.#open, this.#followed] = [open, { id: proposal.id, code: first ? code : null }];
    this.#meet([]);
    this.#take({ is: "elsewhere", where: this.#status.where });
    open.take(rest);
    this.#raise(open.doc);
    open.connect();
  }

  #raise(doc: Y.Doc): void {
    this.#raised = doc;
    this.#shower.raise(doc);
  }

  #meet(others: readonly Other[]): void {
    this.#told = others;
    this.#others = others.map((other) =>
      other.member === null ? other : { ...other, name: this.#shower.memberName?.(other.member) ?? "" },
    );
    this.#listener?.(peersOf(this.#others));
  }

  #take(fact: StatusFact): void {
    this.#status = after(this.#status, fact);
    this.#tell();
  }

  #tell(): void {
    const now = performance.now();
    const status = this.#status;
    clearTimeout(this.#look);
    const look = nextLook(status, now);
    if (look !== null) this.#look = setTimeout(() => this.#tell(), Math.ceil(look - now));
    const news = shown(status, now);
    // The same object while it says the same: what is drawn of it need not be drawn again at every key.
    if (JSON.stringify(news) !== JSON.stringify(this.#shown)) this.#shown = news;
    this.#shower.changed({
      shown: this.#shown,
      pending: waiting(status),
      kept: status.kept,
      where: status.where,
      shelved: status.shelved,
      followed: this.#followed,
      here: status.text,
      writable: mayWrite(status),
      name: this.#name,
      member: this.#member,
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
