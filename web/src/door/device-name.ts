// How a browser on a device is called, so that its person recognises it: the names their makers gave both. Families only;
// the service knows no more of them either.
import type { DoorWords } from "../lang/door/index.ts";

const BROWSERS: readonly (readonly [family: string, sign: RegExp, name: string])[] = [
  ["edge", /Edg/, "Edge"],
  ["opera", /OPR\//, "Opera"],
  ["samsung", /SamsungBrowser\//, "Samsung Internet"],
  ["firefox", /Firefox\/|FxiOS\//, "Firefox"],
  ["chrome", /Chrome\//, "Chrome"],
  ["safari", /Safari\//, "Safari"],
];
const SYSTEMS: readonly (readonly [family: string, sign: RegExp, name: string])[] = [
  ["windows", /Windows/, "Windows"],
  ["android", /Android/, "Android"],
  ["ios", /iPhone|iPad/, "iOS"],
  ["chromeos", /CrOS/, "ChromeOS"],
  ["macos", /Mac OS X/, "macOS"],
  ["linux", /Linux/, "Linux"],
];

type Others = Pick<DoorWords["access"], "otherBrowser" | "otherSystem">;

/** The name of a device by what its browser says of itself. */
export function deviceName(userAgent: string, words: Others): string {
  const browser = BROWSERS.find(([, sign]) => sign.test(userAgent))?.[2];
  const system = SYSTEMS.find(([, sign]) => sign.test(userAgent))?.[2];
  return joined(browser, system, words);
}

/** The name of a device by the families that the service has noted. */
export function familyName(device: { readonly browser: string; readonly system: string }, words: Others): string {
  const browser = BROWSERS.find(([family]) => family === device.browser)?.[2];
  const system = SYSTEMS.find(([family]) => family === device.system)?.[2];
  return joined(browser, system, words);
}

function joined(browser: string | undefined, system: string | undefined, words: Others): string {
  return `${browser ?? words.otherBrowser} · ${system ?? words.otherSystem}`;
}
