// Somebody who types a sentence on a poor line: when each letter was drawn, and when the page says that all of it is saved.
// Used by the test that bounds it and by the bench that reports it. Next: poor-line.ts.
import type { Page } from "playwright-core";

import { keysNoted, press, slowed } from "../../bench/support/page.ts";
import { NarrowProxy } from "./narrow-proxy.ts";
import { PoorLine } from "./poor-line.ts";
import type { Front } from "./service.ts";

const KEY_EVERY_MS = 100;

/** A poor line; with a proxy behind it that lets no websocket through, if requests are to carry the frames. */
export class PoorFront implements Front {
  private constructor(
    readonly line: PoorLine,
    readonly narrow: NarrowProxy | null,
  ) {}

  static async start(way: "socket" | "poll"): Promise<PoorFront> {
    return new PoorFront(await PoorLine.start(), way === "poll" ? await NarrowProxy.start() : null);
  }

  get address(): string {
    return this.line.address;
  }

  lead(to: string): void {
    this.narrow?.lead(to);
    this.line.lead(this.narrow?.address ?? to);
  }

  stop(): void {
    this.line.stop();
    this.narrow?.stop();
  }
}

export interface Typed {
  readonly text: string;
  /** For each key, from the key to the picture. */
  readonly painted: readonly number[];
  /** From the last key until the page says that everything is saved. */
  readonly savedMs: number;
}

/** Types at the caret; the page has the instruments of the bench. */
export async function typeOn(page: Page, keys: number, patienceMs: number): Promise<Typed> {
  const session = await slowed(page, 1);
  const before = (await keysNoted(page)).length;
  const { text } = await press(session, keys, KEY_EVERY_MS);
  const last = performance.now();
  await page.waitForSelector('.foot[data-state="saved"][data-pending="0"]', { timeout: patienceMs });
  const savedMs = performance.now() - last;
  await session.detach();
  return { text, painted: (await keysNoted(page)).slice(before).map(({ painted }) => painted), savedMs };
}
