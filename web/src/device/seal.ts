// Sealing what a device keeps: bytes that nobody reads or moves without the store's key, and names that tell nothing of
// what they name. Knows no rows and holds no key that could be taken out of the browser. Next: sealed.ts, leases.ts.

export type Bytes = Uint8Array<ArrayBuffer>;

export interface Seal {
  /** A name in place of a name: the same each time, under this key alone. */
  tag(name: string): Promise<string>;
  /** Seals bytes for one place. */
  seal(place: string, bytes: Uint8Array): Promise<Bytes>;
  /** What was sealed; null: it is not as it was, or was sealed for another place. */
  open(place: string, sealed: unknown): Promise<Bytes | null>;
}

export const SECRET_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const AES = "AES-GCM";

const utf8 = new TextEncoder();
const text = new TextDecoder();

/** Whether this browser can seal: at an address without https it cannot. */
export const canSeal = (): boolean => (globalThis.crypto?.subtle as SubtleCrypto | undefined) !== undefined;

export const randomBytes = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count));

/** The seal of a store's secret. */
export async function sealOf(secret: Bytes): Promise<Seal> {
  const base = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const derive = (what: string, into: AesKeyGenParams | HmacKeyGenParams, uses: KeyUsage[]): Promise<CryptoKey> =>
    crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8.encode(what) },
      base,
      into,
      false,
      uses,
    );
  const [rows, names] = await Promise.all([
    derive("rows", { name: AES, length: 256 }, ["encrypt", "decrypt"]),
    derive("names", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign"]),
  ]);
  const tags = new Map<string, Promise<string>>();
  return {
    tag(name) {
      const tag = tags.get(name) ?? crypto.subtle.sign("HMAC", names, utf8.encode(name)).then(hex);
      tags.set(name, tag);
      return tag;
    },
    seal: (place, bytes) => lock(rows, place, bytes),
    open: (place, sealed) => unlock(rows, place, sealed),
  };
}

/** The key that wraps a store's secret. It stays in the browser, which does not give its bytes away. */
export const wrappingKey = (bytes: Bytes): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", bytes, AES, false, ["encrypt", "decrypt"]);

export async function lock(key: CryptoKey, place: string, bytes: Uint8Array): Promise<Bytes> {
  const iv = randomBytes(NONCE_BYTES);
  const additionalData = utf8.encode(place);
  const locked = await crypto.subtle.encrypt({ name: AES, iv, additionalData }, key, bytes as Bytes);
  return joined([iv, new Uint8Array(locked)]);
}

export async function unlock(key: CryptoKey, place: string, sealed: unknown): Promise<Bytes | null> {
  if (!(sealed instanceof Uint8Array) || sealed.length < NONCE_BYTES) return null;
  const [iv, additionalData] = [sealed.slice(0, NONCE_BYTES), utf8.encode(place)];
  try {
    const bytes = await crypto.subtle.decrypt({ name: AES, iv, additionalData }, key, sealed.slice(NONCE_BYTES));
    return new Uint8Array(bytes);
  } catch {
    return null;
  }
}

export const fromText = (words: string): Bytes => utf8.encode(words);
export const toText = (bytes: Bytes): string => text.decode(bytes);

/** Several bytes as one, each with its length. */
export function packed(parts: readonly Uint8Array[]): Bytes {
  return joined(parts.flatMap((part) => [new Uint8Array(Uint32Array.of(part.length).buffer), part]));
}

/** What was packed. Only for bytes that were under a seal. */
export function unpacked(bytes: Bytes): Bytes[] {
  const parts: Bytes[] = [];
  for (let at = 0; at + 4 <= bytes.length;) {
    const length = new Uint32Array(bytes.slice(at, at + 4).buffer)[0] ?? 0;
    parts.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}

function joined(parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function hex(signature: ArrayBuffer): string {
  const bytes = new Uint8Array(signature, 0, TAG_BYTES);
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
