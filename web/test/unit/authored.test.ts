// Who wrote what, beside the words: every letter stands in one piece, in order, under whoever wrote it or under nobody.
import { expect, test } from "vitest";

import { sentenceOf, worthTelling } from "../../src/desk/act-words.ts";
import { beside, cut, shades } from "../../src/desk/authored.ts";
import type { AuditEvent, DeskSeat } from "../../src/desk/desk-api.ts";
import { found } from "../../src/desk/find-seat.ts";
import { draftOf, told } from "../../src/desk/person.ts";
import { en } from "../../src/lang/desk/en.ts";

const GHANA = { id: "g", name: "Ghana" };
const DENMARK = { id: "d", name: "Denmark" };

test("a text is cut where its author changes, and no letter is lost or told twice", () => {
  const pieces = cut("The mandate in writing", [
    { from: 4, to: 11, seat: GHANA },
    { from: 11, to: 14, seat: DENMARK },
  ]);
  expect(pieces.map(({ text, seat }) => [text, seat?.name ?? null])).toEqual([
    ["The ", null],
    ["mandate", "Ghana"],
    [" in", "Denmark"],
    [" writing", null],
  ]);
});

test("spans that overlap, are empty, or reach past a text that was shortened meanwhile tell each letter once", () => {
  for (const spans of [
    [{ from: 0, to: 99, seat: GHANA }],
    [
      { from: 0, to: 3, seat: GHANA },
      { from: 1, to: 4, seat: DENMARK },
    ],
    [{ from: 2, to: 2, seat: GHANA }],
    [{ from: 7, to: 9, seat: GHANA }],
  ]) {
    expect(
      cut("abcd", spans)
        .map(({ text }) => text)
        .join(""),
    ).toBe("abcd");
  }
});

test("a block names its seats once and the people of each; one without words is shown only for what was deleted there", () => {
  const person = { id: "p", name: "Ama" };
  const spans = [
    { from: 0, to: 1, seat: GHANA, person },
    { from: 1, to: 2, seat: DENMARK },
    { from: 2, to: 3, seat: GHANA, person },
  ];
  const removed = [{ at: 0, units: 4, seat: DENMARK, when: "2026-11-27T10:00:00Z" }];
  const shown = beside(
    [
      { id: "a", text: "xyz" },
      { id: "b", text: "" },
      { id: "c", text: "" },
      { id: "new", text: "typed just now" },
    ],
    [
      { block: "a", spans, removed: [] },
      { block: "b", spans: [], removed },
      { block: "c", spans: [], removed: [] },
    ],
  );
  expect(shown.map(({ id, seats }) => [id, seats.map(({ name }) => name)])).toEqual([
    ["a", ["Ghana", "Denmark"]],
    ["b", []],
    ["new", []],
  ]);
  expect(shown[0]?.people.get("g")).toEqual(["Ama"]);
  expect([...shades(shown, 8)]).toEqual([
    ["g", 0],
    ["d", 1],
  ]);
});

test("an act is a sentence with names for ids, and an unknown one is shown as it came", () => {
  const act = (what: string, words: Record<string, unknown>): AuditEvent => ({
    seq: 1,
    at: "",
    by: null,
    what,
    words,
    hash: "",
  });
  const chapter = "0b7f6a2e-8f0a-4a6c-9d5e-3f1f0a4f7c11";
  const names = new Map([[chapter, "Early warning"]]);
  expect(sentenceOf(en, names, act("chapter-state", { chapter, state: "locked" }))).toBe(
    "How a chapter stands was decided: Early warning · locked",
  );
  expect(sentenceOf(en, new Map(), act("chapter-state", { chapter, state: "closed" }))).toBe(
    "How a chapter stands was decided: closed",
  );
  expect(sentenceOf(en, names, act("something-new", {}))).toBe("something-new");
  expect(sentenceOf(en, names, act("toString", {}))).toBe("toString");
  expect(worthTelling([act("session-seen", {}), act("signed-in", {})]).map(({ what }) => what)).toEqual(["signed-in"]);
});

test("a seat is found by its name and by that of whoever holds it, whatever the accents", () => {
  const seat = (name: string, ...people: (string | null)[]): DeskSeat => ({
    id: name,
    name,
    kind: "state",
    right: "edit",
    last_seen: null,
    people: people.map((each) => ({
      id: String(each),
      name: each,
      role: "deputy",
      admin: false,
      from: null,
      until: null,
      state: "holds",
    })),
  });
  const seats = [seat("Côte d’Ivoire"), seat("Denmark", "Søren Kjær", null), seat("Ghana", "Ama")];
  expect(found(seats, " COTE ").map(({ name }) => name)).toEqual(["Côte d’Ivoire"]);
  expect(found(seats, "kjær").map(({ name }) => name)).toEqual(["Denmark"]);
  expect(found(seats, "")).toHaveLength(3);
});

test("a person is told without what was left empty, and not at all without a name", () => {
  expect(told({ ...draftOf("deputy"), name: "  " })).toBeNull();
  expect(told({ ...draftOf("deputy"), name: " Ama " })).toEqual({ name: "Ama", role: "deputy" });
  expect(told({ name: "Ama", email: " a@b ", role: "colleague", admin: true, until: "2027-11-30" })).toEqual({
    name: "Ama",
    email: "a@b",
    role: "colleague",
    admin: true,
    until: "2027-11-30",
  });
});
