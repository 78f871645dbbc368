// The place of a seat's rows in IndexedDB as they are: where a browser cannot seal (an address without https), and as pages
// of before left them. What is known durable lies apart from the edits that wait, and each row has a check of its own, so
// that a damaged one is left alone and harms no other. Read place.ts first, database.ts next; sealed.ts is its sibling.
import type { ShelfItem } from "./index.ts";
import { Database, result, type Plan } from "./database.ts";
import type { Fold, Place } from "./place.ts";
import { byAge, counted, type Change, type Entry, type Held, type Waiting } from "./rows.ts";
import { Blocked } from "./trouble.ts";

/** The format of the rows below. A store with a higher one belongs to a newer page and is not touched. */
export const FORMAT = 1;
/** The same rows, being taken over: no page that would write to them opens them any more. */
export const TAKEN_OVER = 2;

const DOCUMENTS = "documents";
const TAIL = "tail";
const PENDING = "pending";
const SHELF = "shelf";
const SMALL = "small";
const ALL = [DOCUMENTS, TAIL, PENDING, SHELF, SMALL] as const;

interface StateRow {
  readonly document: string;
  readonly state: Uint8Array;
  readonly sum: number;
}
interface TailRow {
  readonly document: string;
  readonly updates: readonly Uint8Array[];
  readonly sum: number;
}
type PendingRow = Entry & { readonly sum: number };
interface SmallRow {
  readonly key: string;
  readonly value: string;
}

export const planOf = (name: string, format = FORMAT): Plan => ({
  name,
  format,
  make: (database) => {
    if (database.objectStoreNames.contains(DOCUMENTS)) return;
    database.createObjectStore(DOCUMENTS, { keyPath: "document" });
    database.createObjectStore(TAIL, { autoIncrement: true }).createIndex("document", "document");
    database.createObjectStore(PENDING, { keyPath: ["document", "tab", "n"] });
    database.createObjectStore(SHELF, { keyPath: "id" });
    database.createObjectStore(SMALL, { keyPath: "key" });
  },
});

export class StoredPlace implements Place {
  readonly #database: Database;
  readonly #name: string;

  private constructor(database: Database, name: string) {
    this.#database = database;
    this.#name = name;
  }

  static async open(name: string, format = FORMAT): Promise<StoredPlace> {
    return new StoredPlace(await Database.open(planOf(name, format)), name);
  }

  /** Every document of which anything lies here. */
  documents(): Promise<readonly string[]> {
    return this.#database.read([DOCUMENTS, TAIL, PENDING], async (transaction) => {
      const [states, tail, pending] = await Promise.all([
        result(transaction.objectStore(DOCUMENTS).getAllKeys()),
        result<unknown[]>(transaction.objectStore(TAIL).getAll()),
        result(transaction.objectStore(PENDING).getAllKeys()),
      ]);
      const named = tail.filter(isTailRow).map(({ document }) => document);
      return [
        ...new Set([...(states as string[]), ...named, ...(pending as [string][]).map(([document]) => document)]),
      ];
    });
  }

  /** Deletes all that lies here of a document. */
  leave(document: string): Promise<void> {
    return this.#database.write([DOCUMENTS, TAIL, PENDING], "strict", (transaction) => {
      transaction.objectStore(DOCUMENTS).delete(document);
      transaction.objectStore(PENDING).delete(rangeOf(document));
      const tail = transaction.objectStore(TAIL);
      const keys = tail.index("document").getAllKeys(document);
      keys.onsuccess = () => {
        for (const key of keys.result) tail.delete(key);
      };
    });
  }

  smalls(): Promise<readonly SmallRow[]> {
    return this.#database.read([SMALL], (transaction) =>
      result(transaction.objectStore(SMALL).getAll() as IDBRequest<SmallRow[]>),
    );
  }

  // One transaction: an edit on its way from the one store to the other must not be missed in both.
  load(document: string): Promise<Held> {
    return this.#database.read([DOCUMENTS, TAIL, PENDING], async (transaction) => {
      const [state, tail, pending] = await Promise.all([
        result<unknown>(transaction.objectStore(DOCUMENTS).get(document)),
        result<unknown[]>(transaction.objectStore(TAIL).index("document").getAll(document)),
        result<unknown[]>(transaction.objectStore(PENDING).getAll(rangeOf(document))),
      ]);
      const states = state === undefined ? [] : [state].filter(isStateRow);
      const tails = tail.filter(isTailRow);
      const entries = pending.filter(isPendingRow);
      return {
        durable: [...states.map((row) => row.state), ...tails.flatMap((row) => row.updates)],
        pending: entries
          .map(({ document, tab, n, at, bytes, mode }) => ({ document, tab, n, at, bytes, mode }))
          .sort(byAge),
        damaged: pending.length - entries.length,
        loose: tails.length,
      };
    });
  }

  write({ document, keep, forget, durable, shelve }: Change): Promise<void> {
    const strict = keep.length > 0 || shelve !== null;
    return this.#database.write([TAIL, PENDING, SHELF], strict ? "strict" : "relaxed", (transaction) => {
      const pending = transaction.objectStore(PENDING);
      for (const entry of keep) pending.put({ ...entry, sum: sumOf(entry.bytes) } satisfies PendingRow);
      for (const { document, tab, n } of forget) pending.delete([document, tab, n]);
      if (durable.length > 0)
        transaction.objectStore(TAIL).add({ document, updates: durable, sum: sumOf(...durable) } satisfies TailRow);
      if (shelve !== null) transaction.objectStore(SHELF).put(shelve);
    });
  }

  // Reads and writes in one transaction, so that nothing another tab adds meanwhile is folded away.
  fold(document: string, fold: Fold): Promise<void> {
    return this.#database.write([DOCUMENTS, TAIL], "strict", (transaction) => {
      const [documents, tail] = [transaction.objectStore(DOCUMENTS), transaction.objectStore(TAIL)];
      const keys = tail.index("document").getAllKeys(document);
      const rows = tail.index("document").getAll(document) as IDBRequest<unknown[]>;
      const state = documents.get(document) as IDBRequest<unknown>;
      state.onsuccess = () => {
        const sound = rows.result.filter(isTailRow);
        const before = isStateRow(state.result) ? [state.result.state] : [];
        const folded = fold([...before, ...sound.flatMap((row) => row.updates)]);
        if (folded === null) return;
        documents.put({ document, state: folded, sum: sumOf(folded) } satisfies StateRow);
        for (const key of keys.result) tail.delete(key);
      };
    });
  }

  // By their keys alone: the bytes of long work offline are not read for a count.
  waiting(document?: string): Promise<readonly Waiting[]> {
    return this.#database.read([PENDING], async (transaction) => {
      const range = document === undefined ? null : rangeOf(document);
      const keys = await result(transaction.objectStore(PENDING).getAllKeys(range));
      return counted((keys as [string, string, number][]).map(([document, tab]) => ({ document, tab })));
    });
  }

  shelf(): Promise<readonly ShelfItem[]> {
    return this.#database.read([SHELF], (transaction) =>
      result(transaction.objectStore(SHELF).getAll() as IDBRequest<ShelfItem[]>),
    );
  }

  unshelve(id: string): Promise<void> {
    return this.#database.write([SHELF], "strict", (transaction) => {
      transaction.objectStore(SHELF).delete(id);
    });
  }

  remember(key: string, value: string): Promise<void> {
    return this.#database.write([SMALL], "relaxed", (transaction) => {
      transaction.objectStore(SMALL).put({ key, value } satisfies SmallRow);
    });
  }

  recall(key: string): Promise<string | null> {
    return this.#database.read([SMALL], async (transaction) => {
      const row = await result(transaction.objectStore(SMALL).get(key) as IDBRequest<SmallRow | undefined>);
      return row?.value ?? null;
    });
  }

  // Emptied first: another page that does not let go delays the deletion, never the forgetting.
  async wipe(): Promise<void> {
    await this.#database.write(ALL, "strict", (transaction) => {
      for (const store of ALL) transaction.objectStore(store).clear();
    });
    this.#database.close();
    try {
      await Database.delete(this.#name);
    } catch (error) {
      // It is empty, and deleted as soon as the other page lets go.
      if (!(error instanceof Blocked)) throw error;
    }
  }
}

const rangeOf = (document: string): IDBKeyRange => IDBKeyRange.bound([document], [document, []]);

function isStateRow(row: unknown): row is StateRow {
  return isRow(row) && row["state"] instanceof Uint8Array && row["sum"] === sumOf(row["state"]);
}

function isTailRow(row: unknown): row is TailRow {
  if (!isRow(row) || !Array.isArray(row["updates"])) return false;
  const updates: unknown[] = row["updates"];
  const all = updates.every((update): update is Uint8Array => update instanceof Uint8Array);
  return all && row["sum"] === sumOf(...(updates as Uint8Array[]));
}

function isPendingRow(row: unknown): row is PendingRow {
  return (
    isRow(row) &&
    typeof row["tab"] === "string" &&
    typeof row["n"] === "number" &&
    typeof row["at"] === "number" &&
    row["bytes"] instanceof Uint8Array &&
    row["sum"] === sumOf(row["bytes"])
  );
}

function isRow(row: unknown): row is Record<string, unknown> {
  return typeof row === "object" && row !== null;
}

/** CRC-32 over all parts, as a check against damage, not against malice. */
function sumOf(...parts: readonly Uint8Array[]): number {
  let sum = ~0;
  for (const part of parts) for (const byte of part) sum = (sum >>> 8) ^ (TABLE[(sum ^ byte) & 0xff] ?? 0);
  return ~sum >>> 0;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});
