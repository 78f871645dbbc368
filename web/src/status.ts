// The status line as one pure reducer: facts of the link and of the device in, what the person is told out. "Saved" is
// said only when nothing that was written here waits. Knows no clock: times are arguments, in milliseconds. The sentences
// are in lang/, and pages/status-words.ts puts them together.
import type { Code, ReadingWhy } from "./code.ts";

/** "Saved" is said after so long a calm, so that the line does not blink with every key. */
export const CALM_MS = 400;
/** Writing to the device takes an instant: only a longer wait is worth a word. */
export const UNKEPT_SHOWN_AFTER_MS = 800;

/** Why this device cannot keep changes. */
export type CannotKeep = "full" | "private" | "blocked" | "damaged" | "gone";

/** Edits that left the chapter because they may not go in, and lie in the shelf of this device. */
export interface Shelved {
  readonly changes: number;
  readonly code: Code;
  /** The words, where they were handed in without a name. */
  readonly unnamed?: string | undefined;
}

export interface Status {
  /** "never": not in step with the service since the page was opened. */
  readonly line: "never" | "up" | "down";
  /** A link has been tried and lost, at least once, since the chapter was last in step. */
  readonly lost: boolean;
  /** There is a text to show: the device held it, or the service gave it. */
  readonly text: boolean;
  /** Where changes are kept: on the device, or on this page alone because it is not the person's own device. */
  readonly where: "device" | "page";
  /** Own edits of this page that are not known to be durable at the service. */
  readonly pending: number;
  /** Own edits of this seat in this chapter that wait on the device, of all tabs. */
  readonly kept: number;
  /** Own edits that are not yet on the device. */
  readonly unkept: number;
  /** Since when some edit is not on the device; null while all are. */
  readonly unkeptSince: number | null;
  /** When nothing waited any more; null while something waits, or nothing ever did. */
  readonly calmSince: number | null;
  /** When something last became durable; null: nothing yet. */
  readonly savedAt: number | null;
  /** How many own edits of this page are durable. */
  readonly saved: number;
  /** Why the service did not take something; it takes nothing more on this link. */
  readonly refused: Code | null;
  readonly shelved: Shelved | null;
  readonly cannotKeep: CannotKeep | null;
  readonly signedOut: boolean;
  /** The name of another seat that is signed in on this device now. */
  readonly otherSeat: string | null;
  /** This page is too old for the service: nothing is sent any more. */
  readonly outdated: boolean;
  /** Whether this seat may write here now, and if not, why. */
  readonly writable: boolean;
  readonly reason: ReadingWhy;
}

export type StatusFact =
  | { readonly is: "held"; readonly where: "device" | "page"; readonly text: boolean; readonly writable: boolean }
  | { readonly is: "in-step" }
  | { readonly is: "lost" }
  | { readonly is: "counted"; readonly edits: number; readonly saved: number; readonly at: number }
  | { readonly is: "kept"; readonly changes: number; readonly unkept: number; readonly at: number }
  | { readonly is: "cannot-keep"; readonly why: CannotKeep }
  | { readonly is: "can-keep" }
  | { readonly is: "refused"; readonly code: Code }
  | ({ readonly is: "shelved" } & Shelved)
  | { readonly is: "shelf-seen" }
  | { readonly is: "signed-out" }
  | { readonly is: "signed-in" }
  | { readonly is: "other-seat"; readonly name: string }
  | { readonly is: "own-seat" }
  | { readonly is: "outdated" }
  /** The person goes on in another document, which has the words. */
  | { readonly is: "elsewhere"; readonly where: "device" | "page" }
  | { readonly is: "policy"; readonly writable: boolean; readonly reason: ReadingWhy };

/** What waits to be sent: kept safely where the words say, or not yet. */
export interface Waiting {
  readonly kept: number;
  readonly unkept: number;
}

/** What the person is told. */
export type Shown =
  | { readonly is: "opening" }
  | { readonly is: "unreachable" }
  | { readonly is: "saved"; readonly at: number | null }
  | { readonly is: "saving" }
  | { readonly is: "reading"; readonly reason: Exclude<ReadingWhy, "paused"> }
  | ({ readonly is: "reading"; readonly reason: "paused" } & Waiting)
  | ({ readonly is: "connecting" } & Waiting)
  | ({ readonly is: "offline"; readonly writable: boolean } & Waiting)
  | ({ readonly is: "cannot-keep"; readonly why: CannotKeep; readonly up: boolean } & Waiting)
  | ({ readonly is: "signed-out" } & Waiting)
  | ({ readonly is: "other-seat"; readonly name: string } & Waiting)
  | ({ readonly is: "outdated" } & Waiting)
  | ({ readonly is: "refused"; readonly code: Code } & Waiting);

export const STATUS_FIRST: Status = {
  line: "never",
  lost: false,
  text: false,
  where: "device",
  pending: 0,
  kept: 0,
  unkept: 0,
  unkeptSince: null,
  calmSince: null,
  savedAt: null,
  saved: 0,
  refused: null,
  shelved: null,
  cannotKeep: null,
  signedOut: false,
  otherSeat: null,
  outdated: false,
  writable: true,
  reason: "read-only",
};

/** The status after a fact. */
export function after(status: Status, fact: StatusFact): Status {
  switch (fact.is) {
    case "held":
      return { ...status, where: fact.where, text: status.text || fact.text, writable: fact.writable };
    case "in-step":
      return { ...status, line: "up", lost: false, text: true, refused: null, signedOut: false };
    case "lost":
      return { ...status, line: status.line === "never" ? "never" : "down", lost: true, refused: null };
    case "counted":
      return counted(status, fact.edits, fact.saved, fact.at);
    case "kept":
      return kept(status, fact.changes, fact.unkept, fact.at);
    case "cannot-keep":
      return { ...status, cannotKeep: fact.why };
    case "can-keep":
      return { ...status, cannotKeep: null };
    case "refused":
      // The first reason is the cause; what is refused after it on the same link only follows from it.
      return { ...status, refused: status.refused ?? fact.code };
    case "shelved":
      return { ...status, shelved: onShelf(status.shelved, fact) };
    case "shelf-seen":
      return { ...status, shelved: null };
    case "signed-out":
      return { ...status, signedOut: true };
    case "signed-in":
      return { ...status, signedOut: false };
    case "other-seat":
      return { ...status, otherSeat: fact.name, signedOut: false };
    case "own-seat":
      return { ...status, otherSeat: null };
    case "outdated":
      return { ...status, outdated: true };
    case "elsewhere":
      return { ...STATUS_FIRST, where: fact.where, text: true };
    case "policy":
      // A pause ends nobody's writing: it waits on the device.
      return {
        ...status,
        writable: fact.writable || (fact.reason === "paused" && status.writable),
        reason: fact.reason,
      };
  }
}

/** How many own edits wait. The page and the device count apart and not in one instant: the larger number holds. */
export function waiting(status: Status): number {
  return Math.max(status.pending, status.kept + status.unkept);
}

/** What to show at a moment. */
export function shown(status: Status, now: number): Shown {
  const waits = parted(status, now);
  const all = waiting(status);
  if (status.outdated) return { is: "outdated", ...waits };
  if (status.otherSeat !== null) return { is: "other-seat", name: status.otherSeat, ...waits };
  if (status.signedOut) return { is: "signed-out", ...waits };
  if (status.refused !== null) return { is: "refused", code: status.refused, ...waits };
  if (!status.text) return { is: status.lost ? "unreachable" : "opening" };
  if (status.cannotKeep !== null && status.writable)
    return { is: "cannot-keep", why: status.cannotKeep, up: status.line === "up", ...waits };
  if (status.lost) return { is: "offline", writable: status.writable, ...waits };
  if (status.line !== "up") return { is: "connecting", ...waits };
  // While the service is paused, what waits goes on waiting.
  if (status.reason === "paused") return { is: "reading", reason: "paused", ...waits };
  if (all > 0 || !isCalm(status, now)) return { is: "saving" };
  return status.writable ? { is: "saved", at: status.savedAt } : { is: "reading", reason: status.reason };
}

/** Whether the person should see more than a quiet word. */
export function isTrouble(what: Shown): boolean {
  return !["opening", "saved", "saving", "connecting", "reading"].includes(what.is);
}

/** What a screen reader hears. `said` is what to give again the next time. */
export interface Speech {
  readonly how: "polite" | "assertive" | null;
  readonly said: string | null;
}

/** How something shown is said: each trouble once, however the line comes and goes; "Saved" only after trouble. */
export function speak(said: string | null, now: Shown): Speech {
  if (now.is === "opening" || now.is === "saving" || now.is === "connecting") return { how: null, said };
  if (now.is === "saved") return { how: said === null || said.startsWith("reading") ? null : "polite", said: null };
  const thing = thingOf(now);
  if (thing === said) return { how: null, said };
  return { how: isUrgent(now) ? "assertive" : "polite", said: thing };
}

/** When to look again although no fact came; null: not before the next one. */
export function nextLook(status: Status, now: number): number | null {
  const looks = [
    status.calmSince === null ? null : status.calmSince + CALM_MS,
    status.unkeptSince === null ? null : status.unkeptSince + UNKEPT_SHOWN_AFTER_MS,
  ].filter((look) => look !== null && look > now) as number[];
  return looks.length === 0 ? null : Math.min(...looks);
}

/** Whether the person may write now. Whose right ends while edits are on their way goes on until it is known where those go. */
export function mayWrite(status: Status): boolean {
  const stillMay = /^(read-only|locked)$/.test(status.reason) && status.pending > 0 && status.refused === null;
  return status.text && status.otherSeat === null && (status.writable || stillMay);
}

/** Whether leaving the page now would lose words. */
export function wouldLose(status: Status): boolean {
  return status.where === "page" ? waiting(status) > 0 : unkeptOf(status) > 0;
}

function counted(status: Status, edits: number, saved: number, at: number): Status {
  const next = { ...status, pending: edits - saved, saved };
  return settled(status, saved > status.saved ? { ...next, savedAt: at } : next, at);
}

function onShelf(before: Shelved | null, { changes, code, unnamed }: Shelved): Shelved {
  const all = { changes: (before?.changes ?? 0) + changes, code };
  return unnamed === undefined ? all : { ...all, unnamed };
}

function kept(status: Status, changes: number, unkept: number, at: number): Status {
  const unkeptSince = unkept === 0 ? null : (status.unkeptSince ?? at);
  return settled(status, { ...status, kept: changes, unkept, unkeptSince }, at);
}

function settled(before: Status, next: Status, at: number): Status {
  if (waiting(next) > 0) return { ...next, calmSince: null };
  return waiting(before) > 0 ? { ...next, calmSince: at } : next;
}

function isCalm(status: Status, now: number): boolean {
  return status.calmSince === null || now - status.calmSince >= CALM_MS;
}

// What the device has not confirmed counts as not kept, but only for the person's eyes after a moment. A page that is the
// only place by choice keeps everything as well as it can.
function parted(status: Status, now: number): Waiting {
  const all = waiting(status);
  if (status.where === "page") return status.cannotKeep === null ? { kept: all, unkept: 0 } : { kept: 0, unkept: all };
  const unkept = unkeptOf(status);
  const worthAWord =
    status.cannotKeep !== null || (status.unkeptSince !== null && now - status.unkeptSince >= UNKEPT_SHOWN_AFTER_MS);
  return { kept: all - unkept, unkept: worthAWord ? unkept : 0 };
}

function unkeptOf(status: Status): number {
  return Math.max(status.unkept, status.pending - status.kept);
}

/** What it is about, without numbers: the same thing is not said twice. Words at risk make it another thing. */
function thingOf(what: Shown): string {
  const risk = "unkept" in what && what.unkept > 0 ? " at-risk" : "";
  switch (what.is) {
    case "refused":
      return `refused ${what.code}${risk}`;
    case "other-seat":
      return `other-seat ${what.name}${risk}`;
    case "cannot-keep":
      return `cannot-keep ${what.why}${risk}`;
    default:
      return `${what.is}${risk}`;
  }
}

function isUrgent(what: Shown): boolean {
  return ["cannot-keep", "refused", "signed-out", "other-seat"].includes(what.is);
}
