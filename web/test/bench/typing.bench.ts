// How quick the editor is for somebody who types while ten others do, beside Tiptap with its collaboration on the same text
// in the same runs: from a key to the picture, script for each key and for each letter of others, opening, memory.
// Asserts that everything typed is there, and nothing about time. `npm run bench -- typing`; docs/performance.md says more.
import { afterAll, beforeAll, expect, test } from "vitest";

import { Scene } from "../browser/support/scene.ts";
import { cell, circumstances, load, publish } from "./support/figures.ts";
import { measure, type Figures } from "./support/measure.ts";
import { chancery, DESKS, tiptap, type Side } from "./support/sides.ts";
import { buildPage, Relay } from "./tiptap/relay.ts";

const numbers = (name: string, usual: string): number[] => (process.env[name] ?? usual).split(",").map(Number);
const WORDS = numbers("CHANCERY_BENCH_WORDS", "20000,100000");
const CPUS = numbers("CHANCERY_BENCH_CPUS", "1,4");
const [RUNS = 1] = numbers("CHANCERY_BENCH_RUNS", "3");
const [KEYS = 1] = numbers("CHANCERY_BENCH_KEYS", "200");
const HOUR_MS = 3_600_000;

let scene: Scene;
let relay: Relay;
let sides: Side[];

beforeAll(async () => {
  // Each of y-websocket's providers hears of the end of the process.
  process.setMaxListeners(3 * DESKS);
  scene = await Scene.set();
  await buildPage();
  relay = await Relay.start();
  sides = [chancery(scene), tiptap(relay, false), tiptap(relay, true)];
});
afterAll(async () => {
  relay.stop();
  await scene.strike();
});

test.each(WORDS)(
  "%i words",
  async (words) => {
    const texts = new Map<Side, string>();
    for (const side of sides) texts.set(side, await side.prepare(words));
    const figures = new Map<string, Figures[]>();
    const loads: string[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      loads.push(load());
      for (const cpu of CPUS)
        // Whoever is first in one run is last in the next.
        for (const side of run % 2 === 0 ? sides : [...sides].reverse()) {
          const { browser } = scene;
          const found = await measure({ browser, side, text: texts.get(side) ?? "", cpu, keys: KEYS });
          const name = nameOf(side, cpu);
          figures.set(name, [...(figures.get(name) ?? []), found]);
          process.stdout.write(`${String(words)} words, run ${String(run)}, ${name}: ${JSON.stringify(found)}\n`);
          expect(found.lost, `${name}: what was typed is there`).toBe("");
        }
    }
    const about = circumstances(scene.browser.version(), RUNS, loads);
    publish(`typing ${String(words)}`, `${about}\n\n${table(figures)}`);
  },
  6 * HOUR_MS,
);

const nameOf = (side: Side, cpu: number): string => `${side.name}, CPU/${String(cpu)}`;

type Row = readonly [what: string, goal: string, of: (figures: Figures) => number];

const rowsFor = (cpu: number): Row[] => [
  ["key to picture, p50 ms", "", (each) => each.key.p50],
  ["key to picture, p95 ms", cpu === 1 ? "50" : cpu === 4 ? "150" : "", (each) => each.key.p95],
  ["script until the letter stands, p50 ms", cpu === 1 ? "2" : "", (each) => each.script.p50],
  ["the same, p95 ms", "", (each) => each.script.p95],
  ["all script from one key to the next, nobody else writing, p50 ms", "", (each) => each.allScript],
  ["of that, layout it forced, p50 ms", "", (each) => each.forced],
  ["script for each letter of others, ms", "", (each) => each.otherScript],
  ["letter of others until seen, p50 ms", "", (each) => each.other.p50],
  ["the same, p95 ms", "", (each) => each.other.p95],
  ["opened from the service, ms", "", (each) => each.cold],
  ["opened from the device, ms", cpu === 1 ? "500" : "", (each) => each.device],
  ["memory of script, MB", "", (each) => each.heap],
];

function table(figures: ReadonlyMap<string, readonly Figures[]>): string {
  const names = sides.map(({ name }) => name);
  const lines = [`| what | CPU | goal | ${names.join(" | ")} |`, `|---|---|---|${"---|".repeat(names.length)}`];
  for (const cpu of CPUS)
    for (const [what, goal, of] of rowsFor(cpu)) {
      const cells = sides.map((side) => cell((figures.get(nameOf(side, cpu)) ?? []).map(of)));
      if (cells.some((each) => each !== "-"))
        lines.push(`| ${[what, `/${String(cpu)}`, goal, ...cells].join(" | ")} |`);
    }
  return lines.join("\n");
}
