// The status line: every fact in every state, and the one promise: "Saved" only when nothing of this page is pending.
import { describe, expect, test } from "vitest";

import {
  after,
  isTrouble,
  nextLook,
  shown,
  spoken,
  STATUS_FIRST,
  wouldLose,
  type Shown,
  type Status,
  type StatusFact,
} from "../../src/status.ts";

const run = (...facts: StatusFact[]): Status => facts.reduce(after, STATUS_FIRST);
const inStep: StatusFact = { is: "in-step" };
const lost: StatusFact = { is: "lost" };
const count = (edits: number, saved: number, at = 0): StatusFact => ({ is: "counted", edits, saved, at });
const readOnly: StatusFact = { is: "policy", writable: false, reason: "read-only" };
const writable: StatusFact = { is: "policy", writable: true, reason: "read-only" };

describe("what is shown", () => {
  const cases: [string, StatusFact[], number, object][] = [
    ["at first", [], 0, { is: "opening" }],
    ["a first link that fails", [lost], 0, { is: "unreachable" }],
    ["in step", [inStep], 0, { is: "saved" }],
    ["a moment after an edit", [inStep, count(1, 0)], 799, { is: "saved" }],
    ["0.8 s after an edit", [inStep, count(1, 0)], 800, { is: "saving", pending: 1 }],
    ["the echo is here", [inStep, count(1, 0), count(1, 1)], 900, { is: "saved" }],
    ["progress starts the wait anew", [inStep, count(2, 0), count(2, 1, 500)], 1_299, { is: "saved" }],
    ["but only so long", [inStep, count(2, 0), count(2, 1, 500)], 1_300, { is: "saving", pending: 1 }],
    ["more edits do not start it anew", [inStep, count(1, 0), count(2, 0, 700)], 800, { is: "saving", pending: 2 }],
    ["the line is lost", [inStep, lost], 0, { is: "offline", pending: 0 }],
    ["lost with an edit under way", [inStep, count(1, 0), lost], 0, { is: "offline", pending: 1 }],
    ["writing on without a line", [inStep, lost, count(3, 0)], 9_999, { is: "offline", pending: 3 }],
    ["back, not yet saved", [inStep, lost, count(3, 0), inStep], 9_999, { is: "saving", pending: 3 }],
    ["back and saved", [inStep, lost, count(3, 0), inStep, count(3, 3)], 9_999, { is: "saved" }],
    ["refused", [inStep, count(1, 0), { is: "refused", code: "gap" }], 0, { is: "refused", code: "gap", pending: 1 }],
    [
      "refused twice: the first reason stays",
      [inStep, { is: "refused", code: "too-large" }, { is: "refused", code: "delete-ahead" }],
      0,
      { is: "refused", code: "too-large", pending: 0 },
    ],
    ["refused, then lost", [inStep, { is: "refused", code: "gap" }, lost], 0, { is: "offline", pending: 0 }],
    [
      "lost for a reason",
      [inStep, lost, { is: "refused", code: "gap" }],
      0,
      { is: "refused", code: "gap", pending: 0 },
    ],
    ["refused, then a new link", [inStep, { is: "refused", code: "gap" }, inStep], 0, { is: "saved" }],
    ["signed out", [inStep, count(1, 0), lost, { is: "signed-out" }], 0, { is: "signed-out", pending: 1 }],
    ["signed in again", [inStep, lost, { is: "signed-out" }, { is: "signed-in" }], 0, { is: "offline", pending: 0 }],
    ["signed out before anything", [lost, { is: "signed-out" }], 0, { is: "signed-out", pending: 0 }],
    ["a reader", [readOnly, inStep], 0, { is: "reading", reason: "read-only" }],
    ["may write again", [readOnly, inStep, writable], 0, { is: "saved" }],
    [
      "may no longer write, with an edit under way",
      [inStep, count(1, 0), readOnly],
      0,
      { is: "refused", code: "read-only", pending: 1 },
    ],
    [
      "damaged",
      [{ is: "policy", writable: false, reason: "damaged" }, inStep],
      0,
      { is: "reading", reason: "damaged" },
    ],
  ];
  test.each(cases)("%s", (_, facts, now, what) => {
    expect(shown(run(...facts), now)).toEqual(what);
  });
});

test("every sequence of five facts keeps the promises", () => {
  const alphabet: ((edits: number, saved: number) => StatusFact)[] = [
    () => inStep,
    () => lost,
    (edits, saved) => count(edits + 1, saved),
    (edits) => count(edits, edits),
    () => ({ is: "refused", code: "too-large" }),
    () => ({ is: "signed-out" }),
    () => ({ is: "signed-in" }),
    () => readOnly,
    () => writable,
  ];
  let seen = 0;
  const walk = (status: Status, edits: number, saved: number, depth: number): void => {
    seen += 1;
    const what = shown(status, 10_000);
    expect(status.pending).toBe(edits - saved);
    expect(wouldLose(status)).toBe(edits > saved);
    if (what.is === "saved") expect([status.pending, status.link]).toEqual([0, "up"]);
    if (what.is === "reading") expect(status.pending).toBe(0);
    if ("pending" in what) expect(what.pending).toBe(edits - saved);
    if (depth === 0) return;
    for (const letter of alphabet) {
      const fact = letter(edits, saved);
      if (fact.is === "counted") walk(after(status, fact), fact.edits, fact.saved, depth - 1);
      else walk(after(status, fact), edits, saved, depth - 1);
    }
  };
  walk(STATUS_FIRST, 0, 0, 5);
  expect(seen).toBe(1 + 9 + 9 ** 2 + 9 ** 3 + 9 ** 4 + 9 ** 5);
});

test("it asks to be looked at again only when time alone will change what is shown", () => {
  const waiting = run(inStep, count(1, 0, 100));
  expect(nextLook(run(inStep), 100)).toBeNull();
  expect(nextLook(waiting, 100)).toBe(900);
  expect(nextLook(waiting, 900)).toBeNull();
});

describe("what a screen reader hears", () => {
  const saved: Shown = { is: "saved" };
  const saving: Shown = { is: "saving", pending: 1 };
  const offline: Shown = { is: "offline", pending: 0 };
  const refused: Shown = { is: "refused", code: "gap", pending: 1 };
  const cases: [string, Shown, Shown, "polite" | "assertive" | null][] = [
    ["opening is quiet", { is: "opening" }, saved, null],
    ["saving is quiet", saved, saving, null],
    ["saved is quiet", saving, saved, null],
    ["offline is said", saved, offline, "polite"],
    ["once, however many changes wait", offline, { is: "offline", pending: 7 }, null],
    ["saved after trouble is said", offline, saved, "polite"],
    ["a refusal interrupts", saved, refused, "assertive"],
    ["once, however many changes wait", refused, { ...refused, pending: 2 }, null],
    ["another reason interrupts again", refused, { ...refused, code: "too-large" }, "assertive"],
    ["signed out interrupts", offline, { is: "signed-out", pending: 0 }, "assertive"],
    ["reading is said", { is: "opening" }, { is: "reading", reason: "read-only" }, "polite"],
  ];
  test.each(cases)("%s", (_, before, now, how) => {
    expect(spoken(before, now)).toBe(how);
  });

  test("trouble is what needs the person's attention", () => {
    expect([saved, saving, offline, refused].map(isTrouble)).toEqual([false, false, true, true]);
  });
});
