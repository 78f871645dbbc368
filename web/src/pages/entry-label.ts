// A heading, table, figure or box as it is listed: "2.1 The mandate", "Table 3. Who answers". Next: ChapterOutline.svelte.
import type { XrefTarget } from "../editor/numbers.ts";
import type { Words } from "../lang/index.ts";

export function entryLabel({ writing: { contents } }: Words, { kind, number, title }: XrefTarget): string {
  if (kind === "h4") return title;
  if (kind === "h2" || kind === "h3") return `${number ?? ""} ${title}`;
  const name = contents.kinds[kind](number ?? "");
  return title === "" ? name : `${name}. ${title}`;
}
