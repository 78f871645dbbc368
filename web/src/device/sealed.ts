// The place of a seat's rows in IndexedDB, sealed: what is known durable apart from the edits that wait, each row under the
// store's key and bound to its place, and keys that tell nothing. What takes time is done before a transaction begins and
// after it ended, so that each change is still one of them. Read place.ts first, then seal.ts; database.ts next.
import type { ShelfItem } from "./index.ts";
import { Database, result, type Plan } from "./database.ts";
import type { Fold, Place } from "./place.ts";
import { byAge, counted, type Change, type Entry, type Held, type Waiting } from "./rows.ts";
import { fromText, packed, toText, unpacked, type Bytes, type Seal } from "./seal.ts";
import { Blocked } from "./trouble.ts";

/** The format of the rows below. A store with a higher one belongs to a newer page and is not touched. */
export const FORMAT = 1;

const NAMES = "names";
const DOCUMENTS = "documents";
const TAIL = "tail";
const PENDING = "pending";
const SHELF = "shelf";
const SMALL = "small";
const ALL = [NAMES, DOCUMENTS, TAIL, PENDING, SHELF, SMALL] as const;

interface Row {
  readonly key: string;
  readonly sealed: Bytes;
}
/** Updates that came true together, each under a seal of its own. */
interface TailRow {
  readonly key: string;
  readonly sealed: readonly Bytes[];
}
interface PendingRow {
  readonly document: string;
  readonly tab: string;
  readonly n: number;
  readonly sealed: Bytes;
}

const planOf = (name: string): Plan => ({
  name,
  format: FORMAT,
  make: (database) => {
    for (const store of [NAMES, DOCUMENTS, SHELF, SMALL]) database.createObjectStore(store, { keyPath: "key" });
    database.createObjectStore(TAIL, { autoIncrement: true }).createIndex("key", "key");
    database.createObjectStore(PENDING, { keyPath: ["document", "tab", "n"] });
  },
});

export class SealedPlace implements Place {
  readonly #database: Database;
  readonly #name: string;
  readonly #seal: Seal;
  /** Documents whose names are in the store. */
  readonly #named = new Set<string>();
  /** Sealed as soon as they were known, so that a page that ends has nothing left to wait for: edits, and updates. */
  readonly #ready = new WeakMap<Entry, Promise<PendingRow>>();
  readonly #readyTail = new WeakMap<Uint8Array, Promise<Bytes>>();
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(database: Database, name: string, seal: Seal) {
    this.#database = database;
    this.#name = name;
    this.#seal = seal;
  }

  static async open(name: string, seal: Seal): Promise<SealedPlace> {
    return new SealedPlace(await Database.open(planOf(name)), name, seal);
  }

  ready(document: string, what: Entry | Uint8Array): void {
    if (what instanceof Uint8Array) begun(this.#readyTail, what, this.#sealedTail(document, what));
    else begun(this.#ready, what, this.#pendingRow(what));
  }

  // One transaction: an edit on its way from the one store to the other must not be missed in both.
  async load(document: string): Promise<Held> {
    const key = await this.#documentTag(document);
    const [state, tail, pending] = await this.#database.read([DOCUMENTS, TAIL, PENDING], (transaction) =>
      Promise.all([
        result<unknown>(transaction.objectStore(DOCUMENTS).get(key)),
        result<unknown[]>(transaction.objectStore(TAIL).index("key").getAll(key)),
        result<unknown[]>(transaction.objectStore(PENDING).getAll(rangeOf(key))),
      ]),
    );
    const [states, tails, entries] = await Promise.all([
      this.#openRows("state", key, [state]),
      this.#openTails(key, tail),
      Promise.all(pending.map((row) => this.#entryOf(document, row))),
    ]);
    const sound = entries.filter((entry) => entry !== null);
    return {
      durable: [...states, ...tails],
      pending: sound.sort(byAge),
      damaged: entries.length - sound.length,
      loose: tail.length,
    };
  }

  async write({ document, keep, forget, durable, shelve }: Change): Promise<void> {
    const strict = keep.length > 0 || shelve !== null;
    const sealing = Promise.all([
      this.#documentTag(document),
      Promise.all([...new Set(keep.map((entry) => entry.document))].map((of) => this.#nameRow(of))),
      Promise.all(keep.map((entry) => this.#ready.get(entry) ?? this.#pendingRow(entry))),
      Promise.all(forget.map(async (entry) => [await this.#documentTag(entry.document), entry.tab, entry.n])),
      Promise.all(durable.map((update) => this.#readyTail.get(update) ?? this.#sealedTail(document, update))),
      shelve === null ? null : this.#shelfRow(shelve),
    ]);
    await this.#inTurn(sealing, ([key, names, rows, gone, tail, shelved]) =>
      this.#database.write([NAMES, TAIL, PENDING, SHELF], strict ? "strict" : "relaxed", (transaction) => {
        for (const name of names) if (name !== null) transaction.objectStore(NAMES).put(name);
        const pending = transaction.objectStore(PENDING);
        for (const row of rows) pending.put(row);
        for (const where of gone) pending.delete(where);
        if (tail.length > 0) transaction.objectStore(TAIL).add({ key, sealed: tail } satisfies TailRow);
        if (shelved !== null) transaction.objectStore(SHELF).put(shelved);
      }),
    );
    for (const entry of keep) {
      this.#named.add(entry.document);
      this.#ready.delete(entry);
    }
  }

  // What was read is compared before it is replaced: nothing that another tab adds or folds meanwhile is folded away.
  async fold(document: string, fold: Fold): Promise<void> {
    const key = await this.#documentTag(document);
    const [state, rows, keys] = await this.#database.read([DOCUMENTS, TAIL], (transaction) => {
      const tail = transaction.objectStore(TAIL).index("key");
      return Promise.all([
        result<unknown>(transaction.objectStore(DOCUMENTS).get(key)),
        result<unknown[]>(tail.getAll(key)),
        result(tail.getAllKeys(key)),
      ]);
    });
    const [before, sound] = await Promise.all([this.#openRows("state", key, [state]), this.#openTails(key, rows)]);
    const folded = fold([...before, ...sound]);
    if (folded === null) return;
    const row = await this.#row("state", key, folded);
    await this.#database.write([DOCUMENTS, TAIL], "strict", (transaction) => {
      const [documents, tail] = [transaction.objectStore(DOCUMENTS), transaction.objectStore(TAIL)];
      const there = tail.index("key").getAllKeys(key);
      const now = documents.get(key) as IDBRequest<unknown>;
      now.onsuccess = () => {
        const all = new Set(there.result);
        if (!isSame(now.result, state) || keys.some((key) => !all.has(key))) return;
        documents.put(row);
        for (const key of keys) tail.delete(key);
      };
    });
  }

  // By their keys alone: the bytes of long work offline are not read for a count.
  async waiting(document?: string): Promise<readonly Waiting[]> {
    const range = document === undefined ? null : rangeOf(await this.#documentTag(document));
    const [keys, names] = await this.#database.read([PENDING, NAMES], async (transaction) => {
      const keys = (await result(transaction.objectStore(PENDING).getAllKeys(range))) as [string, string, number][];
      const tags = [...new Set(keys.map(([tag]) => tag))];
      const rows = tags.map((tag) => result<unknown>(transaction.objectStore(NAMES).get(tag)));
      return [keys, await Promise.all(rows)] as const;
    });
    const known = new Map<string, string>();
    for (const row of names) {
      if (!isRow(row)) continue;
      const name = await this.#seal.open(`name ${row.key}`, row.sealed);
      if (name !== null) known.set(row.key, toText(name));
    }
    const edits = keys.flatMap(([tag, tab]) => {
      const of = known.get(tag);
      return of === undefined ? [] : [{ document: of, tab }];
    });
    return counted(edits);
  }

  async shelf(): Promise<readonly ShelfItem[]> {
    const rows = await this.#database.read([SHELF], (transaction) =>
      result<unknown[]>(transaction.objectStore(SHELF).getAll()),
    );
    const items = rows.filter(isRow).map(async (row) => {
      const [words, bytes] = (await this.#openRows("shelf", row.key, [row])).flatMap(unpacked);
      if (words === undefined || bytes === undefined) return [];
      return [{ ...(JSON.parse(toText(words)) as Omit<ShelfItem, "bytes">), bytes }];
    });
    return (await Promise.all(items)).flat();
  }

  async unshelve(id: string): Promise<void> {
    await this.#inTurn(this.#seal.tag(`shelf ${id}`), (key) =>
      this.#database.write([SHELF], "strict", (transaction) => void transaction.objectStore(SHELF).delete(key)),
    );
  }

  async remember(key: string, value: string): Promise<void> {
    const sealing = this.#seal.tag(`small ${key}`).then((tag) => this.#row("small", tag, fromText(value)));
    await this.#inTurn(sealing, (row) =>
      this.#database.write([SMALL], "relaxed", (transaction) => void transaction.objectStore(SMALL).put(row)),
    );
  }

  async recall(key: string): Promise<string | null> {
    const tag = await this.#seal.tag(`small ${key}`);
    const row = await this.#database.read([SMALL], (transaction) =>
      result<unknown>(transaction.objectStore(SMALL).get(tag)),
    );
    const [value] = await this.#openRows("small", tag, [row]);
    return value === undefined ? null : toText(value);
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

  close(): void {
    this.#database.close();
  }

  /** Transactions begin in the order in which they were asked for, however long each one's sealing takes. */
  async #inTurn<T>(sealing: Promise<T>, write: (sealed: T) => Promise<void>): Promise<void> {
    const before = this.#turn;
    const mine = Promise.all([sealing, before]).then(([sealed]) => ({ done: write(sealed) }));
    this.#turn = mine.catch(() => undefined);
    await (
      await mine
    ).done;
  }

  #documentTag(document: string): Promise<string> {
    return this.#seal.tag(`document ${document}`);
  }

  async #row(kind: string, key: string, bytes: Uint8Array): Promise<Row> {
    return { key, sealed: await this.#seal.seal(`${kind} ${key}`, bytes) };
  }

  /** The row that tells a document's name to who has the key; null: it is there. */
  async #nameRow(document: string): Promise<Row | null> {
    if (this.#named.has(document)) return null;
    return this.#row("name", await this.#documentTag(document), fromText(document));
  }

  async #pendingRow({ document, tab, n, at, bytes }: Entry): Promise<PendingRow> {
    const tag = await this.#documentTag(document);
    const sealed = await this.#seal.seal(pendingPlace(tag, tab, n), packed([fromText(String(at)), bytes]));
    return { document: tag, tab, n, sealed };
  }

  async #sealedTail(document: string, update: Uint8Array): Promise<Bytes> {
    return this.#seal.seal(tailPlace(await this.#documentTag(document)), update);
  }

  async #entryOf(document: string, row: unknown): Promise<Entry | null> {
    const { document: tag, tab, n, sealed } = row as Partial<PendingRow>;
    if (typeof tag !== "string" || typeof tab !== "string" || typeof n !== "number") return null;
    const opened = await this.#seal.open(pendingPlace(tag, tab, n), sealed);
    const [at, bytes] = opened === null ? [] : unpacked(opened);
    return at === undefined || bytes === undefined ? null : { document, tab, n, at: Number(toText(at)), bytes };
  }

  async #shelfRow({ bytes, ...words }: ShelfItem): Promise<Row> {
    const key = await this.#seal.tag(`shelf ${words.id}`);
    return this.#row("shelf", key, packed([fromText(JSON.stringify(words)), bytes]));
  }

  async #openTails(key: string, rows: readonly unknown[]): Promise<Bytes[]> {
    const pieces = rows.flatMap((row) => (isRow(row) && Array.isArray(row.sealed) ? (row.sealed as unknown[]) : []));
    const opened = await Promise.all(pieces.map((piece) => this.#seal.open(tailPlace(key), piece)));
    return opened.filter((bytes) => bytes !== null);
  }

  /** What rows hold; those that are not as they were sealed are left out. */
  async #openRows(kind: string, key: string, rows: readonly unknown[]): Promise<Bytes[]> {
    const opened = await Promise.all(
      rows.map((row) => (isRow(row) ? this.#seal.open(`${kind} ${key}`, row.sealed) : null)),
    );
    return opened.filter((bytes) => bytes !== null);
  }
}

/** What is begun counts until it fails: then it is done again when it is due. */
function begun<K extends WeakKey, V>(all: WeakMap<K, Promise<V>>, key: K, work: Promise<V>): void {
  work.catch(() => all.delete(key));
  all.set(key, work);
}

const tailPlace = (tag: string): string => `tail ${tag}`;

const pendingPlace = (tag: string, tab: string, n: number): string => `pending ${tag} ${tab} ${String(n)}`;

const rangeOf = (key: string): IDBKeyRange => IDBKeyRange.bound([key], [key, []]);

function isRow(row: unknown): row is Row {
  return typeof row === "object" && row !== null && "key" in row && typeof row.key === "string" && "sealed" in row;
}

/** Each sealing is another one, so the same bytes are the same row. */
function isSame(one: unknown, other: unknown): boolean {
  if (!isRow(one) || !isRow(other)) return one === other;
  return one.sealed.length === other.sealed.length && one.sealed.every((byte, at) => byte === other.sealed[at]);
}
