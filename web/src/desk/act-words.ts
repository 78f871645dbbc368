// One act of the audit as a sentence in the language of the page. Ids become names where the desk knows them; what it does not
// know is shown as the service wrote it. Pure. Next: Audit.svelte.
import type { DeskWords } from "../lang/desk/index.ts";
import type { AuditEvent } from "./desk-api.ts";

/** What ids are called. */
export type Names = ReadonlyMap<string, string>;

/** Bookkeeping that tells a reader nothing; the file to be downloaded has it all the same. */
const QUIET: ReadonlySet<string> = new Set([
  "writer-named",
  "session-of",
  "session-device",
  "session-seen",
  "token-of",
  "token-named",
  "invitation-for",
]);
/** What is worth naming, in this order. */
const ABOUT = ["seat", "person", "chapter", "title", "edition", "right", "role", "state", "mode", "name"];
/** Of no use to a reader. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;

export const worthTelling = (events: readonly AuditEvent[]): readonly AuditEvent[] =>
  events.filter(({ what }) => !QUIET.has(what));

export function sentenceOf(desk: DeskWords, names: Names, { what, words }: AuditEvent): string {
  const known: Readonly<Record<string, string>> = desk.acts;
  const act = Object.hasOwn(known, what) ? (known[what] ?? what) : what;
  const about = ABOUT.map((key) => [key, words[key]] as const)
    .filter(([, value]) => typeof value === "string" || typeof value === "number")
    .map(([key, value]) => names.get(String(value)) ?? wordOf(desk, key, String(value)))
    .filter((value) => !ID.test(value));
  return about.length === 0 ? act : `${act}: ${about.join(" · ")}`;
}

function wordOf({ seats, people, chapters }: DeskWords, key: string, value: string): string {
  const words: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    right: { ...seats.rights, none: chapters.hidden },
    role: people.roles,
    state: chapters.states,
    mode: chapters.modes,
  };
  return words[key]?.[value] ?? value;
}
