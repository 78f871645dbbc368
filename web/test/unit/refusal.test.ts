// What becomes of each refusal: who waits, what is offered again, what becomes a proposal, what goes to the shelf. And that
// whoever is writing when the right ends goes on until it is known where the words go.
import { describe, expect, test } from "vitest";

import { CODES, isRetriable, type Code } from "../../src/code.ts";
import { after, mayWrite, STATUS_FIRST, type Status, type StatusFact } from "../../src/status.ts";
import { becomesProposal } from "../../src/sync/proposing.ts";
import { attempt } from "../../src/sync/refusal.ts";

type Becomes = "waits" | "offered again" | "proposal" | "shelf";

/** Where an edit is that was refused so when it was first offered with others, and that alone. */
function becomes(code: Code, certain: boolean): Becomes {
  const next = attempt(code, certain ? "one-by-one" : "recorded", certain);
  if (next.is === "tell") return "waits";
  if (next.is === "offer") return "offered again";
  return becomesProposal(code) ? "proposal" : "shelf";
}

describe("an edit that is refused", () => {
  test("for a reason of rights or of the chapter's state becomes a proposal, however it was offered", () => {
    for (const certain of [false, true])
      expect(CODES.filter((code) => becomes(code, certain) === "proposal")).toEqual([
        "read-only",
        "locked",
        "not-found",
      ]);
  });

  test("for what it says is looked for, and goes to the shelf alone", () => {
    for (const code of ["malformed", "too-large", "forbidden-content", "foreign", "gap", "delete-ahead"] as const)
      expect([becomes(code, false), becomes(code, true)], code).toEqual(["offered again", "shelf"]);
  });

  test("where nothing is taken any more, goes to the shelf at once", () => {
    for (const code of ["closed", "not-allowed", "foreign-origin"] as const)
      expect(becomes(code, false), code).toBe("shelf");
  });

  test("for something that passes stays where it is", () => {
    for (const code of CODES.filter(isRetriable)) expect(becomes(code, false), code).toBe("waits");
    expect([becomes("damaged", false), becomes("signed-out", false)]).toEqual(["waits", "waits"]);
  });
});

describe("whoever is writing when the right ends", () => {
  const run = (...facts: StatusFact[]): Status => facts.reduce(after, { ...STATUS_FIRST, text: true });
  const ends = (reason: "read-only" | "locked" | "closed" | "damaged" | "paused"): StatusFact => ({
    is: "policy",
    writable: false,
    reason,
  });
  const counted = (edits: number, saved: number): StatusFact => ({ is: "counted", edits, saved, at: 0 });

  test("goes on while something is on its way", () => {
    expect(mayWrite(run(counted(3, 1), ends("read-only")))).toBe(true);
    expect(mayWrite(run(counted(3, 1), ends("locked")))).toBe(true);
    expect(mayWrite(run(counted(3, 3), ends("locked")))).toBe(false);
    expect(mayWrite(run(ends("locked")))).toBe(false);
  });

  test("stops once it is known that nothing more is taken", () => {
    expect(mayWrite(run(counted(3, 1), ends("locked"), { is: "refused", code: "locked" }))).toBe(false);
    expect(mayWrite(run(counted(3, 1), ends("closed")))).toBe(false);
    expect(mayWrite(run(counted(3, 1), ends("damaged")))).toBe(false);
  });

  test("goes on in a pause, if it could write before", () => {
    expect(mayWrite(run(ends("paused")))).toBe(true);
    expect(mayWrite(run(ends("read-only"), ends("paused")))).toBe(false);
    expect(mayWrite(run(ends("paused"), ends("locked")))).toBe(false);
  });

  test("begins anew in the proposal", () => {
    const there = run(counted(3, 1), ends("locked"), { is: "elsewhere", where: "device" });
    expect([mayWrite(there), there.pending]).toEqual([true, 0]);
  });
});
