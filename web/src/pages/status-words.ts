// What the status line and the bar under the title say, in the words of a language: what happened, what is safe, what to
// do next. Knows no page.
import type { Words } from "../lang/index.ts";
import { isTrouble, type Shown, type Waiting } from "../status.ts";

export type Where = "device" | "page";

/** A sentence in two parts: the first names what happened, and stands alone where there is little room. */
export interface Told {
  readonly head: string;
  readonly rest: string;
}

/** The few words at the foot of the page. */
export function footWords({ status }: Words, what: Shown): string {
  if (what.is === "reading" && what.reason === "read-only") return status.reading;
  if (what.is === "reading" && what.reason === "damaged") return status.readingDamaged;
  // Why it is so stands over the text, or over the page.
  const word = what.is === "reading" && what.reason === "paused" ? status.paused : status.word[what.is];
  const waits = "kept" in what ? what.kept + what.unkept : 0;
  return waits === 0 ? word : `${word} · ${status.waits(waits)}`;
}

/** What the bar under the title says; null where the word at the foot is enough. */
export function barWords(words: Words, what: Shown, where: Where): Told | null {
  const { status } = words;
  if (what.is === "unreachable") return { head: status.unreachable, rest: "" };
  if (!isTrouble(what) || !("kept" in what)) return null;
  const next = nextStep(words, what, where);
  return { head: headOf(words, what), rest: [safe(words, what, where), next].filter((part) => part !== "").join(" ") };
}

/** Everything about it in one go, for the ear. */
export function spokenWords(words: Words, what: Shown, where: Where): string {
  const told = barWords(words, what, where);
  return told === null ? footWords(words, what) : `${told.head} ${told.rest}`.trim();
}

function headOf({ status }: Words, what: Shown & Waiting): string {
  switch (what.is) {
    case "cannot-keep":
      return status.cannotKeep[what.why];
    case "signed-out":
      return status.signedOut.head;
    case "other-seat":
      return status.otherSeat.head(what.name);
    case "outdated":
      return status.outdated.head;
    case "refused":
      return status.refused.head(what.code);
    default:
      return status.offline.head;
  }
}

function safe({ status }: Words, what: Shown & Waiting, where: Where): string {
  if (what.is === "cannot-keep")
    return [
      what.kept > 0 ? status.keptHere(what.kept) : "",
      what.unkept > 0 ? status.cannotKeep.onlyPage(what.unkept) : "",
    ]
      .filter((part) => part !== "")
      .join(" ");
  const kept = what.kept === 0 ? "" : where === "page" ? status.onPage(what.kept) : status.keptHere(what.kept);
  const unkept = what.unkept === 0 ? "" : status.notKept(what.unkept);
  return [kept, unkept].filter((part) => part !== "").join(" ");
}

function nextStep({ status }: Words, what: Shown & Waiting, where: Where): string {
  const some = what.kept + what.unkept > 0;
  switch (what.is) {
    case "offline":
      if (!what.writable && !some) return status.offline.reader;
      if (some) return status.offline.some;
      return where === "page" ? status.offline.noneOnPage : status.offline.none;
    case "cannot-keep":
      if (what.up) return some ? status.cannotKeep.upSome : status.cannotKeep.upNone;
      return some ? status.cannotKeep.downSome : status.cannotKeep.downNone;
    case "signed-out":
      return some ? status.signedOut.some : status.signedOut.none;
    case "other-seat":
      return some ? status.otherSeat.some(what.name) : status.otherSeat.none(what.name);
    case "outdated":
      return some ? status.outdated.some : status.outdated.none;
    case "refused":
      return some ? status.refused.some : "";
    default:
      return "";
  }
}
