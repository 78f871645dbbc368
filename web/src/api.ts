// The service's HTTP interface as typed functions. Every refusal becomes a `Problem` with one of our codes; the words for
// it are in lang/. Sends nothing to any other origin.
import { codeOf, type Code } from "./code.ts";

/** A request the service refused, or could not be asked. */
export class Problem extends Error {
  constructor(readonly code: Code | "unreachable") {
    super(code);
    this.name = "Problem";
  }
}

export interface Seat {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

export type Session = { readonly epoch?: string } & (
  { readonly signed_in: true; readonly seat: Seat; readonly ends: string } | { readonly signed_in: false }
);

export interface Manual {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly outline: string;
}

export interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly parent: string | null;
  readonly order: string;
  readonly deleted: boolean;
}

/** What happens in a chapter. */
export interface ChapterActivity {
  readonly id: string;
  readonly words: number;
  /** When it was last changed, RFC 3339; null: never since it was made. */
  readonly changed: string | null;
  /** Who has it open now. */
  readonly here: readonly { readonly name: string; readonly shade: number }[];
}

export interface ActivityAnswer {
  readonly tag: string | null;
  /** The service's clock when it answered, in milliseconds since 1970, to the second; null if it did not say. */
  readonly at: number | null;
  readonly chapters: readonly ChapterActivity[];
}

/** A longer silence than this is taken for no answer. */
const PATIENCE_MS = 15_000;
const NOT_MODIFIED = 304;

export const session = (): Promise<Session> => get("session");
export const manuals = (): Promise<Manual[]> => get("manuals");
export const chapters = (manual: string): Promise<Chapter[]> => get(`manuals/${encodeURIComponent(manual)}/chapters`);

/** What happens in a manual's chapters; null: nothing new since the answer with this tag. */
export async function activity(manual: string, tag: string | null): Promise<ActivityAnswer | null> {
  const response = await ask(`manuals/${encodeURIComponent(manual)}/activity`, { method: "GET" }, tag);
  if (response.status === NOT_MODIFIED) return null;
  const at = Date.parse(response.headers.get("date") ?? "");
  const chapters = (await response.json()) as ChapterActivity[];
  return { tag: response.headers.get("etag"), at: Number.isNaN(at) ? null : at, chapters };
}

/** Makes a chapter, the last one under `parent` or at the top; its id. */
export async function createChapter(manual: string, title: string, parent: string | null): Promise<string> {
  const body = JSON.stringify(parent === null ? { title } : { title, parent });
  const response = await ask(`manuals/${encodeURIComponent(manual)}/chapters`, { method: "POST", body });
  return ((await response.json()) as { id: string }).id;
}

export async function deleteChapter(id: string): Promise<void> {
  await ask(`chapters/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function restoreChapter(id: string): Promise<void> {
  await ask(`chapters/${encodeURIComponent(id)}/restore`, { method: "POST" });
}

export async function signIn(link: string, code: string): Promise<void> {
  await ask("sign-in", { method: "POST", body: JSON.stringify({ link, code }) });
}

export async function signOut(): Promise<void> {
  await ask("session", { method: "DELETE" });
}

/** Whether somebody is signed in on this device, as far as can be known now. */
export async function askSession(): Promise<"signed-in" | "signed-out" | "unreachable"> {
  try {
    return (await session()).signed_in ? "signed-in" : "signed-out";
  } catch {
    return "unreachable";
  }
}

/** Where the room of a document is. */
export function syncAddress(document: string, at: Location = location): string {
  const scheme = at.protocol === "https:" ? "wss:" : "ws:";
  return `${scheme}//${at.host}/api/v1/sync/${encodeURIComponent(document)}`;
}

async function get<T>(path: string): Promise<T> {
  const response = await ask(path, { method: "GET" });
  return (await response.json()) as T;
}

/** Asks; `tag` is that of an answer we have, so that only a newer one is sent. */
async function ask(path: string, init: { method: string; body?: string }, tag: string | null = null): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      ...init,
      headers: {
        ...(init.body === undefined ? {} : { "content-type": "application/json" }),
        ...(tag === null ? {} : { "if-none-match": tag }),
      },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  } catch {
    throw new Problem("unreachable");
  }
  if (!response.ok && response.status !== NOT_MODIFIED) throw new Problem(await codeIn(response));
  return response;
}

async function codeIn(response: Response): Promise<Code | "unreachable"> {
  try {
    const { code } = (await response.json()) as { code?: unknown };
    if (typeof code === "string") return codeOf(code);
  } catch {
    // Not one of our answers: something between us and the service spoke.
  }
  return response.status === 401 ? "signed-out" : "unreachable";
}
