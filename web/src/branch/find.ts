// What a document is that is neither a chapter nor a template: a proposal, known to this device or to the service. Comes late.
// Next: BranchBar.svelte.
import type { Device } from "../device/index.ts";
import { proposal, type Proposal } from "./ask.ts";
import { know, knownAs } from "./known.ts";

/** The proposal of this id as the service tells it, remembered for when it cannot; null: there is none for whoever is here. */
export async function find(device: Device | null, id: string): Promise<Proposal | null> {
  const found = await proposal(id).catch(() => null);
  if (found !== null && device !== null) {
    const { n, chapter, title } = found;
    await know(device, { id, n, chapter }, title);
  }
  return found;
}

/** Whether this device knows the document as a proposal. */
export const isKnown = async (device: Device, id: string): Promise<boolean> => (await knownAs(device, id)) !== null;
