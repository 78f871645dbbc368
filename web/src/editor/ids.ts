// Random ids for paragraph marks. They tell nothing of their author or time. Next: write.ts, which mints them.

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LENGTH = 12;
// Bytes from here on would make the first letters likelier than the others.
const BYTE_LIMIT = 256 - (256 % LETTERS.length);

/** Twelve random characters of A-Z, a-z, 0-9. */
export function newId(): string {
  let id = "";
  while (id.length < LENGTH) {
    for (const byte of crypto.getRandomValues(new Uint8Array(LENGTH))) {
      if (byte < BYTE_LIMIT && id.length < LENGTH) id += LETTERS.charAt(byte % LETTERS.length);
    }
  }
  return id;
}
