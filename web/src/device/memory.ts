// A device that keeps nothing beyond the page. Next: index.ts.
import type * as Y from "yjs";

import type { Device, OpenDocumentStore, ShelfItem } from "./index.ts";

export class MemoryDevice implements Device {
  readonly kind = "memory";
  readonly #small = new Map<string, string>();
  readonly #shelf = new Map<string, ShelfItem>();

  open(document: string): OpenDocumentStore {
    return { document };
  }

  read(_document: string): Promise<Y.Doc | null> {
    return Promise.resolve(null);
  }

  remember(key: string, value: unknown): Promise<void> {
    this.#small.set(key, JSON.stringify(value));
    return Promise.resolve();
  }

  recall<T>(key: string): Promise<T | null> {
    const value = this.#small.get(key);
    return Promise.resolve(value === undefined ? null : (JSON.parse(value) as T));
  }

  pending(): Promise<readonly { readonly document: string; readonly changes: number }[]> {
    return Promise.resolve([]);
  }

  shelf(): Promise<readonly ShelfItem[]> {
    return Promise.resolve([...this.#shelf.values()]);
  }

  unshelve(id: string): Promise<void> {
    this.#shelf.delete(id);
    return Promise.resolve();
  }

  keepManual(): Promise<void> {
    return Promise.resolve();
  }

  keptManuals(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  keepNow(_manual: string, documents: readonly string[]): Promise<{ readonly done: number; readonly of: number }> {
    return Promise.resolve({ done: 0, of: documents.length });
  }

  wipe(): Promise<void> {
    this.#small.clear();
    this.#shelf.clear();
    return Promise.resolve();
  }
}
