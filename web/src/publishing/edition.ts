// What is said of editions: which working text comes next, how large a file is, what can be fetched and what cannot yet. Pure.
// Next: EditionCard.svelte.
import { FORMATS, type Edition, type Format, type Output } from "./api.ts";

/** Which working text a freeze would make: they are counted from the last final edition. */
export function nextRevision(editions: readonly Pick<Edition, "n" | "revision">[]): number {
  const newest = [...editions].sort((a, b) => b.n - a.n)[0];
  return (newest?.revision ?? 0) + 1;
}

export const isFormat = (format: string): format is Format => (FORMATS as readonly string[]).includes(format);

/** What can be fetched, what most people want first; a kind that nobody here knows is left out. */
export function fetched(outputs: readonly Output[]): (Output & { readonly format: Format })[] {
  return FORMATS.flatMap((format) =>
    outputs.flatMap((output) => (output.format === format ? [{ ...output, format }] : [])),
  );
}

/** A size as people read it, in the digits of their language. */
export function sizeWords(bytes: number, locale: string): string {
  const [unit, amount] =
    bytes < 1_000_000 ? (["kilobyte", bytes / 1_000] as const) : (["megabyte", bytes / 1_000_000] as const);
  const digits = amount < 10 ? 1 : 0;
  const shown = Math.max(amount, 0.1);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    minimumFractionDigits: 0,
    maximumFractionDigits: digits,
  }).format(shown);
}

/** The name of a key in groups of four, for two people to compare. */
export const keyWords = (key: string): string => (key.match(/.{1,4}/g) ?? []).join(" ");
