// What a session's device is called at the desk. Pure. Next: Sittings.svelte, ../door/families.ts.
import { BROWSERS, SYSTEMS } from "../door/families.ts";
import type { DeskWords } from "../lang/desk/index.ts";
import type { Sitting } from "./desk-api.ts";

export function deviceName({ sessions }: DeskWords, device: Sitting["device"]): string {
  if (device === null) return sessions.someDevice;
  const { browser, system } = device;
  return sessions.on(BROWSERS.get(browser) ?? sessions.otherBrowser, SYSTEMS.get(system) ?? sessions.otherSystem);
}
