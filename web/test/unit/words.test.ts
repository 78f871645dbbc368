// The words: every language says everything, every code of the service has a sentence, and the codes are those of the
// service's own table.
import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { CODES, codeOf, codeOfClose, isRetriable } from "../../src/code.ts";
import { ar } from "../../src/lang/ar.ts";
import { en, type Words } from "../../src/lang/en.ts";
import { LANGUAGES, load } from "../../src/lang/index.ts";

const CODE_RS = readFileSync(new URL("../../../crates/collab/src/code.rs", import.meta.url), "utf8");

test("the codes are those of collab::code, word for word and number for number", () => {
  const words = new Map([...CODE_RS.matchAll(/Self::(\w+) => "([a-z-]+)"/g)].map(([, name, word]) => [name, word]));
  const numbers = [...CODE_RS.matchAll(/Self::(\w+) => (\d{4})/g)].map(([, name, number]) => [
    words.get(name),
    Number(number),
  ]);
  expect(numbers.length).toBeGreaterThan(20);
  expect(CODES).toHaveLength(numbers.length);
  for (const [word, number] of numbers) expect(codeOfClose(Number(number))).toBe(word);
});

test("an unknown word is an internal problem, an unknown number none of ours", () => {
  expect(codeOf("no-such-code")).toBe("internal");
  expect(codeOf("toString")).toBe("internal");
  expect(codeOfClose(1006)).toBeNull();
  expect(CODES.filter(isRetriable)).toEqual(["too-many", "not-persisted", "too-slow", "stopping", "internal"]);
});

/** Every sentence of a catalogue under its path; functions are called with small and large numbers. */
function sentences(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const at = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") return [[at, value]];
    if (typeof value === "function") return called(at, value as (...given: unknown[]) => string);
    return sentences(value as object, at);
  });
}

function called(at: string, say: (...given: unknown[]) => string): [string, string][] {
  if (at === "status.refused") {
    return CODES.flatMap((code) => [0, 1, 3].map((n): [string, string] => [`${at}.${code}`, say(code, n)]));
  }
  return [0, 1, 2, 3, 11, 100, 2_140].map((n) => [at, say(n)]);
}

describe.each(LANGUAGES)("$name", ({ code }) => {
  test("says everything, and leaves no gap in a sentence", async () => {
    const words: Words = await load(code);
    expect([words.code, Object.keys(words)]).toEqual([code, Object.keys(en)]);
    for (const [at, sentence] of sentences(words)) {
      expect(sentence.trim(), at).not.toBe("");
      expect(sentence, at).not.toMatch(/undefined|NaN|\[object|#/);
    }
  });
});

test("Arabic is written from right to left and uses its plural forms", () => {
  expect([en.direction, ar.direction]).toEqual(["ltr", "rtl"]);
  expect([1, 2, 3, 11].map(ar.chapter.words)).toEqual(["كلمة واحدة", "كلمتان", "3 كلمات", "11 كلمة"]);
});

test("the sentences for unsaved changes say what is safe and what to do", () => {
  expect(en.status.offline(1)).toBe(
    "Offline. 1 change is kept on this page. Keep it open: it is sent when the connection returns.",
  );
  expect(en.status.offline(3)).toBe(
    "Offline. 3 changes are kept on this page. Keep it open: they are sent when the connection returns.",
  );
  expect(en.status.refused("read-only", 2)).toBe(
    "Your seat can read this chapter but no longer write in it. 2 changes of yours are not saved. They are still on this page: copy your text before you leave.",
  );
});
