// A service that gives keys, takes sessions away and takes edits that are handed in, as far as a device can see it; and all
// that lies in the browser's own store, as text. Knows no store of ours.
import * as decoding from "lib0/decoding";
import * as Y from "yjs";

import type { Seat } from "../../src/api.ts";

const DAYS_30 = 30 * 24 * 3_600;

export class KeyService {
  seat: Seat = { id: "gh-seat-id", name: "Ghana", kind: "state" };
  away = false;
  givesNoKeys = false;
  takesNothing = false;
  /** How much of an offer of before a restore is lacking; null: it was never restored. */
  lacks: ((words: string) => number) | null = null;
  /** What was offered: whose receipts were shown, and the words. */
  readonly offered: { readonly document: string; readonly shown: readonly number[]; readonly words: string }[] = [];
  /** Which data folder it serves. */
  epoch = "e1";
  /** How often a key was asked for. */
  asked = 0;
  readonly handedIn: (readonly [document: string, words: string])[] = [];
  #session: "alive" | "revoked" = "alive";
  readonly #keys = new Map<string, { id: string; key: string }>();
  readonly #destroyed = new Set<string>();
  #made = 0;

  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    await Promise.resolve();
    if (this.away) throw new TypeError("away");
    if (url.endsWith("/session")) return json(this.#who());
    if (url.endsWith("/device-key")) return this.#give(init.body as string);
    const [, offeredTo] = /\/heal\/(.+)$/.exec(url) ?? [];
    if (offeredTo !== undefined) return this.#offer(offeredTo, init.body as Uint8Array);
    const [, document] = /\/hand-in\/(.+)$/.exec(url) ?? [];
    if (document === undefined) return new Response(null, { status: 404 });
    if (this.takesNothing) return new Response(null, { status: 503 });
    const doc = new Y.Doc();
    Y.applyUpdate(doc, init.body as Uint8Array);
    this.handedIn.push([document, doc.getText("body").toString()]);
    return new Response(null, { status: 204 });
  };

  #offer(document: string, body: Uint8Array): Response {
    if (this.lacks === null) return new Response(JSON.stringify({ code: "conflict" }), { status: 409 });
    const decoder = decoding.createDecoder(body);
    const shown = Array.from({ length: decoding.readVarUint(decoder) }, () => {
      const client = decoding.readVarUint(decoder);
      return decoding.readVarUint8Array(decoder).length === 32 ? client : -1;
    });
    const doc = new Y.Doc();
    Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
    const words = doc.getText("body").toString();
    this.offered.push({ document, shown, words });
    return json({ missing: this.lacks(words) });
  }

  /** Somebody takes the session away: the keys that it was given are destroyed. */
  revoke(): void {
    this.#session = "revoked";
    this.destroyKeys();
  }

  destroyKeys(): void {
    for (const { id } of this.#keys.values()) this.#destroyed.add(id);
    this.#keys.clear();
  }

  /** Somebody signs in for the seat. */
  admit(): void {
    this.#session = "alive";
  }

  #who(): unknown {
    if (this.#session === "revoked") return { signed_in: false, epoch: this.epoch, revoked: true };
    return { signed_in: true, epoch: this.epoch, seat: this.seat, right: "edit", appears: "seat", ends: "" };
  }

  #give(body: string): Response {
    this.asked += 1;
    if (this.#session === "revoked") return new Response(null, { status: 401 });
    if (this.givesNoKeys) return new Response(null, { status: 500 });
    const { device, held } = JSON.parse(body) as { device: string; held: string[] };
    const whose = `${device} ${this.seat.id}`;
    const key = this.#keys.get(whose) ?? { id: `key-${String((this.#made += 1))}`, key: random() };
    this.#keys.set(whose, key);
    const gone = held.filter((id) => this.#destroyed.has(id));
    return json({ ...key, seat: this.seat.id, until: "", seconds: DAYS_30, gone });
  }
}

/** All databases, all stores, all keys and values, bytes as letters. */
export async function everything(): Promise<string> {
  const said: string[] = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name ?? ""));
    said.push(name ?? "");
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      const [keys, values] = await Promise.all([
        answer(rows.getAllKeys()),
        answer(rows.getAll() as IDBRequest<unknown[]>),
      ]);
      said.push(store, JSON.stringify(keys), ...values.map(spelt));
    }
    database.close();
  }
  return said.join("\n");
}

function spelt(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("latin1");
  if (Array.isArray(value)) return value.map(spelt).join(" ");
  if (typeof value !== "object" || value === null) return String(value);
  return Object.entries(value)
    .map(([key, value]) => `${key} ${spelt(value)}`)
    .join(" ");
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("no answer"));
  });
}

const json = (value: unknown): Response => new Response(JSON.stringify(value));

const random = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("base64url");
