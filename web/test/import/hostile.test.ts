// Files that want to hurt: each is refused for its reason, in less than two seconds of work; and of a file that is damaged
// somewhere nothing comes but a tree or a refusal.
import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { importDocx } from "../../src/import/docx.ts";
import { importMarkdown } from "../../src/import/markdown.ts";
import { Refused, type Why } from "../../src/import/refused.ts";
import { stored } from "../../src/import/zip.ts";

type Bytes = Uint8Array<ArrayBuffer>;

const CPU_MS_MAX = 2_000;
const WAIT_MS = 60_000;
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const bytesOf = (text: string): Bytes => new TextEncoder().encode(text);
const report = (): Bytes => new Uint8Array(readFileSync(new URL("corpus/made-report.docx", import.meta.url)));

const TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';
const document = (body: string): string => `<w:document ${W}><w:body>${body}</w:body></w:document>`;
const docx = (xml: string | Uint8Array, more: Record<string, string | Uint8Array> = {}): Bytes =>
  stored(
    new Map(
      Object.entries({ "[Content_Types].xml": TYPES, "word/document.xml": xml, ...more }).map(([name, content]) => [
        name,
        typeof content === "string" ? bytesOf(content) : content,
      ]),
    ),
  );

/** One deflated entry beside the types, with what is said of it changed. */
function lying(
  xml: string,
  said: { size?: number; name?: string; flag?: number; method?: number; count?: number },
): Bytes {
  const whole = docx(xml);
  const at = Buffer.from(whole).lastIndexOf("word/document.xml") - 46;
  const [header, packed] = [Buffer.from(whole).readUInt32LE(at + 42), deflateRawSync(bytesOf(xml))];
  const name = Buffer.from("word/document.xml");
  const local = Buffer.from(whole.subarray(header, header + 30));
  const central = Buffer.from(whole.subarray(at, at + 46));
  for (const [part, from] of [
    [local, 6],
    [central, 8],
  ] as const) {
    part.writeUInt16LE(said.flag ?? 0, from);
    part.writeUInt16LE(said.method ?? 8, from + 2);
    part.writeUInt32LE(packed.length, from + 12);
    part.writeUInt32LE(said.size ?? xml.length, from + 16);
  }
  const named = said.name === undefined ? name : Buffer.from(said.name.padEnd(name.length, "x"));
  const first = Buffer.from(whole.subarray(0, header));
  const types = Buffer.from(whole.subarray(Buffer.from(whole).indexOf("PK\u0001\u0002"), at));
  const data = Buffer.concat([first, local, named, packed]);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(said.count ?? 2, 8);
  end.writeUInt16LE(said.count ?? 2, 10);
  end.writeUInt32LE(types.length + central.length + named.length, 12);
  end.writeUInt32LE(data.length, 16);
  return new Uint8Array(Buffer.concat([data, types, central, named, end]));
}

const PARAGRAPH = "<w:p><w:r><w:t>words</w:t></w:r></w:p>";
const ENTITY = `<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>${document("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")}`;
const LAUGHS = `<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "${"&a;".repeat(1_000)}"><!ENTITY c "${"&b;".repeat(1_000)}">]>${document("&c;")}`;
const deep = (count: number): string =>
  document(`${"<w:sdt><w:sdtContent>".repeat(count)}${PARAGRAPH}${"</w:sdtContent></w:sdt>".repeat(count)}`);
const ole = (name: string): Bytes =>
  new Uint8Array(
    Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(504), Buffer.from(name, "utf16le")]),
  );

const HOSTILE: readonly [string, () => Bytes, Why][] = [
  ["an external entity", () => docx(ENTITY), "unsafe"],
  ["entities in entities", () => docx(LAUGHS), "unsafe"],
  [
    "an entity in the styles",
    () =>
      docx(document(PARAGRAPH), {
        "word/_rels/document.xml.rels": `<Relationships><Relationship Id="a" Type="x/styles" Target="styles.xml"/></Relationships>`,
        "word/styles.xml": ENTITY,
      }),
    "unsafe",
  ],
  ["20,000 content controls in each other", () => docx(deep(20_000)), "unsafe"],
  ["100,000 elements without an end", () => docx(`<w:document ${W}>${"<w:p>".repeat(100_000)}`), "unsafe"],
  ["a bomb that says what it is", () => lying(document("<w:p/>".repeat(8_000_000)), {}), "too-large"],
  ["a bomb that says that it is small", () => lying(document("<w:p/>".repeat(8_000_000)), { size: 900_000 }), "unsafe"],
  [
    "a bomb that says that it is a little larger than packed",
    () => lying(document(" ".repeat(40_000_000)), { size: 3_000_000 }),
    "unsafe",
  ],
  ["an entry of four gigabytes", () => lying(document(PARAGRAPH), { size: 0xfffffff0 }), "too-large"],
  ["an entry that is shorter than it says", () => lying(document(PARAGRAPH), { size: 20_000 }), "damaged"],
  ["a name that leads out of the archive", () => docx(document(PARAGRAPH), { "../../../etc/passwd": "x" }), "unsafe"],
  ["a name that begins at the root", () => docx(document(PARAGRAPH), { "/etc/passwd": "x" }), "unsafe"],
  ["a name of Windows", () => docx(document(PARAGRAPH), { "C:\\windows\\x": "x" }), "unsafe"],
  ["one name twice", () => docx(document(PARAGRAPH), { "WORD/document.xml": "x" }), "unsafe"],
  [
    "a name that differs in its two places",
    () =>
      Buffer.from(
        lying(document(PARAGRAPH), {}).map((byte, at, all) => (at === all.length - 23 ? byte ^ 1 : byte)),
      ) as unknown as Bytes,
    "damaged",
  ],
  [
    "3,000 entries",
    () =>
      docx(
        document(PARAGRAPH),
        Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`word/x${String(n)}`, "x"])),
      ),
    "too-large",
  ],
  ["an encrypted entry", () => lying(document(PARAGRAPH), { flag: 1 }), "locked"],
  ["a way to pack that nobody uses", () => lying(document(PARAGRAPH), { method: 14 }), "damaged"],
  ["more entries than there are", () => lying(document(PARAGRAPH), { count: 5 }), "damaged"],
  ["a document with a password", () => ole("EncryptedPackage"), "locked"],
  ["a .doc", () => ole("WordDocument"), "old-word"],
  ["a .docx cut in half", () => report().subarray(0, 2_000), "damaged"],
  ["an archive of something else", () => stored(new Map([["a.txt", bytesOf("x")]])), "not-known"],
  ["a picture", () => bytesOf("\u0089PNG"), "not-known"],
  ["nothing", () => new Uint8Array(), "not-known"],
  ["tags that do not match", () => docx(document("<w:p></w:r>")), "damaged"],
  ["no text", () => docx(document("<w:p/>")), "empty"],
  ["21 million bytes", () => new Uint8Array(21_000_000).fill(0x50, 0, 1).fill(0x4b, 1, 2), "too-large"],
];

/** What came of it, and how long the processor worked. */
async function outcome(work: () => unknown): Promise<{ why: Why | "read"; ms: number }> {
  const before = process.cpuUsage();
  let why: Why | "read" = "read";
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    why = error.why;
  }
  const { user, system } = process.cpuUsage(before);
  return { why, ms: Math.round((user + system) / 1_000) };
}

describe("files are refused before they harm", () => {
  test.each(HOSTILE)(
    "%s",
    async (name, bytes, expected) => {
      const file = bytes();
      const { why, ms } = await outcome(() => importDocx(file, "a.docx"));
      process.stdout.write(`hostile .docx, ${name}: ${why} after ${String(ms)} ms\n`);
      expect(why).toBe(expected);
      expect(ms).toBeLessThan(CPU_MS_MAX);
    },
    WAIT_MS,
  );
});

test(
  "a file that is damaged anywhere gives a tree or a refusal, nothing else",
  async () => {
    const whole = report();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ at: fc.nat(whole.length - 1), to: fc.integer({ min: 0, max: 255 }) }), {
          minLength: 1,
          maxLength: 4,
        }),
        async (changes) => {
          const bytes = whole.slice();
          for (const { at, to } of changes) bytes[at] = to;
          await outcome(() => importDocx(bytes, "a.docx"));
        },
      ),
      { numRuns: 300, seed: 4 },
    );
  },
  WAIT_MS,
);

test(
  "XML that is changed anywhere gives a tree or a refusal, nothing else",
  async () => {
    const pieces = fc.constantFrom(
      "<w:p>",
      "</w:p>",
      "<w:r>",
      "</w:r>",
      "<w:t>x",
      "</w:t>",
      "<w:pPr>",
      "</w:pPr>",
      "<w:tbl>",
      "</w:tbl>",
      "<w:tr>",
      "</w:tr>",
      "<w:tc>",
      "</w:tc>",
      '<w:fldChar w:fldCharType="end"/>',
      "<w:del>",
      "</w:del>",
      '<w:footnoteReference w:id="9"/>',
      "<w:rPr><w:vanish/></w:rPr>",
      "<mc:Choice>",
      "</mc:Choice>",
      '<w:hyperlink r:id="x">',
      "</w:hyperlink>",
      "<w:sdt/>",
      "<w:numPr/>",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), async (parts) => {
        // Closed again, so that more than the first check is reached.
        const open: string[] = [];
        const xml = parts.filter((part) => {
          const name = /^<\/?([\w:]+)/.exec(part)?.[1] ?? "";
          if (part.startsWith("</")) return open.at(-1) === name && open.pop() !== undefined;
          if (!part.includes("/")) open.push(name);
          return true;
        });
        const closed = `${xml.join("")}${open
          .reverse()
          .map((name) => `</${name}>`)
          .join("")}`;
        await outcome(() => importDocx(docx(document(closed)), "a.docx"));
      }),
      { numRuns: 300, seed: 4 },
    );
  },
  WAIT_MS,
);

const MARKDOWN: readonly [string, () => string, Why | "read"][] = [
  ["quotations in quotations", () => `${">".repeat(1_000_000)} x`, "empty"],
  ["lists in lists", () => Array.from({ length: 1_500 }, (_, n) => `${" ".repeat(n * 2)}- x`).join("\n"), "read"],
  ["brackets", () => "[".repeat(200_000), "read"],
  ["emphasis", () => "*a **b _c ".repeat(20_000), "read"],
  [
    "notes that refer to each other",
    () =>
      Array.from({ length: 2_000 }, (_, n) => `x[^${String(n)}]\n\n[^${String(n)}]: y[^${String(n + 1)}]\n`).join("\n"),
    "read",
  ],
  ["no text but bytes", () => "a\u0000b", "not-known"],
  ["six million letters", () => "x".repeat(6_000_000), "too-large"],
  ["nothing", () => "\n\n", "empty"],
];

describe("Markdown is read in bounded time", () => {
  test.each(MARKDOWN)(
    "%s",
    async (name, text, expected) => {
      const bytes = bytesOf(text());
      const { why, ms } = await outcome(() => importMarkdown(bytes, "a.md"));
      process.stdout.write(`hostile Markdown, ${name}: ${why} after ${String(ms)} ms\n`);
      expect(why).toBe(expected);
      expect(ms).toBeLessThan(CPU_MS_MAX);
    },
    WAIT_MS,
  );
});
