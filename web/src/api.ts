// The service's HTTP interface as typed functions. Every refusal becomes a `Problem` with one of our codes; the words for
// it are in lang/. Sends nothing to any other origin.
import { codeOf, type Code } from "./code.ts";
import type { Asked as AskedFor } from "./editor/parts.ts";

/** A request the service refused, or could not be asked. */
export class Problem extends Error {
  constructor(
    readonly code: Code | "unreachable",
    /** What the service adds where the code alone does not help: the name of a chapter. */
    readonly detail: string | null = null,
  ) {
    super(code);
    this.name = "Problem";
  }
}

export interface Seat {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
}

/** What others are told of whoever is signed in: the name of the seat, or only that it is a member of the network. */
export type Appears = "seat" | "member";

export type Session = { readonly epoch?: string } & (
  | {
      readonly signed_in: true;
      readonly seat: Seat;
      readonly right?: string;
      /** Whose session it is; none: it belongs to the seat alone. */
      readonly person?: {
        readonly id: string;
        readonly name: string | null;
        readonly admin: boolean;
        readonly succeeds?: boolean;
      };
      readonly appears?: Appears;
      readonly ends: string;
    }
  /** `revoked`: the session was taken from whoever was in it. */
  | { readonly signed_in: false; readonly revoked?: boolean }
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
  /** The template it was made from. */
  readonly from: string | null;
  /** What this session may do there. */
  readonly right?: string;
}

export interface Template {
  readonly id: string;
  readonly title: string;
  readonly deleted: boolean;
}

/** What happens in a chapter. */
export interface ChapterActivity {
  readonly id: string;
  readonly words: number;
  /** When it was last changed, RFC 3339; null: never since it was made. */
  readonly changed: string | null;
  /** Who has it open now. */
  readonly here: readonly ({ readonly name: string; readonly shade: number } | { readonly member: number })[];
  /** How many parts its template asks for, and how many are not written. */
  readonly parts?: { readonly of: number; readonly missing: number };
}

export interface ActivityAnswer {
  readonly tag: string | null;
  /** The service's clock when it answered, in milliseconds since 1970, to the second; null if it did not say. */
  readonly at: number | null;
  readonly chapters: readonly ChapterActivity[];
}

/** A place where what was sought stands. */
export interface Hit {
  readonly chapter: string;
  readonly title: string;
  /** The block to go to; null: it is the chapter's title. */
  readonly block: string | null;
  readonly snippet: string;
  /** Where in the snippet, from and to. */
  readonly found: readonly (readonly [number, number])[];
}

export interface Found {
  readonly hits: readonly Hit[];
  readonly more: boolean;
}

export interface Definition {
  readonly term: string;
  readonly meaning: string;
  readonly chapter: string;
  readonly block: string;
}

/** A longer silence than this is taken for no answer. */
const PATIENCE_MS = 15_000;
/** A picture of some megabytes over a thin line. */
const IMAGE_PATIENCE_MS = 300_000;
const NOT_MODIFIED = 304;
const JSON_TYPE = "application/json";
const BYTES_TYPE = "application/octet-stream";

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

/** What is to be made. */
export interface NewChapter {
  readonly title: string;
  /** The chapter it stands under, as the last one; at the top if there is none. */
  readonly parent?: string;
  /** The template it begins with. */
  readonly template?: string;
}

/** Makes a chapter; its id. */
export const createChapter = (manual: string, chapter: NewChapter): Promise<string> =>
  make(`manuals/${encodeURIComponent(manual)}/chapters`, chapter);

/** The templates of a manual; for keepers alone. */
export const templates = (manual: string): Promise<Template[]> =>
  get(`manuals/${encodeURIComponent(manual)}/templates`);

/** Makes a template; its id. */
export const createTemplate = (manual: string, title: string): Promise<string> =>
  make(`manuals/${encodeURIComponent(manual)}/templates`, { title });

/** What a chapter is asked for. */
export const parts = (chapter: string): Promise<AskedFor> => get(`chapters/${encodeURIComponent(chapter)}/parts`);

async function make(path: string, what: object): Promise<string> {
  const response = await ask(path, { method: "POST", body: JSON.stringify(what) });
  return ((await response.json()) as { id: string }).id;
}

export async function deleteTemplate(id: string): Promise<void> {
  await ask(`templates/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function restoreTemplate(id: string): Promise<void> {
  await ask(`templates/${encodeURIComponent(id)}/restore`, { method: "POST" });
}

export async function deleteChapter(id: string): Promise<void> {
  await ask(`chapters/${encodeURIComponent(id)}`, { method: "DELETE" });
}

export async function restoreChapter(id: string): Promise<void> {
  await ask(`chapters/${encodeURIComponent(id)}/restore`, { method: "POST" });
}

/** Where words stand in a manual, as the service has it on disk. */
export const search = (manual: string, sought: string): Promise<Found> =>
  get(`manuals/${encodeURIComponent(manual)}/search?q=${encodeURIComponent(sought)}`);

export const glossary = (manual: string): Promise<Definition[]> =>
  get(`manuals/${encodeURIComponent(manual)}/glossary`);

/** The address of a picture of a manual. */
export const imageUrl = (manual: string, sha256: string): string =>
  `/api/v1/manuals/${encodeURIComponent(manual)}/images/${sha256}`;

/** A picture as the service keeps it. */
export interface Image {
  readonly sha256: string;
  readonly width: number;
  readonly height: number;
  readonly type: string;
}

/** Sends a picture. The service makes it safe and may make it smaller. */
export async function sendImage(manual: string, file: Blob): Promise<Image> {
  const path = `manuals/${encodeURIComponent(manual)}/images`;
  const response = await ask(path, { method: "POST", body: file, patienceMs: IMAGE_PATIENCE_MS });
  // How many bytes it has is nobody's business who shows it.
  const { sha256, width, height, type } = (await response.json()) as Image;
  return { sha256, width, height, type };
}

/** `ownDevice`: stay signed in when the browser is closed. */
export async function signIn(link: string, code: string, ownDevice: boolean): Promise<void> {
  await ask("sign-in", { method: "POST", body: JSON.stringify({ link, code, own_device: ownDevice }) });
}

/** Decides what others are told of whoever is signed in here, on every page of this session. */
export async function appear(appears: Appears): Promise<void> {
  await ask("session/appearance", { method: "POST", body: JSON.stringify({ appears }) });
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

/** Asks for what is there. For the modules of late pages too. */
export async function get<T>(path: string): Promise<T> {
  const response = await ask(path, { method: "GET" });
  return (await response.json()) as T;
}

export interface Asked {
  readonly method: string;
  /** JSON, or bytes. */
  readonly body?: string | Blob;
  readonly headers?: Readonly<Record<string, string>>;
  readonly patienceMs?: number;
}

/** Asks; a refusal becomes a Problem, after the touch of a passkey that it may want. `tag` is that of an answer we have, so that only a newer one is sent. */
export async function ask(path: string, asked: Asked, tag: string | null = null): Promise<Response> {
  const { patienceMs = PATIENCE_MS, ...init } = asked;
  let response: Response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      ...init,
      headers: {
        ...init.headers,
        ...(init.body === undefined ? {} : { "content-type": typeof init.body === "string" ? JSON_TYPE : BYTES_TYPE }),
        ...(tag === null ? {} : { "if-none-match": tag }),
      },
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(patienceMs),
    });
  } catch {
    throw new Problem("unreachable");
  }
  if (response.ok || response.status === NOT_MODIFIED) return response;
  const problem = await problemIn(response);
  if (problem.code !== "touch-needed") throw problem;
  await (await import("./door/touch.ts")).touch();
  return ask(path, asked, tag);
}

async function problemIn(response: Response): Promise<Problem> {
  try {
    const { code, detail } = (await response.json()) as { code?: unknown; detail?: unknown };
    if (typeof code === "string") return new Problem(codeOf(code), typeof detail === "string" ? detail : null);
  } catch {
    // Not one of our answers: something between us and the service spoke.
  }
  return new Problem(response.status === 401 ? "signed-out" : "unreachable");
}
