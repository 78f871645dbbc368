// What the generator asked for, so that the end of a round can be judged by it and not by comparing texts: every
// character typed (each is unique), every character a person ordered to be deleted or moved, every value given to a mark.
import type { Attributes } from "../../src/editor/flat.ts";

/** A block as a peer's view shows it: its id and the keys of its mark. */
export interface SeenBlock {
  readonly id: string;
  readonly keys: Attributes;
}

const PRIVATE_USE = 0xe000;
const PRIVATE_USE_COUNT = 6400;
const ASTRAL = 0x20000;

export class Ledger {
  private made = 0;
  private readonly runs: string[][] = [];
  private readonly typed = new Set<string>();
  private readonly deleters = new Map<string, Set<string>>();
  private readonly moves = new Map<string, number>();
  private readonly undoers = new Set<string>();
  private readonly values = new Map<string, Map<string, Set<string>>>();

  /** New characters, none of which was there before; every fifth takes two units. */
  characters(count: number): string {
    let text = "";
    for (let each = 0; each < count; each += 1, this.made += 1) {
      const isWide = this.made % 5 === 4 || this.made >= PRIVATE_USE_COUNT;
      text += String.fromCodePoint((isWide ? ASTRAL : PRIVATE_USE) + this.made);
    }
    return text;
  }

  /** A run is typed; its characters must stay in this order. */
  type(run: string): void {
    this.runs.push(Array.from(run));
    for (const character of run) this.typed.add(character);
  }

  delete(who: string, characters: Iterable<string>): void {
    for (const character of characters) {
      if (!this.typed.has(character)) continue;
      const deleters = this.deleters.get(character) ?? new Set();
      this.deleters.set(character, deleters.add(who));
    }
  }

  move(characters: Iterable<string>): void {
    for (const character of characters) this.moves.set(character, (this.moves.get(character) ?? 0) + 1);
  }

  /** An undo or redo, with what vanished from the view of the one who did it. */
  undo(who: string, vanished: Iterable<string>): void {
    this.undoers.add(who);
    this.delete(who, vanished);
  }

  /** Somebody's own act gave these blocks these keys. */
  give(before: readonly SeenBlock[], after: readonly SeenBlock[]): void {
    const known = new Map(before.map(({ id, keys }) => [id, keys]));
    for (const { id, keys } of after) {
      for (const [key, value] of Object.entries(keys))
        if (known.get(id)?.[key] !== value) this.valuesOf(markId(id), key).add(JSON.stringify(value));
    }
  }

  /** Only what was typed is counted: not line breaks. */
  counted(text: string): string[] {
    return Array.from(text).filter((character) => this.typed.has(character));
  }

  /** What is wrong with a final text. Without undo and moving every count must be exactly 0 or 1. */
  judge(text: string): string[] {
    const counts = new Map<string, number>();
    for (const character of this.counted(text)) counts.set(character, (counts.get(character) ?? 0) + 1);
    const wrong: string[] = [];
    for (const character of this.typed) {
      const problem = this.judgeOne(character, counts.get(character) ?? 0);
      if (problem !== null) wrong.push(`${name(character)} ${problem}`);
    }
    return [...wrong, ...this.judgeOrder(text)];
  }

  /** What is wrong with the marks of a final text: values that nobody gave them. */
  judgeMarks(marks: readonly Attributes[]): string[] {
    return marks.flatMap((mark) =>
      ["kind", "list", "depth"].flatMap((key) => {
        const value = mark[key];
        if (value === undefined && key !== "kind") return [];
        return this.valuesOf(String(mark["id"]), key).has(JSON.stringify(value))
          ? []
          : [`mark ${String(mark["id"])} has ${key} ${JSON.stringify(value)}, which nobody gave it`];
      }),
    );
  }

  /** How many characters are there twice, by the classes that docs/document-model.md names. */
  doubled(text: string): number {
    const characters = this.counted(text);
    return characters.length - new Set(characters).size;
  }

  private judgeOne(character: string, count: number): string | null {
    const deleters = this.deleters.get(character)?.size ?? 0;
    const moves = this.moves.get(character) ?? 0;
    if (count === 0) return deleters > 0 ? null : "is lost";
    if (deleters > 0 && moves === 0 && this.undoers.size === 0) return "was deleted and is there";
    // Two who both undo one deletion, and several who move the same words.
    const restored = Math.min(deleters, this.undoers.size);
    const allowed = Math.max(1, restored) + moves;
    return count > allowed ? `is there ${String(count)} times, ${String(allowed)} allowed` : null;
  }

  private judgeOrder(text: string): string[] {
    const places = new Map(this.counted(text).map((character, index) => [character, index]));
    return this.runs.flatMap((run) => {
      const left = run.filter((character) => places.has(character) && !this.mayBeTwice(character));
      const order = left.map((character) => places.get(character) ?? 0);
      return order.every((place, index) => index === 0 || place > (order[index - 1] ?? 0))
        ? []
        : [`run ${left.map(name).join(" ")} is out of order`];
    });
  }

  /** By the classes that docs/document-model.md names: of two copies either may be deleted again. */
  private mayBeTwice(character: string): boolean {
    return this.moves.has(character) || (this.undoers.size > 1 && (this.deleters.get(character)?.size ?? 0) > 1);
  }

  private valuesOf(id: string, key: string): Set<string> {
    const keys = this.values.get(id) ?? new Map<string, Set<string>>();
    this.values.set(id, keys);
    const values = keys.get(key) ?? new Set<string>();
    keys.set(key, values);
    return values;
  }
}

/** The mark's id behind an id that the view derived from it. */
const markId = (id: string): string => id.replace(/~\d+$/, "");

const name = (character: string): string => `U+${(character.codePointAt(0) ?? 0).toString(16)}`;
