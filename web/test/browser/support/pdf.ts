// The words of a PDF as our press writes it, page by page, for tests that ask whether they are there. No reader of PDFs in
// general: plain objects, deflated streams, fonts that name their letters. Next: ../press.test.ts.
import { inflateSync } from "node:zlib";

interface Piece {
  readonly dictionary: string;
  readonly stream: Buffer | null;
}

/** All words of all pages, each run of white space as one space. */
export function pdfText(pdf: Buffer): string {
  const pieces = piecesOf(pdf);
  const pages = [...pieces.values()].filter(({ dictionary }) => /\/Type\s*\/Page\b/.test(dictionary));
  return pages
    .map((page) => pageText(pieces, page))
    .join("\n")
    .replace(/\s+/g, " ");
}

/** The numbered objects. */
function piecesOf(pdf: Buffer): Map<string, Piece> {
  const text = pdf.toString("latin1");
  const pieces = new Map<string, Piece>();
  const begins = /(?:^|\n)(\d+) 0 obj\s/g;
  for (let found = begins.exec(text); found !== null; found = begins.exec(text)) {
    const from = begins.lastIndex;
    const [end, stream] = [text.indexOf("endobj", from), text.indexOf("stream", from)];
    const dictionary = text.slice(from, stream === -1 ? end : Math.min(end, stream));
    const length = /\/Length (\d+)/.exec(dictionary)?.[1];
    if (length === undefined) {
      pieces.set(found[1] ?? "", { dictionary, stream: null });
      continue;
    }
    const data = stream + (text.startsWith("stream\r\n", stream) ? 8 : 7);
    const raw = pdf.subarray(data, data + Number(length));
    pieces.set(found[1] ?? "", { dictionary, stream: /FlateDecode/.test(dictionary) ? inflateSync(raw) : raw });
    begins.lastIndex = data + Number(length);
  }
  return pieces;
}

function pageText(pieces: Map<string, Piece>, page: Piece): string {
  const at = (number: string | undefined): Piece | null => pieces.get(number ?? "") ?? null;
  const content = at(/\/Contents (\d+) 0 R/.exec(page.dictionary)?.[1])?.stream?.toString("latin1") ?? "";
  const resources = at(/\/Resources (\d+) 0 R/.exec(page.dictionary)?.[1])?.dictionary ?? page.dictionary;
  const named = /\/Font\s*<<([^>]*)>>/.exec(resources)?.[1] ?? "";
  const fonts = new Map<string, Map<string, string>>();
  for (const [, name = "", number] of named.matchAll(/\/(\S+) (\d+) 0 R/g)) {
    const letters = at(/\/ToUnicode (\d+) 0 R/.exec(at(number)?.dictionary ?? "")?.[1]);
    fonts.set(name, lettersOf(letters?.stream?.toString("latin1") ?? ""));
  }
  let letters = new Map<string, string>();
  let shown = "";
  let before: readonly string[] = [];
  for (const token of tokensOf(content)) {
    if (token.startsWith("(")) shown += token.slice(1).replace(/[\s\S]{2}/g, (glyph) => letters.get(glyph) ?? "");
    if (token === "Tf") letters = fonts.get(before.at(-2)?.slice(1) ?? "") ?? letters;
    if (token === "TJ" || token === "Tj") shown += "\n";
    before = [...before.slice(-1), token];
  }
  return shown;
}

/** What each glyph of a font stands for: its two bytes, and the letters. */
function lettersOf(map: string): Map<string, string> {
  const letters = new Map<string, string>();
  for (const [, glyph = "", stands = ""] of map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gim)) {
    letters.set(Buffer.from(glyph, "hex").toString("latin1"), Buffer.from(stands, "hex").swap16().toString("utf16le"));
  }
  return letters;
}

const ESCAPED: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** The words of a page's program; a string as its bytes behind an opening bracket. */
function* tokensOf(content: string): Generator<string> {
  const next = /\(|\/?[^\s()[\]/]+/g;
  for (let found = next.exec(content); found !== null; found = next.exec(content)) {
    if (found[0] !== "(") {
      yield found[0];
      continue;
    }
    const [bytes, end] = stringAt(content, next.lastIndex);
    next.lastIndex = end;
    yield `(${bytes}`;
  }
}

/** The bytes of the string that begins here, and where it ends. Brackets in it may stand in pairs. */
function stringAt(content: string, from: number): [bytes: string, end: number] {
  const part = /\\([0-7]{1,3}|[\s\S])|[\s\S]/y;
  part.lastIndex = from;
  let bytes = "";
  for (let depth = 1, found = part.exec(content); found !== null; found = part.exec(content)) {
    const [whole, escaped] = found;
    if (whole === "(") depth += 1;
    if (whole === ")") depth -= 1;
    if (depth === 0) break;
    if (escaped === undefined) bytes += whole;
    else bytes += /^[0-7]/.test(escaped) ? String.fromCharCode(parseInt(escaped, 8)) : (ESCAPED[escaped] ?? escaped);
  }
  return [bytes, part.lastIndex];
}
