// Pictures of pages as small PNG files: read what the browser gives, keep at most 256 colours, write a palette. Knows the one
// kind of PNG that a browser makes and the one that it makes itself; nothing else. Next: ../browser/support/pictures.ts.
import { deflateSync, inflateSync } from "node:zlib";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Three bytes a dot, row by row. */
  readonly rgb: Uint8Array;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const COLOURS_MAX = 256;
const GREY_OR_RGB = new Map([
  [2, 3],
  [3, 1],
  [6, 4],
]);

export function readPng(file: Uint8Array): Picture {
  const bytes = Buffer.from(file);
  if (!SIGNATURE.every((byte, index) => bytes[index] === byte)) throw new Error("this is no PNG");
  let [width, height, colour] = [0, 0, 0];
  let palette: Buffer = Buffer.alloc(0);
  const data: Buffer[] = [];
  for (let at = SIGNATURE.length; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 8, at + 8 + length);
    const type = bytes.toString("latin1", at + 4, at + 8);
    if (type === "IHDR") [width, height, colour] = [body.readUInt32BE(0), body.readUInt32BE(4), body[9] ?? 0];
    else if (type === "PLTE") palette = body;
    else if (type === "IDAT") data.push(body);
    at += 12 + length;
  }
  const size = GREY_OR_RGB.get(colour);
  if (size === undefined) throw new Error(`a PNG of colour type ${String(colour)} is not made here`);
  const dots = unfiltered(inflateSync(Buffer.concat(data)), width, height, size);
  return { width, height, rgb: rgbOf(dots, size, palette) };
}

/** Undoes what each row was filtered with. */
function unfiltered(rows: Buffer, width: number, height: number, size: number): Uint8Array {
  const stride = width * size;
  const dots = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = rows[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < size ? 0 : (dots[at - size] ?? 0);
      const up = y === 0 ? 0 : (dots[at - stride] ?? 0);
      const corner = x < size || y === 0 ? 0 : (dots[at - stride - size] ?? 0);
      dots[at] = (rows[y * (stride + 1) + 1 + x] ?? 0) + guess(filter, left, up, corner);
    }
  }
  return dots;
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const near = left + up - corner;
  const [a, b, c] = [Math.abs(near - left), Math.abs(near - up), Math.abs(near - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

function rgbOf(dots: Uint8Array, size: number, palette: Buffer): Uint8Array {
  if (size === 3) return dots;
  const count = dots.length / size;
  const rgb = new Uint8Array(count * 3);
  for (let dot = 0; dot < count; dot += 1) {
    const from = size === 1 ? (dots[dot] ?? 0) * 3 : dot * size;
    for (let part = 0; part < 3; part += 1) rgb[dot * 3 + part] = (size === 1 ? palette : dots)[from + part] ?? 0;
  }
  return rgb;
}

export function writePng({ width, height, rgb }: Picture): Buffer {
  const { palette, dots } = withPalette(rgb);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) rows.set(dots.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3], 8);
  const chunks = [chunk("IHDR", head), chunk("PLTE", palette), chunk("IDAT", deflateSync(rows, { level: 9 }))];
  return Buffer.concat([SIGNATURE, ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, body: Uint8Array): Buffer {
  const made = Buffer.alloc(body.length + 12);
  made.writeUInt32BE(body.length, 0);
  made.write(type, 4, "latin1");
  made.set(body, 8);
  made.writeUInt32BE(crc(made.subarray(4, body.length + 8)), body.length + 8);
  return made;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  return sum;
});

function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (CRC_TABLE[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

type Counted = readonly [colour: number, count: number];

/** Every dot as the number of a colour: of its own one, where there are few enough, else of one that is near. */
function withPalette(rgb: Uint8Array): { readonly palette: Uint8Array; readonly dots: Uint8Array } {
  const counts = new Map<number, number>();
  const colours = new Uint32Array(rgb.length / 3);
  for (let dot = 0; dot < colours.length; dot += 1) {
    const colour = ((rgb[dot * 3] ?? 0) << 16) | ((rgb[dot * 3 + 1] ?? 0) << 8) | (rgb[dot * 3 + 2] ?? 0);
    colours[dot] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const sets = split([...counts]);
  const numbers = new Map(sets.flatMap((set, number) => set.map(([colour]) => [colour, number] as const)));
  const palette = Uint8Array.from(sets.flatMap((set) => [16, 8, 0].map((shift) => mean(set, shift))));
  return { palette, dots: Uint8Array.from(colours, (colour) => numbers.get(colour) ?? 0) };
}

const part = (colour: number, shift: number): number => (colour >> shift) & 0xff;

function mean(set: readonly Counted[], shift: number): number {
  const all = set.reduce((sum, [, count]) => sum + count, 0);
  return Math.round(set.reduce((sum, [colour, count]) => sum + part(colour, shift) * count, 0) / all);
}

/** Median cut: the set that reaches farthest, weighed by how often it is seen, is cut in two until there are enough. */
function split(all: Counted[]): Counted[][] {
  const sets = [all];
  while (sets.length < COLOURS_MAX) {
    const spans = sets.map((set) => span(set));
    const widest = spans.reduce((best, { weight }, index) => (weight > (spans[best]?.weight ?? 0) ? index : best), 0);
    const set = sets[widest] ?? [];
    const { shift = 0, weight = 0 } = spans[widest] ?? {};
    if (weight === 0) break;
    set.sort(([a], [b]) => part(a, shift) - part(b, shift));
    const cut = middle(set);
    sets.splice(widest, 1, set.slice(0, cut), set.slice(cut));
  }
  return sets;
}

function span(set: readonly Counted[]): { readonly shift: number; readonly weight: number } {
  const reach = [16, 8, 0].map((shift) => {
    let [least, most] = [255, 0];
    for (const [colour] of set) {
      least = Math.min(least, part(colour, shift));
      most = Math.max(most, part(colour, shift));
    }
    return { shift, reach: most - least };
  });
  const { shift, reach: most } = reach.reduce((best, each) => (each.reach > best.reach ? each : best));
  const count = set.reduce((sum, [, seen]) => sum + seen, 0);
  return { shift, weight: Math.max(0, most) ** 2 * Math.sqrt(count) };
}

function middle(set: readonly Counted[]): number {
  const half = set.reduce((sum, [, count]) => sum + count, 0) / 2;
  let seen = 0;
  for (const [index, [, count]] of set.entries()) {
    seen += count;
    if (seen >= half) return Math.min(Math.max(index, 1), set.length - 1);
  }
  return set.length - 1;
}

/** How many of a thousand dots look different. */
export function perMilleApart(one: Picture, other: Picture): number {
  if (one.width !== other.width || one.height !== other.height) return 1_000;
  let apart = 0;
  for (let dot = 0; dot < one.rgb.length; dot += 3) {
    const far = [0, 1, 2].some((each) => Math.abs((one.rgb[dot + each] ?? 0) - (other.rgb[dot + each] ?? 0)) > NEAR);
    if (far) apart += 1;
  }
  return (apart / (one.rgb.length / 3)) * 1_000;
}

/** A difference that no eye sees. */
const NEAR = 24;
