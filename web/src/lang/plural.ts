// Counting in the languages whose plural has three forms: French, Spanish and Portuguese. The third one is for whole
// millions, which want a "de" before the noun. Which form a number takes is the browser's knowledge, never ours.
// English has two forms and needs no help; Arabic has six and its own table in ar.ts.

/** The forms of one phrase; "#" stands where the number goes. */
export interface Forms {
  readonly one: string;
  readonly many: string;
  readonly other: string;
}

export interface Counting {
  /** The phrase with its number, grouped as the language groups digits. */
  readonly count: (n: number, forms: Forms) => string;
  /** A verb or a participle that goes with a counted noun. */
  readonly agree: (n: number, one: string, more: string) => string;
}

export function counting(language: string): Counting {
  const rules = new Intl.PluralRules(language);
  const formOf = (n: number): keyof Forms => {
    const form = rules.select(n);
    return form === "one" || form === "many" ? form : "other";
  };
  return {
    count: (n, forms) => forms[formOf(n)].replace("#", n.toLocaleString(language)),
    agree: (n, one, more) => (formOf(n) === "one" ? one : more),
  };
}
