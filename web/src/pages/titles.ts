// Titles of chapters as this device knows them, so that a chapter opens with its name when nobody can be asked. Knows no
// page.
import type { Manual } from "../api.ts";
import type { Device } from "../device/index.ts";
import { titleKey } from "../device/rows.ts";

/** What a chapter was called when it was last seen, or else in the outlines that are kept; null: never seen. */
export async function titleOnDevice(device: Device, document: string): Promise<string | null> {
  return (await titleSeen(device, document)) ?? (await titleInOutlines(device, document));
}

/** What a chapter was called when it was last seen; null: never. Quick. */
export async function titleSeen(device: Device, document: string): Promise<string | null> {
  return device.recall<string>(titleKey(document)).catch(() => null);
}

/** What a chapter or template is called in the outlines as this device holds them, own renaming without a line included. */
export async function titleInOutlines(device: Device, document: string): Promise<string | null> {
  return (await entryInOutlines(device, document))?.title ?? null;
}

/** What the outlines that this device holds say of a document. */
export interface Entry {
  readonly title: string;
  readonly template: boolean;
}

export async function entryInOutlines(device: Device, document: string): Promise<Entry | null> {
  try {
    return await searchOutlines(device, document);
  } catch {
    return null;
  }
}

export async function rememberTitle(device: Device, document: string, title: string): Promise<void> {
  // What cannot be remembered is asked for again the next time.
  await device.remember(titleKey(document), title).catch(() => undefined);
}

async function searchOutlines(device: Device, document: string): Promise<Entry | null> {
  const manuals = (await device.recall<readonly Manual[]>("manuals")) ?? [];
  if (manuals.length === 0) return null;
  const { read, templates } = await import("../outline/read.ts");
  for (const { outline } of manuals) {
    const doc = await device.read(outline);
    if (doc === null) continue;
    const chapter = read(doc).find(({ id }) => id === document);
    if (chapter !== undefined) return { title: chapter.title, template: false };
    const template = templates(doc).find(({ id }) => id === document);
    if (template !== undefined) return { title: template.title, template: true };
  }
  return null;
}
