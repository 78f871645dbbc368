// A .zip read with suspicion: what it says of itself is checked as a whole before anything is unpacked, and unpacking stops
// at the size that was said. Knows entries that are stored or deflated and nothing else: no encryption, no second disk, no
// 64-bit sizes. Also writes one, stored, for a library that wants the whole again. Next: docx.ts.
import {
  ENTRIES_MAX,
  ENTRY_BYTES_MAX,
  FILE_BYTES_MAX,
  NAME_UNITS_MAX,
  RATIO_FROM_BYTES,
  RATIO_MAX,
  UNPACKED_BYTES_MAX,
} from "./limits.ts";
import { Refused } from "./refused.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
const COMMENT_BYTES_MAX = 0xffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  /** Where its header stands, and its data. */
  readonly at: number;
  readonly data: number;
}

export class Zip {
  private constructor(
    private readonly bytes: Bytes,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** Throws `Refused` for whatever is not plainly in order. */
  static open(bytes: Bytes): Zip {
    if (bytes.length > FILE_BYTES_MAX) throw new Refused("too-large");
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const entries = listed(view, bytes);
    bounded(entries);
    apart(entries);
    return new Zip(bytes, new Map(entries.map((entry) => [entry.name, entry])));
  }

  get names(): readonly string[] {
    return [...this.entries.keys()];
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  sizeOf(name: string): number {
    return this.entries.get(name)?.size ?? 0;
  }

  /** The content of an entry that is there. */
  async read(name: string): Promise<Bytes> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Refused("damaged");
    const packed = this.bytes.subarray(entry.data, entry.data + entry.packed);
    const content = entry.method === STORED ? packed : await inflated(packed, entry.size);
    if (content.length !== entry.size || crcOf(content) !== entry.crc) throw new Refused("damaged");
    return content;
  }
}

function listed(view: DataView, bytes: Bytes): Entry[] {
  const end = endOf(view);
  const count = view.getUint16(end + 10, true);
  const isSplit = view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== count;
  if (isSplit || count === 0xffff) throw new Refused("damaged");
  if (count > ENTRIES_MAX) throw new Refused("too-large");
  const entries: Entry[] = [];
  const names = new Set<string>();
  let at = view.getUint32(end + 16, true);
  for (let each = 0; each < count; each += 1) {
    if (at + CENTRAL_BYTES > end || view.getUint32(at, true) !== CENTRAL) throw new Refused("damaged");
    const lengths = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const [name = 0, extra = 0, comment = 0] = lengths;
    const entry = entryAt(view, bytes, at, name);
    const known = entry.name.toLowerCase();
    if (names.has(known)) throw new Refused("unsafe");
    names.add(known);
    entries.push(entry);
    at += CENTRAL_BYTES + name + extra + comment;
  }
  return entries;
}

/** Where the end record stands: the last one, with nothing behind it but its own comment. */
function endOf(view: DataView): number {
  const first = Math.max(0, view.byteLength - END_BYTES - COMMENT_BYTES_MAX);
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1) {
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) === view.byteLength)
      return at;
  }
  throw new Refused("damaged");
}

function entryAt(view: DataView, bytes: Bytes, at: number, nameLength: number): Entry {
  const nameAt = at + CENTRAL_BYTES;
  if (nameAt + nameLength > view.byteLength) throw new Refused("damaged");
  const name = nameIn(bytes.subarray(nameAt, nameAt + nameLength));
  const header = view.getUint32(at + 42, true);
  if (view.getUint16(at + 8, true) & ENCRYPTED) throw new Refused("locked");
  const method = view.getUint16(at + 10, true);
  if (method !== STORED && method !== DEFLATED) throw new Refused("damaged");
  const entry = {
    name,
    method,
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    at: header,
    data: dataOf(view, bytes, header, name),
  };
  if (entry.data + entry.packed > view.byteLength) throw new Refused("damaged");
  if (method === STORED && entry.packed !== entry.size) throw new Refused("damaged");
  return entry;
}

/** Behind the entry's own header, which has to be of this entry. */
function dataOf(view: DataView, bytes: Bytes, at: number, name: string): number {
  if (at + LOCAL_BYTES > view.byteLength || view.getUint32(at, true) !== LOCAL) throw new Refused("damaged");
  const nameLength = view.getUint16(at + 26, true);
  const data = at + LOCAL_BYTES + nameLength + view.getUint16(at + 28, true);
  if (data > view.byteLength) throw new Refused("damaged");
  if (nameIn(bytes.subarray(at + LOCAL_BYTES, at + LOCAL_BYTES + nameLength)) !== name) throw new Refused("damaged");
  return data;
}

/** A name inside the archive; never one that leads out of it. */
function nameIn(bytes: Uint8Array): string {
  const name = new TextDecoder().decode(bytes);
  // eslint-disable-next-line no-control-regex -- control characters are what a name must not hold
  const isBad = /[\u0000-\u001f\\:]|^\/|(?:^|\/)\.\.(?:\/|$)/.test(name);
  if (isBad || name === "" || name.length > NAME_UNITS_MAX) throw new Refused("unsafe");
  return name;
}

function bounded(entries: readonly Entry[]): void {
  let total = 0;
  for (const { packed, size } of entries) {
    total += size;
    if (size > ENTRY_BYTES_MAX || total > UNPACKED_BYTES_MAX) throw new Refused("too-large");
    if (size > RATIO_FROM_BYTES && size > packed * RATIO_MAX) throw new Refused("too-large");
  }
}

/** No two entries share bytes. */
function apart(entries: readonly Entry[]): void {
  const inOrder = [...entries].sort((one, other) => one.at - other.at);
  inOrder.forEach((entry, index) => {
    const next = inOrder[index + 1];
    if (next !== undefined && entry.data + entry.packed > next.at) throw new Refused("unsafe");
  });
}

/** Unpacks no more than `size` bytes: what unpacks to more is not what it said. */
async function inflated(packed: Bytes, size: number): Promise<Bytes> {
  const content = new Uint8Array(size);
  let length = 0;
  try {
    const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (length + value.length > size) {
        await reader.cancel();
        throw new Refused("unsafe");
      }
      content.set(value, length);
      length += value.length;
    }
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("damaged");
  }
  if (length !== size) throw new Refused("damaged");
  return content;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crcOf(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** An archive of these entries, not compressed. */
export function stored(entries: ReadonlyMap<string, Uint8Array>): Bytes {
  const named = [...entries].map(([name, content]) => ({ name: new TextEncoder().encode(name), content }));
  const size = named.reduce(
    (sum, { name, content }) => sum + LOCAL_BYTES + CENTRAL_BYTES + 2 * name.length + content.length,
    END_BYTES,
  );
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const central: { at: number; crc: number }[] = [];
  for (const { name, content } of named) {
    const crc = crcOf(content);
    central.push({ at, crc });
    view.setUint32(at, LOCAL, true);
    view.setUint16(at + 4, 20, true);
    describe(view, at + 14, crc, content.length, name.length);
    bytes.set(name, at + LOCAL_BYTES);
    bytes.set(content, at + LOCAL_BYTES + name.length);
    at += LOCAL_BYTES + name.length + content.length;
  }
  const begin = at;
  named.forEach(({ name, content }, index) => {
    const { at: header = 0, crc = 0 } = central[index] ?? {};
    view.setUint32(at, CENTRAL, true);
    view.setUint16(at + 4, 20, true);
    view.setUint16(at + 6, 20, true);
    describe(view, at + 16, crc, content.length, name.length);
    view.setUint32(at + 42, header, true);
    bytes.set(name, at + CENTRAL_BYTES);
    at += CENTRAL_BYTES + name.length;
  });
  view.setUint32(at, END, true);
  view.setUint16(at + 8, named.length, true);
  view.setUint16(at + 10, named.length, true);
  view.setUint32(at + 12, at - begin, true);
  view.setUint32(at + 16, begin, true);
  return bytes;
}

function describe(view: DataView, at: number, crc: number, size: number, name: number): void {
  view.setUint32(at, crc, true);
  view.setUint32(at + 4, size, true);
  view.setUint32(at + 8, size, true);
  view.setUint16(at + 12, name, true);
}
