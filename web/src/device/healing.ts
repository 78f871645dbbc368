// What a device does for a service that was put back to an older copy: it keeps receipts of the client ids under which its
// seat wrote, and offers what it holds of before. Judges nothing: the service takes of it what is the seat's own
// (docs/protocol.md, V1 to V5). Late. Next: earlier.ts.
import type { Place } from "./place.ts";

/** A client id, and the receipt for it in base64url. */
export type Receipt = readonly [client: number, receipt: string];

/** "partly": the service lacks some of it still, until others bring what it rests on. "later": nobody could be asked. */
export type Healed = "whole" | "partly" | "later" | "refused";

/** Under which name the receipts of a document are remembered, and under which the documents that have some. */
export const receiptsKey = (document: string): string => `receipts:${document}`;
export const RECEIPTS = "receipts";

const PATIENCE_MS = 20_000;
/** Nothing of the offer can ever be taken, as the service stands; everything else may change. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  "conflict",
  "malformed",
  "forbidden-content",
  "too-large",
  "not-found",
  "read-only",
]);

const asked = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`/api/v1/${path}`, {
    ...init,
    credentials: "same-origin",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });

/** Asks for the receipts of this seat in a document, and keeps them. What fails is tried with the next page that writes. */
async function keepReceipts(place: Place, document: string): Promise<void> {
  const response = await asked(`receipts/${encodeURIComponent(document)}`);
  if (!response.ok) throw new Error(String(response.status));
  const { receipts } = (await response.json()) as {
    receipts: readonly { readonly client: number; readonly receipt: string }[];
  };
  const kept: Receipt[] = receipts.map(({ client, receipt }) => [client, receipt]);
  await place.remember(receiptsKey(document), JSON.stringify(kept));
  const known = await place.recall(RECEIPTS);
  const documents = known === null ? [] : (JSON.parse(known) as readonly string[]);
  if (!documents.includes(document)) await place.remember(RECEIPTS, JSON.stringify([...documents, document]));
}

/** Keeps receipts for as long as the page lives: of each client id under which it wrote and was told that it is durable. */
export function keepAllReceipts(place: Place, page: EventTarget): void {
  const asked = new Set<number>();
  // One after the other: each reads what is known and adds to it.
  let turn = Promise.resolve();
  page.addEventListener("wrote", (event) => {
    const { id, document } = (event as CustomEvent<{ readonly id: number; readonly document: string }>).detail;
    if (asked.has(id)) return;
    asked.add(id);
    turn = turn.then(() => keepReceipts(place, document)).catch(() => void asked.delete(id));
  });
}

/** Offers an update, and shows the receipts that this device has for what may be in it. */
export async function offer(document: string, receipts: readonly Receipt[], update: Uint8Array): Promise<Healed> {
  try {
    const response = await asked(`heal/${encodeURIComponent(document)}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: bodyOf(receipts, update),
    });
    if (response.ok) return ((await response.json()) as { missing: number }).missing === 0 ? "whole" : "partly";
    const { code } = (await response.json()) as { code: string };
    return FOR_GOOD.has(code) ? "refused" : "later";
  } catch {
    return "later";
  }
}

// Written by hand: to have lib0's encoder here would cost the editor's page more than this.
function bodyOf(receipts: readonly Receipt[], update: Uint8Array): Uint8Array<ArrayBuffer> {
  const parts = [
    varUint(receipts.length),
    ...receipts.flatMap(([client, receipt]) => [varUint(client), ...block(bytesOf(receipt))]),
    ...block(update),
  ];
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}

const block = (bytes: Uint8Array): Uint8Array[] => [varUint(bytes.length), bytes];

function varUint(number: number): Uint8Array {
  const bytes: number[] = [];
  for (; number >= 0x80; number = Math.floor(number / 0x80)) bytes.push((number % 0x80) | 0x80);
  return Uint8Array.from([...bytes, number]);
}

function bytesOf(base64url: string): Uint8Array {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
