// Pictures of pages for the handbook: small files, and only written anew where something that a person sees has changed, so
// that a run leaves no trace where nothing has. Next: ../handbook.ts.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

import type { Page } from "playwright-core";

import { perMilleApart, readPng, writePng } from "../../support/png.ts";

/** So little may differ where nothing has changed: an hour, a fingerprint, the letters of a code. */
const SAME_PER_MILLE = 4;

export class Pictures {
  readonly taken: string[] = [];
  written = 0;
  bytes = 0;

  /** `always`: writes also what has hardly changed. */
  constructor(
    private readonly folder: string,
    private readonly always = false,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  async take(page: Page, name: string): Promise<void> {
    // The caret blinks, and a pointer that rests on something draws it otherwise.
    await page.mouse.move(0, 0);
    const shot = readPng(await page.screenshot({ caret: "hide", animations: "disabled" }));
    const path = `${this.folder}/${name}.png`;
    const before = existsSync(path) ? readFileSync(path) : null;
    const isSame = !this.always && before !== null && perMilleApart(shot, readPng(before)) <= SAME_PER_MILLE;
    const file = isSame ? before : writePng(shot);
    if (!isSame) {
      writeFileSync(path, file);
      this.written += 1;
    }
    this.taken.push(name);
    this.bytes += file.length;
  }
}
