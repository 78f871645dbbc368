// Where the device's rows lie: the few things that a store can do, each of them whole or not at all. Two places have the
// same behaviour: stored.ts (IndexedDB) and the one below, which lasts as long as the page. Next: keeper.ts.
import type { ShelfItem } from "./index.ts";
import { byAge, counted, keyOf, type Change, type Entry, type Held, type Waiting } from "./rows.ts";

/** Makes one state of a document's durable updates; null if they do not make a whole document by themselves. */
export type Fold = (durable: readonly Uint8Array[]) => Uint8Array | null;

export interface Place {
  /** These will be written soon, an edit or what it may rest on: what takes time before that is begun now. */
  ready?(document: string, what: Entry | Uint8Array): void;
  load(document: string): Promise<Held>;
  /** When this resolves, all of the change is kept; when it rejects, nothing of it is. */
  write(change: Change): Promise<void>;
  /** Puts one state in the place of a document's durable updates. */
  fold(document: string, fold: Fold): Promise<void>;
  /** Edits that wait, of one document or of all. */
  waiting(document?: string): Promise<readonly Waiting[]>;
  shelf(): Promise<readonly ShelfItem[]>;
  unshelve(id: string): Promise<void>;
  remember(key: string, value: string): Promise<void>;
  recall(key: string): Promise<string | null>;
  /** Deletes everything; the place takes nothing more. */
  wipe(): Promise<void>;
}

/** A place that ends with the page. */
export class MemoryPlace implements Place {
  readonly #durable = new Map<string, Uint8Array[]>();
  readonly #pending = new Map<string, Entry>();
  readonly #shelf = new Map<string, ShelfItem>();
  readonly #small = new Map<string, string>();

  load(document: string): Promise<Held> {
    const durable = this.#durable.get(document) ?? [];
    const pending = [...this.#pending.values()].filter((entry) => entry.document === document).sort(byAge);
    return Promise.resolve({ durable: [...durable], pending, damaged: 0, loose: durable.length });
  }

  write({ document, keep, forget, durable, shelve }: Change): Promise<void> {
    for (const entry of keep) this.#pending.set(keyOf(entry), entry);
    for (const entry of forget) this.#pending.delete(keyOf(entry));
    if (durable.length > 0) this.#durable.set(document, [...(this.#durable.get(document) ?? []), ...durable]);
    if (shelve !== null) this.#shelf.set(shelve.id, shelve);
    return Promise.resolve();
  }

  fold(document: string, fold: Fold): Promise<void> {
    const state = fold(this.#durable.get(document) ?? []);
    if (state !== null) this.#durable.set(document, [state]);
    return Promise.resolve();
  }

  waiting(document?: string): Promise<readonly Waiting[]> {
    const pending = [...this.#pending.values()];
    return Promise.resolve(counted(pending.filter((entry) => document === undefined || entry.document === document)));
  }

  shelf(): Promise<readonly ShelfItem[]> {
    return Promise.resolve([...this.#shelf.values()]);
  }

  unshelve(id: string): Promise<void> {
    this.#shelf.delete(id);
    return Promise.resolve();
  }

  remember(key: string, value: string): Promise<void> {
    this.#small.set(key, value);
    return Promise.resolve();
  }

  recall(key: string): Promise<string | null> {
    return Promise.resolve(this.#small.get(key) ?? null);
  }

  wipe(): Promise<void> {
    for (const map of [this.#durable, this.#pending, this.#shelf, this.#small]) map.clear();
    return Promise.resolve();
  }
}
