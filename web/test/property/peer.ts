// What the rounds need of a peer, be it the editor on yjs or the program on yrs.
import { isDeepStrictEqual } from "node:util";
import * as Y from "yjs";
import type { Tree, Unit } from "../editor/tree.ts";
import type { Chance } from "./chance.ts";
import type { Ledger } from "./ledger.ts";

export interface Peer {
  readonly name: string;
  /** Does one random thing; the updates that it sends, if any. */
  act(chance: Chance, ledger: Ledger): Promise<Uint8Array[]>;
  apply(update: Uint8Array): Promise<void>;
  /** Throws if the view is not what the text assembles to. */
  check(): Promise<void>;
  tree(): Promise<Tree>;
  units(): Promise<Unit[]>;
  /** The words of payloads that nothing refers to any more. */
  left(): Promise<string>;
  /** The whole document as one update. */
  state(): Promise<Uint8Array>;
}

/** What a round may hold besides typing, deleting, splitting, joining, kinds, lists, formats and pastes. */
export interface Mode {
  readonly undo: boolean;
  readonly cutAndPaste: boolean;
  /** Tables, notes, figures, boxes and the rest of a manual's structure. */
  readonly structure: boolean;
  /** The third is not the program on yrs but a page that knows only paragraphs. */
  readonly older?: true;
}

export const problem = (words: string): Error => new Error(words);

export function sameTree(one: Tree, other: Tree, otherwise: string): void {
  if (!isDeepStrictEqual(one, other)) throw problem(`${otherwise}\n${JSON.stringify(one)}\n${JSON.stringify(other)}`);
}

/** The units of a text, without what they carry. */
export function unitsIn(body: Y.Text): Unit[] {
  const delta = body.toDelta() as { insert: unknown }[];
  return delta.map(({ insert }) =>
    typeof insert === "string"
      ? { text: insert }
      : insert instanceof Y.Map
        ? { mark: insert.toJSON() as Record<string, unknown> }
        : { embed: insert },
  );
}

export const textOf = (units: readonly Unit[]): string =>
  units.map((unit) => ("text" in unit ? unit.text : "")).join("");
