// Which rounds to run: SEED=n that one alone, ROUNDS=n how many, FIRST_SEED=n from where on; CHANCERY_PROVE=1 the full number.
const PROVE = process.env["CHANCERY_PROVE"] === "1";
const ROUNDS_BY_DEFAULT = 300;

/** The seeds of a test whose full number of rounds is `full`; `offset` keeps tests of one file apart. */
export function seedsOf(full: number, offset = 0): number[] {
  const { SEED, ROUNDS, FIRST_SEED } = process.env;
  if (SEED !== undefined) return [Number(SEED)];
  const rounds = Number(ROUNDS ?? (PROVE ? full : ROUNDS_BY_DEFAULT));
  return Array.from({ length: rounds }, (_, index) => offset + Number(FIRST_SEED ?? "1") + index);
}
