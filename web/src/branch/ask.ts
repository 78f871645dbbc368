// What the service is asked about proposals: made of refused edits or begun as private drafts, offered, merged, closed.
// Shows nothing and keeps nothing. Comes late: nothing here belongs to the way on which a text comes. Next: ../sync/proposing.ts.
import { ask, get, type Asked } from "../api.ts";
import { NO_NAME } from "../device/hand-in.ts";

/** Why there is a proposal. */
export type Reason = "draft" | "chosen" | "locked" | "right" | "deleted" | "handed-over" | "unnamed";
/** "draft": only its seat sees it; "open": offered, and not decided. */
export type State = "draft" | "open" | "merged" | "closed";

export interface Proposal {
  readonly id: string;
  /** Counts the proposals of the manual; null: it was never offered. */
  readonly n: number | null;
  readonly chapter: string;
  readonly title: string;
  /** Whose it is; null: the chapter tells nobody's name. */
  readonly seat: { readonly name: string } | null;
  /** It is the seat's that is here. */
  readonly own: boolean;
  readonly reason: Reason;
  readonly state: State;
  /** RFC 3339. */
  readonly at: string;
  /** Beside the chapter that it is based on; null: that cannot be read. */
  readonly words_added?: number | null;
  readonly words_removed?: number | null;
  /** What whoever closed it said. */
  readonly note?: string | null;
}

/** One stretch of a block's words. */
export interface Part {
  readonly is: "same" | "added" | "removed";
  readonly text: string;
}

/** A piece of the chapter, as it is and as it would be. */
export interface Change {
  readonly block: string;
  /** The kind of the block, or what part of a table, note, box or picture it is. */
  readonly kind: string;
  readonly change: "same" | "changed" | "added" | "removed";
  /** It stands elsewhere. */
  readonly moved: boolean;
  /** Something other than its words is different. */
  readonly form: boolean;
  readonly parts: readonly Part[];
}

const at = (id: string): string => `proposals/${encodeURIComponent(id)}`;
const post = (path: string, more: Omit<Asked, "method"> = {}): Promise<Response> =>
  ask(path, { method: "POST", ...more });
/** Some days of writing over a thin line. */
const UPDATE_PATIENCE_MS = 300_000;

const NOTHING = 204;
const UNNAMED = 202;

/** What was made: "unnamed", a proposal without an author, of which nothing more is told; null, the chapter has all of it. */
export type Made = { readonly id: string; readonly n: number | null } | "unnamed" | null;

/** Makes a proposal of one update; it is durable when this resolves. `unnamed`: it was written where nobody is named. */
export async function propose(chapter: string, update: Uint8Array, unnamed: boolean): Promise<Made> {
  const body = new Blob([update.slice()], { type: "application/octet-stream" });
  const path = `chapters/${encodeURIComponent(chapter)}/proposals`;
  const headers = unnamed ? NO_NAME : {};
  const response = await post(path, { body, headers, patienceMs: UPDATE_PATIENCE_MS });
  if (response.status === NOTHING) return null;
  if (response.status === UNNAMED) return "unnamed";
  return (await response.json()) as { id: string; n: number | null };
}

/** Begins a private draft of a chapter; its id. */
export async function beginDraft(chapter: string): Promise<string> {
  const response = await post(`chapters/${encodeURIComponent(chapter)}/drafts`);
  return ((await response.json()) as { id: string }).id;
}

export const proposal = (id: string): Promise<Proposal> => get(at(id));
export const proposals = (manual: string): Promise<Proposal[]> =>
  get(`manuals/${encodeURIComponent(manual)}/proposals`);
export const difference = (id: string): Promise<Change[]> => get(`${at(id)}/difference`);

export async function merge(id: string): Promise<void> {
  await post(`${at(id)}/merge`);
}

/** `note`: what its seat is told; empty: nothing. */
export async function close(id: string, note: string): Promise<void> {
  await post(`${at(id)}/close`, { body: JSON.stringify(note === "" ? {} : { note }) });
}

export async function offer(id: string): Promise<void> {
  await post(`${at(id)}/offer`);
}

export async function reopen(id: string): Promise<void> {
  await post(`${at(id)}/reopen`);
}
