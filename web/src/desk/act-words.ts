// One act of the audit as a sentence in the language of the page. Ids become names where the desk knows them; what it does not
// know is shown as the service wrote it. Pure. Next: Audit.svelte.
import type { DeskWords } from "../lang/desk/index.ts";
import type { AuditEvent } from "./desk-api.ts";

/** What ids are called. */
export type Names = ReadonlyMap<string, string>;

export function sentenceOf(desk: DeskWords, names: Names, { what, words }: AuditEvent): string {
  const known: Readonly<Record<string, string>> = desk.acts;
  const act = Object.hasOwn(known, what) ? known[what] : what;
  const about = ABOUT.map((key) => words[key])
    .filter((value) => typeof value === "string" || typeof value === "number")
    .map((value) => names.get(String(value)) ?? String(value))
    .filter((value) => !ID.test(value));
  return about.length === 0 ? String(act) : `${String(act)}: ${about.join(", ")}`;
}

/** What is worth naming, in this order. */
const ABOUT = ["seat", "person", "chapter", "title", "edition", "right", "role", "state", "mode", "name"];
/** Of no use to a reader. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-/;
