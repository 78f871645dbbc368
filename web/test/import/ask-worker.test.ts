// The worker that reads a file is ended whatever happens: when it never answers, when it dies, when the person goes away; and
// the next file gets an answer at once. The clock is the test's.
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import { askWorker } from "../../src/import/ask-worker.ts";
import type { Answer, Asked } from "../../src/import/import-worker.ts";
import type { Imported } from "../../src/import/imported.ts";
import { PATIENCE_MS } from "../../src/import/limits.ts";
import type { Refused } from "../../src/import/refused.ts";

const IMPORTED: Imported = { title: "A file", tree: [], left: [] };

class FakeWorker extends EventTarget {
  ended = 0;
  readonly asked: Asked[] = [];
  postMessage(asked: Asked): void {
    this.asked.push(asked);
  }
  terminate(): void {
    this.ended += 1;
  }
  answer(data: Answer): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

interface Asking {
  readonly worker: FakeWorker;
  /** "reading" until it is known how it went. */
  outcome(): string;
}

function ask(stop = new AbortController().signal): Asking {
  const worker = new FakeWorker();
  let outcome = "reading";
  askWorker(worker as unknown as Worker, { bytes: new Uint8Array([1, 2]), name: "a.docx" }, stop).then(
    ({ title }) => (outcome = title),
    (refused: unknown) => (outcome = (refused as Refused).why),
  );
  return { worker, outcome: () => outcome };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("is patient for so long, and then ends a worker that never answers", async () => {
  const { worker, outcome } = ask();
  await vi.advanceTimersByTimeAsync(PATIENCE_MS - 1);
  expect([outcome(), worker.ended]).toEqual(["reading", 0]);
  await vi.advanceTimersByTimeAsync(1);
  expect([outcome(), worker.ended]).toEqual(["too-slow", 1]);
  worker.answer({ imported: IMPORTED });
  await vi.advanceTimersByTimeAsync(0);
  expect(outcome()).toBe("too-slow");
  const next = ask();
  next.worker.answer({ imported: IMPORTED });
  await vi.advanceTimersByTimeAsync(0);
  expect([next.outcome(), next.worker.ended]).toEqual(["A file", 1]);
});

it("gives the answer, ends the worker and leaves no clock running", async () => {
  const { worker, outcome } = ask();
  expect(worker.asked).toEqual([{ bytes: new Uint8Array([1, 2]), name: "a.docx" }]);
  worker.answer({ refused: "locked" });
  await vi.advanceTimersByTimeAsync(0);
  expect([outcome(), worker.ended, vi.getTimerCount()]).toEqual(["locked", 1, 0]);
});

it("refuses a file of which the worker died", async () => {
  const { worker, outcome } = ask();
  const died = new Event("error", { cancelable: true });
  worker.dispatchEvent(died);
  await vi.advanceTimersByTimeAsync(0);
  expect([outcome(), worker.ended, vi.getTimerCount()]).toEqual(["unsafe", 1, 0]);
  expect(died.defaultPrevented).toBe(true);
});

it("ends the worker when the person goes away, also before it was asked", async () => {
  const leaving = new AbortController();
  const { worker } = ask(leaving.signal);
  leaving.abort();
  await vi.advanceTimersByTimeAsync(0);
  expect([worker.ended, vi.getTimerCount()]).toEqual([1, 0]);
  const late = ask(leaving.signal);
  await vi.advanceTimersByTimeAsync(0);
  expect([late.worker.asked, late.worker.ended, vi.getTimerCount()]).toEqual([[], 1, 0]);
});
