// Every reason for which the service refuses or ends something: the mirror of collab::code. The words for people are in
// lang/. Knows nothing else.

const CLOSE_CODES = {
  malformed: 4000,
  "too-large": 4001,
  "forbidden-content": 4002,
  "delete-ahead": 4003,
  foreign: 4004,
  gap: 4005,
  "read-only": 4006,
  unattributed: 4032,
  damaged: 4007,
  locked: 4008,
  closed: 4009,
  "signed-out": 4010,
  "not-allowed": 4011,
  "not-found": 4012,
  "foreign-origin": 4013,
  "invitation-refused": 4014,
  "too-many": 4015,
  invalid: 4016,
  "wrong-method": 4017,
  conflict: 4018,
  "too-many-pages": 4019,
  "not-persisted": 4020,
  "too-slow": 4021,
  stopping: 4022,
  "mode-changed": 4031,
  internal: 4023,
  "not-freezable": 4024,
  "members-only": 4025,
  "not-ready": 4034,
  "no-press": 4035,
  paused: 4026,
  "sign-in-refused": 4030,
  "touch-needed": 4033,
} as const;

export type Code = keyof typeof CLOSE_CODES;

export const CODES = Object.keys(CLOSE_CODES) as readonly Code[];

const RETRIABLE: ReadonlySet<Code> = new Set([
  "not-persisted",
  "too-slow",
  "stopping",
  "paused",
  "mode-changed",
  "too-many",
  "too-many-pages",
  "internal",
]);

/** The code of a word from the wire; what we do not know is our fault or the service's. */
export function codeOf(word: string): Code {
  return Object.hasOwn(CLOSE_CODES, word) ? (word as Code) : "internal";
}

/** Why nothing can be written in a document now. */
export type ReadingWhy = "read-only" | "damaged" | "locked" | "closed" | "paused";

/** The reason of a policy; one that we do not know is taken for a missing right. */
export function readingWhy(word: string): ReadingWhy {
  return /^(damaged|locked|closed|paused)$/.test(word) ? (word as ReadingWhy) : "read-only";
}

/** The code of a closed socket, if it is one of ours. */
export function codeOfClose(number: number): Code | null {
  return CODES.find((code) => CLOSE_CODES[code] === number) ?? null;
}

/** Whether coming back later, with the same bytes, may succeed. */
export function isRetriable(code: Code): boolean {
  return RETRIABLE.has(code);
}
