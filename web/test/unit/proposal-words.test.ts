// The words of proposals, which come late and apart from the others: every language says everything, none of it in English,
// and numbers are named wherever English names them. And the difference as it is drawn.
import { describe, expect, test } from "vitest";

import type { Change } from "../../src/branch/ask.ts";
import { rowsOf, sideOf } from "../../src/branch/difference.ts";
import { LANGUAGES } from "../../src/lang/index.ts";
import { proposalWords } from "../../src/lang/proposals/index.ts";

const NUMBERS = [0, 1, 2, 3, 11, 2_140, 1_000_000];

/** Each sentence with where it stands; functions are called with numbers and with a name. */
function sentences(words: object, path = ""): [at: string, says: string, given: number | null][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const at = `${path}.${key}`;
    if (typeof value === "string") return [[at, value, null]];
    if (typeof value !== "function") return sentences(value as object, at);
    const say = value as (given: unknown) => string;
    return NUMBERS.map((n): [string, string, number] => [at, say(n), n]);
  });
}

const hasNumber = (sentence: string, n: number): boolean =>
  sentence
    .replace(/(?<=\d)[.,\u00a0\u202f](?=\d)/gu, "")
    .match(/\d+/g)
    ?.includes(String(n)) === true;

describe.each(LANGUAGES)("$name", ({ code }) => {
  test("says everything as print does", async () => {
    const [own, english] = [sentences(await proposalWords(code)), sentences(await proposalWords("en"))];
    expect(own.map(([at]) => at)).toEqual(english.map(([at]) => at));
    for (const [index, [at, says, given]] of own.entries()) {
      expect(says.trim(), at).not.toBe("");
      expect(says, at).not.toMatch(/undefined|NaN|\[object|#|['"`]|\.\.\./);
      if (code === "fr") expect(says, at).not.toMatch(/[^\u202f][;:!?»]|«[^\u202f]/u);
      if (code === "es") expect(says.split("¿").length, at).toBe(says.split("?").length);
      if (given === null || (code === "ar" && given <= 2) || !hasNumber(english[index]?.[1] ?? "", given)) continue;
      expect(hasNumber(says, given), `${at} of ${String(given)}: ${says}`).toBe(true);
    }
    if (code === "en") return;
    const same = own.filter(([, says], index) => says === english[index]?.[1]).map(([at]) => at);
    expect([...new Set(same)]).toEqual([]);
  });
});

const piece = (change: Change["change"], more: Partial<Change> = {}): Change => ({
  block: "b",
  kind: "p",
  change,
  moved: false,
  form: false,
  parts: [],
  ...more,
});

test("what is the same is gathered, but for the neighbours of what changed", () => {
  const same = piece("same");
  const rows = rowsOf([same, same, same, same, piece("added"), same, same, same, same, piece("same", { moved: true })]);
  expect(rows.map((row) => (row.is === "same" ? row.count : row.piece.change))).toEqual([
    3,
    "same",
    "added",
    "same",
    2,
    "same",
    "same",
  ]);
});

test("each side has its own words, and the words of both", () => {
  const parts = [
    { is: "same", text: "The " },
    { is: "removed", text: "old " },
    { is: "added", text: "new " },
    { is: "same", text: "rule." },
  ] as const;
  const textOf = (side: "before" | "after"): string =>
    sideOf(parts, side)
      .map(({ text }) => text)
      .join("");
  expect([textOf("before"), textOf("after")]).toEqual(["The old rule.", "The new rule."]);
});
