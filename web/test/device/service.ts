// A service for the tests of the device: rooms that refuse, ask again and acknowledge as docs/protocol.md says, over
// sockets with a delay. It watches what no service can: whether what a seat sends was written by that seat.
import { createHash } from "node:crypto";
import * as Y from "yjs";

import { canon } from "../../src/sync/canon.ts";
import { read, write, type Message } from "../../src/sync/message.ts";

const DELAY_MS = 5;
const DISK_MS = 10;
const CLOSE = { "not-found": 4012, "signed-out": 4010, lost: 1006 } as const;

export class Room {
  doc = new Y.Doc();
  deleted = false;
  /** It is a proposal. */
  proposal: { state: string } | null = null;
  /** Updates that hold this word are refused as too large. */
  unwanted = "✗";
  /** Takes everything as it comes, for speed. */
  trusts = false;
}

export class Service {
  up = true;
  /** The seat of the browser's cookie; null: signed out. */
  cookie: { id: string; name: string } | null = null;
  readonly readers = new Set<string>();
  /** What becomes of proposals: taken, or refused with this code. */
  proposing: { is: "taken" } | { is: "refused"; code: string } = { is: "refused", code: "not-allowed" };
  /** What is told of whoever writes. */
  mode: string | undefined = undefined;
  /** What was proposed without an author: its words, and whether the page said that it was written so. */
  readonly unnamed: (readonly [words: string, said: boolean])[] = [];
  /** The proposals that were made, in order. */
  readonly proposals: string[] = [];
  /** A proposal is being asked for; one was made, and the answer is on its way. */
  asked: (() => void) | null = null;
  made: (() => void) | null = null;
  readonly rooms = new Map<string, Room>();
  /** Which seat made the edits of a client id. */
  readonly makers = new Map<number, string>();
  /** Everything that should never have happened. */
  readonly wrongs: string[] = [];
  readonly links = new Set<Socket>();
  /** Bytes that came in as edits. */
  received = 0;
  /** How often a page said that it holds something else than the service. */
  differences = 0;

  room(document: string): Room {
    const room = this.rooms.get(document) ?? new Room();
    this.rooms.set(document, room);
    return room;
  }

  /** All lines end, and none can be made. */
  stop(): void {
    this.up = false;
    for (const link of this.links) link.end("lost");
  }

  start(): void {
    this.up = true;
  }

  signIn(seat: { id: string; name: string } | null): void {
    for (const link of this.links) link.end("signed-out");
    this.cookie = seat;
  }

  delete(document: string): void {
    this.room(document).deleted = true;
    for (const link of this.links) if (link.document === document) link.end("not-found");
  }

  /** The words of a document as they are durable. */
  text(document: string): string {
    return this.room(document).doc.getText("body").toString();
  }

  /** Somebody elsewhere writes. */
  elsewhere(document: string, change: (body: Y.Text) => void): void {
    const { doc } = this.room(document);
    const before = Y.encodeStateVector(doc);
    const theirs = new Y.Doc();
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc));
    change(theirs.getText("body"));
    const update = Y.encodeStateAsUpdate(theirs, before);
    Y.applyUpdate(doc, update);
    theirs.destroy();
    this.broadcast(document, update, null);
  }

  /** Every page of a document is told what the service holds. */
  compare(document: string): void {
    const content = createHash("sha256")
      .update(canon(this.room(document).doc))
      .digest("hex");
    const policy = { right: "edit", writable: true, reason: "", content };
    for (const link of this.links) if (link.document === document && link.receives) link.say({ is: "policy", policy });
  }

  broadcast(document: string, update: Uint8Array, but: Socket | null): void {
    for (const link of this.links)
      if (link !== but && link.document === document && link.receives) link.say({ is: "update", bytes: update });
  }

  /** What stands in for fetch: the session, and proposals. */
  async fetch(path = "session", init: RequestInit = {}): Promise<Response> {
    if (!this.up) throw new TypeError("no service");
    const [, what = "", id = "", more] = /(chapters|proposals)\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
    if (what === "proposals") return this.#proposal(id);
    if (what === "chapters" && more === "/proposals") return this.#propose(id, init);
    const body = this.cookie === null ? { signed_in: false } : { signed_in: true, seat: this.cookie, ends: "" };
    return Promise.resolve(Response.json({ epoch: "e1", ...body }));
  }

  async #propose(chapter: string, init: RequestInit): Promise<Response> {
    const { proposing } = this;
    if (proposing.is === "refused") return Response.json({ code: proposing.code }, { status: 403 });
    const update = new Uint8Array(await (init.body as Blob).arrayBuffer());
    this.asked?.();
    const doc = new Y.Doc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.room(chapter).doc));
    Y.applyUpdate(doc, update);
    if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null)
      this.wrongs.push("a proposal lacks something");
    const said = new Headers(init.headers).get("chancery-author") === "none";
    if (said || this.mode === "unattributed") {
      this.unnamed.push([doc.getText("body").toString(), said]);
      return new Response(null, { status: 202 });
    }
    const known = this.proposals.find((id) => this.#goesOn(id, update));
    const n = known === undefined ? this.proposals.length + 1 : this.proposals.indexOf(known) + 1;
    const id = `proposal-${String(n)}`;
    if (known !== undefined) {
      Y.applyUpdate(this.room(id).doc, update);
      return Response.json({ id, n }, { status: 201 });
    }
    const room = Object.assign(this.room(id), { proposal: { state: "open" } });
    Y.applyUpdate(room.doc, Y.encodeStateAsUpdate(doc));
    this.proposals.push(id);
    this.made?.();
    if (!this.up) throw new TypeError("no service");
    return Response.json({ id, n }, { status: 201 });
  }

  /** Whether some of these words stand in an open proposal, which takes the rest of them. */
  #goesOn(id: string, update: Uint8Array): boolean {
    const { doc, proposal } = this.room(id);
    const known = Y.decodeStateVector(Y.encodeStateVector(doc));
    const some = Y.decodeUpdate(update).structs.some((struct) => struct.id.clock < (known.get(struct.id.client) ?? 0));
    return proposal?.state === "open" && some;
  }

  #proposal(id: string): Response {
    const { proposal } = this.room(id);
    return proposal === null
      ? Response.json({ code: "not-found" }, { status: 404 })
      : Response.json({ id, ...proposal });
  }

  /** What a proposal brings comes into its chapter, and it takes nothing more. */
  merge(document: string, proposal: string): void {
    const room = this.room(proposal);
    room.proposal = { state: "merged" };
    const update = Y.encodeStateAsUpdate(room.doc);
    Y.applyUpdate(this.room(document).doc, update);
    this.broadcast(document, update, null);
  }

  /** The words of the chapter as they would be with all proposals merged. */
  merged(document: string): string {
    const doc = new Y.Doc();
    for (const each of [document, ...this.proposals]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.room(each).doc));
    return doc.getText("body").toString();
  }
}

/** A websocket of a page, and the service's side of it. */
export class Socket {
  static service: Service;
  readonly document: string;
  readonly #service = Socket.service;
  readonly #seat = Socket.service.cookie;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  binaryType = "";
  bufferedAmount = 0;
  receives = false;
  #open = true;
  #refused = false;
  #gap: Message[] | null = null;

  constructor(url: string) {
    this.document = url.split("/").at(-1) ?? "";
    this.#service.links.add(this);
    setTimeout(() => this.#begin(), DELAY_MS);
  }

  send(frame: Uint8Array): void {
    if (!this.#open) return;
    const message = read(frame.slice());
    // A socket that is closed sends what it holds first; only of this nothing else depends on it here.
    setTimeout(() => (this.#open || message?.is === "differs") && this.#hear(message), DELAY_MS);
  }

  close(): void {
    this.#open = false;
    this.#service.links.delete(this);
  }

  end(why: keyof typeof CLOSE): void {
    if (!this.#open) return;
    const { onclose } = this;
    this.close();
    setTimeout(() => onclose?.({ code: CLOSE[why] }), 0);
  }

  say(message: Message): void {
    const frame = write(message);
    const data = frame.buffer.slice(frame.byteOffset, frame.byteOffset + frame.byteLength);
    setTimeout(() => this.#open && this.onmessage?.({ data }), DELAY_MS);
  }

  #begin(): void {
    if (!this.#open) return;
    if (!this.#service.up || this.#seat === null) return this.end("lost");
    if (this.#room.deleted) return this.end("not-found");
    this.onopen?.();
    const { id, name } = this.#seat;
    const writable = !this.#reads;
    const right = writable ? "edit" : "read";
    const { mode } = this.#service;
    const told = mode === undefined ? {} : { mode };
    this.say({ is: "hello", hello: { epoch: "e1", schema: 1, seat: id, name, right, writable, ...told } });
    this.#greet();
  }

  get #reads(): boolean {
    const { proposal } = this.#room;
    return proposal === null ? this.#service.readers.has(this.#seat?.id ?? "") : proposal.state !== "open";
  }

  get #room(): Room {
    return this.#service.room(this.document);
  }

  #greet(): void {
    this.say({ is: "step1", bytes: Y.encodeStateVector(this.#room.doc) });
  }

  #hear(message: Message | null): void {
    switch (message?.is) {
      case "step1":
        this.receives = true;
        return this.say({ is: "step2", bytes: Y.encodeStateAsUpdate(this.#room.doc, message.bytes) });
      case "step2":
        return this.#take(message.bytes, true);
      case "update":
        return this.#take(message.bytes, false);
      case "acknowledge":
        if (this.#refused) return;
        if (this.#gap !== null) this.#gap.push(message);
        else setTimeout(() => this.say(message), DISK_MS);
        return;
      case "query-awareness":
        return this.say({ is: "awareness", bytes: Uint8Array.of(0) });
      case "awareness":
        return;
      case "differs":
        this.#service.differences += 1;
        return;
      default:
        this.#service.wrongs.push(`a page said ${message?.is ?? "nonsense"}`);
    }
  }

  #take(update: Uint8Array, answers: boolean): void {
    const { doc } = this.#room;
    this.#service.received += update.length;
    this.#watch(update);
    if (this.#room.trusts) return Y.applyUpdate(doc, update);
    const trial = new Y.Doc();
    Y.applyUpdate(trial, Y.encodeStateAsUpdate(doc));
    let brings = false;
    trial.on("update", () => (brings = true));
    Y.applyUpdate(trial, update);
    const gap = trial.store.pendingStructs !== null || trial.store.pendingDs !== null;
    const unwanted = brings && trial.getText("body").toString().includes(this.#room.unwanted);
    trial.destroy();
    if (gap) {
      if (answers) return this.#refuse("gap");
      if (this.#gap === null) this.#greet();
      this.#gap ??= [];
      return;
    }
    if (brings && this.#reads) return this.#refuse("read-only");
    if (unwanted) return this.#refuse("too-large");
    if (brings) {
      Y.applyUpdate(doc, update);
      this.#service.broadcast(this.document, update, this);
    }
    if (answers) for (const body of this.#gap?.splice(0) ?? []) setTimeout(() => this.say(body), DISK_MS);
    if (answers) this.#gap = null;
  }

  #refuse(code: string): void {
    this.#refused = true;
    this.#gap = null;
    this.say({ is: "refused", code });
  }

  /** New words under a client id must have been made by the seat whose link this is. */
  #watch(update: Uint8Array): void {
    const known = Y.decodeStateVector(Y.encodeStateVector(this.#room.doc));
    for (const { id, length } of Y.decodeUpdate(update).structs) {
      const maker = this.#service.makers.get(id.client);
      const isNew = id.clock + length > (known.get(id.client) ?? 0);
      if (isNew && maker !== this.#seat?.id)
        this.#service.wrongs.push(`${this.#seat?.name ?? "nobody"} sent what ${maker ?? "nobody"} wrote`);
    }
  }
}
