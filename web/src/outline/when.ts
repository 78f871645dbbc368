// A moment in a person's own words: "12 minutes ago". Knows no clock: both moments are arguments, in milliseconds. A
// locale is a language tag as lang/ makes it.

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 365 * 86_400_000],
  ["month", 30 * 86_400_000],
  ["week", 7 * 86_400_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** "12 minutes ago", "yesterday"; null: within the last minute. */
export function ago(then: number, now: number, locale: string): string | null {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const passed = now - then;
  const unit = UNITS.find(([, length]) => passed >= length);
  return unit === undefined ? null : words.format(-Math.floor(passed / unit[1]), unit[0]);
}

/** The day and the minute, for those who want to know exactly. */
export function exactly(then: number, locale: string): string {
  return new Date(then).toLocaleString(locale, { dateStyle: "full", timeStyle: "short" });
}
