// What the desk and the page of a seat ask of the service: seats and the people in them, rights, states and modes of chapters,
// proposals, the audit, the pause. Keeps nothing. Next: ../api.ts, which asks; Desk.svelte and SeatPage.svelte, which show.
import { ask, get, type Chapter } from "../api.ts";
import type { OpenSession } from "../door/api.ts";

export const KINDS = ["state", "organisation", "secretariat", "steering", "observer"] as const;
export type Kind = (typeof KINDS)[number];
export const RIGHTS = ["read", "comment", "suggest", "edit", "keep"] as const;
export type Right = (typeof RIGHTS)[number];
export const ROLES = ["focal-point", "deputy", "colleague"] as const;
export type Role = (typeof ROLES)[number];
export const STATES = ["open", "locked", "closed"] as const;
export type State = (typeof STATES)[number];
export const MODES = ["named", "seat", "unattributed"] as const;
export type Mode = (typeof MODES)[number];

/** Somebody who holds a seat, or held it. */
export interface Person {
  readonly id: string;
  /** Null: erased. */
  readonly name: string | null;
  readonly email?: string;
  readonly role: Role;
  /** May invite colleagues to the seat. */
  readonly admin: boolean;
  readonly from: string | null;
  /** The first moment at which they do not hold it any more. */
  readonly until: string | null;
  readonly state: "holds" | "awaits" | "gone" | "erased";
  /** An invitation waits for them. This and what follows only for whoever administers the seat. */
  readonly invited?: boolean;
  readonly last_seen?: string | null;
}

/** A seat: of one's own also who holds it, and everything for whoever administers it. */
export interface SeatRow {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly right?: Right;
  readonly people?: readonly Person[];
  /** A day; null: never. */
  readonly last_seen?: string | null;
}

/** A seat as the Secretariat sees it. */
export type DeskSeat = Required<SeatRow>;

export interface NewPerson {
  readonly name: string;
  readonly email?: string;
  readonly role: Role;
  readonly admin?: boolean;
  readonly until?: string;
}

/** The link and the code travel by different ways. */
export interface Invitation {
  readonly link: string;
  readonly code: string;
  readonly ends: string;
  /** Whether the mail server took the link; absent where nothing was to be mailed. */
  readonly mailed?: boolean;
}

/** An open session of a seat; null: it belongs to nobody in particular. */
export interface Sitting extends OpenSession {
  readonly person: string | null;
}

/** What a seat holds: for whoever comes to it. */
export interface Holdings {
  readonly chapters: readonly { readonly id: string; readonly title: string; readonly manual?: string }[];
  readonly proposals: readonly Proposal[];
  readonly drafts: readonly Proposal[];
  readonly editions: readonly { readonly manual: string; readonly n: number; readonly title: string }[];
}

export interface Proposal {
  readonly id: string;
  readonly n: number;
  readonly chapter: string;
  readonly title: string;
  readonly state: string;
  readonly at: string;
}

export type DeskChapter = Chapter & { readonly state?: State; readonly mode?: Mode };

export interface AuditEvent {
  readonly seq: number;
  readonly at: string;
  readonly by: { readonly seat: string | null } | null;
  readonly what: string;
  readonly words: Readonly<Record<string, unknown>>;
  readonly hash: string;
}

/** What a seat may do in one chapter, where that is not what it may in the manual. */
export const OWN_RIGHTS = ["none", ...RIGHTS] as const;
export type OwnRight = (typeof OWN_RIGHTS)[number];
export interface Exception {
  readonly seat: string;
  readonly right: OwnRight;
}

/** What can be decided of a seat in a manual; `default`: nothing, so that it may what its kind may. */
export const DECIDED = ["default", ...OWN_RIGHTS] as const;
export type Decided = (typeof DECIDED)[number];
export interface ManualRight {
  readonly seat: { readonly id: string };
  readonly decided: Decided;
  /** Null: the manual does not exist for it. */
  readonly right: Right | null;
}

export interface RosterLine {
  readonly line: number;
  readonly seat: string;
  readonly person: string;
  readonly error: string | null;
}

const at = encodeURIComponent;
const post = async (path: string, what: object = {}): Promise<Response> =>
  ask(path, { method: "POST", body: JSON.stringify(what) });
const made = async <T>(path: string, what: object = {}): Promise<T> => (await (await post(path, what)).json()) as T;
const remove = async (path: string): Promise<void> => void (await ask(path, { method: "DELETE" }));

export const seatRows = (): Promise<readonly SeatRow[]> => get("seats");
/** All of them with everything: for the Secretariat. */
export const seats = async (): Promise<readonly DeskSeat[]> =>
  (await seatRows()).map((seat) => ({ right: "read", people: [], last_seen: null, ...seat }));
export const addSeat = (name: string, kind: Kind): Promise<{ id: string }> => made("seats", { name, kind });
export const addPerson = (seat: string, person: NewPerson): Promise<{ id: string }> =>
  made(`seats/${at(seat)}/people`, person);
export const invite = (person: string): Promise<Invitation> => made(`people/${at(person)}/invitation`);
export const endPerson = (person: string): Promise<unknown> => post(`people/${at(person)}/end`);
export const erasePerson = (person: string): Promise<unknown> => post(`people/${at(person)}/erase`);
export const handOver = (
  seat: string,
  leaving: readonly string[] | null,
  successor: NewPerson,
): Promise<{ person: string; invitation: Invitation }> => made(`seats/${at(seat)}/handover`, { leaving, successor });
export const holdings = (seat: string): Promise<Holdings> => get(`seats/${at(seat)}/holdings`);
export const sittings = (seat: string): Promise<readonly Sitting[]> => get(`seats/${at(seat)}/sessions`);
export const endSitting = (id: string): Promise<void> => remove(`sessions/${at(id)}`);

export const setState = (chapter: string, state: State): Promise<unknown> =>
  post(`chapters/${at(chapter)}/state`, { state });
/** `key`: the public half of an audit key; empty: none. */
export const setMode = (chapter: string, mode: Mode, key: string): Promise<unknown> =>
  post(`chapters/${at(chapter)}/mode`, { mode, ...(mode === "unattributed" && key !== "" ? { audit_key: key } : {}) });
/** What is told of a chapter's writers now; `audited`: whoever holds the audit key can find out who wrote. */
export const modeOf = (chapter: string): Promise<{ readonly mode: Mode; readonly audited: boolean }> =>
  get(`chapters/${at(chapter)}/mode`);
/** The seats that have a right of their own in a chapter. */
export const exceptions = async (chapter: string): Promise<readonly Exception[]> =>
  (
    await get<readonly { seat: { id: string }; decided: OwnRight | "default" }[]>(`chapters/${at(chapter)}/rights`)
  ).flatMap(({ seat, decided }) => (decided === "default" ? [] : [{ seat: seat.id, right: decided }]));
/** `default`: the seat's right in the manual again. */
export const setException = (chapter: string, seat: string, right: OwnRight | "default"): Promise<unknown> =>
  post(`chapters/${at(chapter)}/rights`, { seat, right });
/** What each seat may do in a manual: what was decided of it, and what follows from that. */
export const manualRights = (manual: string): Promise<readonly ManualRight[]> => get(`manuals/${at(manual)}/rights`);
export const setManualRight = (manual: string, seat: string, right: Decided): Promise<unknown> =>
  post(`manuals/${at(manual)}/rights`, { seat, right });
export const proposals = (manual: string): Promise<readonly Proposal[]> => get(`manuals/${at(manual)}/proposals`);

/** The latest acts, the newest first. */
export const audit = async (): Promise<readonly AuditEvent[]> =>
  (await get<{ events: readonly AuditEvent[] }>("audit")).events;

export const checkRoster = async (csv: string): Promise<readonly RosterLine[]> =>
  (await sendCsv<{ lines: readonly RosterLine[] }>("roster/preview", csv)).lines;
export const importRoster = (csv: string): Promise<unknown> => sendCsv("roster", csv);

async function sendCsv<T>(path: string, csv: string): Promise<T> {
  return (await (await ask(path, { method: "POST", body: new Blob([csv]) })).json()) as T;
}

/** A file of the service. The whole audit of years takes its time. */
export const fetchFile = async (path: string): Promise<Blob> =>
  (await ask(path, { method: "GET", patienceMs: 120_000 })).blob();

/** Whether writing is paused. */
export const isPaused = async (): Promise<boolean> => (await get<{ state: string }>("service")).state !== "open";
export const setPaused = (paused: boolean): Promise<unknown> =>
  post("service", { state: paused ? "read-only" : "open" });

/** Neighbouring letters of one author, in UTF-16 code units. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly seat: { readonly id: string; readonly name: string };
  /** Where the chapter names persons, and it is known who it was; a name of null was erased. */
  readonly person?: { readonly id: string; readonly name: string | null };
}

/** Who wrote a block of a chapter, or a line of a note, table, figure or box. */
export interface Authored {
  readonly block?: string;
  readonly payload?: string;
  readonly line?: string;
  readonly spans: readonly Span[];
  readonly removed: readonly {
    readonly at: number;
    readonly units: number;
    readonly seat: Span["seat"];
    readonly person?: Span["person"];
    readonly when: string;
  }[];
}

export const authors = (chapter: string): Promise<readonly Authored[]> => get(`chapters/${at(chapter)}/authors`);
