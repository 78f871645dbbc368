// On a line of 64 kbit/s with 600 ms and 5 % loss, somebody types: letters do not wait for the line, and the page says that
// they are saved within seconds, by websocket and by requests. What it says is true: somebody else reads them.
import { afterEach, expect, test } from "vitest";

import { middle } from "../bench/support/figures.ts";
import { instrument } from "../bench/support/page.ts";
import { figure } from "./support/figure.ts";
import { POOR } from "./support/poor-line.ts";
import { PoorFront, typeOn } from "./support/poor-typing.ts";
import { Scene } from "./support/scene.ts";

const KEYS = 80;
/** Only ends what hangs: the figure that is told is the one to look at. */
const SAVED_MS_MAX = 60_000;
const WORDS = "The office writes:";

let front: PoorFront | null = null;
let scene: Scene | null = null;

afterEach(async () => {
  await scene?.strike();
  front?.stop();
});

test.each(["socket", "poll"] as const)("typing shows at once and is saved within seconds: %s", async (way) => {
  front = await PoorFront.start(way);
  scene = await Scene.set("", front);
  const chapter = await scene.chapter("Early warning");
  const { page } = await scene.window("Ghana");
  await instrument(page, "");
  const ghana = await scene.writer("Ghana", chapter);
  await ghana.writes(WORDS);
  await ghana.caret(WORDS, "after");

  front.line.poor = true;
  const { text, painted, savedMs } = await typeOn(page, KEYS, SAVED_MS_MAX);
  expect(await ghana.text()).toBe(WORDS + text);
  expect(painted.length).toBe(KEYS);
  // Whatever waits for the line waits half a round trip at least.
  expect(middle(painted)).toBeLessThan(POOR.roundTripMs / 2);
  expect(savedMs).toBeGreaterThan(POOR.roundTripMs / 2);
  expect(savedMs).toBeLessThan(SAVED_MS_MAX);
  expect(front.line.count.lost).toBeGreaterThan(0);
  if (way === "poll") expect(front.narrow?.polls).toBeGreaterThan(0);
  figure(`poor line, ${way}: saved ${savedMs.toFixed(0)} ms after the last key`);

  front.line.poor = false;
  const denmark = await scene.writer("Denmark", chapter);
  await denmark.reads(WORDS + text);
  expect(scene.complaints()).toEqual([]);
});
