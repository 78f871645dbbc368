// What a chapter is asked for by its template: as the service says, and for the time without a line as this device remembers
// it beside the chapter. Next: Chapter.svelte.
import * as api from "../api.ts";
import type { Device } from "../device/index.ts";
import type { Asked } from "../editor/parts.ts";

export const NOT_ASKED: Asked = { template: null, lead: "", parts: [] };

const keyOf = (chapter: string): string => `parts:${chapter}`;

/** As this device remembers it; null: it never knew. */
export async function askedBefore(device: Device, chapter: string): Promise<Asked | null> {
  return device.recall<Asked>(keyOf(chapter)).catch(() => null);
}

/** Brings what the service says now onto the device. What it does not say now, it is asked the next time. */
export async function keepAsked(device: Device, chapter: string): Promise<void> {
  const asked = await api.parts(chapter).catch(() => null);
  if (asked !== null) await remember(device, chapter, asked);
}

/** What cannot be remembered is asked for again the next time. */
export async function remember(device: Device, chapter: string, asked: Asked): Promise<void> {
  await device.remember(keyOf(chapter), asked).catch(() => undefined);
}
