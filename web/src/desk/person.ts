// A person as they are typed into a form, and as the service is told of them. Pure. Next: PersonFields.svelte.
import type { NewPerson, Person, Role } from "./desk-api.ts";

export interface Draft {
  name: string;
  email: string;
  role: Role;
  admin: boolean;
  until: string;
}

export const draftOf = (role: Role): Draft => ({ name: "", email: "", role, admin: false, until: "" });

/** What the service is told; null while there is no name. */
export function told({ name, email, role, admin, until }: Draft): NewPerson | null {
  const said = name.trim();
  if (said === "") return null;
  return {
    name: said,
    ...(email.trim() === "" ? {} : { email: email.trim() }),
    role,
    ...(admin ? { admin } : {}),
    // A day means the whole of it.
    ...(until === "" ? {} : { until }),
  };
}

/** Whoever holds the seat now or soon, and whoever held it. */
export const holding = (people: readonly Person[]): readonly Person[] =>
  people.filter(({ state }) => state === "holds" || state === "awaits");
export const gone = (people: readonly Person[]): readonly Person[] =>
  people.filter(({ state }) => state === "gone" || state === "erased");
