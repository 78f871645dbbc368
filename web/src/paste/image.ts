// A picture that came with a paste: its bytes, if they came with it and are a picture by their first bytes and within
// bounds. Fetches nothing. Next: clean.ts.
import { IMAGE_BYTES_MAX } from "./limits.ts";

const DATA = /^data:image\/(?:png|jpe?g|webp)\s*(?:;[^,;]{0,40})?;base64,/i;

/** The picture in a `data:` address; null: there is none that the manual can take. */
export function pictureIn(address: string): Blob | null {
  const head = DATA.exec(address)?.[0];
  if (head === undefined || (address.length - head.length) * 0.75 > IMAGE_BYTES_MAX) return null;
  try {
    const text = atob(address.slice(head.length));
    return pictureOf(Uint8Array.from(text, (unit) => unit.charCodeAt(0)));
  } catch {
    return null;
  }
}

/** Bytes as a picture, of the kind that its first bytes say. */
export function pictureOf(bytes: Uint8Array<ArrayBuffer>): Blob | null {
  const type = typeOf(bytes);
  return type === null || bytes.length > IMAGE_BYTES_MAX ? null : new Blob([bytes], { type });
}

function typeOf(bytes: Uint8Array): string | null {
  const begins = (...first: number[]): boolean => first.every((byte, index) => bytes[index] === byte);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "image/png";
  if (begins(0xff, 0xd8, 0xff)) return "image/jpeg";
  const isWebp = begins(0x52, 0x49, 0x46, 0x46) && [0x57, 0x45, 0x42, 0x50].every((byte, at) => bytes[8 + at] === byte);
  return isWebp ? "image/webp" : null;
}
