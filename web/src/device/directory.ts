// The one small database that every page on this device may read: what the person said about the device, which stores
// there are, and under which keys, for how long. Holds no word of any chapter and no name: what tells of somebody lies in it
// sealed. A device that cannot keep even this has no memory, and nothing else depends on it. Next: leases.ts.
import { Database, result } from "./database.ts";

const NAME = "chancery";
const SMALL = "small";
const STORES = "stores";

export async function recallHere<T>(key: string): Promise<T | null> {
  const value = await ask<unknown>(SMALL, (store) => store.get(key));
  return value === undefined ? null : (value as T);
}

export async function rememberHere(key: string, value: unknown): Promise<void> {
  await tell(SMALL, (store) => (value === null ? store.delete(key) : store.put(value, key)));
}

/** What is remembered under a key; this from now on, if nothing was. */
export async function rememberedOnce<T>(key: string, value: T): Promise<T> {
  await tell(SMALL, (store) => {
    const before = store.get(key);
    before.onsuccess = () => void (before.result === undefined && store.put(value, key));
  });
  return (await recallHere<T>(key)) ?? value;
}

/** What is noted of all stores that were made on this device and not wiped, as it stands there. */
export async function storesHere<T>(): Promise<readonly T[]> {
  return (await ask<T[]>(STORES, (store) => store.getAll())) ?? [];
}

/** Notes a store, or changes what is noted of it, in one transaction; `null`: it stays as it is. Throws if that fails. */
export function noteStore<T>(name: string, change: (noted: T | undefined) => T | null): Promise<void> {
  return write(STORES, (store) => {
    const noted = store.get(name) as IDBRequest<T | undefined>;
    noted.onsuccess = () => {
      const changed = change(noted.result);
      if (changed !== null) store.put(changed, name);
    };
  });
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

// Without what is told here, the device asks the service each time.
const tell = (store: string, request: (store: IDBObjectStore) => unknown): Promise<void> =>
  write(store, request).catch(() => undefined);

async function write(store: string, request: (store: IDBObjectStore) => unknown): Promise<void> {
  const database = await open();
  try {
    await database.write([store], "strict", (transaction) => void request(transaction.objectStore(store)));
  } finally {
    database.close();
  }
}
