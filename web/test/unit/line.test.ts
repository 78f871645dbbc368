// The rules of a poor line: how long to wait before coming back, and when a quiet line is dead.
import { expect, test } from "vitest";

import { QUIET_MS as QUIET } from "../../src/sync/line.ts";
import { waitMs, WAIT_FIRST_MS, WAIT_MAX_MS } from "../../src/sync/backoff.ts";
import { DEAD_AFTER_ASK_MS, FIRST_EXCHANGE_MS, FIRST_WORD_MS, LOOK_EVERY_MS, Pulse } from "../../src/sync/pulse.ts";

const QUIET_MS = QUIET.socket;

test("waits grow from half a second to half a minute and never leave these bounds", () => {
  for (let failures = 0; failures < 40; failures += 1) {
    for (const chance of [0, 0.5, 0.999]) {
      expect(waitMs(failures, chance)).toBeGreaterThanOrEqual(WAIT_FIRST_MS);
      expect(waitMs(failures, chance)).toBeLessThanOrEqual(WAIT_MAX_MS);
    }
  }
  expect(waitMs(0, 0.999)).toBe(WAIT_FIRST_MS);
  expect(waitMs(40, 0.999)).toBeGreaterThan(WAIT_MAX_MS * 0.99);
  expect(waitMs(40, 0)).toBe(WAIT_MAX_MS / 2);
});

/** Looks at a pulse at every beat from `from` on; when it says something other than "alive", and what. */
function firstWord(pulse: Pulse, from: number, waiting: (now: number) => number = () => 0): [number, string] {
  for (let now = from; now < from + 120_000; now += LOOK_EVERY_MS) {
    const verdict = pulse.look(now, waiting(now));
    if (verdict !== "alive") return [now - from, verdict];
  }
  return [Infinity, "alive"];
}

function settled(): Pulse {
  const pulse = new Pulse(0, QUIET_MS);
  pulse.settled(0);
  return pulse;
}

test("a quiet line is asked, and dead within 10 s of its last message", () => {
  const pulse = settled();
  expect(firstWord(pulse, 0)).toEqual([QUIET_MS, "ask"]);
  expect(firstWord(pulse, QUIET_MS)).toEqual([DEAD_AFTER_ASK_MS, "dead"]);
  expect(QUIET_MS + DEAD_AFTER_ASK_MS + 2 * LOOK_EVERY_MS).toBeLessThan(10_000);
});

test("an answer makes it alive again", () => {
  const pulse = settled();
  firstWord(pulse, 0);
  pulse.heard(4_000);
  expect(firstWord(pulse, 4_000)).toEqual([QUIET_MS, "ask"]);
});

test("a page that slept asks before it judges", () => {
  const pulse = settled();
  expect(pulse.look(3_600_000, 0)).toBe("ask");
  expect(pulse.look(3_600_250, 0)).toBe("alive");
});

test("bytes that still leave are a sign of life", () => {
  const pulse = settled();
  const [at, verdict] = firstWord(pulse, 0, (now) => Math.max(0, 100_000 - now));
  expect(verdict).toBe("ask");
  expect(at).toBeGreaterThan(100_000);
});

test("a service that says nothing at all is given up soon, a long first message is waited for", () => {
  expect(firstWord(new Pulse(0, QUIET_MS), 0)).toEqual([FIRST_WORD_MS, "dead"]);
  const pulse = new Pulse(0, QUIET_MS);
  pulse.heard(1_000);
  expect(firstWord(pulse, 1_000)).toEqual([FIRST_EXCHANGE_MS, "dead"]);
});
