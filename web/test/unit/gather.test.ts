// Frames that come faster than pictures: nothing is lost, nothing changes its order, and nothing waits that comes alone.
import { expect, test, vi } from "vitest";

import { Gather } from "../../src/sync/gather.ts";

/** A page whose pictures are drawn when the test says so. */
function page(): { gather: Gather<number>; taken: number[][]; draw: () => void } {
  const taken: number[][] = [];
  let next: (() => void) | null = null;
  const gather = new Gather<number>(
    (all) => taken.push([...all]),
    (then) => {
      next = then;
      return () => (next = null);
    },
  );
  const draw = (): void => {
    const then = next;
    next = null;
    then?.();
  };
  return { gather, taken, draw };
}

test("what comes alone is taken in at once, what follows before the picture comes together", () => {
  const { gather, taken, draw } = page();
  gather.add(1);
  expect(taken).toEqual([[1]]);
  gather.add(2);
  gather.add(3);
  expect(taken).toEqual([[1]]);
  draw();
  expect(taken).toEqual([[1], [2, 3]]);
  gather.add(4);
  expect(taken, "the picture of the last ones is still to come").toEqual([[1], [2, 3]]);
  draw();
  draw();
  gather.add(5);
  expect(taken).toEqual([[1], [2, 3], [4], [5]]);
});

test("the end of a line is not told before what came ahead of it", () => {
  const { gather, taken, draw } = page();
  [1, 2].forEach((each) => gather.add(each));
  gather.flush();
  expect(taken).toEqual([[1], [2]]);
  draw();
  expect(taken).toEqual([[1], [2]]);
});

test("what a line that was given up had brought is forgotten, and the next line begins at once", () => {
  const { gather, taken, draw } = page();
  [1, 2].forEach((each) => gather.add(each));
  gather.clear();
  draw();
  gather.add(3);
  expect(taken).toEqual([[1], [3]]);
});

test("a picture that took long is followed by a rest twice as long, in which everything waits", () => {
  vi.useFakeTimers();
  try {
    const { gather, taken, draw } = page();
    gather.add(1);
    vi.advanceTimersByTime(100);
    draw();
    gather.add(2);
    vi.advanceTimersByTime(199);
    expect(taken).toEqual([[1]]);
    vi.advanceTimersByTime(1);
    expect(taken).toEqual([[1], [2]]);
    vi.advanceTimersByTime(1_000);
    draw();
    gather.add(3);
    vi.advanceTimersByTime(250);
    expect(taken, "however long it took").toEqual([[1], [2], [3]]);
  } finally {
    vi.useRealTimers();
  }
});

test("where nothing is drawn, nothing waits", () => {
  const taken: number[][] = [];
  const gather = new Gather<number>(
    (all) => taken.push([...all]),
    () => null,
  );
  [1, 2, 3].forEach((each) => gather.add(each));
  expect(taken).toEqual([[1], [2], [3]]);
});
