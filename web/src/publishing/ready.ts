// What is left to do before a final edition, in the order in which a person goes through it, and where each thing is. Pure.
// Next: ReadyList.svelte, which shows it.
import { chapterPath } from "../router.ts";
import type { Finding } from "./api.ts";

/** The findings of one chapter. */
export interface OfChapter {
  readonly chapter: string;
  readonly title: string;
  readonly findings: readonly Finding[];
}

/** Chapter by chapter as they came, the chapter that somebody is in before all others. */
export function byChapter(findings: readonly Finding[], here: string | null = null): OfChapter[] {
  const chapters = new Map<string, { chapter: string; title: string; findings: Finding[] }>();
  for (const finding of findings) {
    const of = chapters.get(finding.chapter) ?? {
      chapter: finding.chapter,
      title: finding.chapter_title,
      findings: [],
    };
    of.findings.push(finding);
    chapters.set(finding.chapter, of);
  }
  const all = [...chapters.values()];
  return [...all.filter(({ chapter }) => chapter === here), ...all.filter(({ chapter }) => chapter !== here)];
}

/** How many stop a final edition, and how many are to be looked at. */
export function counted(findings: readonly Finding[]): { readonly errors: number; readonly warnings: number } {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  return { errors, warnings: findings.length - errors };
}

/** The address of the place that a finding is about. */
export const placeOf = ({ chapter, block }: Pick<Finding, "chapter" | "block">): string =>
  block === null ? chapterPath(chapter) : `${chapterPath(chapter)}#${encodeURIComponent(block)}`;

/** One of a kind at one place, for a list that is drawn anew while somebody is in it. */
export const keyOf = ({ chapter, block, code, detail }: Finding): string =>
  [chapter, block ?? "", code, detail].join(" ");

/** The same findings, each with a key of its own, however often one comes. */
export function keyed(findings: readonly Finding[]): { readonly key: string; readonly finding: Finding }[] {
  const times = new Map<string, number>();
  return findings.map((finding) => {
    const key = keyOf(finding);
    const n = (times.get(key) ?? 0) + 1;
    times.set(key, n);
    return { key: `${key} ${String(n)}`, finding };
  });
}
