// The pictures of an import on their way to the service. One that cannot go is told. Next: ../paste/pictures.ts.
import { dataIn, withPictures, type StoredPicture } from "../paste/pictures.ts";
import type { Left } from "../paste/tree.ts";
import type { Imported } from "./imported.ts";

/** Gives a picture to the service; null: the service does not take it. */
export type StorePicture = (data: Blob) => Promise<StoredPicture | null>;

/** The same import without data. */
export async function withStored(imported: Imported, store: StorePicture): Promise<Imported> {
  const stored = new Map<Blob, StoredPicture>();
  let lost = 0;
  for (const data of dataIn(imported.tree)) {
    const image = stored.get(data) ?? (await store(data));
    if (image === null) lost += 1;
    else stored.set(data, image);
  }
  return { ...imported, tree: withPictures(imported.tree, stored), left: withImages(imported.left, lost) };
}

/** What is left out, with so many pictures more. */
export function withImages(left: readonly Left[], more: number): readonly Left[] {
  if (more === 0) return left;
  const known = left.find(({ what }) => what === "image");
  const others = left.filter(({ what }) => what !== "image");
  return [{ what: "image", count: more + (known?.count ?? 0), words: known?.words ?? [] }, ...others];
}
