// What to do about a refusal: wait, offer the edits in another manner, or bring them away: into a proposal or the shelf. Pure; the codes are
// in code.ts. Next: putting-back.ts.
import { isRetriable, type Code } from "../code.ts";
import type { Manner } from "./replica.ts";

export type Attempt =
  /** The edits stay where they are; the person is told. */
  { readonly is: "tell" } | { readonly is: "offer"; readonly manner: Manner } | { readonly is: "bring-away" };

/** These are about the person and the document, not about what an edit says: they hold for all edits alike. */
const FOR_ALL: ReadonlySet<Code> = new Set([
  "read-only",
  "unattributed",
  "locked",
  "closed",
  "not-allowed",
  "not-found",
  "foreign-origin",
]);
/** The document may be mended, or the session come back: nothing is lost by waiting. */
const PASSING: ReadonlySet<Code> = new Set(["damaged", "signed-out"]);
/** What an edit rests on may lie in another tab's edits, which this page knows. */
const HEALS: ReadonlySet<Code> = new Set(["gap", "delete-ahead"]);

/** `certain`: it is known which edit was refused. */
export function attempt(code: Code, manner: Manner, certain: boolean): Attempt {
  if (PASSING.has(code) || isRetriable(code)) return { is: "tell" };
  if (FOR_ALL.has(code) || certain) return { is: "bring-away" };
  if (HEALS.has(code) && manner === "recorded") return { is: "offer", manner: "whole" };
  return manner === "one-by-one" ? { is: "bring-away" } : { is: "offer", manner: "one-by-one" };
}
