// Figures of several runs in one cell of a table, and where tables go: to the screen, and into the file that CHANCERY_BENCH
// names, between the marks of their section. Next: ../typing.bench.ts.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";

/** The value below which a share of all lie. */
export const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

export const middle = (values: readonly number[]): number => at(values, 0.5);

const plain = (value: number): string => (Number.isNaN(value) ? "-" : value < 10 ? value.toFixed(1) : value.toFixed(0));

/** The middle of the runs, and the range where there are several. */
export function cell(values: readonly number[]): string {
  const known = values.filter((value) => !Number.isNaN(value));
  if (known.length === 0) return "-";
  const [least, most] = [Math.min(...known), Math.max(...known)];
  const shown = plain(middle(known));
  return known.length < 2 || plain(least) === plain(most) ? shown : `${shown} (${plain(least)}–${plain(most)})`;
}

export const load = (): string => loadavg()[0]?.toFixed(1) ?? "?";

/** What the figures were taken on. */
export function circumstances(browser: string, runs: number, loads: readonly string[]): string {
  const [cpu] = cpus();
  const commit = git("rev-parse", "--short", "HEAD");
  const clean = git("status", "--porcelain", "--untracked-files=no") === "" ? "" : " and changes";
  return [
    `${new Date().toISOString().slice(0, 10)}, commit ${commit}${clean}. ${String(cpus().length)} cores of a shared virtual machine (${cpu?.model.trim() ?? "unknown"}),`,
    `headless Chromium ${browser}, drawn in software; service, browser and the others on the same machine.`,
    `${String(runs)} ${runs === 1 ? "run" : "runs"}; load average (two cores) ${loads.join(", ")} at the beginning of each.`,
  ].join("\n");
}

function git(...words: string[]): string {
  return execFileSync("git", words, { encoding: "utf8" }).trim();
}

export function publish(section: string, markdown: string): void {
  process.stdout.write(`\n${markdown}\n`);
  const file = process.env["CHANCERY_BENCH"];
  if (file === undefined) return;
  const [open, close] = [`<!-- ${section} -->`, `<!-- end of ${section} -->`];
  const now = existsSync(file) ? readFileSync(file, "utf8") : "";
  const [from, to] = [now.indexOf(open), now.indexOf(close)];
  const made = `${open}\n${markdown}\n${close}`;
  writeFileSync(
    file,
    from < 0 || to < from ? `${now}\n${made}\n` : now.slice(0, from) + made + now.slice(to + close.length),
  );
}
