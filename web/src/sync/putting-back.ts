// Refused edits leave a document in this order: into a proposal, or into the shelf with their words; then out of what waits,
// then out of sight. Whatever fails or happens on the way, they are in one of these places. Comes late: few are ever refused.
// Next: put-back.ts for what goes and what stays, proposing.ts, open-document.ts for when.
import * as Y from "yjs";

import type { Known } from "../branch/known.ts";
import type { Code } from "../code.ts";
import type { Device, OpenDocumentStore, ShelfItem } from "../device/index.ts";
import { randomId } from "../device/random.ts";
import type { Entry } from "../device/rows.ts";
import { documentOf } from "./from-updates.ts";
import { becomesProposal, propose } from "./proposing.ts";
import { sortOut, type Sorted } from "./put-back.ts";
import { shelfItem } from "./shelf-item.ts";

/** Which of the edits that wait were refused; "all" that the service does not have, or "nothing" of ours. */
export type Refused = Entry | "all" | "nothing";

/** The document of a proposal, being opened in the place of its chapter. */
export interface Opening {
  load(): Promise<unknown>;
}

export interface PuttingBack<O extends Opening> {
  readonly store: OpenDocumentStore;
  readonly device: Device;
  readonly code: Code;
  readonly refused: Refused;
  /** What is shown is wrong. What it has beyond the service and what waits goes to the shelf, for somebody to read. */
  readonly anew?: boolean | undefined;
  /** Holds what is durable and nothing else. */
  readonly durable: Y.Doc;
  /** The document with all the edits in it. */
  readonly shown: Y.Doc;
  /** The edits that wait and are ours; the person may be typing. */
  readonly waiting: () => readonly Entry[];
  readonly isOurs: (tab: string) => boolean;
  /** Edits of other tabs that may not be in the store yet. */
  readonly told: () => readonly Entry[];
  /** Opens a proposal for the person to go on in; null: nobody looks at the document. */
  readonly follow: ((proposal: Known) => O) | null;
}

/** Where the person goes on, with the edits that are in its store and not in it yet. */
export interface Followed<O extends Opening> {
  readonly proposal: Known;
  readonly open: O;
  readonly rest: readonly Entry[];
}

export interface PutBack<O extends Opening> {
  readonly sorted: Sorted;
  /** Edits of other tabs, which stay in sight. */
  readonly others: readonly Uint8Array[];
  readonly shelved: ShelfItem | null;
  readonly followed: Followed<O> | null;
}

/**
 * Brings away what may not go in. When this resolves nothing is between the last look and the answer; "failed": the device
 * could not; "later": the service could not be asked. In both cases the edits wait as before.
 */
export async function putBack<O extends Opening>(what: PuttingBack<O>): Promise<PutBack<O> | "failed" | "later"> {
  const { store, durable } = what;
  // Before anything of ours is in it.
  if (what.anew) await store.keeper.fold(() => Y.encodeStateAsUpdate(durable));
  const away = new Away(what, await store.title());
  for (;;) {
    const entries = [...what.waiting()];
    const { pending } = await store.keeper.load();
    const others = [...pending, ...what.told()].filter(({ tab }) => !what.isOurs(tab)).map(({ bytes }) => bytes);
    const refused = new Set(what.refused === "all" ? entries : what.refused === "nothing" ? [] : [what.refused]);
    const sorted = sortOut(durable, entries, refused, others);
    const result = sorted.goes.length > 0 ? await away.bring(sorted.goes) : "done";
    if (result !== "done") return result;
    if (what.anew && (await away.keepBeyond(entries, others)) === "failed") return "failed";
    // What was typed meanwhile may rest on what goes: it is looked at as well.
    if (what.waiting().length === entries.length)
      return { sorted, others, shelved: away.shelved, followed: away.followed };
  }
}

/** Where refused edits are brought to: the same place for all of one refusal. */
class Away<O extends Opening> {
  readonly #what: PuttingBack<O>;
  readonly #title: string;
  readonly #shelfId = randomId();
  readonly #gone = new Set<Entry>();
  #proposal: Known | null = null;
  #mayAsk: boolean;
  #open: O | null = null;
  #rest: Entry[] = [];
  shelved: ShelfItem | null = null;

  constructor(what: PuttingBack<O>, title: string) {
    this.#what = what;
    this.#title = title;
    this.#mayAsk = becomesProposal(what.code);
  }

  get followed(): Followed<O> | null {
    if (this.#proposal === null || this.#open === null) return null;
    return { proposal: this.#proposal, open: this.#open, rest: this.#rest };
  }

  async bring(goes: readonly Entry[]): Promise<"done" | "failed" | "later"> {
    if (this.#proposal !== null) return this.#handOn(this.#proposal, goes, []);
    if (!this.#mayAsk) return this.#shelve(goes, false);
    const { store, device, durable, shown } = this.#what;
    const answer = await propose({ store, device, durable, shown, goes, title: this.#title });
    if (answer.is === "later") return "later";
    if (answer.is === "not") {
      this.#mayAsk = false;
      return this.#shelve(goes, false);
    }
    // The page keeps the words to be read, and nothing that leads to the proposal.
    if (answer.is === "unnamed") return this.#shelve(goes, true);
    this.#proposal = answer.proposal;
    return this.#handOn(answer.proposal, goes, answer.durable);
  }

  /** What is nowhere else: durable once, as far as this device knows, and not with the service. */
  async keepBeyond(waiting: readonly Entry[], others: readonly Uint8Array[]): Promise<"done" | "failed"> {
    const { store, durable, shown } = this.#what;
    const known = documentOf([Y.encodeStateAsUpdate(durable), ...waiting.map(({ bytes }) => bytes), ...others]);
    const bytes = Y.encodeStateAsUpdate(shown, Y.encodeStateVector(known));
    known.destroy();
    if (Y.decodeUpdate(bytes).structs.length === 0 || this.shelved !== null) return "done";
    return this.#shelve([{ document: store.document, tab: "", n: 0, at: Date.now(), bytes }], false, []);
  }

  async #shelve(entries: readonly Entry[], handedIn: boolean, forget = entries): Promise<"done" | "failed"> {
    const { store, code, shown } = this.#what;
    const id = handedIn ? randomId() : this.#shelfId;
    const item = shelfItem({ id, document: store.document, title: this.#title, code, entries, shown });
    this.shelved = handedIn ? { ...item, unnamed: "handed-in" } : item;
    return (await store.keeper.shelve(this.shelved, forget)) ? "done" : "failed";
  }

  /** `durable`: of the proposal, with all these edits in it; empty: it is to be sent them yet. */
  async #handOn(proposal: Known, goes: readonly Entry[], durable: readonly Uint8Array[]): Promise<"done" | "failed"> {
    const { keeper } = this.#what.store;
    const entries = goes.filter((entry) => !this.#gone.has(entry));
    const keep = durable.length > 0 ? [] : entries.map((entry) => ({ ...entry, document: proposal.id }));
    if (entries.length > 0 && !(await keeper.handOn(entries, { document: proposal.id, keep, durable })))
      return "failed";
    for (const entry of entries) this.#gone.add(entry);
    if (this.#open !== null) this.#rest.push(...keep);
    else if (this.#what.follow !== null) await (this.#open = this.#what.follow(proposal)).load();
    return "done";
  }
}
