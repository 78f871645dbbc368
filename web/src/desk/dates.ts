// Days and hours as the desk writes them, in the language of the page. Knows no clock.
import { localeOf } from "../lang/index.ts";

/** "3 March 2027": the service's days are those of UTC. */
export const day = (code: string, at: string): string => written(code, at, { dateStyle: "long", timeZone: "UTC" });

/** The day before a moment: the last day of something that is over at that moment. */
export const lastDay = (code: string, at: string): string => day(code, new Date(Date.parse(at) - 1).toJSON());

/** "3 Mar 2027, 14:05". */
export const hour = (code: string, at: string): string =>
  written(code, at, { dateStyle: "medium", timeStyle: "short" });

function written(code: string, at: string, options: Intl.DateTimeFormatOptions): string {
  const then = new Date(at);
  return Number.isNaN(then.getTime()) ? at : new Intl.DateTimeFormat(localeOf(code), options).format(then);
}
