// The status line as one pure reducer: facts of the link and of the replica in, what the person is told out. "Saved" is
// said only when everything of this page is durable at the service. Knows no clock: times are arguments, in milliseconds.
// The sentences are in lang/.
import type { Code } from "./code.ts";

/** A short wait is not worth a word: for so long the line stays as it was. */
export const SAVING_SHOWN_AFTER_MS = 800;

export interface Status {
  /** "never": the chapter has not been here yet. */
  readonly link: "never" | "up" | "down";
  /** Own edits that are not known to be durable at the service. */
  readonly pending: number;
  /** Since when nothing became durable although something waits; null while nothing waits. */
  readonly waitingSince: number | null;
  /** How many own edits are durable. */
  readonly saved: number;
  /** Why the service did not take something; it takes nothing more on this link. */
  readonly refused: Code | null;
  readonly signedOut: boolean;
  /** Whether this seat may write here now, and if not, why. */
  readonly writable: boolean;
  readonly reason: "read-only" | "damaged";
  /** A link has been tried and lost, at least once, since the chapter was last in step. */
  readonly lost: boolean;
}

export type StatusFact =
  | { readonly is: "in-step" }
  | { readonly is: "lost" }
  | { readonly is: "counted"; readonly edits: number; readonly saved: number; readonly at: number }
  | { readonly is: "refused"; readonly code: Code }
  | { readonly is: "signed-out" }
  | { readonly is: "signed-in" }
  | { readonly is: "policy"; readonly writable: boolean; readonly reason: "read-only" | "damaged" };

/** What the person is told. */
export type Shown =
  | { readonly is: "opening" }
  | { readonly is: "unreachable" }
  | { readonly is: "saved" }
  | { readonly is: "saving"; readonly pending: number }
  | { readonly is: "offline"; readonly pending: number }
  | { readonly is: "reading"; readonly reason: "read-only" | "damaged" }
  | { readonly is: "refused"; readonly code: Code; readonly pending: number }
  | { readonly is: "signed-out"; readonly pending: number };

export const STATUS_FIRST: Status = {
  link: "never",
  pending: 0,
  waitingSince: null,
  saved: 0,
  refused: null,
  signedOut: false,
  writable: true,
  reason: "read-only",
  lost: false,
};

/** The status after a fact. */
export function after(status: Status, fact: StatusFact): Status {
  switch (fact.is) {
    case "in-step":
      return { ...status, link: "up", lost: false, refused: null, signedOut: false };
    case "lost":
      return { ...status, link: status.link === "never" ? "never" : "down", lost: true, refused: null };
    case "counted":
      return counted(status, fact.edits, fact.saved, fact.at);
    case "refused":
      // The first reason is the cause; what is refused after it on the same link only follows from it.
      return { ...status, refused: status.refused ?? fact.code };
    case "signed-out":
      return { ...status, signedOut: true };
    case "signed-in":
      return { ...status, signedOut: false };
    case "policy":
      return { ...status, writable: fact.writable, reason: fact.reason };
  }
}

/** What to show at a moment. */
export function shown(status: Status, now: number): Shown {
  const { pending } = status;
  if (status.signedOut) return { is: "signed-out", pending };
  if (status.refused !== null) return { is: "refused", code: status.refused, pending };
  if (status.link === "never") return { is: status.lost ? "unreachable" : "opening" };
  if (status.link === "down") return { is: "offline", pending };
  if (pending > 0 && !status.writable) return { is: "refused", code: status.reason, pending };
  if (isSlow(status, now)) return { is: "saving", pending };
  return status.writable ? { is: "saved" } : { is: "reading", reason: status.reason };
}

/** How a change of what is shown is said to a screen reader: not at all unless it matters, and each thing once. */
export function spoken(before: Shown, now: Shown): "polite" | "assertive" | null {
  if (before.is === now.is && !(before.is === "refused" && now.is === "refused" && before.code !== now.code))
    return null;
  if (now.is === "refused" || now.is === "signed-out") return "assertive";
  if (now.is === "offline" || now.is === "unreachable" || now.is === "reading") return "polite";
  return now.is === "saved" && isTrouble(before) ? "polite" : null;
}

/** Whether the person should see more than a quiet word. */
export function isTrouble(what: Shown): boolean {
  return !["opening", "saved", "saving", "reading"].includes(what.is);
}

/** When to look again although no fact came; null: not before the next one. */
export function nextLook(status: Status, now: number): number | null {
  return status.waitingSince === null || isSlow(status, now) ? null : status.waitingSince + SAVING_SHOWN_AFTER_MS;
}

/** Whether leaving the page now would lose words. */
export function wouldLose(status: Status): boolean {
  return status.pending > 0;
}

function counted(status: Status, edits: number, saved: number, at: number): Status {
  const pending = edits - saved;
  const progressed = saved > status.saved || status.waitingSince === null;
  return { ...status, pending, saved, waitingSince: pending === 0 ? null : progressed ? at : status.waitingSince };
}

function isSlow(status: Status, now: number): boolean {
  return status.waitingSince !== null && now - status.waitingSince >= SAVING_SHOWN_AFTER_MS;
}
