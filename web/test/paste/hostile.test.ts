// HTML that wants to hurt: each is read, or refused, in less than two seconds of work, without a stack that overflows, and
// soup of tags loses no word and doubles none.
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { cleaned } from "../../src/paste/clean.ts";
import { textIn } from "./visible.ts";

const UNITS = 5_000_000;
const CPU_MS_MAX = 2_000;
const WAIT_MS = 60_000;

const filled = (piece: string): string => piece.repeat(Math.ceil(UNITS / piece.length));
const numbered = (count: number, piece: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => piece(n)).join("");

const HOSTILE: readonly [string, () => string][] = [
  ["100,000 divs in each other", () => `${"<div>x".repeat(100_000)}${"</div>".repeat(100_000)}`],
  ["a million divs that nobody closes", () => filled("<div>")],
  ["100,000 kinds of bold in each other", () => numbered(100_000, (n) => `<b id="${String(n)}">x`)],
  [
    "formatting that every paragraph would take over",
    () => `${numbered(2_000, (n) => `<i id="${String(n)}">`)}${filled("<p>x")}`,
  ],
  ["tables in tables", () => filled("<table><tr><td>x<td>y")],
  ["colspan and rowspan of 100,000", () => `<table>${filled("<tr><td colspan=100000 rowspan=100000>x")}`],
  ["a row of a million cells", () => `<table><tr>${filled("<td>x")}`],
  ["a million rows", () => `<table>${filled("<tr><td>x<td>y")}`],
  ["a million attributes", () => `<p ${numbered(600_000, (n) => `a${String(n)}=1 `)}>x`],
  ["an attribute without an end", () => `<p title="${filled("x")}`],
  ["comments without an end", () => filled("<!--")],
  ["end tags of nothing", () => `<p><b>${filled("</i></x></div>")}`],
  ["lists in lists", () => filled("<ul><li>x")],
  ["Word's lists", () => filled("<p style='mso-list:l0 level1'><span><span>x")],
  [
    "60,000 notes",
    () =>
      numbered(
        60_000,
        (n) => `<p>x<a href=#n${String(n)} id=r${String(n)}>1</a><p id=n${String(n)}><a href=#r${String(n)}>^</a>y`,
      ),
  ],
  [
    "one note of 10,000 words that 60,000 places refer to",
    () =>
      `<p>${numbered(60_000, (n) => `<a href=#n id=r${String(n)}>1</a>`)}<p id=n>${numbered(60_000, (n) => `<a href=#r${String(n)}>^</a>`)}${"note ".repeat(10_000)}`,
  ],
  ["style sheets", () => filled("<style>.a{font-weight:bold}</style>")],
  ["one rule for a million names", () => `<style>${filled(".a,")}.b{font-weight:bold}</style><p class=b>x`],
  ["style attributes", () => filled("<span style='font-weight:bold;mso-list:l0'>x</span>")],
  ["references to characters", () => filled("&amp")],
  ["angles", () => filled("<")],
  ["spaces", () => `<p>x${filled(" ")}x`],
  ["breaks", () => filled("x<br>")],
];

describe("work is bounded", () => {
  test.each(HOSTILE)(
    "%s",
    (name, html) => {
      const text = html();
      const before = process.cpuUsage();
      cleaned(text);
      const { user, system } = process.cpuUsage(before);
      const ms = Math.round((user + system) / 1_000);
      process.stdout.write(
        `hostile HTML, ${name}: ${String(Math.round(text.length / 100_000) / 10)} MB in ${String(ms)} ms\n`,
      );
      expect(ms).toBeLessThan(CPU_MS_MAX);
    },
    WAIT_MS,
  );

  test("HTML that is longer than can be read gives way to the plain text", () => {
    expect(cleaned(" ".repeat(16_000_001), { text: "one\r\ntwo\u0007" }).tree).toEqual([
      { kind: "p", content: [{ text: "one" }] },
      { kind: "p", content: [{ text: "two" }] },
    ]);
  });
});

const TAGS =
  "p div b i span a table tbody thead tr td th caption ul ol li h1 h3 blockquote sup o:p section dl dt dd pre figure br hr x-y".split(
    " ",
  );
const tag = fc.constantFrom(...TAGS);
const ATTRIBUTES = [
  "",
  ' style="font-weight:bold"',
  " colspan=3",
  " rowspan=2",
  " dir=rtl",
  ' lang="fr"',
  ' href="https://un.org"',
  " class='MsoTitle",
];
const piece = fc.oneof(
  fc.record({ open: tag, attributes: fc.constantFrom(...ATTRIBUTES.slice(0, -1)) }),
  fc.record({ close: tag }),
  fc.constant("word" as const),
);

test(
  "soup of tags loses no word and doubles none",
  () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const words: string[] = [];
        const html = pieces
          .map((each) => {
            if (each === "word") {
              words.push(`w${String(words.length)}e`);
              return ` ${words.at(-1) ?? ""} `;
            }
            return "open" in each ? `<${each.open}${each.attributes}>` : `</${each.close}>`;
          })
          .join("");
        const kept = textIn(cleaned(html).tree).match(/w\d+e/g) ?? [];
        expect([...kept].sort(), html).toEqual([...words].sort());
      }),
      { numRuns: 2_000, seed: 4 },
    );
  },
  WAIT_MS,
);
