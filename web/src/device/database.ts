// IndexedDB as promises, and no more than is needed of it. A promise of a write resolves on the transaction's `complete`,
// never on a request's success: only then is it on the disk. Knows no rows. Next: stored.ts.
import { Blocked, Gone, Newer } from "./trouble.ts";

/** Somebody else's connection has so long to make way. */
const PATIENCE_MS = 5_000;

export interface Plan {
  readonly name: string;
  /** A newer store is refused, an older one would be brought up by `make`. */
  readonly format: number;
  readonly make: (database: IDBDatabase) => void;
}

export class Database {
  #open: IDBDatabase | null;

  private constructor(open: IDBDatabase) {
    this.#open = open;
    // Deleted or brought up to a newer format by another page, or cleared away by the browser.
    open.onversionchange = () => this.close();
    open.onclose = () => this.close();
  }

  /** Opens or makes a database. */
  static async open(plan: Plan): Promise<Database> {
    const request = indexedDB.open(plan.name, plan.format);
    request.onupgradeneeded = () => plan.make(request.result);
    return new Database(await answered(request));
  }

  static async delete(name: string): Promise<void> {
    await answered(indexedDB.deleteDatabase(name));
  }

  async read<T>(stores: readonly string[], ask: (transaction: IDBTransaction) => Promise<T>): Promise<T> {
    return ask(this.#begin(stores, "readonly", {}));
  }

  /** Runs requests in one transaction; resolves when all of it is done. `strict`: and on the disk. */
  async write(
    stores: readonly string[],
    durability: IDBTransactionDurability,
    request: (transaction: IDBTransaction) => void,
  ): Promise<void> {
    const transaction = this.#begin(stores, "readwrite", { durability });
    const done = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Gone("the transaction was ended"));
    });
    try {
      request(transaction);
    } catch (error) {
      // Otherwise the requests before the one that failed would be carried out.
      done.catch(() => undefined);
      transaction.abort();
      throw error;
    }
    await done;
  }

  close(): void {
    this.#open?.close();
    this.#open = null;
  }

  #begin(stores: readonly string[], mode: IDBTransactionMode, options: IDBTransactionOptions): IDBTransaction {
    if (this.#open === null) throw new Gone("the database was closed");
    return this.#open.transaction([...stores], mode, options);
  }
}

/** The result of one request. */
export function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Gone("the request was ended"));
  });
}

async function answered(request: IDBOpenDBRequest): Promise<IDBDatabase> {
  let late: ReturnType<typeof setTimeout> | undefined;
  const blocked = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Blocked("another page holds the database")), PATIENCE_MS);
  });
  try {
    return await Promise.race([result(request), blocked]);
  } catch (error) {
    // What opens after all is let go of again.
    request.addEventListener("success", () => {
      (request.result as IDBDatabase | undefined)?.close();
    });
    throw error instanceof DOMException && error.name === "VersionError" ? new Newer() : error;
  } finally {
    clearTimeout(late);
  }
}
