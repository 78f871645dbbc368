// What must become true in the device's store for one open document, as plain facts in and one change out: which edits
// are to be kept, which are durable and need no keeping, which updates are known durable. Knows no database and no clock.
// An edit counts as kept only when the change that holds it was carried out. Next: keeper.ts.
import { keyOf, type Change, type Entry } from "./rows.ts";

export class Ledger {
  readonly #document: string;
  /** Made, and in no change that is on its way. */
  #made = new Map<string, Entry>();
  #kept = new Map<string, Entry>();
  /** Kept, and no longer to be: durable at the service. */
  #over = new Map<string, Entry>();
  #durable: Uint8Array[] = [];
  #onItsWay: Change | null = null;
  /** After the device was found full, what the service has anyway is not written. */
  #tight = false;

  constructor(document: string) {
    this.#document = document;
  }

  /** Own edits of this page that wait on the device. */
  get kept(): number {
    return this.#kept.size;
  }

  /** Own edits that are not on the device yet. */
  get unkept(): number {
    return this.#made.size + (this.#onItsWay?.keep.length ?? 0);
  }

  /** Whether an edit waits to be written; everything else may wait for company. */
  get isUrgent(): boolean {
    return this.#made.size > 0;
  }

  get isIdle(): boolean {
    return !this.isUrgent && this.#over.size === 0 && this.#durable.length === 0 && this.#onItsWay === null;
  }

  /** The edits that are to wait, written or not. */
  unwritten(): readonly Entry[] {
    return [...this.#made.values(), ...(this.#onItsWay?.keep ?? [])];
  }

  /** Whether this page has nothing to do with an edit, as far as it knows. */
  isNew(entry: Entry): boolean {
    const key = keyOf(entry);
    const { keep = [], forget = [] } = this.#onItsWay ?? {};
    const known = this.#made.has(key) || this.#kept.has(key) || this.#over.has(key);
    return !known && ![...keep, ...forget].some((other) => keyOf(other) === key);
  }

  made(entry: Entry): void {
    this.#made.set(keyOf(entry), entry);
  }

  /** These lie in the store already and are this page's to look after. */
  found(entries: readonly Entry[]): void {
    for (const entry of entries) this.#kept.set(keyOf(entry), entry);
  }

  /** The service holds these durably. */
  settled(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const key = keyOf(entry);
      this.#durable.push(entry.bytes);
      if (this.#made.delete(key)) continue;
      this.#kept.delete(key);
      this.#over.set(key, entry);
    }
  }

  /** Updates that came from the service, which says nothing that is not durable. */
  heard(update: Uint8Array): void {
    this.#durable.push(update);
  }

  /** These were taken out of the store by another change, while none of ours was on its way. */
  left(entries: readonly Entry[]): void {
    for (const entry of entries) {
      this.#made.delete(keyOf(entry));
      this.#kept.delete(keyOf(entry));
    }
  }

  /** The store is not what it was: nothing counts as kept, and all that waits is to be written again. */
  gone(): void {
    for (const [key, entry] of this.#kept) this.#made.set(key, entry);
    this.#kept.clear();
  }

  /**
   * The next change; null while one is on its way or nothing is to be done. What an edit may rest on goes with it: without
   * a line it would not be seen.
   */
  take(): Change | null {
    if (this.#onItsWay !== null || this.isIdle) return null;
    const change: Change = {
      document: this.#document,
      keep: [...this.#made.values()],
      forget: [...this.#over.values()],
      durable: this.#tight && this.isUrgent ? [] : this.#durable,
      shelve: null,
    };
    [this.#made, this.#over, this.#durable] = [new Map(), new Map(), []];
    return (this.#onItsWay = change);
  }

  done(): void {
    for (const entry of this.#onItsWay?.keep ?? []) {
      const key = keyOf(entry);
      if (!this.#over.has(key)) this.#kept.set(key, entry);
    }
    this.#onItsWay = null;
    this.#tight = false;
  }

  /** Nothing of the change came true. All of it is tried again, but for what the service can tell us again. */
  failed(): void {
    const change = this.#onItsWay;
    if (change === null) return;
    this.#onItsWay = null;
    this.#tight = true;
    this.#durable = [];
    for (const entry of change.forget) this.#over.set(keyOf(entry), entry);
    for (const entry of change.keep) {
      const key = keyOf(entry);
      if (!this.#over.delete(key)) this.#made.set(key, entry);
    }
  }
}
