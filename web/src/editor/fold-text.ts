// Text as it is compared when it is looked for: without regard to case, accents, vowel signs, kinds of quotation marks, dashes
// and spaces. Every unit of the folded text knows where it came from. Pure. Next: find.ts.

/** A text folded. `places` says from which unit of the text each unit came, and which one is behind it; null: the same one. */
export interface Folded {
  readonly text: string;
  readonly places: { readonly from: readonly number[]; readonly to: readonly number[] } | null;
}

/** Where a part of the folded text stands in the text, in whole characters. */
export const rangeIn = ({ places }: Folded, from: number, to: number): readonly [number, number] =>
  places === null ? [from, to] : [places.from[from] ?? 0, places.to[to - 1] ?? 0];

// eslint-disable-next-line no-control-regex -- the plain half of ASCII, in which a unit is a character
const PLAIN = /^[\x00-\x7f]*$/;
const MARK = /^\p{M}$/u;
/** What is written in several ways and meant in one. */
const SAME: Readonly<Record<string, string>> = {
  "‘": "'",
  "’": "'",
  "‚": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "«": '"',
  "»": '"',
  "‐": "-",
  "‑": "-",
  "–": "-",
  "—": "-",
  "\u00a0": " ",
  "\u2009": " ",
  "\u202f": " ",
  "\u2007": " ",
  ى: "ي",
  ة: "ه",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ł: "l",
  ı: "i",
};

const known = new Map<string, string>();
const KNOWN_MAX = 5_000;

/** A character folded; empty for what only says how its neighbour is written: marks, soft hyphens, signs of direction. */
function foldedCharacter(character: string): string {
  let folded = known.get(character);
  if (folded === undefined) {
    const bare = character
      .normalize("NFD")
      .toLowerCase()
      .replace(/[\p{M}\p{Cf}ـ]/gu, "");
    folded = [...bare].map((each) => SAME[each] ?? each).join("");
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(character, folded);
  }
  return folded;
}

/** A text folded, without its places. */
export function folded(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  let result = "";
  for (const character of text) result += foldedCharacter(character);
  return result;
}

export function fold(text: string): Folded {
  if (PLAIN.test(text)) return { text: text.toLowerCase(), places: null };
  let result = "";
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const character of text) {
    const end = at + character.length;
    const bare = foldedCharacter(character);
    for (let unit = 0; unit < bare.length; unit += 1) {
      from.push(at);
      to.push(end);
    }
    // A mark belongs to what it stands on.
    if (bare === "" && to.length > 0 && MARK.test(character)) to[to.length - 1] = end;
    result += bare;
    at = end;
  }
  return { text: result, places: { from, to } };
}
