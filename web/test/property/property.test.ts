// All edits merge: seeded rounds with three peers, two editors on yjs and one program on yrs. A failing round prints its
// seed; SEED=n runs that round alone, ROUNDS=n sets how many, CHANCERY_PROVE=1 runs ten thousand.
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Mode } from "./peer.ts";
import { round } from "./round.ts";
import { seedsOf } from "./seeds.ts";
import { program, YrsProgram } from "./yrs-peer.ts";

const BUILD_MS = 600_000;

let yrs: YrsProgram;
beforeAll(() => {
  yrs = new YrsProgram(program());
}, BUILD_MS);
afterAll(() => {
  yrs.end();
});

const modes: [string, Mode, number][] = [
  ["by the rules, without undo and cut and paste", { undo: false, cutAndPaste: false, structure: false }, 1],
  ["with undo and redo", { undo: true, cutAndPaste: false, structure: false }, 1_000_000],
  ["with undo, redo and cut and paste", { undo: true, cutAndPaste: true, structure: false }, 2_000_000],
  ["the whole structure", { undo: false, cutAndPaste: false, structure: true }, 3_000_000],
  [
    "the whole structure, with a page that knows only paragraphs",
    { undo: false, cutAndPaste: false, structure: true, older: true },
    5_000_000,
  ],
  ["the whole structure, with undo and redo", { undo: true, cutAndPaste: false, structure: true }, 4_000_000],
];

it.each(modes)("no character is lost, doubled or out of order: %s", async (name, mode, offset) => {
  const seeds = seedsOf(10_000, offset);
  let doubled = 0;
  for (const seed of seeds) {
    try {
      const outcome = await round(seed, mode, yrs);
      if (outcome.doubled > 0) doubled += 1;
    } catch (cause) {
      throw new Error(`round with SEED=${String(seed)}, ${name}: ${String(cause)}`, { cause });
    }
  }
  process.stdout.write(`${name}: ${String(seeds.length)} rounds, doubled in ${String(doubled)}\n`);
  if (!mode.undo && !mode.cutAndPaste) expect(doubled).toBe(0);
});
