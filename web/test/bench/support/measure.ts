// One run of one editor with one text: opened twice, typed in while others type, and then recorded while nobody else writes
// and while only others write. Next: page.ts, trace.ts.
import type { Browser } from "playwright-core";

import { at, middle } from "./figures.ts";
import { keepTyping, type Other } from "./others.ts";
import {
  desksNoted,
  heap,
  instrument,
  keysNoted,
  openedIn,
  press,
  sitDown,
  slowed,
  typed,
  watchDesks,
} from "./page.ts";
import { DESKS, type Side } from "./sides.ts";
import { record } from "./trace.ts";
import { pause } from "./until.ts";

export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

/** Milliseconds; NaN where this run did not look. */
export interface Figures {
  readonly key: Spread;
  readonly script: Spread;
  readonly allScript: number;
  readonly forced: number;
  readonly otherScript: number;
  readonly other: Spread;
  readonly cold: number;
  readonly device: number;
  /** Megabytes. */
  readonly heap: number;
  /** How many keys and letters of others a second there really were. */
  readonly pace: { readonly keys: number; readonly others: number };
  /** What was typed and is not there: must be nothing. */
  readonly lost: string;
}

export interface Measure {
  readonly browser: Browser;
  readonly side: Side;
  readonly text: string;
  readonly cpu: number;
  readonly keys: number;
}

const KEY_EVERY_MS = 100;
const OTHERS_PER_SECOND = 5;
const WARM_UP_KEYS = 20;
const RECORDED_SHARE = 0.3;
const OTHERS_RECORDED_MS = 6_000;

export async function measure(config: Measure): Promise<Figures> {
  const { browser, side, text, cpu } = config;
  const address = side.address(text);
  const { context, page } = await side.window(browser);
  await instrument(page);
  const session = await slowed(page, cpu);
  const cold = await openedIn(page, address);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await side.calm(page);
  await pause(1_000);
  await session.send("Emulation.setCPUThrottlingRate", { rate: cpu });
  await page.goto("about:blank");
  const device = await openedIn(page, address);
  await side.calm(page);

  const others = await side.others(text, DESKS);
  await sitDown(page);
  const typing = keepTyping(others, OTHERS_PER_SECOND);
  const before = (await typed(page)).length;
  const warm = await press(session, WARM_UP_KEYS, KEY_EVERY_MS);
  await watchDesks(page);
  const since = Date.now();
  const sentBefore = sentBy(others);
  const main = await press(session, config.keys, KEY_EVERY_MS);
  const othersPace = ((sentBy(others) - sentBefore) * 1_000) / (Date.now() - since);
  const until = Date.now();
  await pause(500);
  await typing.stop();
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  await side.calm(page);
  const keys = (await keysNoted(page)).slice(WARM_UP_KEYS);
  const seen = seenAfter(others, await desksNoted(page), since, until);
  const here = (await typed(page)).slice(before);
  const memory = await heap(session);
  await page.close();

  const recorded = cpu === 1 ? await recordedRun(config, context.newPage(), others) : null;
  for (const other of others) other.leave();
  await context.close();
  const wanted = warm.text + main.text;
  return {
    key: spread(keys.map(({ painted }) => painted)),
    script: spread(keys.map(({ script }) => script)),
    allScript: recorded?.allScript ?? Number.NaN,
    forced: recorded?.forced ?? Number.NaN,
    otherScript: recorded?.otherScript ?? Number.NaN,
    other: spread(seen),
    cold,
    device,
    heap: memory,
    pace: { keys: main.pace, others: othersPace },
    lost: here === wanted ? "" : `wanted "${wanted}", found "${here}"`,
  };
}

/** A second page without instruments, under the browser's own recorder. */
async function recordedRun(
  { browser, side, text, keys }: Measure,
  opening: Promise<import("playwright-core").Page>,
  others: readonly Other[],
): Promise<Pick<Figures, "allScript" | "forced" | "otherScript">> {
  const page = await opening;
  const session = await slowed(page, 1);
  await page.goto(side.address(text));
  await side.calm(page);
  await sitDown(page);
  await press(session, WARM_UP_KEYS, KEY_EVERY_MS);
  await side.calm(page);
  const alone = await record(browser, page, async () => {
    await press(session, Math.ceil(keys * RECORDED_SHARE), KEY_EVERY_MS);
  });
  const before = sentBy(others);
  const watched = await record(browser, page, async () => {
    const typing = keepTyping(others, OTHERS_PER_SECOND);
    await pause(OTHERS_RECORDED_MS);
    await typing.stop();
  });
  await page.close();
  return {
    allScript: middle(alone.keys.map(({ script }) => script)),
    forced: middle(alone.keys.map(({ forced }) => forced)),
    otherScript: watched.script / (sentBy(others) - before),
  };
}

const spread = (values: readonly number[]): Spread => ({ p50: at(values, 0.5), p95: at(values, 0.95) });

const sentBy = (others: readonly Other[]): number => others.reduce((sum, { sent }) => sum + sent.length, 0);

/** From the sending to the picture, of every letter sent in a time. One that never came would be later than all. */
function seenAfter(others: readonly Other[], noted: Record<string, number[]>, since: number, until: number): number[] {
  return others.flatMap(({ sent, desk, number }) =>
    sent.flatMap((time, index) => {
      if (time < since || time > until) return [];
      const seen = noted[String(number)]?.[desk.written + index];
      return [seen === undefined ? Number.POSITIVE_INFINITY : seen - time];
    }),
  );
}
