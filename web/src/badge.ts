// What stands for somebody in a list of who is here: a name, a few letters beside the shape, and a shade. Whoever appears as
// a member has the shade and shape that are nobody's, and a number at most. Next: initials.ts.
import { initials } from "./initials.ts";
import type { Words } from "./lang/index.ts";
import { MEMBER_SHADE } from "./sync/presence.ts";

export interface Badge {
  readonly name: string;
  readonly letters: string;
  readonly shade: number;
}

/** Somebody as the service tells of them. */
type Person = { readonly name: string; readonly shade: number } | { readonly member: number };

export function badgeOf(words: Words, person: Person): Badge {
  if ("member" in person) {
    const { member } = person;
    const name = words.appear.member(member);
    return { name, letters: lettersOf(name, member), shade: MEMBER_SHADE };
  }
  return { ...person, letters: lettersOf(person.name, null) };
}

/** Beside the shape: initials of a name; of whoever is not named a number, and of the first one nothing. */
export const lettersOf = (name: string, member: number | null): string =>
  member === null ? initials(name) : member > 1 ? String(member) : "";
