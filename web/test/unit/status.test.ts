// The status line: every fact in every state, what is heard of it, and the one promise: "Saved" only when nothing that
// was written here waits.
import { describe, expect, test } from "vitest";

import {
  after,
  CALM_MS,
  isTrouble,
  nextLook,
  shown,
  speak,
  STATUS_FIRST,
  UNKEPT_SHOWN_AFTER_MS,
  waiting,
  wouldLose,
  type Shown,
  type Status,
  type StatusFact,
} from "../../src/status.ts";

const run = (...facts: StatusFact[]): Status => facts.reduce(after, STATUS_FIRST);
const inStep: StatusFact = { is: "in-step" };
const lost: StatusFact = { is: "lost" };
const count = (edits: number, saved: number, at = 0): StatusFact => ({ is: "counted", edits, saved, at });
const kept = (changes: number, unkept = 0, at = 0): StatusFact => ({ is: "kept", changes, unkept, at });
const held: StatusFact = { is: "held", where: "device", text: true, writable: true };
const notHeld: StatusFact = { is: "held", where: "device", text: false, writable: true };
const onPage: StatusFact = { is: "held", where: "page", text: false, writable: true };
const full: StatusFact = { is: "cannot-keep", why: "full" };
const gap: StatusFact = { is: "refused", code: "gap" };
const signedOut: StatusFact = { is: "signed-out" };
const signedIn: StatusFact = { is: "signed-in" };
const norway: StatusFact = { is: "other-seat", name: "Norway" };
const readOnly: StatusFact = { is: "policy", writable: false, reason: "read-only" };
const writable: StatusFact = { is: "policy", writable: true, reason: "read-only" };
const LATER = 10_000;

describe("what is shown", () => {
  const cases: [string, StatusFact[], number, object][] = [
    ["at first", [], 0, { is: "opening" }],
    ["a first link that fails, and nothing on the device", [notHeld, lost], 0, { is: "unreachable" }],
    ["what the device held, before the link", [held], 0, { is: "connecting", kept: 0, unkept: 0 }],
    ["what the device held, with edits from before", [held, kept(3)], 0, { is: "connecting", kept: 3, unkept: 0 }],
    ["what the device held, without a service", [held, lost], 0, off(0)],
    ["the same with edits from before", [held, kept(3), lost], 0, off(3)],
    ["in step", [inStep], 0, { is: "saved", at: null }],
    ["in step, with edits from before", [held, kept(3), inStep], LATER, { is: "saving" }],
    ["at once after an edit", [inStep, count(1, 0)], 0, { is: "saving" }],
    ["the moment it is saved", [inStep, count(1, 0), count(1, 1, 50)], 50, { is: "saving" }],
    ["after a calm", [inStep, count(1, 0), count(1, 1, 50)], 50 + CALM_MS, { is: "saved", at: 50 }],
    ["saved on the page, not yet off the device", [inStep, count(1, 0), kept(1), count(1, 1)], LATER, { is: "saving" }],
    [
      "saved, and off the device",
      [inStep, count(1, 0), kept(1), count(1, 1, 7), kept(0)],
      LATER,
      { is: "saved", at: 7 },
    ],
    ["another tab's edits wait", [inStep, kept(2)], LATER, { is: "saving" }],
    ["the line is lost", [inStep, lost], 0, off(0)],
    ["lost with an edit on the device", [inStep, count(1, 0), kept(1), lost], LATER, off(1)],
    ["lost with an edit that is only being written", [inStep, count(1, 0), kept(0, 1), lost], 0, off(0)],
    [
      "and still being written after a while",
      [inStep, count(1, 0), kept(0, 1), lost],
      UNKEPT_SHOWN_AFTER_MS,
      off(0, 1),
    ],
    ["writing on without a line", [inStep, lost, count(3, 0), kept(3)], LATER, off(3)],
    ["back, not yet saved", [inStep, lost, count(3, 0), kept(3), inStep], LATER, { is: "saving" }],
    ["on somebody else's device", [onPage, inStep, count(3, 0), lost], LATER, off(3)],
    ["a full device with a line", [inStep, full], 0, { is: "cannot-keep", why: "full", up: true, kept: 0, unkept: 0 }],
    [
      "a full device without a line",
      [inStep, count(3, 0), kept(1, 2), full, lost],
      0,
      { is: "cannot-keep", why: "full", up: false, kept: 1, unkept: 2 },
    ],
    [
      "a browser that lets nothing be kept",
      [{ is: "cannot-keep", why: "private" }, onPage, inStep, count(3, 0), lost],
      0,
      { is: "cannot-keep", why: "private", up: false, kept: 0, unkept: 3 },
    ],
    ["room again", [inStep, full, { is: "can-keep" }], 0, { is: "saved", at: null }],
    ["a full device is no matter to a reader", [readOnly, inStep, full], 0, { is: "reading", reason: "read-only" }],
    ["refused", [inStep, count(1, 0), kept(1), gap], 0, { is: "refused", code: "gap", kept: 1, unkept: 0 }],
    [
      "refused twice: the first reason stays",
      [inStep, { is: "refused", code: "too-large" }, { is: "refused", code: "delete-ahead" }],
      0,
      { is: "refused", code: "too-large", kept: 0, unkept: 0 },
    ],
    ["refused, then lost", [inStep, gap, lost], 0, off(0)],
    ["lost for a reason", [inStep, lost, gap], 0, { is: "refused", code: "gap", kept: 0, unkept: 0 }],
    ["refused, then a new link", [inStep, gap, inStep], 0, { is: "saved", at: null }],
    ["signed out", [inStep, count(1, 0), kept(1), lost, signedOut], 0, { is: "signed-out", kept: 1, unkept: 0 }],
    ["signed in again", [inStep, lost, signedOut, signedIn], 0, off(0)],
    ["signed out before anything", [lost, signedOut], 0, { is: "signed-out", kept: 0, unkept: 0 }],
    ["another seat", [held, kept(2), norway], 0, { is: "other-seat", name: "Norway", kept: 2, unkept: 0 }],
    ["another seat, and in step", [held, norway, inStep], 0, { is: "other-seat", name: "Norway", kept: 0, unkept: 0 }],
    ["one's own seat again", [held, norway, { is: "own-seat" }, inStep], 0, { is: "saved", at: null }],
    ["a service that is newer", [inStep, { is: "outdated" }], 0, { is: "outdated", kept: 0, unkept: 0 }],
    ["it stays so", [inStep, { is: "outdated" }, lost, inStep], 0, { is: "outdated", kept: 0, unkept: 0 }],
    ["a reader", [readOnly, inStep], 0, { is: "reading", reason: "read-only" }],
    ["a reader without a line", [readOnly, inStep, lost], 0, { ...off(0), writable: false }],
    ["may write again", [readOnly, inStep, writable], 0, { is: "saved", at: null }],
    ["may no longer write, with an edit under way", [inStep, count(1, 0), readOnly], LATER, { is: "saving" }],
    [
      "damaged",
      [{ is: "policy", writable: false, reason: "damaged" }, inStep],
      0,
      { is: "reading", reason: "damaged" },
    ],
    [
      "paused, with an edit under way",
      [inStep, count(1, 0), kept(1), { is: "policy", writable: false, reason: "paused" }],
      LATER,
      { is: "reading", reason: "paused", kept: 1, unkept: 0 },
    ],
    ["edits in the shelf", [inStep, { is: "shelved", changes: 2, code: "too-large" }], 0, { is: "saved", at: null }],
  ];
  test.each(cases)("%s", (_, facts, now, what) => {
    expect(shown(run(...facts), now)).toEqual(what);
  });
});

/** The table: one state a row, and where each fact leads from there. A fact that is not named changes nothing. */
describe("transitions", () => {
  const facts: Record<string, StatusFact> = {
    "in step": inStep,
    lost,
    "signed out": signedOut,
    "signed in": signedIn,
    "other seat": norway,
    "own seat": { is: "own-seat" },
    outdated: { is: "outdated" },
    refused: gap,
    "cannot keep": full,
    "can keep": { is: "can-keep" },
    "read only": readOnly,
    writable,
    shelved: { is: "shelved", changes: 1, code: "gap" },
    "shelf seen": { is: "shelf-seen" },
  };
  const always: Record<string, Shown["is"]> = {
    "signed out": "signed-out",
    "other seat": "other-seat",
    outdated: "outdated",
    refused: "refused",
  };
  const table: [Shown["is"], StatusFact[], Record<string, Shown["is"]>][] = [
    ["opening", [], { ...always, "in step": "saved", lost: "unreachable" }],
    ["unreachable", [lost], { ...always, "in step": "saved" }],
    ["connecting", [held], { ...always, "in step": "saved", lost: "offline", "cannot keep": "cannot-keep" }],
    ["saved", [inStep], { ...always, lost: "offline", "cannot keep": "cannot-keep", "read only": "reading" }],
    ["saving", [inStep, count(1, 0)], { ...always, lost: "offline", "cannot keep": "cannot-keep" }],
    ["reading", [inStep, readOnly], { ...always, lost: "offline", writable: "saved" }],
    ["offline", [inStep, lost], { ...always, "in step": "saved", "cannot keep": "cannot-keep" }],
    ["cannot-keep", [inStep, full], { ...always, "can keep": "saved", "read only": "reading" }],
    [
      "signed-out",
      [inStep, signedOut],
      { "in step": "saved", "signed in": "saved", "other seat": "other-seat", outdated: "outdated" },
    ],
    ["other-seat", [inStep, norway], { "own seat": "saved", outdated: "outdated" }],
    ["outdated", [inStep, { is: "outdated" }], {}],
    [
      "refused",
      [inStep, gap],
      {
        "in step": "saved",
        lost: "offline",
        "signed out": "signed-out",
        "other seat": "other-seat",
        outdated: "outdated",
      },
    ],
  ];
  test.each(table)("from %s", (from, way, leads) => {
    const status = run(...way);
    expect(shown(status, LATER).is).toBe(from);
    for (const [name, fact] of Object.entries(facts)) {
      expect(shown(after(status, fact), LATER).is, `${from} + ${name}`).toBe(leads[name] ?? from);
    }
  });
});

/** A page and its device as they are in truth, for the walk below. */
class Truth {
  edits = 0;
  saved = 0;
  /** Own edits on the device, of this page and of others; and how many of ours it has. */
  ours = 0;
  others: number;
  constructor(others: number) {
    this.others = others;
  }
  get unkept(): number {
    return this.edits - this.saved - this.ours;
  }
  get waits(): number {
    return this.edits - this.saved + this.others;
  }
  get counted(): StatusFact {
    return { is: "counted", edits: this.edits, saved: this.saved, at: 0 };
  }
  get kept(): StatusFact {
    return { is: "kept", changes: this.ours + this.others, unkept: this.unkept, at: 0 };
  }
}

test("20,000 seeded steps keep the promises: the count is right, and nothing is called saved that waits", () => {
  const random = seeded(20_260_611);
  const plain = [inStep, inStep, lost, signedOut, signedIn, norway, gap, full, readOnly, writable];
  const calming: StatusFact[] = [{ is: "own-seat" }, { is: "can-keep" }, { is: "shelf-seen" }, inStep, writable];
  const seen = new Set<string>();
  let truth = new Truth(0);
  let status = run(held);
  for (let step = 0; step < 20_000; step += 1) {
    if (step % 200 === 0) {
      truth = new Truth(random(3));
      status = run(held, truth.kept);
    }
    const act = random(9);
    if (act < 2) truth.edits += 1;
    else if (act === 2) truth.ours = truth.edits - truth.saved;
    else if (act === 3) {
      truth.saved += random(truth.edits - truth.saved + 1);
      truth.ours = Math.min(truth.ours, truth.edits - truth.saved);
    } else if (act === 4) truth.others = random(3);
    const news =
      act < 5 ? [truth.counted, truth.kept] : [(act < 7 ? plain : calming)[random(act < 7 ? 10 : 5)] ?? lost];
    status = news.reduce(after, status);
    const what = shown(status, LATER);
    seen.add(what.is);

    expect(waiting(status)).toBe(truth.waits);
    expect(wouldLose(status)).toBe(truth.unkept > 0);
    if (what.is === "saved" || what.is === "reading") {
      expect([truth.waits, status.line, status.signedOut, status.otherSeat]).toEqual([0, "up", false, null]);
    }
    if (what.is === "saving") expect(truth.waits).toBeGreaterThan(0);
    if ("kept" in what) expect([what.kept, what.unkept]).toEqual([truth.ours + truth.others, truth.unkept]);
  }
  expect([...seen].sort()).toEqual(
    [
      "cannot-keep",
      "connecting",
      "offline",
      "other-seat",
      "reading",
      "refused",
      "saved",
      "saving",
      "signed-out",
    ].sort(),
  );
});

test("it asks to be looked at again only when time alone will change what is shown", () => {
  expect(nextLook(run(inStep), 100)).toBeNull();
  expect(nextLook(run(inStep, count(1, 0, 100)), 100)).toBeNull();
  const calming = run(inStep, count(1, 0, 100), count(1, 1, 200));
  expect(nextLook(calming, 200)).toBe(200 + CALM_MS);
  expect(nextLook(calming, 200 + CALM_MS)).toBeNull();
  const writing = run(inStep, count(1, 0, 100), kept(0, 1, 100), kept(0, 2, 300));
  expect(nextLook(writing, 300)).toBe(100 + UNKEPT_SHOWN_AFTER_MS);
  expect(nextLook(after(writing, kept(2, 0, 400)), 400)).toBeNull();
});

test("leaving loses what is on the page alone, and nothing that the device keeps", () => {
  expect(wouldLose(run(held, inStep, count(2, 0), kept(1, 1)))).toBe(true);
  expect(wouldLose(run(held, inStep, count(2, 0), kept(2)))).toBe(false);
  expect(wouldLose(run(onPage, inStep, count(2, 0)))).toBe(true);
  expect(wouldLose(run(onPage, inStep, count(2, 2)))).toBe(false);
});

test("edits in the shelf are told until the person has seen it, and add up", () => {
  const status = run(
    inStep,
    { is: "shelved", changes: 2, code: "too-large" },
    { is: "shelved", changes: 1, code: "read-only" },
  );
  expect(status.shelved).toEqual({ changes: 3, code: "read-only" });
  expect(after(status, { is: "shelf-seen" }).shelved).toBeNull();
});

describe("what a screen reader hears", () => {
  const saved: Shown = { is: "saved", at: null };
  const saving: Shown = { is: "saving" };
  const reading: Shown = { is: "reading", reason: "read-only" };
  const offline = off(2) as Shown;
  const refused: Shown = { is: "refused", code: "gap", kept: 1, unkept: 0 };
  const keepNot: Shown = { is: "cannot-keep", why: "full", up: true, kept: 0, unkept: 0 };
  const other: Shown = { is: "other-seat", name: "Norway", kept: 0, unkept: 0 };
  type Heard = "polite" | "assertive" | null;
  const stories: [string, [Shown, Heard][]][] = [
    [
      "opening, saving and saved are quiet",
      [
        [{ is: "opening" }, null],
        [saved, null],
        [saving, null],
        [saved, null],
      ],
    ],
    [
      "offline is said once, however many changes wait",
      [
        [saved, null],
        [offline, "polite"],
        [off(7) as Shown, null],
      ],
    ],
    [
      "saved after trouble is said",
      [
        [offline, "polite"],
        [saving, null],
        [saved, "polite"],
        [saving, null],
        [saved, null],
      ],
    ],
    [
      "a line that comes and goes is said once",
      [
        [offline, "polite"],
        [{ is: "connecting", kept: 2, unkept: 0 }, null],
        [offline, null],
        [saving, null],
        [offline, null],
      ],
    ],
    [
      "words that are not kept are news",
      [
        [offline, "polite"],
        [off(2, 1) as Shown, "polite"],
      ],
    ],
    [
      "a refusal interrupts, once for each reason",
      [
        [refused, "assertive"],
        [{ ...refused, kept: 2 }, null],
        [{ ...refused, code: "too-large" }, "assertive"],
      ],
    ],
    [
      "signed out, another seat and a device that cannot keep interrupt",
      [
        [{ is: "signed-out", kept: 0, unkept: 0 }, "assertive"],
        [other, "assertive"],
        [{ ...other, name: "Denmark" }, "assertive"],
        [keepNot, "assertive"],
        [{ ...keepNot, unkept: 1 }, "assertive"],
        [{ ...keepNot, up: false, unkept: 4 }, null],
      ],
    ],
    [
      "reading is said, saved after it is not",
      [
        [reading, "polite"],
        [saved, null],
      ],
    ],
  ];
  test.each(stories)("%s", (_, story) => {
    let said: string | null = null;
    const heard = story.map(([what]) => {
      const speech = speak(said, what);
      said = speech.said;
      return speech.how;
    });
    expect(heard).toEqual(story.map(([, how]) => how));
  });

  test("trouble is what needs the person's attention", () => {
    expect([saved, saving, reading, offline, refused, keepNot, other].map(isTrouble)).toEqual([
      false,
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });
});

function off(kept: number, unkept = 0): object {
  return { is: "offline", writable: true, kept, unkept };
}

/** A small generator of chance: the same numbers every time. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
