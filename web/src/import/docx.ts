// A .docx as a plain tree: looked at first (zip.ts, xml.ts), prepared part by part, read by mammoth, and cleaned like a
// paste. Runs in a worker, which is ended if it takes too long; nothing of the file is fetched, run or kept. Next:
// prepare.ts, worker.ts.
import mammoth from "mammoth";

import { cleanedRoot } from "../paste/clean.ts";
import { parseHtml } from "../paste/html.ts";
import { pictureOf } from "../paste/image.ts";
import { Leaving } from "../paste/left.ts";
import { imported, type Imported } from "./imported.ts";
import { IMAGES_BYTES_MAX } from "./limits.ts";
import { applyMarks } from "./marked.ts";
import { prepare } from "./prepare.ts";
import { Refused } from "./refused.ts";
import { WordStyles } from "./word-styles.ts";
import { attribute, scan, unescaped, xmlText } from "./xml.ts";
import { stored, Zip } from "./zip.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const STYLE_MAP = [
  "p[style-name='Title'] => p.MsoTitle:fresh",
  "p[style-name='Quote'] => blockquote > p:fresh",
  "p[style-name='Intense Quote'] => blockquote > p:fresh",
  "p[style-name='Quotations'] => blockquote > p:fresh",
  "r[style-name='Emphasis'] => em",
  "r[style-name='Intense Emphasis'] => em",
  "br[type='page'] => br.page-break:fresh",
  ...[6, 7, 8, 9].flatMap((level) => [
    `p:unordered-list(${String(level)}) => ${"ul|ol > li > ".repeat(5)}ul > li:fresh`,
    `p:ordered-list(${String(level)}) => ${"ul|ol > li > ".repeat(5)}ol > li:fresh`,
  ]),
];

export async function importDocx(bytes: Bytes, fileName: string): Promise<Imported> {
  known(bytes);
  const zip = Zip.open(bytes);
  const leaving = new Leaving();
  const parts = await partsOf(zip);
  const prepared = await preparedParts(zip, parts, leaving);
  const pictures = new Map<string, Blob>();
  const html = await htmlOf(stored(prepared), pictures);
  const root = parseHtml(html);
  applyMarks(root);
  return imported(cleanedRoot(root, { pictures }, leaving), fileName, await titleIn(zip));
}

/** By its first bytes. */
function known(bytes: Bytes): void {
  const begins = (...first: number[]): boolean => first.every((byte, index) => bytes[index] === byte);
  if (begins(0xd0, 0xcf, 0x11, 0xe0)) throw new Refused(holds(bytes, "EncryptedPackage") ? "locked" : "old-word");
  if (!begins(0x50, 0x4b)) throw new Refused("not-known");
}

/** Whether a name stands in a compound file, as such files write names. */
function holds(bytes: Bytes, name: string): boolean {
  return new TextDecoder("utf-16le").decode(bytes.subarray(0, bytes.length & ~1)).includes(name);
}

interface Parts {
  readonly document: string;
  /** By the last word of the kind of their relation: styles, footnotes, header … */
  readonly related: ReadonlyMap<string, readonly string[]>;
}

async function partsOf(zip: Zip): Promise<Parts> {
  if (!zip.has("[Content_Types].xml")) throw new Refused("not-known");
  const [document] = (await relations(zip, "")).get("officeDocument") ?? ["word/document.xml"];
  if (document === undefined || !zip.has(document)) throw new Refused("not-known");
  return { document, related: await relations(zip, document) };
}

/** What a part relates to inside the archive: kind → names. */
async function relations(zip: Zip, part: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  const name = relationsOf(part);
  if (!zip.has(name)) return found;
  const xml = xmlText(await zip.read(name));
  const folder = part.slice(0, part.lastIndexOf("/") + 1);
  scan(xml, (tag) => {
    if (!/(?:^|:)Relationship$/.test(tag.name) || attribute(xml, tag, "TargetMode") === "External") return;
    const kind = (attribute(xml, tag, "Type") ?? "").split("/").at(-1) ?? "";
    const target = attribute(xml, tag, "Target") ?? "";
    const path = target.startsWith("/") ? target.slice(1) : folder + target;
    found.set(kind, [...(found.get(kind) ?? []), path]);
  });
  return found;
}

function relationsOf(part: string): string {
  const at = part.lastIndexOf("/") + 1;
  return `${part.slice(0, at)}_rels/${part.slice(at)}.rels`;
}

/** The parts that the library reads: each looked at, those with text prepared. */
async function preparedParts(
  zip: Zip,
  { document, related }: Parts,
  leaving: Leaving,
): Promise<Map<string, Uint8Array>> {
  const one = (kind: string): string | null => related.get(kind)?.find((name) => zip.has(name)) ?? null;
  const text = async (name: string | null): Promise<string | null> =>
    name === null ? null : xmlText(await zip.read(name));
  const styles = new WordStyles(await text(one("styles")));
  const parts = new Map<string, Uint8Array>();
  const put = (name: string, content: string): void => void parts.set(name, new TextEncoder().encode(content));
  for (const name of [document, one("footnotes"), one("endnotes")]) {
    const content = await text(name);
    if (name !== null && content !== null) put(name, prepare(content, styles, leaving));
  }
  const plain = ["[Content_Types].xml", "_rels/.rels", relationsOf(document), one("styles"), one("numbering")];
  const ofNotes = [one("footnotes"), one("endnotes")].flatMap((name) => (name === null ? [] : [relationsOf(name)]));
  for (const name of [...plain, ...ofNotes]) {
    if (name === null || !zip.has(name)) continue;
    const content = xmlText(await zip.read(name));
    scan(content, () => undefined);
    put(name, content);
  }
  await pictures(zip, parts, leaving);
  for (const name of related.get("comments") ?? []) tell(await text(zip.has(name) ? name : null), "comment", leaving);
  for (const name of [...(related.get("header") ?? []), ...(related.get("footer") ?? [])])
    tell(await text(zip.has(name) ? name : null), "header", leaving);
  return parts;
}

async function pictures(zip: Zip, parts: Map<string, Uint8Array>, leaving: Leaving): Promise<void> {
  let total = 0;
  for (const name of zip.names) {
    if (!/^word\/media\/[^/]+$/i.test(name)) continue;
    total += zip.sizeOf(name);
    if (total > IMAGES_BYTES_MAX) leaving.add("image", name.split("/").at(-1));
    parts.set(name, total > IMAGES_BYTES_MAX ? new Uint8Array() : await zip.read(name));
  }
}

/** The words of each comment, or of a header as a whole. */
function tell(xml: string | null, what: "comment" | "header", leaving: Leaving): void {
  if (xml === null) return;
  let words: string[] = [];
  let from: number | null = null;
  scan(xml, ({ is, name, from: begin, to }) => {
    if (is === "open" && name === "w:t") from = to;
    else if (is === "close" && name === "w:t" && from !== null) words.push(unescaped(xml.slice(from, begin)));
    else if (is === "close" && name === "w:p") words.push(" ");
    else if (is === "close" && /^w:(?:comment|hdr|ftr)$/.test(name)) {
      if (words.join("").trim() !== "") leaving.add(what, words.join(""));
      words = [];
    }
  });
}

async function htmlOf(docx: Bytes, pictures: Map<string, Blob>): Promise<string> {
  const convertImage = mammoth.images.imgElement(async (image) => {
    const picture = pictureOf(new Uint8Array(await image.readAsArrayBuffer()));
    const src = `picture:${String(pictures.size)}`;
    if (picture !== null) pictures.set(src, picture);
    return { src: picture === null ? "picture:none" : src };
  });
  // In a browser the library asks for the one, in node for the other.
  const input = { arrayBuffer: docx.buffer, buffer: docx as unknown as Buffer };
  const options = { styleMap: STYLE_MAP, includeEmbeddedStyleMap: false, externalFileAccess: false, convertImage };
  try {
    return (await mammoth.convertToHtml(input, options)).value;
  } catch {
    throw new Refused("damaged");
  }
}

async function titleIn(zip: Zip): Promise<string> {
  if (!zip.has("docProps/core.xml")) return "";
  const xml = xmlText(await zip.read("docProps/core.xml"));
  return unescaped(/<dc:title>([^<]{0,400})<\/dc:title>/.exec(xml)?.[1] ?? "").trim();
}
