// The inline content of one block while it is being read: spaces are joined as a page joins them, equal neighbours become
// one run, and the language that most of it is in becomes the block's. Makes nothing of markup; clean.ts tells it what
// stands where. Next: clean.ts.
import { firstStrong } from "./direction.ts";
import type { PastedInline, PastedMarks } from "./tree.ts";

/** How a stretch of text is written. */
export interface Manner {
  readonly marks: PastedMarks;
  readonly lang: string | null;
}

export interface Finished {
  readonly content: readonly PastedInline[];
  /** The language that most of it is in, where something says so. */
  readonly lang: string | null;
}

type Run = { text: string; readonly manner: Manner };
type Part = Run | Exclude<PastedInline, { text: string }>;

const NO_MARKS: PastedMarks = {};
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;
const isRun = (part: Part): part is Run => "manner" in part;

export class Line {
  private readonly parts: Part[] = [];
  private atSpace = true;

  /** Whether the text goes on in a new line. */
  get endsWithBreak(): boolean {
    const last = this.parts.at(-1);
    return last !== undefined && !isRun(last) && "break" in last;
  }

  /** Text in which any run of white space is one space. */
  joined(raw: string, manner: Manner): void {
    let text = raw.replace(/[ \t\n\r\f]+/g, " ").replace(CONTROL, " ");
    if (this.atSpace && text.startsWith(" ")) text = text.slice(1);
    this.append(text, manner);
  }

  /** Text whose spaces count, and whose line ends are breaks. */
  kept(raw: string, manner: Manner): void {
    const lines = raw.replace(/\r\n?/g, "\n").split("\n");
    lines.forEach((line, index) => {
      if (index > 0) this.break(true);
      this.append(line.replace(CONTROL, " "), manner);
    });
  }

  break(kind: true | "page"): void {
    this.parts.push({ break: kind });
    this.atSpace = true;
  }

  /** A note, a reference, or content that is finished already. */
  put(part: PastedInline, manner: Manner): void {
    if ("text" in part) this.append(part.text, { ...manner, marks: { ...manner.marks, ...part.marks } });
    else {
      this.parts.push(part);
      this.atSpace = "break" in part;
    }
  }

  finish(): Finished {
    this.trim();
    const lang = mostly(this.parts.filter(isRun));
    const content = merged(this.parts.map((part) => (isRun(part) ? spoken(part, lang) : part)));
    return { content, lang };
  }

  private append(text: string, manner: Manner): void {
    if (text === "") return;
    const last = this.parts.at(-1);
    if (last !== undefined && isRun(last) && last.manner === manner) last.text += text;
    else this.parts.push({ text, manner });
    this.atSpace = text.endsWith(" ");
  }

  /** Spaces and breaks at the ends are the page's, not the text's. No-break spaces with nothing else are nothing. */
  private trim(): void {
    for (let last = this.parts.at(-1); last !== undefined; last = this.parts.at(-1)) {
      if (!isRun(last)) {
        if (!("break" in last) || last.break === "page") break;
      } else {
        last.text = last.text.replace(/[ \u00a0]+$/u, "");
        if (last.text !== "") break;
      }
      this.parts.pop();
    }
    let first = this.parts.findIndex((part) => isRun(part) || !("break" in part) || part.break === "page");
    if (first < 0) first = this.parts.length;
    this.parts.splice(0, first);
    if (this.parts.every((part) => isRun(part) && !/[^\s\u200b\ufeff]/u.test(part.text))) this.parts.length = 0;
  }
}

function spoken({ text, manner }: Run, block: string | null): PastedInline {
  const lang = saidOf(manner.lang, text);
  const isOther = lang !== null && primary(lang) !== primary(block ?? "");
  const marks = isOther ? { ...manner.marks, lang } : manner.marks;
  return Object.keys(marks).length === 0 ? { text } : { text, marks };
}

/** A space at the end of a run that a break follows is not seen. */
function merged(parts: readonly PastedInline[]): PastedInline[] {
  const found: PastedInline[] = [];
  for (const part of parts) {
    const last = found.at(-1);
    if ("text" in part && last !== undefined && "text" in last && sameMarks(part.marks, last.marks))
      found[found.length - 1] = { ...last, text: last.text + part.text };
    else found.push(part);
  }
  return found.flatMap((part, index) => {
    const next = found[index + 1];
    if (!("text" in part) || next === undefined || !("break" in next)) return [part];
    const text = part.text.replace(/ +$/, "");
    return text === "" ? [] : [{ ...part, text }];
  });
}

export function sameMarks(one: PastedMarks = NO_MARKS, other: PastedMarks = NO_MARKS): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function mostly(runs: readonly Run[]): string | null {
  const units = new Map<string | null, number>();
  for (const { text, manner } of runs) {
    const letters = text.replace(/[^\p{L}]/gu, "").length;
    const lang = saidOf(manner.lang, text);
    units.set(lang, (units.get(lang) ?? 0) + letters);
  }
  let most: string | null = null;
  for (const [lang, count] of units) if (count > (units.get(most) ?? 0)) most = lang;
  return most;
}

/** What a program says of the language, if it can be true: word processors often name one for each kind of script at once,
 *  and then the wrong one for what is there. */
function saidOf(lang: string | null, text: string): string | null {
  if (lang === null) return null;
  const found = firstStrong([{ text }]);
  return found !== null && (found === "rtl") === RIGHT_TO_LEFT.has(primary(lang)) ? lang : null;
}

const RIGHT_TO_LEFT = new Set("ar arc ckb dv fa he ku ps sd syr ug ur yi".split(" "));

/** The language of a tag, without its country and script. */
export const primary = (lang: string): string => (lang.split("-")[0] ?? "").toLowerCase();

/** A language tag as it is written, or null for what names none. */
export function language(tag: string | undefined): string | null {
  if (tag === undefined || !/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*$/.test(tag) || tag.length > 35) return null;
  if (/^(?:und|zxx|mul)(?:-|$)/i.test(tag)) return null;
  const [first = "", ...rest] = tag.split("-");
  return [first.toLowerCase(), ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join("-");
}
