// The one small database that every seat's page on this device may read: who was here last, what the person said about
// the device, and which stores there are. Holds no word of any chapter. A device that cannot keep even this has no memory,
// and nothing else depends on it. Next: index.ts.
import { Database, result } from "./database.ts";

const NAME = "chancery";
const SMALL = "small";
const STORES = "stores";

export interface StoreEntry {
  /** The name of the database. */
  readonly name: string;
  readonly epoch: string;
  readonly seat: string;
}

export async function recallHere<T>(key: string): Promise<T | null> {
  const value = await ask<unknown>(SMALL, (store) => store.get(key));
  return value === undefined ? null : (value as T);
}

export async function rememberHere(key: string, value: unknown): Promise<void> {
  await tell(SMALL, (store) => (value === null ? store.delete(key) : store.put(value, key)));
}

/** All stores that were made on this device and not wiped. */
export async function storesHere(): Promise<readonly StoreEntry[]> {
  return (await ask<StoreEntry[]>(STORES, (store) => store.getAll())) ?? [];
}

export async function enterStore(entry: StoreEntry): Promise<void> {
  await tell(STORES, (store) => store.put(entry, entry.name));
}

export async function strikeStore(name: string): Promise<void> {
  await tell(STORES, (store) => store.delete(name));
}

const open = (): Promise<Database> =>
  Database.open({
    name: NAME,
    format: 1,
    make: (database) => {
      database.createObjectStore(SMALL);
      database.createObjectStore(STORES);
    },
  });

async function ask<T>(store: string, request: (store: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
  try {
    const database = await open();
    try {
      return (await database.read([store], (transaction) => result(request(transaction.objectStore(store))))) as T;
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}

async function tell(store: string, request: (store: IDBObjectStore) => IDBRequest): Promise<void> {
  try {
    const database = await open();
    try {
      await database.write([store], "strict", (transaction) => void request(transaction.objectStore(store)));
    } finally {
      database.close();
    }
  } catch {
    // Without it, the device asks the service each time.
  }
}
