// One open document's hand on the store: writes what its ledger asks for, one change at a time, an edit within moments of
// the key; tells when the device cannot keep something, and tries again. Knows no socket. Next: ledger.ts, place.ts.
import type { CannotKeep, ShelfItem } from "./index.ts";
import { Ledger } from "./ledger.ts";
import type { Fold, Place } from "./place.ts";
import type { Change, Entry, Held } from "./rows.ts";
import { Blocked, whyOf } from "./trouble.ts";

/** An edit waits so long for company before it is written; most are durable at the service by then. */
export const KEEP_WITHIN_MS = 150;
/** What the service has anyway may wait longer. */
export const REST_WITHIN_MS = 1_000;
/** After a failure. */
export const AGAIN_AFTER_MS = 2_000;
/** A write that takes longer than this is told as one that does not succeed. */
export const PATIENCE_MS = 3_000;
/** So many rows of updates are folded into one state. */
export const FOLD_FROM_ROWS = 200;

export interface KeeperTells {
  /** What waits here changed. */
  readonly counted: () => void;
  /** What waits in the store changed. */
  readonly wrote: () => void;
  readonly cannotKeep: (why: CannotKeep) => void;
  readonly canKeep: () => void;
}

export class Keeper {
  readonly #place: Place;
  readonly #document: string;
  readonly #ledger: Ledger;
  readonly #firstEdit: () => void;
  #tells: KeeperTells = {
    counted: () => undefined,
    wrote: () => undefined,
    cannotKeep: () => undefined,
    canKeep: () => undefined,
  };
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = Infinity;
  #writing: Promise<void> = Promise.resolve();
  #trouble: CannotKeep | null = null;
  #closed = false;

  /** `firstEdit`: there is something to lose from now on. */
  constructor(place: Place, document: string, firstEdit: () => void = () => undefined) {
    this.#place = place;
    this.#firstEdit = firstEdit;
    this.#document = document;
    this.#ledger = new Ledger(document);
  }

  get kept(): number {
    return this.#ledger.kept;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  get unkept(): number {
    return this.#ledger.unkept;
  }

  /** Edits that are not in the store yet. */
  unwritten(): readonly Entry[] {
    return this.#ledger.unwritten();
  }

  listen(tells: KeeperTells): void {
    this.#tells = tells;
  }

  /** What the device holds of the document. A store that cannot be read holds nothing, and that is told. */
  async load(): Promise<Held> {
    try {
      const held = await inTime(this.#place.load(this.#document));
      if (held.damaged > 0) this.#tells.cannotKeep("damaged");
      return held;
    } catch (error) {
      this.#fails(whyOf(error));
      return { durable: [], pending: [], damaged: 0, loose: 0 };
    }
  }

  made(entry: Entry): void {
    this.#ledger.made(entry);
    this.#place.ready?.(this.#document, entry);
    this.#firstEdit();
    this.#soon(KEEP_WITHIN_MS);
    this.#tells.counted();
  }

  /** Whether nothing is known of an edit that lies in the store. */
  isNew(entry: Entry): boolean {
    return this.#ledger.isNew(entry);
  }

  found(entries: readonly Entry[]): void {
    this.#ledger.found(entries);
    this.#tells.counted();
  }

  settled(entries: readonly Entry[]): void {
    this.#ledger.settled(entries);
    for (const { bytes } of entries) this.#place.ready?.(this.#document, bytes);
    this.#soon(REST_WITHIN_MS);
    this.#tells.counted();
  }

  heard(update: Uint8Array): void {
    this.#ledger.heard(update);
    this.#place.ready?.(this.#document, update);
    this.#soon(REST_WITHIN_MS);
  }

  /** Puts the item in the shelf and takes its edits out of what waits, at once. False: nothing of it was done. */
  shelve(item: ShelfItem, entries: readonly Entry[]): Promise<boolean> {
    return this.#leave({ document: this.#document, keep: [], forget: entries, durable: [], shelve: item });
  }

  /** Gives edits into the care of another document, at once. False: nothing of it was done. */
  handOn(entries: readonly Entry[], to: Pick<Change, "document" | "keep" | "durable">): Promise<boolean> {
    return this.#leave({ ...to, forget: entries, shelve: null });
  }

  async #leave(change: Change): Promise<boolean> {
    await this.flush();
    const done = this.#writing.then(() => this.#carryOut(change));
    const over = done.then(
      () => {
        this.#ledger.left(change.forget);
        this.#tells.wrote();
      },
      (error: unknown) => this.#fails(whyOf(error)),
    );
    this.#writing = over;
    await over;
    this.#tells.counted();
    return done.then(
      () => true,
      () => false,
    );
  }

  /** Writes all that is to be written; tells, rather than throws, if that fails. */
  async flush(): Promise<void> {
    await this.#writing;
    while (!this.#ledger.isIdle) {
      await this.#write();
      if (this.#trouble !== null) return;
    }
  }

  async fold(fold: Fold): Promise<void> {
    await this.flush();
    // A failure here costs nothing but room.
    await this.#place.fold(this.#document, fold).catch(() => undefined);
  }

  /** Own edits of other tabs that wait in the store, as it is now. */
  async waitingElsewhere(isMine: (tab: string) => boolean): Promise<number> {
    try {
      const waiting = await this.#place.waiting(this.#document);
      return waiting.reduce((sum, { tab, changes }) => sum + (isMine(tab) ? 0 : changes), 0);
    } catch {
      return 0;
    }
  }

  async close(): Promise<void> {
    await this.flush();
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #soon(within: number): void {
    const at = performance.now() + within;
    if (this.#closed || at >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = at;
    this.#timer = setTimeout(() => void this.#write(), within);
  }

  #write(): Promise<void> {
    clearTimeout(this.#timer);
    this.#dueAt = Infinity;
    this.#writing = this.#writing.then(() => this.#writeNow());
    return this.#writing;
  }

  async #writeNow(): Promise<void> {
    const change = this.#ledger.take();
    if (change === null) return;
    try {
      await this.#carryOut(change);
      this.#ledger.done();
      this.#works();
      if (change.keep.length + change.forget.length > 0) this.#tells.wrote();
    } catch (error) {
      this.#ledger.failed();
      this.#fails(whyOf(error));
    }
    this.#tells.counted();
    if (!this.#ledger.isIdle) this.#soon(this.#trouble !== null ? AGAIN_AFTER_MS : this.#next());
  }

  #next(): number {
    return this.#ledger.isUrgent ? KEEP_WITHIN_MS : REST_WITHIN_MS;
  }

  /** A write that does not come back is told, and waited for all the same: it may still be done. */
  async #carryOut(change: Change): Promise<void> {
    const late = setTimeout(() => this.#fails("blocked"), PATIENCE_MS);
    try {
      await this.#place.write(change);
    } finally {
      clearTimeout(late);
    }
  }

  #works(): void {
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#tells.canKeep();
  }

  #fails(why: CannotKeep): void {
    if (why === "gone") this.#ledger.gone();
    if (this.#trouble === why) return;
    this.#trouble = why;
    this.#tells.cannotKeep(why);
  }
}

/** What comes in time; a store that does not answer counts as one that fails. */
export async function inTime<T>(what: Promise<T>): Promise<T> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Blocked("the store does not answer")), PATIENCE_MS);
  });
  try {
    return await Promise.race([what, tooLate]);
  } finally {
    clearTimeout(late);
  }
}
