// Which way a text runs: what its first strong letter says, as a page finds it for `dir="auto"`. Next: walker.ts.
import type { PastedInline } from "./tree.ts";

const STRONG = /\p{L}/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}]/u;

/** The direction of the first letter; null: there is none. */
export function firstStrong(content: readonly PastedInline[]): "ltr" | "rtl" | null {
  for (const part of content) {
    const letter = "text" in part ? STRONG.exec(part.text)?.[0] : undefined;
    if (letter !== undefined) return RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
  }
  return null;
}
