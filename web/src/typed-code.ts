// The code of an invitation as people type or paste it: any case, with or without hyphen and spaces, letters that look
// like digits taken for them (Crockford base 32). Knows no page.

export const CODE_LENGTH = 10;
const GROUP = 5;

/** What counts of what was typed: capitals and digits, no separators. */
export function plainCode(typed: string): string {
  return typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, "")
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1");
}

/** The code in two groups of five, as it is written in the invitation. */
export function groupedCode(plain: string): string {
  return plain.length > GROUP ? `${plain.slice(0, GROUP)}-${plain.slice(GROUP)}` : plain;
}
