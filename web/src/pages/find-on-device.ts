// Finds words in the chapters that this device holds, where the service cannot be asked: own words that wait included. One
// chapter at a time with a pause between, so that the page goes on answering to keys meanwhile. Changes nothing.
// Next: ../editor/find.ts, ../editor/fold-text.ts.
import type { Found, Hit } from "../api.ts";
import type { Device } from "../device/index.ts";
import { documentOfChapter } from "../editor/targets.ts";
import { passagesIn } from "../editor/find.ts";
import { folded } from "../editor/fold-text.ts";
import { plain, snippetOf } from "./snippet.ts";

/** As many as the service tells. */
const HITS_MAX = 200;

export interface FoundHere {
  readonly found: Found;
  /** So many of the chapters are on this device. */
  readonly looked: number;
}

/** A chapter of the manual, in the order of reading. */
interface Listed {
  readonly id: string;
  readonly title: string;
}

/** `wanted`: somebody still wants to know. */
export async function findOnDevice(
  device: Pick<Device, "read">,
  chapters: readonly Listed[],
  sought: string,
  wanted: () => boolean,
): Promise<FoundHere> {
  const words = folded(plain(sought));
  const hits: Hit[] = [];
  let looked = 0;
  for (const chapter of chapters) {
    await pause();
    if (!wanted()) break;
    const here = await hitsIn(device, chapter, words);
    if (here === null) continue;
    looked += 1;
    hits.push(...here);
    if (hits.length > HITS_MAX) break;
  }
  return { found: { hits: hits.slice(0, HITS_MAX), more: hits.length > HITS_MAX }, looked };
}

/** Where the words stand in a chapter, its title included; null: it is not on this device. */
async function hitsIn(device: Pick<Device, "read">, { id, title }: Listed, words: string): Promise<Hit[] | null> {
  const ydoc = await device.read(id).catch(() => null);
  if (ydoc === null) return null;
  if (words === "") return [];
  const places = [
    { block: null, text: title },
    ...passagesIn(ydoc, documentOfChapter(ydoc)).map(({ block, text: { text } }) => ({ block: idOf(block), text })),
  ];
  const hits = places.flatMap(({ block, text }) => {
    const snippet = snippetOf(text, words);
    return snippet === null ? [] : [{ chapter: id, title, block, ...snippet }];
  });
  ydoc.destroy();
  return hits;
}

const idOf = ({ attrs }: { readonly attrs: Readonly<Record<string, unknown>> }): string => String(attrs["id"]);

const pause = (): Promise<void> => new Promise((go) => setTimeout(go));
