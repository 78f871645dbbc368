// How a browser on a device is called, so that its person recognises it: the names their makers gave both. Families only;
// the service knows no more of them either.
import type { DoorWords } from "../lang/door/index.ts";
import { BROWSERS, SYSTEMS } from "./families.ts";

/** How a browser shows which family it is of; many also name others, so the order counts. */
const BROWSER_SIGNS: readonly (readonly [family: string, sign: RegExp])[] = [
  ["edge", /Edg/],
  ["opera", /OPR\//],
  ["samsung", /SamsungBrowser\//],
  ["firefox", /Firefox\/|FxiOS\//],
  ["chrome", /Chrome\//],
  ["safari", /Safari\//],
];
const SYSTEM_SIGNS: readonly (readonly [family: string, sign: RegExp])[] = [
  ["windows", /Windows/],
  ["android", /Android/],
  ["ios", /iPhone|iPad/],
  ["chromeos", /CrOS/],
  ["macos", /Mac OS X/],
  ["linux", /Linux/],
];

type Others = Pick<DoorWords["access"], "otherBrowser" | "otherSystem">;

/** The name of a device by what its browser says of itself. */
export function deviceName(userAgent: string, words: Others): string {
  const family = (signs: typeof BROWSER_SIGNS): string => signs.find(([, sign]) => sign.test(userAgent))?.[0] ?? "";
  return familyName({ browser: family(BROWSER_SIGNS), system: family(SYSTEM_SIGNS) }, words);
}

/** The name of a device by the families that the service has noted. */
export function familyName(device: { readonly browser: string; readonly system: string }, words: Others): string {
  return `${BROWSERS.get(device.browser) ?? words.otherBrowser} · ${SYSTEMS.get(device.system) ?? words.otherSystem}`;
}
