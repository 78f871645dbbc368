// The tags of an XML text, one after the other, in one pass and without a tree: enough to look at a file before a parser
// does, and to change places in it. Refuses what a word processor never writes: a document type and what comes with it,
// depth without end, tags that do not match. Next: prepare.ts.
import { XML_DEPTH_MAX } from "./limits.ts";
import { Refused } from "./refused.ts";

export interface Tag {
  readonly is: "open" | "close" | "empty";
  /** As it is written, with its prefix. */
  readonly name: string;
  /** Where it stands in the text. */
  readonly from: number;
  readonly to: number;
  /** How many elements are around it. */
  readonly depth: number;
}

/** Bytes of a part as text. */
export function xmlText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refused("damaged");
  }
}

export function scan(xml: string, visit: (tag: Tag) => void): void {
  const open: string[] = [];
  let at = 0;
  for (;;) {
    const from = xml.indexOf("<", at);
    if (from < 0) break;
    const kind = xml.charAt(from + 1);
    if (kind === "!" || kind === "?") {
      at = pastDeclaration(xml, from);
      continue;
    }
    const to = pastTag(xml, from);
    const isClose = kind === "/";
    const name = nameAt(xml, isClose ? from + 2 : from + 1);
    if (isClose) {
      if (open.pop() !== name) throw new Refused("damaged");
      visit({ is: "close", name, from, to, depth: open.length });
    } else if (xml.charAt(to - 2) === "/") visit({ is: "empty", name, from, to, depth: open.length });
    else {
      visit({ is: "open", name, from, to, depth: open.length });
      if (open.push(name) > XML_DEPTH_MAX) throw new Refused("unsafe");
    }
    at = to;
  }
  if (open.length > 0) throw new Refused("damaged");
}

function pastDeclaration(xml: string, from: number): number {
  const ends = xml.startsWith("<!--", from)
    ? "-->"
    : xml.startsWith("<![CDATA[", from)
      ? "]]>"
      : xml.startsWith("<?", from)
        ? "?>"
        : null;
  if (ends === null) throw new Refused("unsafe");
  const end = xml.indexOf(ends, from + 2);
  if (end < 0) throw new Refused("damaged");
  return end + ends.length;
}

/** Past the angle that ends a tag; one inside quotes does not. */
function pastTag(xml: string, from: number): number {
  for (let at = from + 1; at < xml.length; at += 1) {
    const unit = xml.charCodeAt(at);
    if (unit === 0x3e) return at + 1;
    if (unit === 0x22 || unit === 0x27) {
      at = xml.indexOf(xml.charAt(at), at + 1);
      if (at < 0) break;
    }
  }
  throw new Refused("damaged");
}

function nameAt(xml: string, from: number): string {
  let to = from;
  while (to < xml.length && !endsName(xml.charCodeAt(to))) to += 1;
  if (to === from || to - from > 200) throw new Refused("damaged");
  return xml.slice(from, to);
}

const endsName = (unit: number): boolean => unit <= 0x20 || unit === 0x2f || unit === 0x3e;

const PATTERNS = new Map<string, RegExp>();

/** The value of an attribute of a tag, by its name with its prefix. */
export function attribute(xml: string, { from, to }: Tag, name: string): string | null {
  let pattern = PATTERNS.get(name);
  if (pattern === undefined) PATTERNS.set(name, (pattern = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`)));
  const found = pattern.exec(xml.slice(from, to));
  return found === null ? null : unescaped(found[1] ?? found[2] ?? "");
}

/** Whether an element that says yes or no says yes: it does without a value. */
export function isOn(xml: string, tag: Tag): boolean {
  return !/^(?:0|false|off)$/.test(attribute(xml, tag, "w:val") ?? "");
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export function unescaped(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/g,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return NAMED[name] ?? whole;
      const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\ufffd";
    },
  );
}

export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (unit) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[unit] ?? unit);
