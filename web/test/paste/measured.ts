// What a corpus loses of its visible characters, file by file and in all: for the tests of clipboards and of files alike.
// Next: visible.ts.
import { expect } from "vitest";

import { lossOf } from "./visible.ts";

const LOST_SHARE_MAX = 0.01;

export class Measured {
  private characters = 0;
  private lost = 0;

  constructor(private readonly corpus: string) {}

  /** One file: what is seen of it is in what was kept, to the last word. */
  take(seen: string, kept: string): void {
    const { characters, lost, words } = lossOf(seen, kept);
    this.characters += characters;
    this.lost += lost;
    expect(characters).toBeGreaterThan(0);
    expect(words, `${String(lost)} of ${String(characters)} characters`).toEqual([]);
  }

  /** All of them: reported, and within what may be lost. */
  tell(): void {
    const { corpus, characters, lost } = this;
    const share = lost / characters;
    const said = `${String(lost)} of ${String(characters)} visible characters lost (${(share * 100).toFixed(2)} %)`;
    process.stdout.write(`${corpus}: ${said}\n`);
    expect(share).toBeLessThanOrEqual(LOST_SHARE_MAX);
  }
}
