// What the rows of the outline's page are drawn from, and what a person can do with them. Plain values and names; the page
// (Outline.svelte) makes the one and does the other.
import type { ChapterActivity } from "../api.ts";
import type { Words } from "../lang/index.ts";
import type { OutlineChapter } from "../outline/arrange.ts";
import type { Dragging } from "../outline/drag.ts";
import type { Template } from "../outline/read.ts";
import type { TitleEditing } from "../outline/title.ts";
import { targetOf, type Move, type Row } from "../outline/tree.ts";

/** A title that is being edited. */
export interface Renaming {
  readonly id: string;
  readonly editing: TitleEditing;
  /** Ties the field to it. Always the same one: another would be tied anew, in the middle of a composition. */
  readonly field: (field: HTMLInputElement) => () => void;
}

export interface OutlineShown {
  /** Whether this person may change the outline now. */
  readonly keeper: boolean;
  readonly chapters: readonly OutlineChapter[];
  readonly activity: ReadonlyMap<string, ChapterActivity>;
  /** Chapters that somebody changed since this person's last visit. */
  readonly news: ReadonlySet<string>;
  /** The service's clock, in milliseconds. */
  readonly now: number;
  readonly renaming: Renaming | null;
  readonly adding: { readonly parent: string | null } | null;
  /** What a new chapter may begin with. */
  readonly templates: readonly Template[];
  readonly dragging: Dragging | null;
}

export const MOVES = ["up", "down", "under", "out"] as const;
export type Deed = Move | "rename" | "add" | "delete";

export interface Deeds {
  readonly act: (row: Row, deed: Deed) => void;
  /** The person is done with a title. */
  readonly renamed: (how: "keep" | "take-back") => void;
  /** The field of a title lost the focus: by the person, or because it is drawn anew. */
  readonly leftField: () => void;
  /** Makes a chapter of this title, from a template or empty; null: made, else why not, in words. */
  readonly create: (title: string, template: string | null) => Promise<string | null>;
  readonly notCreate: () => void;
}

/** What a keeper does with templates. */
export interface TemplateDeeds {
  readonly rename: (id: string) => void;
  readonly remove: (id: string) => void;
  /** Null: done, else why not, in words. */
  readonly create: (title: string) => Promise<string | null>;
  readonly restore: (id: string) => Promise<string | null>;
}

/** The key that does a move, as Word has it in its outline; sides are those of the page. */
export function moveOfKey(event: KeyboardEvent, rtl: boolean): Move | null {
  if (!event.altKey || !event.shiftKey || event.ctrlKey || event.metaKey) return null;
  const inwards = rtl ? "ArrowLeft" : "ArrowRight";
  const outwards = rtl ? "ArrowRight" : "ArrowLeft";
  const moves: Record<string, Move> = { ArrowUp: "up", ArrowDown: "down", [inwards]: "under", [outwards]: "out" };
  return moves[event.key] ?? null;
}

interface DeedItem {
  readonly id: Deed;
  readonly label: string;
  readonly keys?: string;
  readonly disabled?: boolean;
}

/** The menu of a row. */
export function deedsFor(words: Words, { chapters }: OutlineShown, id: string): readonly DeedItem[] {
  const rtl = words.direction === "rtl";
  const arrows: Record<Move, string> = { up: "↑", down: "↓", under: rtl ? "←" : "→", out: rtl ? "→" : "←" };
  const moves = MOVES.map((move) => ({
    id: move,
    label: words.outline.moves[move],
    keys: `Alt+Shift+${arrows[move]}`,
    disabled: targetOf(chapters, id, move) === null,
  }));
  return [
    { id: "rename", label: words.outline.rename, keys: "F2" },
    ...moves,
    { id: "add", label: words.outline.addUnder },
    { id: "delete", label: words.outline.delete },
  ];
}
