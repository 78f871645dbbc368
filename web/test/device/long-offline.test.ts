// Long work without a line goes out over one that breaks again and again: after each 200 KB that got through. What was
// durable before the break is not sent again. The figure is what got through in all, over what there was to send.
import { afterEach, expect, test, vi } from "vitest";

import { Socket } from "./service.ts";
import { CHAPTER, World } from "./world.ts";

afterEach(() => World.end());

const EDITS = 500;
const LETTERS = 2_000;
const BREAKS_AFTER_BYTES = 200_000;
/** A megabit a second, and the delay of a line far away. */
const BYTES_PER_MS = 125;
const FAR_MS = 75;

/** How many breaks there were, and how many bytes got through. */
const line = { breaks: 0, bytes: 0 };

/** One frame after the other, as fast as the line carries; then it breaks, amid a frame. */
class Breaking extends Socket {
  #free = 0;
  #bytes = 0;

  override send(frame: Uint8Array): void {
    const kept = frame.slice();
    const now = performance.now();
    this.#free = Math.max(this.#free, now) + kept.length / BYTES_PER_MS;
    setTimeout(() => this.#arrives(kept), this.#free - now + FAR_MS);
  }

  #arrives(frame: Uint8Array): void {
    if (this.#bytes > BREAKS_AFTER_BYTES) return;
    this.#bytes += frame.length;
    line.bytes += frame.length;
    if (this.#bytes <= BREAKS_AFTER_BYTES) return super.send(frame);
    line.breaks += 1;
    this.end("lost");
  }
}

test("a megabyte over a line that breaks each 200 KB: less than a fifth goes twice", { timeout: 120_000 }, async () => {
  const world = new World();
  vi.stubGlobal("WebSocket", Breaking);
  world.service.room(CHAPTER).trusts = true;
  const page = await world.opened();
  await world.withoutService();
  const before = { ...line };
  for (let n = 0; n < EDITS; n += 1) page.type(undefined, "a".repeat(LETTERS));
  await world.pass(2_000);
  const total = page.words.reduce((sum, { text }) => sum + text.length, 0);
  world.service.start();
  for (let n = 0; n < 600 && page.open.waiting > 0; n += 1) await world.pass(500);
  expect(page.open.waiting).toBe(0);
  expect(world.service.text(CHAPTER)).toBe(page.words.map(({ text }) => text).join(""));
  const [bytes, breaks] = [line.bytes - before.bytes, line.breaks - before.breaks];
  process.stdout.write(
    `figure: long offline work: ${String(total)} bytes of text, ${String(breaks)} breaks: ${String(bytes)} bytes got through, ${((100 * (bytes - total)) / total).toFixed(1)} % over the text\n`,
  );
  expect(breaks).toBeGreaterThanOrEqual(4);
  expect(bytes).toBeLessThan(1.2 * total);
});
