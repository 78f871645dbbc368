// What the browser's own recorder says of a page: all script that it ran, whoever started it, and how much of that was
// layout that script forced. In time of the processor, so that a busy machine does not count as script. Adds nothing to
// the page but two marks. Next: page.ts.
import type { Browser, Page } from "playwright-core";

interface Event {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** What the thread itself ran of that. */
  readonly tdur?: number;
  readonly args?: { readonly data?: { readonly type?: string } };
}

/** Work of the page's main thread in a time, in milliseconds. */
export interface Work {
  /** All script, with what it forced. */
  readonly script: number;
  /** Layout and style within script. */
  readonly forced: number;
}

export interface Recorded extends Work {
  /** The work from each key to the next one. */
  readonly keys: readonly Work[];
  readonly seconds: number;
}

const [BEGIN, END] = ["bench:begin", "bench:end"];
const SCRIPT = new Set(["FunctionCall", "EvaluateScript", "RunMicrotasks"]);
const LAYOUT = new Set(["Layout", "UpdateLayoutTree", "PrePaint"]);

/** Records while `act` runs. */
export async function record(browser: Browser, page: Page, act: () => Promise<void>): Promise<Recorded> {
  await browser.startTracing(page, { categories: ["devtools.timeline", "blink.user_timing"] });
  await page.evaluate((name) => performance.mark(name), BEGIN);
  await act();
  await page.evaluate((name) => performance.mark(name), END);
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: Event[] };
  return read(traceEvents);
}

function read(all: readonly Event[]): Recorded {
  const mark = (name: string): Event => {
    const found = all.find((event) => event.name === name);
    if (found === undefined) throw new Error(`the recorder lost ${name}`);
    return found;
  };
  const [begin, end] = [mark(BEGIN), mark(END)];
  const events = all
    .filter(({ pid, tid, ts }) => pid === begin.pid && tid === begin.tid && ts > begin.ts && ts < end.ts)
    .sort((one, other) => one.ts - other.ts || (other.dur ?? 0) - (one.dur ?? 0));
  const script = outermost(events, SCRIPT);
  const layout = outermost(events, LAYOUT).filter((slice) => script.some((outer) => holds(outer, slice)));
  const work = (from: number, to: number): Work => ({
    script: within(script, from, to),
    forced: within(layout, from, to),
  });
  const keys = events.filter(({ name, args }) => name === "EventDispatch" && args?.data?.type === "keydown");
  return {
    ...work(begin.ts, end.ts),
    // What follows the last key has no end.
    keys: keys.slice(0, -1).map(({ ts }, index) => work(ts, keys[index + 1]?.ts ?? ts)),
    seconds: (end.ts - begin.ts) / 1e6,
  };
}

interface Slice {
  readonly from: number;
  readonly to: number;
  readonly work: number;
}

/** The slices of these names that stand in no other one of them; `events` by time, longer ones first. */
function outermost(events: readonly Event[], names: ReadonlySet<string>): Slice[] {
  const slices: Slice[] = [];
  let end = 0;
  for (const { name, ph, ts, dur = 0, tdur } of events) {
    if (ph !== "X" || !names.has(name) || ts < end) continue;
    if (tdur === undefined) throw new Error("the recorder tells no time of the processor");
    end = ts + dur;
    slices.push({ from: ts, to: end, work: tdur });
  }
  return slices;
}

const holds = (outer: Slice, inner: Slice): boolean => outer.from <= inner.from && inner.to <= outer.to;

/** Milliseconds of slices that begin in a time. */
function within(slices: readonly Slice[], from: number, to: number): number {
  return slices.reduce((sum, slice) => (slice.from >= from && slice.from < to ? sum + slice.work : sum), 0) / 1_000;
}
