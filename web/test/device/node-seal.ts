// The seal of a store over node's own ciphers, whose answers come after one turn of the loop: so that stories in which time
// is the test's are the same each time. What it seals, the browser's opens. Knows no store.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

import type { Bytes, Seal } from "../../src/device/seal.ts";

const NONCE = 12;
const MAC = 16;

export function nodeSeal(secret: Uint8Array): Seal {
  const derive = (what: string): Uint8Array => new Uint8Array(hkdfSync("sha256", secret, "", what, 32));
  const [rows, names] = [derive("rows"), derive("names")];
  return {
    tag: (name) => later(createHmac("sha256", names).update(name).digest("hex").slice(0, 32)),
    seal(place, bytes) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv("aes-256-gcm", rows, nonce).setAAD(Buffer.from(place));
      const sealed = Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
      return later(new Uint8Array(sealed));
    },
    open(place, sealed) {
      if (!(sealed instanceof Uint8Array) || sealed.length < NONCE + MAC) return later(null);
      const cipher = createDecipheriv("aes-256-gcm", rows, sealed.subarray(0, NONCE)).setAAD(Buffer.from(place));
      cipher.setAuthTag(sealed.subarray(-MAC));
      try {
        const bytes = Buffer.concat([cipher.update(sealed.subarray(NONCE, -MAC)), cipher.final()]);
        return later(new Uint8Array(bytes) as Bytes);
      } catch {
        return later(null);
      }
    },
  };
}

function later<T>(value: T): Promise<T> {
  return new Promise((resolve) => setImmediate(() => resolve(value)));
}
