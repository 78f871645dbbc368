// The words: every language says everything, every code of the service has a sentence, and the codes are those of the
// service's own table.
import { readFileSync } from "node:fs";

import { describe, expect, test, vi } from "vitest";

import { CODES, codeOf, codeOfClose, isRetriable } from "../../src/code.ts";
import { ar } from "../../src/lang/ar.ts";
import { deskWords } from "../../src/lang/desk/index.ts";
import { editionsWords } from "../../src/lang/editions/index.ts";
import { importingWords } from "../../src/lang/importing/index.ts";
import { loadDoor } from "../../src/lang/door/index.ts";
import { en, type Words } from "../../src/lang/en.ts";
import { es } from "../../src/lang/es.ts";
import { fr } from "../../src/lang/fr.ts";
import { LANGUAGES, load, preferred, type LanguageCode } from "../../src/lang/index.ts";
import { pt } from "../../src/lang/pt.ts";
import { readyWords } from "../../src/lang/ready/index.ts";
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
    "mode-changed",
    "internal",
    "paused",
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

/** One sentence of a catalogue: where it stands, what it says, and the number its function was given. */
interface Sentence {
  readonly at: string;
  readonly says: string;
  readonly given: number | null;
}

const NUMBERS = [0, 1, 2, 3, 5, 11, 100, 2_140, 1_000_000];

/** Every sentence of a catalogue; functions are called with small and large numbers. */
function sentences(words: object, path = ""): Sentence[] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]) => {
    const at = path === "" ? key : `${path}.${key}`;
    if (typeof value === "string") return [{ at, says: value, given: null }];
    if (typeof value === "function") return called(at, value as (...given: unknown[]) => string);
    return sentences(value as object, at);
  });
}

function called(at: string, say: (...given: unknown[]) => string): Sentence[] {
  if (at === "status.refused.head" || at === "status.shelved.rest") {
    return CODES.map((code) => ({ at: `${at}.${code}`, says: say(code), given: null }));
  }
  return NUMBERS.map((given) => ({ at, says: say(given), given }));
}

/** Whether a sentence has this number in it, however the language groups its digits. */
function hasNumber(sentence: string, n: number): boolean {
  const plain = sentence.replace(/(?<=\d)[.,\u00a0\u202f](?=\d)/gu, "");
  return plain.match(/\d+/g)?.includes(String(n)) === true;
}

/** A language with the catalogues that come with their pages. */
const everything = async (code: LanguageCode): Promise<object> => ({
  ...(await load(code)),
  desk: await deskWords(code),
  editions: await editionsWords(code),
  importing: await importingWords(code),
  ready: await readyWords(code),
  door: await loadDoor(code),
});
const english = await everything("en");

/** What programs and files are called everywhere. */
const NAMES = ["editions.formats.docx", "editions.formats.md", "editions.formats.pdf"];
/** What is the same word in both languages, or no word at all. */
const SAME_AS_ENGLISH: Record<LanguageCode, readonly string[]> = {
  en: [],
  fr: [
    ...NAMES,
    "product",
    "direction",
    "desk.sessions.title",
    "door.code.label",
    "structure.labels.figure",
    "structure.labels.note",
    "structure.labels.section",
    "writing.keyGroups.page",
  ],
  es: [...NAMES, "product", "direction", "writing.keyNames.escape"],
  pt: [
    ...NAMES,
    "product",
    "direction",
    "toolbar.link",
    "link.title",
    "writing.insert.link",
    "writing.keyNames.shift",
    "writing.keyNames.escape",
    "writing.keyNames.enter",
  ],
  // The keys of an Arabic keyboard bear Latin letters.
  ar: ["product", "writing.keyNames.shift", "writing.keyNames.escape", "writing.keyNames.enter"],
};

// That no language lacks a sentence is the compiler's to see: each catalogue is declared as `Words`. It cannot see an
// empty one, or one that nobody translated.
describe.each(LANGUAGES)("$name", ({ code, name }) => {
  test("says everything, and leaves no gap in a sentence", async () => {
    const words: Words = await load(code);
    expect([words.code, words.name, Object.keys(words)]).toEqual([code, name, Object.keys(en)]);
    const all = sentences(await everything(code));
    expect(all.map(({ at }) => at)).toEqual(sentences(english).map(({ at }) => at));
    for (const { at, says } of all) {
      expect(says.trim(), at).not.toBe("");
      expect(says, at).not.toMatch(/undefined|NaN|\[object|#/);
    }
  });

  test("writes apostrophes and quotation marks as print does", async () => {
    for (const { at, says } of sentences(await everything(code))) expect(says, at).not.toMatch(/['"`]|\.\.\./);
  });

  test("names a number wherever English does", async () => {
    const words = sentences(await everything(code));
    for (const [index, { at, says, given }] of sentences(english).entries()) {
      if (given === null || !hasNumber(says, given)) continue;
      // Arabic has a form of its own for none, one and two, which says the number without a digit.
      if (code === "ar" && given <= 2) continue;
      expect(hasNumber(words[index]?.says ?? "", given), `${at} of ${String(given)}: ${words[index]?.says ?? ""}`).toBe(
        true,
      );
    }
  });

  if (code === "en") return;
  test("leaves nothing in English", async () => {
    const words = sentences(await everything(code));
    const same = sentences(english).filter(({ says }, index) => words[index]?.says === says);
    expect([...new Set(same.map(({ at }) => at))].sort()).toEqual([...SAME_AS_ENGLISH[code]].sort());
  });
});

test("French sets a narrow no-break space before ; : ! ? and inside its quotation marks", async () => {
  for (const { at, says } of sentences(await everything(fr.code as LanguageCode))) {
    const text = says.replace(/https?:\/\//g, "");
    expect(text, at).not.toMatch(/[^\u202f][;:!?»]|«[^\u202f]/u);
    expect(text, at).not.toMatch(/[ \u00a0]\u202f|\u202f[ \u00a0]/u);
  }
});

test("Spanish opens what it closes, and sets no space before it", async () => {
  for (const { at, says } of sentences(await everything(es.code as LanguageCode))) {
    const often = (mark: string): number => says.split(mark).length - 1;
    expect([often("¿"), often("¡"), often("«")], at).toEqual([often("?"), often("!"), often("»")]);
    expect(says, at).not.toMatch(/\s[;:!?»]/u);
  }
});

test("whole millions have their own plural, and French counts nothing as one", () => {
  const counted = ({ chapter }: Words): string[] => [0, 1, 2, 1_000_000].map((n) => chapter.words(n));
  expect(counted(fr)).toEqual(["0 mot", "1 mot", "2 mots", "1\u202f000\u202f000 de mots"]);
  expect(counted(es)).toEqual(["0 palabras", "1 palabra", "2 palabras", "1.000.000 de palabras"]);
  expect(counted(pt)).toEqual(["0 palavra", "1 palavra", "2 palavras", "1.000.000 de palavras"]);
});

test("a device begins in the first language of its browser that is spoken here", () => {
  const beginsWith = (...languages: string[]): LanguageCode => {
    vi.stubGlobal("navigator", { languages });
    return preferred();
  };
  expect(beginsWith("pt-BR", "en")).toBe("pt");
  expect(beginsWith("de-CH", "fr-CH", "en")).toBe("fr");
  expect(beginsWith("es-419")).toBe("es");
  expect(beginsWith("de")).toBe("en");
  vi.unstubAllGlobals();
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
      for (const words of [en, fr, es, pt, ar]) {
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
    expect(footWords(en, { is: "reading", reason: "paused", kept: 3, unkept: 0 })).toBe("Paused · 3 changes wait");
  });

  test("what is decided of a chapter is one word at the foot; the sentence stands over the text", () => {
    expect(footWords(en, { is: "reading", reason: "locked" })).toBe("Reading");
  });
});
