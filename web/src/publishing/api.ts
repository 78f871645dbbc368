// What editions and getting ready for one ask of the service. Keeps nothing, and belongs to no page that everybody loads.
// Next: ../api.ts, which asks; ready.ts and edition.ts, which make sense of the answers.
import { ask, get } from "../api.ts";

export const FORMATS = ["pdf", "docx", "epub", "md", "zip"] as const;
export type Format = (typeof FORMATS)[number];

/** A manual frozen at one moment. */
export interface Edition {
  readonly n: number;
  readonly title: string;
  /** Anybody may read it; else only who is signed in. */
  readonly public: boolean;
  /** Null: a final edition; else which working text it is since the last final one. */
  readonly revision: number | null;
  /** The fingerprint. */
  readonly sha256: string;
  readonly frozen_at: string;
  /** Null where its manifest is spoiled. */
  readonly chapters: number | null;
  readonly words: number | null;
  /** The service's key stands for it. */
  readonly signed: boolean;
  /** What the key is called by. */
  readonly key: string | null;
  readonly withdrawn: { readonly why: string; readonly at: string } | null;
  readonly errata: readonly { readonly text: string; readonly at: string }[];
  readonly outputs: readonly Output[];
  /** What is not there yet. */
  readonly preparing: readonly string[];
  /** Why the PDF does not come now: the program that makes it is not there, or did not manage. */
  readonly no_pdf: "no-press" | "failed" | null;
  /** The edition before it. */
  readonly previous: number | null;
}

/** An edition as a file to take along. */
export interface Output {
  readonly name: string;
  readonly format: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** What a freeze made. */
export interface Frozen {
  readonly n: number;
  readonly sha256: string;
  readonly revision: number | null;
}

export interface NewEdition {
  readonly title: string;
  readonly public: boolean;
  readonly final: boolean;
}

/** Something that is left to do before a final edition. */
export interface Finding {
  readonly chapter: string;
  readonly chapter_title: string;
  /** The block to go to; null: it is about the chapter. */
  readonly block: string | null;
  readonly code: string;
  /** An error stops a final edition. */
  readonly severity: "error" | "warning";
  /** The words that it is about. */
  readonly detail: string;
}

/** What became of a chapter since the edition before. */
export interface ChapterChange {
  readonly chapter: string;
  readonly title: string;
  readonly what: "same" | "changed" | "added" | "removed";
  readonly moved: boolean;
  /** A sentence from the counts. */
  readonly draft: string;
  /** What the secretariat says of it. */
  readonly note: string | null;
}

/** A freeze reads every chapter before it answers, and a print sets them all. */
const LONG_PATIENCE_MS = 120_000;

const of = (manual: string): string => `manuals/${encodeURIComponent(manual)}`;
const edition = (manual: string, n: number): string => `${of(manual)}/editions/${String(n)}`;

export const editions = (manual: string): Promise<readonly Edition[]> => get(`${of(manual)}/editions`);

/** Freezes all chapters of a manual as they are now. */
export async function freeze(manual: string, wanted: NewEdition): Promise<Frozen> {
  const body = JSON.stringify(wanted);
  const response = await ask(`${of(manual)}/editions`, { method: "POST", body, patienceMs: LONG_PATIENCE_MS });
  return (await response.json()) as Frozen;
}

/** What is left to do; for everybody, what may not be public counts too. */
export const ready = async (manual: string, forAll: boolean): Promise<readonly Finding[]> =>
  (await get<{ findings: readonly Finding[] }>(`${of(manual)}/ready?public=${String(forAll)}`)).findings;

const post = (path: string, body: object): Promise<unknown> =>
  ask(path, { method: "POST", body: JSON.stringify(body) });

/** Says of an edition that it should not be relied on any more. Its bytes stay as they are. */
export const withdraw = (manual: string, n: number, why: string): Promise<unknown> =>
  post(`${edition(manual, n)}/withdraw`, { why });
/** Says what is wrong in an edition, and what is right. */
export const addErratum = (manual: string, n: number, text: string): Promise<unknown> =>
  post(`${edition(manual, n)}/errata`, { text });

export const changes = (manual: string, n: number): Promise<readonly ChapterChange[]> =>
  get(`${edition(manual, n)}/changes`);
/** Says what changed in a chapter; empty: what is drafted from the counts. */
export const setNote = (manual: string, n: number, chapter: string, note: string): Promise<unknown> =>
  post(`${edition(manual, n)}/notes`, { chapter, note });

/** What the key that signs now is called by. */
export const signingKey = async (): Promise<string> => (await get<{ id: string }>("signing-key")).id;

/** What a preview shows, not yet an edition. */
export type Previewed = { readonly chapter: string } | { readonly manual: string };
export type PreviewFormat = "pdf" | "docx";

export async function preview(what: Previewed, format: PreviewFormat): Promise<Blob> {
  const path = "chapter" in what ? `chapters/${encodeURIComponent(what.chapter)}` : of(what.manual);
  return (await ask(`${path}/preview.${format}`, { method: "GET", patienceMs: LONG_PATIENCE_MS })).blob();
}

/** Where readers fetch a file of an edition. */
export const downloadPath = (slug: string, n: number, name: string): string =>
  `/${encodeURIComponent(slug)}/editions/${String(n)}/download/${encodeURIComponent(name)}`;

/** Where readers compare two editions, or one with the text as it is now. */
export const comparePath = (slug: string, from: number, to: number | "now"): string =>
  `/${encodeURIComponent(slug)}/editions/${String(from)}..${String(to)}`;
