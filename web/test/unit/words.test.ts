// The words: every language says everything, every code of the service has a sentence, and the codes are those of the
// service's own table.
import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { CODES, codeOf, codeOfClose, isRetriable } from "../../src/code.ts";
import { ar } from "../../src/lang/ar.ts";
import { en, type Words } from "../../src/lang/en.ts";
import { LANGUAGES, load } from "../../src/lang/index.ts";
import { barWords, footWords, spokenWords } from "../../src/pages/status-words.ts";
import type { CannotKeep, Shown } from "../../src/status.ts";

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
  expect(CODES.filter(isRetriable)).toEqual([
    "too-many",
    "too-many-pages",
    "not-persisted",
    "too-slow",
    "stopping",
    "internal",
  ]);
});

const REASONS: readonly CannotKeep[] = ["full", "private", "blocked", "damaged", "gone"];
const amounts = [
  { kept: 0, unkept: 0 },
  { kept: 2, unkept: 0 },
  { kept: 1, unkept: 11 },
] as const;
const troubles: readonly Shown[] = amounts.flatMap((waits): Shown[] => [
  { is: "unreachable" },
  { is: "offline", writable: true, ...waits },
  { is: "offline", writable: false, ...waits },
  { is: "signed-out", ...waits },
  { is: "other-seat", name: "Norway", ...waits },
  { is: "outdated", ...waits },
  ...CODES.map((code): Shown => ({ is: "refused", code, ...waits })),
  ...REASONS.flatMap((why) => [true, false].map((up): Shown => ({ is: "cannot-keep", why, up, ...waits }))),
]);

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
  if (at === "status.refused.head" || at === "status.shelved.rest") {
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

describe("what is told of changes that wait: what happened, what is safe, what to do", () => {
  const cases: [string, Shown, "device" | "page", string][] = [
    [
      "offline with one change",
      { is: "offline", writable: true, kept: 1, unkept: 0 },
      "device",
      "Offline. 1 change is kept on this device. You can go on writing. Everything is sent when the connection returns.",
    ],
    [
      "offline, some not on the device yet",
      { is: "offline", writable: true, kept: 2, unkept: 3 },
      "device",
      "Offline. 2 changes are kept on this device. 3 changes are not kept yet: keep this page open. You can go on writing. Everything is sent when the connection returns.",
    ],
    [
      "offline on a device that is not one's own",
      { is: "offline", writable: true, kept: 3, unkept: 0 },
      "page",
      "Offline. 3 changes are on this page only: keep it open. You can go on writing. Everything is sent when the connection returns.",
    ],
    [
      "offline with nothing to send",
      { is: "offline", writable: true, kept: 0, unkept: 0 },
      "device",
      "Offline. You can go on writing: your changes are kept on this device and sent when the connection returns.",
    ],
    [
      "offline as a reader",
      { is: "offline", writable: false, kept: 0, unkept: 0 },
      "device",
      "Offline. You can go on reading what this device holds.",
    ],
    [
      "a full device",
      { is: "cannot-keep", why: "full", up: false, kept: 1, unkept: 2 },
      "device",
      "This device has no room left to keep your changes. 1 change is kept on this device. 2 changes are only on this page. Do not close this page. Save a copy now; the rest is sent when the connection returns.",
    ],
    [
      "another seat",
      { is: "other-seat", name: "Norway", kept: 2, unkept: 0 },
      "device",
      "Norway is signed in on this device now. 2 changes are kept on this device. Nothing of yours is sent as Norway. It is sent when your seat signs in here again.",
    ],
    [
      "refused",
      { is: "refused", code: "gap", kept: 2, unkept: 0 },
      "device",
      "Something is missing between this page and the service. 2 changes are kept on this device. They could not be sent. Try again, or save a copy.",
    ],
  ];
  test.each(cases)("%s", (_, what, where, sentence) => {
    expect(spokenWords(en, what, where)).toBe(sentence);
  });

  test("every kind of trouble says something in every language, with and without changes", () => {
    for (const what of troubles) {
      for (const words of [en, ar]) {
        for (const where of ["device", "page"] as const) {
          const told = barWords(words, what, where);
          expect(`${told?.head ?? ""} ${told?.rest ?? ""}`.trim(), what.is).not.toBe("");
          expect(footWords(words, what).trim()).not.toBe("");
        }
      }
    }
  });

  test("the foot counts what waits", () => {
    expect(footWords(en, { is: "offline", writable: true, kept: 2, unkept: 1 })).toBe("Offline · 3 changes wait");
    expect(footWords(en, { is: "signed-out", kept: 1, unkept: 0 })).toBe("Signed out · 1 change waits");
    expect(footWords(en, { is: "saved", at: null })).toBe("Saved");
  });
});
