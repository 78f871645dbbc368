// Titles of chapters as this device knows them, so that a chapter opens with its name when nobody can be asked. Knows no
// page.
import type { Device } from "../device/index.ts";

const key = (document: string): string => `title:${document}`;

/** What a chapter was called when it was last seen; null: it never was. */
export async function titleOnDevice(device: Device, document: string): Promise<string | null> {
  return device.recall<string>(key(document)).catch(() => null);
}

export async function rememberTitle(device: Device, document: string, title: string): Promise<void> {
  // What cannot be remembered is asked for again the next time.
  await device.remember(key(document), title).catch(() => undefined);
}
