// Counting in Arabic, whose plural has six forms. Which form a number takes is the browser's knowledge, never ours. The
// other languages count in plural.ts.
const plural = new Intl.PluralRules("ar");
type Forms = Record<Intl.LDMLPluralRule, string>;
/** The phrase with its number. "#" stands where the number goes. */
export const count = (n: number, forms: Forms): string =>
  forms[plural.select(n)].replace("#", n.toLocaleString("ar-u-nu-latn"));
