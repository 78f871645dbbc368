// What a person sees of a Word file's text and notes, told from its XML as it is written and by no reader of ours (and of
// Markdown, from its characters). Left
// out, as the README of the corpus says: deletions, what was moved away, hidden text, the older of two ways to say the
// same, the readings above ruby. Next: corpus.test.ts.
import { inflateRawSync } from "node:zlib";

export function wordsOfDocx(bytes: Uint8Array): string {
  const parts = [...entriesOf(Buffer.from(bytes))].filter(([name]) =>
    /^word\/(?:document\d*|footnotes|endnotes)\.xml$/.test(name),
  );
  return parts.map(([, xml]) => wordsOf(xml)).join(" ");
}

/** The words of Markdown without what only directs: heads of programs, addresses, labels, numbers of lists, tags. */
export function wordsOfMarkdown(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("utf8")
    .replace(/^---\n[^]*?\n---\n/, "")
    .replace(/!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|\[\^[^\]]*\]:?/g, " ")
    .replace(/<\/?t[a-z]+[^>]*>/g, " ")
    .replace(/<(?!https?:)[^>]*>|&\w+;/g, "")
    .replace(/^\s*\d+\./gm, " ");
}

function wordsOf(xml: string): string {
  return xml
    .replace(
      /<mc:AlternateContent>(?:(?!<\/mc:AlternateContent>)[^])*?<mc:Fallback>([^]*?)<\/mc:Fallback>[^]*?<\/mc:AlternateContent>/g,
      "$1",
    )
    .replace(/<w:(del|moveFrom|rt|instrText)(?: [^>]*[^/])?>[^]*?<\/w:\1>/g, "")
    .replace(/<w:r(?: [^>]*)?><w:rPr>(?:(?!<\/w:rPr>)[^])*<w:vanish\/>[^]*?<\/w:r>/g, "")
    .replace(/<w:(?:tab|br|noBreakHyphen|p)(?: [^>]*)?\/?>|<\/w:tc>/g, " ")
    .replace(/<[^>]*>/g, "")
    .replace(/&amp;/g, "&")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">");
}

function* entriesOf(zip: Buffer): Generator<[string, string]> {
  const end = zip.lastIndexOf("PK\u0005\u0006");
  let at = zip.readUInt32LE(end + 16);
  for (let each = 0; each < zip.readUInt16LE(end + 10); each += 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ];
    const header = zip.readUInt32LE(at + 42);
    const data = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const packed = zip.subarray(data, data + zip.readUInt32LE(at + 20));
    const content = zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    yield [zip.toString("utf8", at + 46, at + 46 + name), content.toString("utf8")];
    at += 46 + name + extra + comment;
  }
}
