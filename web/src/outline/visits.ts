// "Changed since your last visit", kept on this device alone: for each chapter the moment up to which this person has seen
// it, by the service's clock. The service is never told what somebody has read.
import type { Device } from "../device/index.ts";

/** The service's times are whole seconds on their way to us, and a last own edit may be saved just after one left. */
const GRACE_MS = 2_000;
const CLOCK = "clock";

/** How far the service's clock is ahead of this device's, in milliseconds. */
export async function rememberClock(device: Device, aheadMs: number): Promise<void> {
  await device.remember(CLOCK, aheadMs);
}

/** One sitting in a chapter. */
export class Visit {
  readonly #device: Device;
  readonly #chapter: string;
  #aheadMs = 0;

  constructor(device: Device, chapter: string) {
    this.#device = device;
    this.#chapter = chapter;
    const recalled = device.recall<number>(CLOCK).then((ahead) => (this.#aheadMs = ahead ?? 0));
    recalled.catch(() => undefined);
  }

  /** The person sees the chapter as the service has it now. Asks for nothing first: the page may be about to go. */
  note(): void {
    // What cannot be remembered is only a mark less.
    this.#device.remember(visited(this.#chapter), Date.now() + this.#aheadMs).catch(() => undefined);
  }
}

/** Up to when this person has seen each of the chapters; those never opened on this device are not in it. */
export async function visitsOf(device: Device, chapters: readonly string[]): Promise<Map<string, number>> {
  const times = chapters.map(async (id) => [id, await device.recall<number>(visited(id))] as const);
  const known = (await Promise.all(times)).filter((entry): entry is readonly [string, number] => entry[1] !== null);
  return new Map(known);
}

/** Whether somebody changed a chapter after this person saw it. What was never seen is not marked. */
export function isNews(changed: number | null, seen: number | undefined): boolean {
  return changed !== null && seen !== undefined && changed > seen + GRACE_MS;
}

const visited = (chapter: string): string => `visited:${chapter}`;
