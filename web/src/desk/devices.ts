// What a session's device is called: browsers and systems by the names they give themselves, in every language. Pure. Next:
// Sittings.svelte.
import type { DeskWords } from "../lang/desk/index.ts";
import type { Sitting } from "./desk-api.ts";

const BROWSERS: Readonly<Record<string, string>> = {
  edge: "Edge",
  opera: "Opera",
  samsung: "Samsung Internet",
  firefox: "Firefox",
  chrome: "Chrome",
  safari: "Safari",
};
const SYSTEMS: Readonly<Record<string, string>> = {
  windows: "Windows",
  macos: "macOS",
  linux: "Linux",
  android: "Android",
  ios: "iOS",
  chromeos: "ChromeOS",
};

export function deviceName({ sessions }: DeskWords, device: Sitting["device"]): string {
  if (device === null) return sessions.someDevice;
  const { browser, system } = device;
  return sessions.on(BROWSERS[browser] ?? sessions.otherBrowser, SYSTEMS[system] ?? sessions.otherSystem);
}
