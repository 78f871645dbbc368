// What this device knows of proposals: which one the edits of a chapter last became, and what a proposal is one of, so that
// it opens by its own name without a line. Knows no page. Next: ../sync/proposing.ts.
import type { Device } from "../device/index.ts";
import { titleKey } from "../device/rows.ts";

/** A proposal as this device remembers it. */
export interface Known {
  readonly id: string;
  readonly n: number | null;
  readonly chapter: string;
}

const ofChapter = (chapter: string): string => `proposal of:${chapter}`;
const ofProposal = (id: string): string => `proposal:${id}`;

type Memory = Pick<Device, "remember" | "recall">;

/** What the edits of a chapter last became; null: nothing that this device knows of. */
export const lastOf = (device: Memory, chapter: string): Promise<Known | null> =>
  device.recall<Known>(ofChapter(chapter)).catch(() => null);

/** A document as a proposal; null if this device does not know it as one. */
export const knownAs = (device: Memory, id: string): Promise<Known | null> =>
  device.recall<Known>(ofProposal(id)).catch(() => null);

/** What cannot be remembered is asked for when it is needed. */
export async function know(device: Memory, known: Known, title: string): Promise<void> {
  const all = [
    device.remember(ofProposal(known.id), known),
    ...(title === "" ? [] : [device.remember(titleKey(known.id), title)]),
  ];
  await Promise.all(all.map((each) => each.catch(() => undefined)));
}

/** From now on the edits of the chapter that are refused go there, for as long as it is open. */
export async function knowAsLast(device: Memory, known: Known): Promise<void> {
  await device.remember(ofChapter(known.chapter), known).catch(() => undefined);
}
