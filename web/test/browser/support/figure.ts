// Tells a number to whoever runs the tests; `cargo xtask test` lists all of them at its end.
export function figure(words: string): void {
  process.stdout.write(`figure: ${words}\n`);
}

/** How long it has taken, for such a line. */
export const since = (begun: number): string => `${((performance.now() - begun) / 1_000).toFixed(0)} s`;
