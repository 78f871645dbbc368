// What stands on the screens of publishing, as far as it is computed here: the order of what is left to do, when it is asked for
// again, sizes, keys, and which working text comes next; and that every code of the service has a sentence.
import { readFileSync } from "node:fs";

import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { ready as said } from "../../src/lang/ready/en.ts";
import { comparePath, downloadPath, type Finding, type Output } from "../../src/publishing/api.ts";
import { fetched, keyWords, nextRevision, sizeWords } from "../../src/publishing/edition.ts";
import { AT_LATEST_MS, CALM_MS, Looking } from "../../src/publishing/looking.ts";
import { byChapter, counted, keyed, placeOf } from "../../src/publishing/ready.ts";

const finding = (chapter: string, code: string, more: Partial<Finding> = {}): Finding => ({
  chapter,
  chapter_title: `Chapter ${chapter}`,
  block: "b1",
  code,
  severity: "error",
  detail: "",
  ...more,
});

describe("what is left to do", () => {
  const findings = [finding("a", "no-alt"), finding("b", "no-title"), finding("a", "no-glyph"), finding("c", "no-alt")];

  test("stands by chapter, the one that somebody is in before all others", () => {
    const order = (here: string | null) =>
      byChapter(findings, here).map(({ chapter, findings }) => [chapter, findings.length]);
    expect(order(null)).toEqual([
      ["a", 2],
      ["b", 1],
      ["c", 1],
    ]);
    expect(order("c").map(([chapter]) => chapter)).toEqual(["c", "a", "b"]);
    expect(byChapter([], "a")).toEqual([]);
  });

  test("is counted by what stops an edition and what does not", () => {
    const some = [...findings, finding("a", "no-head-row", { severity: "warning" })];
    expect(counted(some)).toEqual({ errors: 4, warnings: 1 });
    expect(counted([])).toEqual({ errors: 0, warnings: 0 });
  });

  test("is at an address, whatever its block is called", () => {
    expect(placeOf({ chapter: "a", block: null })).toBe("/chapters/a");
    expect(placeOf({ chapter: "a", block: "x/#y" })).toBe("/chapters/a#x%2F%23y");
  });

  test("has a key each, even where one comes twice", () => {
    const keys = keyed([finding("a", "no-alt"), finding("a", "no-alt"), finding("a", "no-alt", { block: "b2" })]);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(3);
  });

  test("has a sentence for every code of the service, and no other", () => {
    const rust = readFileSync(new URL("../../../crates/edition/src/ready.rs", import.meta.url), "utf8");
    const code = /impl Code \{[\s\S]*?\n\}/.exec(rust)?.[0] ?? "";
    const words = [...code.matchAll(/=> "([a-z-]+)"/g)].map(([, word]) => word ?? "");
    expect(words.length).toBeGreaterThan(8);
    expect(Object.keys(said.codes).sort()).toEqual(words.sort());
  });
});

describe("the list is asked for again", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** A list whose answers are given by hand. */
  function asked() {
    const answers: ((found: number) => void)[] = [];
    const refusals: (() => void)[] = [];
    const told: (number | "failed")[] = [];
    const looking = new Looking<number>({
      ask: () =>
        new Promise((answer, refuse) => {
          answers.push(answer);
          refusals.push(() => refuse(new Error("no")));
        }),
      found: (found) => told.push(found),
      failed: () => told.push("failed"),
      looks: () => undefined,
    });
    return { answers, refusals, told, looking };
  }

  test("once, some time after the last change", async () => {
    const { answers, told, looking } = asked();
    looking.soon();
    await vi.advanceTimersByTimeAsync(CALM_MS - 1);
    looking.soon();
    await vi.advanceTimersByTimeAsync(CALM_MS - 1);
    expect(answers).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(answers).toHaveLength(1);
    answers[0]?.(3);
    await vi.advanceTimersByTimeAsync(0);
    expect(told).toEqual([3]);
  });

  test("also while somebody never stops typing", async () => {
    const { answers, looking } = asked();
    for (let waited = 0; waited < AT_LATEST_MS + CALM_MS; waited += 500) {
      looking.soon();
      await vi.advanceTimersByTimeAsync(500);
    }
    expect(answers).toHaveLength(1);
  });

  test("never twice at a time; what changed meanwhile is asked for when the answer is there", async () => {
    const { answers, told, looking } = asked();
    looking.now();
    looking.now();
    looking.now();
    expect(answers).toHaveLength(1);
    answers[0]?.(1);
    await vi.advanceTimersByTimeAsync(0);
    expect(answers).toHaveLength(2);
    answers[1]?.(2);
    await vi.advanceTimersByTimeAsync(0);
    expect([answers.length, told]).toEqual([2, [1, 2]]);
  });

  test("after a failure too, and not once it is closed", async () => {
    const { answers, refusals, told, looking } = asked();
    looking.now();
    refusals[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    looking.now();
    expect([answers.length, told]).toEqual([2, ["failed"]]);
    looking.soon();
    looking.end();
    answers[1]?.(9);
    await vi.advanceTimersByTimeAsync(CALM_MS * 2);
    looking.now();
    expect([answers.length, told]).toEqual([2, ["failed"]]);
  });
});

describe("editions", () => {
  test("the next working text is counted from the last final edition", () => {
    const edition = (n: number, revision: number | null) => ({ n, revision });
    expect(nextRevision([])).toBe(1);
    expect(nextRevision([edition(1, 1), edition(2, 2)])).toBe(3);
    expect(nextRevision([edition(3, null), edition(1, 1), edition(2, 2)])).toBe(1);
    expect(nextRevision([edition(4, 1), edition(3, null)])).toBe(2);
  });

  test("files stand in the order of use, and what nobody here knows is left out", () => {
    const output = (format: string): Output => ({ name: `m-1.${format}`, format, bytes: 1, sha256: "" });
    const names = fetched(["zip", "odt", "md", "pdf", "docx"].map(output)).map(({ name }) => name);
    expect(names).toEqual(["m-1.pdf", "m-1.docx", "m-1.md", "m-1.zip"]);
  });

  test("sizes are read as people read them", () => {
    expect(sizeWords(12, "en")).toBe("0.1 kB");
    expect(sizeWords(1_234, "en")).toBe("1.2 kB");
    expect(sizeWords(345_678, "en")).toBe("346 kB");
    expect(sizeWords(2_345_678, "en")).toBe("2.3 MB");
    expect(sizeWords(12_345_678, "fr")).toMatch(/^12\s?Mo$/u);
    expect(sizeWords(2_345_678, "ar-u-nu-latn")).toContain("2.3");
  });

  test("a key is read in groups of four", () => {
    expect(keyWords("1a2b3c4d5e6f7a8b")).toBe("1a2b 3c4d 5e6f 7a8b");
  });

  test("addresses hold whatever a manual or a file is called", () => {
    expect(comparePath("fp-manual", 1, "now")).toBe("/fp-manual/editions/1..now");
    expect(comparePath("é", 1, 2)).toBe("/%C3%A9/editions/1..2");
    expect(downloadPath("fp", 2, "fp 2.pdf")).toBe("/fp/editions/2/download/fp%202.pdf");
  });
});
