// What a device does for a service that was put back to an older copy: it keeps receipts of the client ids under which its
// seat wrote, and offers what it holds of before. Judges nothing: the service takes of it what is the seat's own
// (docs/protocol.md, V1 to V5). Late. Next: earlier.ts.
import * as encoding from "lib0/encoding";

import type { Device } from "./index.ts";

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
export async function keepReceipts(device: Device, document: string): Promise<void> {
  const response = await asked(`receipts/${encodeURIComponent(document)}`);
  if (!response.ok) return;
  const { receipts } = (await response.json()) as {
    receipts: readonly { readonly client: number; readonly receipt: string }[];
  };
  const kept: Receipt[] = receipts.map(({ client, receipt }) => [client, receipt]);
  await device.remember(receiptsKey(document), kept);
  const documents = (await device.recall<readonly string[]>(RECEIPTS)) ?? [];
  if (!documents.includes(document)) await device.remember(RECEIPTS, [...documents, document]);
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

function bodyOf(receipts: readonly Receipt[], update: Uint8Array): Uint8Array<ArrayBuffer> {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, receipts.length);
  for (const [client, receipt] of receipts) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint8Array(encoder, bytesOf(receipt));
  }
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

function bytesOf(base64url: string): Uint8Array {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
