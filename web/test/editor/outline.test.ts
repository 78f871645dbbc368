// The outline of a chapter against the vectors that the Rust core reads too, and where in it a place is.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as Y from "yjs";
import { describe, expect, it } from "vitest";
import { entryAt, outlineOf, type Entry } from "../../src/editor/outline.ts";
import { readBox } from "../../src/editor/payload/boxes.ts";
import { plainOf } from "../../src/editor/payload/lines.ts";
import { assembled, bodyOf, type Payloads, type Unit } from "./tree.ts";

const FOLDER = fileURLToPath(new URL("../../../crates/manual/vectors/", import.meta.url));

interface Vector {
  name: string;
  chapter?: string;
  flat: Unit[];
  payloads?: Payloads;
  targets: { id: string; kind: string; title: string; number?: string }[];
}

function read({ flat, payloads, chapter }: Vector): { entries: Entry[]; doc: ReturnType<typeof assembled> } {
  const body = bodyOf(flat, payloads);
  const doc = assembled(body);
  const titleOf = (id: string): string => {
    const box = body.doc?.getMap("boxes").get(id);
    return box instanceof Y.Map ? plainOf(readBox(box as Y.Map<unknown>).title) : "";
  };
  return { entries: outlineOf(doc, titleOf, chapter), doc };
}

const files = readdirSync(FOLDER).filter((name) => name.startsWith("numbers-"));

it("finds vectors", () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)("%s", (file) => {
  const vectors = JSON.parse(readFileSync(FOLDER + file, "utf8")) as Vector[];
  it.each(vectors)("$name", (vector) => {
    const listed = read(vector).entries.map(({ target: id, kind, title, number }) =>
      number === "" ? { id, kind, title } : { id, kind, title, number },
    );
    expect(listed).toEqual(vector.targets);
  });
});

it("knows which heading a place stands under, and which table holds it", () => {
  const mark = (id: string, kind: string, more = {}): Unit => ({ mark: { id, kind, ...more } });
  const { entries, doc } = read({
    name: "",
    targets: [],
    flat: [
      ...[mark("para00000001", "p"), { text: "before" }],
      ...[mark("head00000001", "h2"), { text: "One" }, mark("para00000002", "p"), { text: "under" }],
      ...[mark("tabl00000001", "table", { payload: "payl00000001" }), { text: "Who answers" }],
      ...[mark("para00000003", "p"), { text: "behind" }],
    ],
  });
  const under = (words: string): string | undefined => {
    let pos = -1;
    doc.descendants((node, at) => {
      if (node.isText && node.text === words) pos = at;
    });
    return entryAt(entries, doc, pos)?.target;
  };
  expect(["before", "under", "Who answers", "behind"].map(under)).toEqual([
    undefined,
    "head00000001",
    "tabl00000001",
    "head00000001",
  ]);
});
