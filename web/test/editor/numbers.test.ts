// Numbers and what can be pointed at, against the vectors that the Rust core reads too; and what typing costs.
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { changedBetween, numbersOf, type Numbers } from "../../src/editor/numbers.ts";
import { payloadsOf } from "../../src/editor/payload/counted.ts";
import { schema } from "../../src/editor/schema.ts";
import { assembled, bodyOf, type Payloads, type Unit } from "./tree.ts";

const FOLDER = fileURLToPath(new URL("../../../crates/manual/vectors/", import.meta.url));

interface Vector {
  name: string;
  chapter?: string;
  flat: Unit[];
  payloads?: Payloads;
  numbers: { blocks: Record<string, string>; boxes: Record<string, string>; notes: Record<string, number> };
  targets: { id: string; kind: string; title: string; number?: string }[];
}

const files = readdirSync(FOLDER).filter((name) => name.startsWith("numbers-") && name.endsWith(".json"));

function plain({ blocks, boxes, notes, targets }: Numbers): Pick<Vector, "numbers" | "targets"> {
  return {
    numbers: {
      blocks: Object.fromEntries(blocks),
      boxes: Object.fromEntries(boxes),
      notes: Object.fromEntries(notes),
    },
    targets: targets.map(({ number, ...target }) => (number === null ? target : { ...target, number })),
  };
}

it("finds vectors", () => {
  expect(files.length).toBeGreaterThan(0);
});

describe.each(files)("%s", (file) => {
  const vectors = JSON.parse(readFileSync(FOLDER + file, "utf8")) as Vector[];
  it.each(vectors)("$name", ({ chapter, flat, payloads, numbers, targets }) => {
    const body = bodyOf(flat, payloads);
    const found = numbersOf(assembled(body), payloadsOf(body.doc as Y.Doc), chapter ?? null);
    expect(plain(found)).toEqual({ numbers, targets });
  });
});

describe("what an edit changes", () => {
  const p = (text: string) => schema.node("paragraph", { id: "p" }, text === "" ? [] : schema.text(text));
  const h = (id: string, text: string) =>
    schema.node("heading", { id, level: 2 }, text === "" ? [] : schema.text(text));
  const doc = (...nodes: ReturnType<typeof p>[]) => schema.node("doc", null, nodes);
  const [one, two] = [h("one", "One"), h("two", "Two")];

  it.each([
    ["typing in a paragraph", doc(one, p("a"), two), doc(one, p("ab"), two), "nothing"],
    ["a new paragraph", doc(one, two), doc(one, p("a"), two), "nothing"],
    ["typing in a heading", doc(one, p("a")), doc(h("one", "Ones"), p("a")), "titles"],
    ["a heading that comes", doc(one), doc(one, two), "numbers"],
    ["a heading that gets its first word", doc(h("one", ""), two), doc(one, two), "numbers"],
    ["headings that change places", doc(one, two), doc(two, one), "numbers"],
    [
      "a note",
      doc(p("a")),
      doc(schema.node("paragraph", null, [schema.text("a"), schema.node("note", { payload: "noteAAAAAAAA" })])),
      "numbers",
    ],
  ])("%s: %s", (_name, before, after, changed) => {
    expect(changedBetween(before, after)).toBe(changed);
  });
});
