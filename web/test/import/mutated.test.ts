// The files and clipboards of the corpora, changed in a few places each: every one is read or refused in words, whatever was
// swapped, doubled, cut or put in. Word files are changed inside, so that what reads XML sees it and not only what reads
// zips. 300 cases, or 100,000 with CHANCERY_PROVE=1; SEED=n runs one again.
import { readdirSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

import { importDocx } from "../../src/import/docx.ts";
import { importMarkdown } from "../../src/import/markdown.ts";
import { Refused } from "../../src/import/refused.ts";
import { stored, Zip } from "../../src/import/zip.ts";
import { cleaned } from "../../src/paste/clean.ts";
import { plainTextOf } from "../../src/paste/plain-text.ts";
import { Chance } from "../property/chance.ts";

const PROVE = process.env["CHANCERY_PROVE"] === "1";
const SEED = process.env["SEED"];
const CASES = PROVE ? 100_000 : 300;
const LIMIT_MS = PROVE ? 3_600_000 : 60_000;

/** What stands between words in one format or another, and what stands in nobody's way. */
const PIECES =
  "< > </p> <p> <w:p> </w:p> <w:tbl> <w:tr> <w:tc> <w:r> <w:t> </w:t> <li> <ul> <ol> <table> <td> <b> & &amp; &#0; &#x110000; <!-- --> <![CDATA[ ]]> # ## - 1. | |-| ``` ~~~ [ ]( ) ![ [^1] [^1]: * ** _ ` \\ \n \n\n \t \u0000 \ufffe \u202e \ud800 = \" '".split(
    " ",
  );

function mutated(text: string, chance: Chance): string {
  let changed = text;
  for (let times = 1 + chance.below(4); times > 0; times -= 1) {
    const [at, to] = [chance.below(changed.length + 1), chance.below(changed.length + 1)];
    const part = changed.slice(at, at + chance.below(200));
    const kind = chance.weighted({ put: 4, cut: 2, double: 2, end: 1, nest: 1 });
    if (kind === "put") changed = changed.slice(0, at) + chance.of(PIECES) + changed.slice(at);
    else if (kind === "cut") changed = changed.slice(0, at) + changed.slice(at + part.length);
    else if (kind === "double") changed = changed.slice(0, to) + part + changed.slice(to);
    else if (kind === "end") changed = changed.slice(0, at);
    else changed = changed.slice(0, at) + chance.of(PIECES).repeat(chance.below(300)) + changed.slice(at);
  }
  return changed;
}

type Read = (chance: Chance) => unknown;

const folder = (path: string): URL => new URL(path, import.meta.url);
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

function texts(of: string, ending: string, read: (text: string) => unknown): Read[] {
  const names = readdirSync(folder(of)).filter((name) => name.endsWith(ending));
  const all = names.map((name) => readFileSync(folder(`${of}/${name}`), "utf8"));
  return all.map((text) => (chance: Chance) => read(mutated(text, chance)));
}

async function wordFiles(): Promise<Read[]> {
  const names = readdirSync(folder("corpus")).filter((name) => name.endsWith(".docx"));
  return Promise.all(
    names.map(async (name) => {
      const zip = Zip.open(new Uint8Array(readFileSync(folder(`corpus/${name}`))));
      const parts = new Map<string, Uint8Array>();
      for (const part of zip.names) parts.set(part, await zip.read(part));
      const legible = zip.names.filter((part) => /\.(xml|rels)$/u.test(part));
      return (chance: Chance) => {
        const part = chance.of(legible);
        const changed = mutated(new TextDecoder().decode(parts.get(part)), chance);
        return importDocx(stored(new Map([...parts, [part, bytesOf(changed)]])), name);
      };
    }),
  );
}

test(
  "whatever was changed in a file or on a clipboard, it is read or refused",
  async () => {
    // A file of Word costs more than all others: one case in ten.
    const kinds = {
      markdown: texts("corpus", ".md", (text) => importMarkdown(bytesOf(text), "a.md")),
      html: texts("../paste/corpus", ".html", (text) => plainTextOf(cleaned(text).tree)),
      docx: await wordFiles(),
    };
    const counts = { read: 0, refused: 0 };
    const [from, to] = SEED === undefined ? [0, CASES] : [Number(SEED), Number(SEED) + 1];
    for (let seed = from; seed < to; seed += 1) {
      const chance = new Chance(seed);
      const read = chance.of<Read>(kinds[chance.weighted({ markdown: 5, html: 4, docx: 1 })]);
      try {
        await read(chance);
        counts.read += 1;
      } catch (failed) {
        if (!(failed instanceof Refused)) throw new Error(`SEED=${String(seed)}`, { cause: failed });
        counts.refused += 1;
      }
    }
    process.stdout.write(
      `figure: ${String(to - from)} changed files and clipboards: ${String(counts.read)} read, ${String(counts.refused)} refused in words, 0 anything else\n`,
    );
    expect(SEED !== undefined || counts.read > CASES / 2, "hardly anything was read").toBe(true);
  },
  LIMIT_MS,
);
