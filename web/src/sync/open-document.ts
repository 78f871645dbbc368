// One open document, a chapter or an outline: what the device holds of it, its line to the service, and the person's
// edits on their way. Every edit goes to the line and to the device, and leaves the device only when the service has it
// durably, in its document or in a proposal, or the shelf has its words. Tells what happens as facts; knows no page. Next: link.ts, putting-back.ts.
import * as Y from "yjs";

import { session, syncAddress } from "../api.ts";
import type { Known } from "../branch/known.ts";
import type { Code } from "../code.ts";
import type { CannotKeep, Device, OpenDocumentStore, ShelfItem } from "../device/index.ts";
import { FOLD_FROM_ROWS } from "../device/keeper.ts";
import { modeKey, type Entry, type Held } from "../device/rows.ts";
import type { Channel } from "../device/tabs.ts";
import { hearSession, SIGNED_IN, type Who } from "../device/who.ts";
import { keepUntidied } from "../untidied.ts";
import { waitMs } from "./backoff.ts";
import { Link, type LinkFact, type LinkNews, type SessionAnswer } from "./link.ts";
import type { Presence } from "./presence.ts";
import { applyAll, documentOf, isWhole } from "./from-updates.ts";
import type { PutBack, Refused } from "./putting-back.ts";
import { attempt, type Attempt } from "./refusal.ts";
import type { Manner } from "./replica.ts";
import { Siblings } from "./siblings.ts";

export type DocumentFact =
  | LinkFact
  /** Own edits of this page and those that it took over: how many there were, how many of them are durable. */
  | { readonly is: "counted"; readonly edits: number; readonly saved: number }
  /** The service did not take something; it stays where it is. */
  | { readonly is: "refused"; readonly code: Code }
  /** `changes`: own edits of this seat in this document that wait on this device, of all tabs; `unkept`: made, and not
   *  yet written to the device. */
  | { readonly is: "kept"; readonly changes: number; readonly unkept: number }
  | { readonly is: "cannot-keep"; readonly why: CannotKeep }
  | { readonly is: "can-keep" }
  /** Refused edits left the document and lie in the shelf; "replaced" comes with it. */
  | { readonly is: "shelved"; readonly item: ShelfItem }
  /** Refused edits are in a proposal, and the person goes on there, in a document that is to take the rest of them and to be
   *  connected. This one is over. */
  | {
      readonly is: "followed";
      readonly proposal: Known;
      readonly code: Code;
      readonly open: OpenDocument;
      readonly rest: readonly Entry[];
    }
  /** The document is another one from now on: `doc` and `presence` are new. */
  | { readonly is: "replaced"; readonly doc: Y.Doc }
  /** Somebody else is signed in: nothing is sent. A "hello" later means that the line is ours again. */
  | { readonly is: "other-seat"; readonly name: string }
  /** The service speaks of what this page does not know: nothing is sent until it is loaded again. */
  | { readonly is: "outdated" };

export interface OpenDocumentConfig {
  readonly document: string;
  readonly who: Who;
  readonly device: Device;
  /** Whether a Yjs transaction of this origin is an edit of the person here. */
  readonly isOwn: (origin: unknown) => boolean;
  /** Nobody looks at it: others are not told that somebody is here. */
  readonly unseen?: boolean;
  /** The person goes on in the proposal that refused edits become. */
  readonly follow?: boolean;
  readonly tell: (fact: DocumentFact) => void;
}

/** A document with its line. */
interface Side {
  readonly doc: Y.Doc;
  readonly link: Link<Entry>;
}

/** A document that holds what is durable and nothing else, to look at when something was refused. */
interface Trial {
  readonly side: Side;
  readonly code: Code;
  readonly refused: Refused;
  /** The line is of no use: what the device holds is all there is to go by. */
  readonly final: boolean;
  /** What the device holds is wrong: it begins with nothing, and takes the place of that when it is whole. */
  readonly anew?: boolean;
}

/** An update without structs and without deletions. */
const EMPTY_BYTES = 2;
/** After so many updates from the service the device folds them. */
const FOLD_EVERY = 500;

export class OpenDocument {
  readonly #config: OpenDocumentConfig;
  readonly #store: OpenDocumentStore;
  readonly #siblings: Siblings;
  readonly #session: Channel;
  #side: Side;
  #trial: Trial | null = null;
  #n = 0;
  /** What is told of whoever writes here, as far as we know. */
  #mode: string | undefined;
  #saved = 0;
  /** Own edits of this seat that wait here and are other tabs' to send. */
  #elsewhere = 0;
  #heard = 0;
  #puttingBack = false;
  #renewed = false;
  /** How often what was refused could not be brought away, and the next try. */
  #delays = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(config: OpenDocumentConfig) {
    this.#config = config;
    this.#store = config.device.open(config.document);
    const { keeper, tabs, name, tab } = this.#store;
    this.#side = this.#newSide(documentOf([], keepUntidied));
    this.#siblings = new Siblings({
      tabs,
      name,
      tab,
      tell: {
        edited: ({ bytes }) => Y.applyUpdate(this.doc, bytes, this),
        unwritten: () => keeper.unwritten(),
        counted: () => void this.#countElsewhere(),
        // Here too, with what rests on them.
        withdrawn: (code) => void this.#lookAgain({ code, refused: "nothing", final: false }),
        left: (told) => void this.#inherit(told),
      },
    });
    this.#session = tabs.channel(SIGNED_IN, () => void this.checkSession());
    keeper.listen({
      counted: () => this.#tellKept(),
      wrote: () => this.#siblings.counted(),
      cannotKeep: (why) => config.tell({ is: "cannot-keep", why }),
      canKeep: () => config.tell({ is: "can-keep" }),
    });
    globalThis.addEventListener?.("pagehide", this.#leaving);
    globalThis.document?.addEventListener("visibilitychange", this.#leaving);
  }

  /** Edits that wait and are this page's to send. */
  get waiting(): number {
    return this.#side.link.waiting.length;
  }

  get doc(): Y.Doc {
    return this.#side.doc;
  }

  get presence(): Presence {
    return this.#side.link.presence;
  }

  /** Brings the document as this device holds it, and takes over what ended tabs left to be sent. */
  async load(): Promise<"held" | "nothing"> {
    const { trouble } = this.#store;
    const { device, document } = this.#config;
    if (trouble === "outdated") this.#config.tell({ is: "outdated" });
    else if (trouble !== null) this.#config.tell({ is: "cannot-keep", why: trouble });
    await this.#siblings.begin();
    this.#mode ??= (await device.recall<string>(modeKey(document)).catch(() => null)) ?? undefined;
    const held = await this.#takeStock();
    if (held.loose >= FOLD_FROM_ROWS) void this.#fold();
    return held.durable.length + held.pending.length > 0 ? "held" : "nothing";
  }

  /** Connects now, also in the middle of a wait. */
  connect(): void {
    if (!this.#closed) (this.#trial?.side ?? this.#side).link.connect();
  }

  /** Begins again on a new line: what was refused on the old one is offered once more. */
  again(): void {
    if (this.#closed || this.#puttingBack) return;
    this.#trial?.side.link.close();
    this.#trial = null;
    void this.#offer("recorded");
  }

  /** Asks whether we are signed in, and connects if so. */
  async checkSession(): Promise<void> {
    if (!this.#closed) await (this.#trial?.side ?? this.#side).link.checkSession();
  }

  /** Ends for good, when everything that can be kept is kept. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#retry);
    globalThis.removeEventListener?.("pagehide", this.#leaving);
    globalThis.document?.removeEventListener("visibilitychange", this.#leaving);
    this.#trial?.side.link.close();
    this.#side.link.close();
    await this.#store.keeper.close();
    this.#siblings.close();
    this.#session.close();
    this.doc.destroy();
  }

  readonly #leaving = (): void => {
    void this.#store.keeper.flush();
  };

  #newSide(doc: Y.Doc): Side {
    const { document, who, isOwn, unseen = false } = this.#config;
    const link: Link<Entry> = new Link<Entry>({
      url: syncAddress(document),
      doc,
      isOwn,
      record: (bytes) => ({
        document,
        tab: this.#store.tab,
        n: (this.#n += 1),
        at: Date.now(),
        bytes,
        mode: this.#mode,
      }),
      seat: who.seat?.id ?? null,
      epoch: who.epoch,
      unseen,
      askSession: () => this.#askSession(),
      tell: (news) => this.#heardFrom(link, news),
    });
    return { doc, link };
  }

  /** What is told of whoever writes from here on, also to a page that opens without a line. */
  #enter(mode: string | undefined): void {
    if (mode === undefined || mode === this.#mode) return;
    const { device, document } = this.#config;
    this.#mode = mode;
    void device.remember(modeKey(document), mode).catch(() => undefined);
  }

  async #askSession(): Promise<SessionAnswer> {
    try {
      const answer = await session();
      hearSession(answer);
      const { seat } = this.#config.who;
      if (!answer.signed_in) return { is: "signed-out" };
      const isOurs = seat === null || seat.id === answer.seat.id;
      return isOurs ? { is: "signed-in" } : { is: "other-seat", name: answer.seat.name };
    } catch {
      return { is: "unreachable" };
    }
  }

  #heardFrom(link: Link<Entry>, news: LinkNews<Entry>): void {
    if (this.#closed) return;
    const isTrial = link === this.#trial?.side.link;
    if (!isTrial && link !== this.#side.link) return;
    const { keeper } = this.#store;
    switch (news.is) {
      case "edited":
        keeper.made(news.entry);
        this.#siblings.edited(news.entry);
        return this.#tellCounted();
      case "saved":
        this.#settle(news.entries);
        return this.#tellCounted();
      case "heard":
        return this.#keepHeard(news.update);
      case "refused":
        return this.#refused(link, news);
      case "hello":
        this.#enter(news.hello.mode);
        return this.#config.tell(news);
      case "in-step":
        if (this.#trial !== null && isTrial) return void this.#putBack(this.#trial);
        return this.#config.tell(news);
      case "signed-out":
        // Signed out, or shut out: the session knows.
        void this.#askSession();
        return this.#config.tell(news);
      case "compare":
        return void this.#compare(news.content);
      case "presence":
        return isTrial ? undefined : this.#config.tell(news);
      default:
        return this.#config.tell(news);
    }
  }

  /** C2: with nothing of ours on its way, both sides are at the same state when the fingerprint arrives. */
  async #compare(content: string): Promise<void> {
    const { link, doc } = this.#side;
    const state = (): number =>
      link === this.#side.link && this.#trial === null && link.waiting.length + this.#siblings.told().length === 0
        ? this.#heard + this.#saved
        : NaN;
    const before = state();
    const late = await import("./comparing.ts").catch(() => null);
    if (late === null || before !== state() || !(await late.differs(doc, content))) return;
    link.differs();
    // C3. Once: where that does not help, it would go on for ever.
    if (!this.#renewed) void this.#lookAgain({ code: "conflict", refused: "nothing", final: false, anew: true });
    this.#renewed = true;
  }

  #refused(link: Link<Entry>, { code, culprit, final }: Extract<LinkNews<Entry>, { is: "refused" }>): void {
    if (this.#puttingBack) return;
    const { tell } = this.#config;
    if (this.#trial !== null) {
      link.pause();
      this.#trial = { ...this.#trial, final: true };
      return void this.#putBack(this.#trial);
    }
    const next: Attempt = link.waiting.length > 0 ? attempt(code, link.manner, culprit !== null) : { is: "tell" };
    switch (next.is) {
      case "tell":
        return tell({ is: "refused", code });
      case "offer":
        return void this.#offer(next.manner);
      case "bring-away":
        return void this.#lookAgain({ code, refused: culprit ?? "all", final });
    }
  }

  /** Offers what waits on a new line. What it rests on may lie on the device: looked for before all is offered whole. */
  async #offer(manner: Manner): Promise<void> {
    const { link } = this.#side;
    link.pause();
    if (manner === "whole") await this.#takeStock();
    if (!this.#closed && link === this.#side.link && this.#trial === null) link.again(manner);
  }

  /** Gets what the service has, alone, to see what of the edits that wait is not in it. */
  async #lookAgain(why: Omit<Trial, "side">): Promise<void> {
    const { durable } = await this.#store.keeper.load();
    if (this.#closed || this.#trial !== null || this.#puttingBack) return;
    this.#side.link.pause();
    this.#trial = { ...why, side: this.#newSide(documentOf(why.anew ? [] : durable, keepUntidied)) };
    if (why.final) await this.#putBack(this.#trial);
    else this.#trial.side.link.connect();
  }

  /** Brings what may not go in into a proposal or the shelf, first, and then the document back to what is durable. */
  async #putBack(trial: Trial): Promise<void> {
    const { side, code, final } = trial;
    if (this.#puttingBack) return;
    // Nothing takes the place of what is held here before all of it is there.
    if (trial.anew && !side.link.inStep) return this.again();
    this.#puttingBack = true;
    clearTimeout(this.#retry);
    const result = await this.#bringAway(trial);
    this.#puttingBack = false;
    this.#trial = null;
    if (this.#closed || typeof result === "string") side.link.close();
    if (this.#closed) return typeof result === "string" ? undefined : void result.followed?.open.close();
    if (result === "later") return this.#tryLater();
    this.#delays = 0;
    if (result === "failed") return this.#config.tell({ is: "refused", code });
    const { sorted, others, shelved, followed } = result;
    this.#settle(sorted.covered);
    this.#siblings.over(sorted.goes);
    if (sorted.goes.length > 0) this.#siblings.withdrawn(code);
    if (followed !== null) {
      side.link.close();
      void this.close();
      return this.#config.tell({ is: "followed", code, ...followed });
    }
    this.#replaceBy(side, others, sorted.stays);
    if (shelved !== null) this.#config.tell({ is: "shelved", item: shelved });
    if (final) this.#config.tell({ is: "refused", code });
    else side.link.connect();
    this.#tellCounted();
    this.#tellKept();
  }

  async #bringAway(trial: Trial): Promise<PutBack<OpenDocument> | "failed" | "later"> {
    const late = await import("./putting-back.ts").catch(() => null);
    if (late === null) return "later";
    const { device, follow = false } = this.#config;
    return late.putBack({
      ...trial,
      store: this.#store,
      device,
      durable: trial.side.doc,
      shown: this.doc,
      waiting: () => this.#side.link.waiting,
      isOurs: (tab) => this.#siblings.isOurs(tab),
      told: () => this.#siblings.told(),
      follow: follow ? ({ id }) => this.#follow(id) : null,
    });
  }

  /** Speaks of itself when this one is over. */
  #follow(document: string): OpenDocument {
    const { tell } = this.#config;
    return new OpenDocument({ ...this.#config, document, tell: (fact) => (this.#closed ? tell(fact) : undefined) });
  }

  /** What was refused waits as before, and is offered again after a while, or as soon as somebody asks for the line. */
  #tryLater(): void {
    this.#config.tell({ is: "lost" });
    this.#retry = setTimeout(() => this.again(), waitMs((this.#delays += 1), Math.random()));
  }

  /** Takes over edits that lie in its store by now, and tells how many wait. */
  take(entries: readonly Entry[]): void {
    applyAll(
      this.doc,
      entries.map(({ bytes }) => bytes),
      this,
    );
    for (const { tab } of entries) void this.#siblings.meet(tab);
    this.#store.keeper.found(entries);
    this.#side.link.adopt(entries);
    this.#tellCounted();
    this.#tellKept();
  }

  #replaceBy(side: Side, others: readonly Uint8Array[], stays: readonly Entry[]): void {
    const before = this.#side;
    applyAll(side.doc, [...others, ...stays.map(({ bytes }) => bytes)], this);
    this.#side = side;
    side.link.adopt(stays);
    this.#config.tell({ is: "replaced", doc: side.doc });
    before.link.close();
    before.doc.destroy();
    if (side.link.inStep) this.#config.tell({ is: "in-step" });
  }

  /** Shows all that the device holds, and takes over the edits that nobody else looks after. */
  async #takeStock(): Promise<Held> {
    const { keeper } = this.#store;
    const held = await keeper.load();
    if (this.#closed) return held;
    applyAll(this.doc, [...held.durable, ...held.pending.map(({ bytes }) => bytes)], this);
    for (const tab of new Set(held.pending.map((entry) => entry.tab))) await this.#siblings.meet(tab);
    if (this.#closed) return held;
    const left = held.pending.filter((entry) => this.#siblings.isOurs(entry.tab) && keeper.isNew(entry));
    keeper.found(left);
    this.#adopt(left);
    this.#elsewhere = held.pending.filter((entry) => !this.#siblings.isOurs(entry.tab)).length;
    this.#tellKept();
    return held;
  }

  /** A tab ended: what it left in the store, and what it had told of before it could be written. */
  async #inherit(told: readonly Entry[]): Promise<void> {
    await this.#takeStock();
    if (this.#closed) return;
    const unwritten = told.filter((entry) => this.#store.keeper.isNew(entry));
    for (const entry of unwritten) this.#store.keeper.made(entry);
    this.#adopt(unwritten);
  }

  #adopt(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    this.#side.link.adopt(entries);
    this.#tellCounted();
  }

  #settle(entries: readonly Entry[]): void {
    this.#saved += entries.length;
    this.#store.keeper.settled(entries);
    this.#siblings.over(entries);
    // Heard by what is late, so that this page loads none of it: see device/healing.ts.
    const detail = { id: this.doc.clientID, document: this.#config.document };
    if (entries.length > 0) globalThis.dispatchEvent?.(new CustomEvent("wrote", { detail }));
  }

  #keepHeard(update: Uint8Array): void {
    if (update.length <= EMPTY_BYTES) return;
    this.#store.keeper.heard(update);
    this.#heard += 1;
    if (this.#heard % FOLD_EVERY === 0) void this.#fold();
  }

  #fold(): Promise<void> {
    return this.#store.keeper.fold((durable) => {
      const doc = documentOf(durable, keepUntidied);
      const state = isWhole(doc) ? Y.encodeStateAsUpdate(doc) : null;
      doc.destroy();
      return state;
    });
  }

  async #countElsewhere(): Promise<void> {
    this.#elsewhere = await this.#store.keeper.waitingElsewhere((tab) => this.#siblings.isOurs(tab));
    this.#tellKept();
  }

  #tellCounted(): void {
    const waiting = this.#side.link.waiting.length;
    this.#config.tell({ is: "counted", edits: this.#saved + waiting, saved: this.#saved });
  }

  #tellKept(): void {
    const { kept, unkept } = this.#store.keeper;
    if (!this.#closed) this.#config.tell({ is: "kept", changes: kept + this.#elsewhere, unkept });
  }
}
