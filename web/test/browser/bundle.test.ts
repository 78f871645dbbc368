// What a visitor has to load, as built: script and style of the editor's page within their bounds, everything by a name
// that carries its hash, and a page without anything inline.
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { expect, test } from "vitest";

const DIST = new URL("../../dist/", import.meta.url).pathname;
const SCRIPT_BYTES_MAX = 180_000;
const FIRST_SCRIPT_BYTES_MAX = 60_000;
const STYLE_BYTES_MAX = 15_000;

const read = (name: string): Buffer => readFileSync(DIST + name);
const gzipped = (names: readonly string[]): number => names.reduce((sum, name) => sum + gzipSync(read(name)).length, 0);
const assets = readdirSync(`${DIST}assets`).map((name) => `assets/${name}`);

/** Scripts, and all that they import at once. */
function withImports(names: readonly string[]): string[] {
  const files = new Set<string>();
  const visit = (name: string): void => {
    if (files.has(name)) return;
    files.add(name);
    for (const [, other] of read(name)
      .toString()
      .matchAll(/(?:from|import)\s*["'`]\.\/([\w-]+\.js)["'`]/g))
      visit(`assets/${other ?? ""}`);
  };
  names.forEach(visit);
  return [...files];
}

test("script and style stay within their bounds", () => {
  const shell = read("index.html").toString();
  const scripts = assets.filter((name) => name.endsWith(".js"));
  const first = scripts.filter((name) => shell.includes(name));
  const sizes = {
    editor: gzipped(withImports([...first, ...scripts.filter((name) => /\/(Chapter|start-chapter)-/.test(name))])),
    first: gzipped(first),
    style: gzipped(assets.filter((name) => name.endsWith(".css"))),
  };
  expect(first.length).toBeGreaterThan(0);
  expect(withImports(scripts.filter((name) => name.includes("/Chapter-"))).length).toBeGreaterThan(5);
  expect(sizes.editor, JSON.stringify(sizes)).toBeLessThanOrEqual(SCRIPT_BYTES_MAX);
  expect(sizes.first, JSON.stringify(sizes)).toBeLessThanOrEqual(FIRST_SCRIPT_BYTES_MAX);
  expect(sizes.style, JSON.stringify(sizes)).toBeLessThanOrEqual(STYLE_BYTES_MAX);
});

test("every file has its hash in its name, and the page has nothing inline", () => {
  for (const name of assets) expect(name).toMatch(/-[\w-]{8}\.(js|css|woff2|svg)(\.br|\.gz)?$/);
  const shell = read("index.html").toString();
  expect(shell).not.toMatch(/<style|<script(?![^>]*\ssrc=)|\son\w+=|\sstyle=/);
});

test("what is named with a chapter's page brings its text, and is there", () => {
  const links = read("chapter.preloads.txt").toString();
  const named = [...links.matchAll(/<\/([^>]+)>/g)].map(([, name]) => name ?? "");
  expect(named.some((name) => name.includes("/text-"))).toBe(true);
  for (const name of named) expect(assets).toContain(name);
  for (const name of named) expect(read("index.html").toString()).not.toContain(name);
});
