// What tests of a store begin with: rows of one document, the seat they are of, and a browser with nothing in it.
import { IDBFactory } from "fake-indexeddb";
import { vi } from "vitest";

import type { ShelfItem } from "../../src/device/index.ts";
import type { Change, Entry } from "../../src/device/rows.ts";
import type { Who } from "../../src/device/who.ts";

export const D = "document-of-the-test";
export const GHANA: Who = {
  seat: { id: "gh", name: "Ghana", kind: "state" },
  right: "edit",
  epoch: "e1",
  signedIn: "yes",
  own: true,
};

/** To be undone by `vi.unstubAllGlobals`. */
export function emptyBrowser(): void {
  vi.stubGlobal("indexedDB", new IDBFactory());
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("location", { protocol: "http:", host: "test" });
}

export const entry = (n: number, tab = "t", bytes: Uint8Array = Uint8Array.of(n, n)): Entry => ({
  document: D,
  tab,
  n,
  at: n,
  bytes,
});
export const change = (what: Partial<Change>): Change => ({
  document: D,
  keep: [],
  forget: [],
  durable: [],
  shelve: null,
  ...what,
});
export const item: ShelfItem = {
  id: "i",
  document: D,
  title: "",
  at: 0,
  code: "read-only",
  changes: 1,
  text: "words",
  bytes: Uint8Array.of(7),
};
