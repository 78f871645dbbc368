// Why a store could not be opened or written, from what the browser throws, in the few words that a page can act on.
// Knows no database.
import type { CannotKeep } from "./index.ts";

/** The store was made by a newer version of this page: it is left untouched. */
export class Newer extends Error {}
/** The store is being held by another page that does not let go. */
export class Blocked extends Error {}
/** The store was closed or deleted while it was in use. */
export class Gone extends Error {}

export function whyOf(error: unknown): CannotKeep {
  if (error instanceof Blocked) return "blocked";
  if (error instanceof Gone) return "gone";
  const name = error instanceof Error || isNamed(error) ? error.name : "";
  switch (name) {
    case "QuotaExceededError":
      return "full";
    case "SecurityError":
    case "NotAllowedError":
    case "NotSupportedError":
      return "private";
    // The transaction or the connection ended under us.
    case "InvalidStateError":
    case "NotFoundError":
      return "gone";
    default:
      return "damaged";
  }
}

// Browsers throw DOMExceptions, which are not Errors everywhere.
function isNamed(error: unknown): error is { name: string } {
  return typeof error === "object" && error !== null && "name" in error && typeof error.name === "string";
}

/** Why a store could not be opened at all: a browser that has none for us is one that keeps nothing. */
export function whyNotOpened(error: unknown): CannotKeep {
  const why = whyOf(error);
  return why === "gone" || error instanceof ReferenceError || error instanceof TypeError ? "private" : why;
}
