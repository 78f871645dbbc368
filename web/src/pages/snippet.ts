// A piece of a text around what was found in it, as the service cuts it (crates/server/src/folded.rs): found without regard to
// case and accents, begun at a word, white space as single spaces. Pure. Next: find-on-device.ts.
import type { Hit } from "../api.ts";
import { matchesIn, OBJECT } from "../editor/find.ts";
import { fold } from "../editor/fold-text.ts";
import { isLowSurrogate } from "../editor/values.ts";

const BEFORE_UNITS = 60;
const BEHIND_UNITS = 120;
const CUT = "…";
const OBJECTS = new RegExp(OBJECT, "gu");

/** Text as it is looked through: what is no character is no gap either. */
export const plain = (text: string): string =>
  text
    .replace(OBJECTS, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();

/** The piece around the first place where `words`, folded already, stand in a text; null: they do not. */
export function snippetOf(written: string, words: string): Pick<Hit, "snippet" | "found"> | null {
  const text = plain(written);
  const places = matchesIn({ text, folded: fold(text) }, words, false);
  const [first] = places;
  if (first === undefined) return null;
  const from = wordBegins(text, Math.max(0, first[0] - BEFORE_UNITS), first[0]);
  const to = wholeTo(text, first[1] + BEHIND_UNITS);
  const head = from > 0 ? CUT : "";
  const shift = head.length - from;
  const found = places
    .filter(([start]) => start < to)
    .map(([start, end]): readonly [number, number] => [start + shift, Math.min(end, to) + shift]);
  return { snippet: `${head}${text.slice(from, to)}${to < text.length ? CUT : ""}`, found };
}

function wordBegins(text: string, from: number, at: number): number {
  if (from === 0) return 0;
  const space = text.indexOf(" ", from);
  if (space >= 0 && space < at) return space + 1;
  return isLowSurrogate(text.charCodeAt(from)) ? from - 1 : from;
}

const wholeTo = (text: string, to: number): number =>
  isLowSurrogate(text.charCodeAt(to)) ? to + 1 : Math.min(to, text.length);
