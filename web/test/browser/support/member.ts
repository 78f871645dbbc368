// All that a browser is told and all that it keeps: frames and answers as they came, and every row, word and cookie that lies
// on the device, opened with the page's own keys. To be searched for what must not be there. Next: ../unattributed.test.ts.
import type { BrowserContext, Page, Response } from "playwright-core";

import { read } from "../../../src/sync/message.ts";
import { isUpdate } from "./client-ids.ts";

/** Something that a browser was told or keeps: where, and its bytes. */
export interface Piece {
  readonly where: string;
  readonly bytes: Buffer;
}

export class Member {
  /** The frames and answers that came so far. */
  readonly told: Piece[] = [];
  readonly #answers: Promise<void>[] = [];
  /** What was sealed on this device, by what became of it. */
  readonly #sealed = new Map<string, Buffer>();

  private constructor(readonly context: BrowserContext) {}

  /** To be called before the first page of the context is opened. */
  static async of(context: BrowserContext): Promise<Member> {
    const member = new Member(context);
    await context.exposeFunction("wasSealed", (sealed: string, clear: string) => {
      member.#sealed.set(sealed, Buffer.from(clear, "base64"));
    });
    await context.addInitScript(() => {
      const { subtle } = crypto;
      const encrypt = subtle.encrypt.bind(subtle);
      const text = (bytes: BufferSource): string =>
        btoa(
          Array.from(
            new Uint8Array(
              ArrayBuffer.isView(bytes)
                ? bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
                : bytes,
            ),
            (each) => String.fromCharCode(each),
          ).join(""),
        );
      subtle.encrypt = async (how, key, clear) => {
        const sealed = await encrypt(how, key, clear);
        const { wasSealed } = globalThis as unknown as { wasSealed: (sealed: string, clear: string) => void };
        wasSealed(text(sealed), text(clear));
        return sealed;
      };
    });
    context.on("response", (response) => member.#answers.push(member.#answered(response)));
    return member;
  }

  async #answered(response: Response): Promise<void> {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/assets/")) return;
    const headers = await response.allHeaders().catch(() => ({}));
    const body = await response.body().catch(() => Buffer.of());
    this.told.push({ where: `answer ${pathname}`, bytes: Buffer.concat([Buffer.from(JSON.stringify(headers)), body]) });
  }

  /** A page whose frames are read. */
  async open(address: string): Promise<Page> {
    const page = await this.context.newPage();
    page.on("websocket", (socket) => {
      const where = `frame ${new URL(socket.url()).pathname}`;
      socket.on("framereceived", ({ payload }) => this.told.push({ where, bytes: Buffer.from(payload) }));
    });
    await page.goto(address);
    return page;
  }

  /** Everything that lies on the device. Says so if a sealed row cannot be opened. */
  async kept(page: Page): Promise<Piece[]> {
    await Promise.all(this.#answers);
    const rows = await page.evaluate(rowsHere);
    const pieces = rows.map(({ where, sealed, clear }): Piece => {
      if (sealed === null) return { where, bytes: Buffer.from(clear) };
      // The nonce stands before what was sealed.
      const opened = this.#sealed.get(Buffer.from(sealed, "base64").subarray(12).toString("base64"));
      if (opened === undefined) throw new Error(`what lies in ${where} was not opened`);
      return { where, bytes: opened };
    });
    const cookies = (await this.context.cookies()).map(({ name, domain }) => `${name} ${domain}`);
    return [...pieces, { where: "cookies", bytes: Buffer.from(cookies.join("\n")) }];
  }
}

/** What a page finds of its own on the device; `sealed` is in base64. Evaluated in the page. */
async function rowsHere(): Promise<{ where: string; sealed: string | null; clear: string }[]> {
  const found: { where: string; sealed: string | null; clear: string }[] = [];
  // All bytes lie here sealed; whatever does not is an error.
  const bytesIn = (value: unknown): Uint8Array[] => {
    if (value instanceof Uint8Array) return [value];
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(bytesIn) : [];
  };
  const answer = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error("not read"));
    });
  for (const { name = "" } of await indexedDB.databases()) {
    const database = await answer(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = (await answer(database.transaction(store).objectStore(store).getAll())) as unknown[];
      for (const row of rows) {
        const where = `${name}/${store} ${String((row as { key?: unknown } | null)?.key ?? "")}`;
        found.push({ where, sealed: null, clear: JSON.stringify(row) ?? "" });
        for (const sealed of bytesIn(row)) {
          const text = btoa(Array.from(sealed, (each) => String.fromCharCode(each)).join(""));
          found.push({ where, sealed: text, clear: "" });
        }
      }
    }
    database.close();
  }
  for (const [where, storage] of Object.entries({ localStorage, sessionStorage }))
    found.push({ where, sealed: null, clear: JSON.stringify({ ...storage }) });
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const text = (await (await cache.match(request))?.text()) ?? "";
      found.push({ where: `cache ${name} ${request.url}`, sealed: null, clear: `${request.url}\n${text}` });
    }
  }
  found.push({ where: "page", sealed: null, clear: document.documentElement.outerHTML });
  return found;
}

/** The pieces in which one of these words stands, in letters or in bytes. */
export function holding(pieces: readonly Piece[], words: readonly string[]): string[] {
  const sought = words.flatMap((word) => [Buffer.from(word), ...rawOf(word)]);
  return pieces.flatMap(({ where, bytes }) =>
    sought.filter((word) => bytes.includes(word)).map((word) => `${where}: ${word.toString("latin1")}`),
  );
}

/** An id as bytes. */
const rawOf = (word: string): Buffer[] =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(word) ? [Buffer.from(word.replaceAll("-", ""), "hex")] : [];

/** The updates in frames, with the document they are for. */
export function updatesTold(pieces: readonly Piece[]): { document: string; update: Uint8Array }[] {
  return pieces.flatMap(({ where, bytes }) => {
    const message = where.startsWith("frame ") ? read(bytes) : null;
    if (message?.is !== "step2" && message?.is !== "update") return [];
    return [{ document: where.split("/").at(-1) ?? "", update: message.bytes }];
  });
}

/** How many frames of these documents told that somebody is there. */
export const statesTold = (pieces: readonly Piece[], documents: readonly string[]): number =>
  pieces.filter(({ where, bytes }) => {
    const message = documents.some((id) => where === `frame /api/v1/sync/${id}`) ? read(bytes) : null;
    return message?.is === "awareness" && message.bytes.length > 1;
  }).length;

/** The updates in rows of documents, by the row's own name of the document. */
export const updatesKept = (pieces: readonly Piece[]): { document: string; update: Uint8Array }[] =>
  pieces.flatMap(({ where, bytes }) => {
    const [store = "", document = ""] = where.split(" ");
    if (!/\/(documents|tail)$/.test(store)) return [];
    return isUpdate(bytes) ? [{ document, update: bytes }] : [];
  });
