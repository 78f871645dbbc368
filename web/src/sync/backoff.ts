// How long to wait before the next try: half a second, then twice as long each time up to half a minute, with jitter so
// that sixty pages do not come back in one instant. Knows no timer; chance is an argument.

export const WAIT_FIRST_MS = 500;
export const WAIT_MAX_MS = 30_000;

/** The wait before try number `failures` + 1; `chance` is drawn from [0, 1). At least half the full step, at most all of it. */
export function waitMs(failures: number, chance: number): number {
  const step = Math.min(WAIT_MAX_MS, WAIT_FIRST_MS * 2 ** Math.min(failures, 10));
  return Math.max(WAIT_FIRST_MS, Math.round(step / 2 + (step / 2) * chance));
}
