// A chapter's title while somebody edits it in a field. What the person did to the field becomes edits of the shared text,
// never a comparison of whole titles; what others write meanwhile comes into the field under the caret. While letters are
// being composed (an input method) the field is left alone: what others do is written down and joined at the end.
// Knows no element; read title-field.ts next.
import * as Y from "yjs";

import { chapterMap, plain, titleText } from "./read.ts";

/** What a field shows, and what is selected in it, in UTF-16 code units. */
export interface FieldState {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A part of a text that gives way to another. */
export interface Replacement {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Begins to edit a chapter's title; null if there is no such chapter. Edits carry `origin`. */
export function editTitle(doc: Y.Doc, id: string, origin: unknown): TitleEditing | null {
  const chapter = chapterMap(doc, id);
  if (chapter === null) return null;
  // The service writes a title with every chapter; where something else stands there, a text has to come first.
  if (titleText(doc, id) === null) doc.transact(() => chapter.set("title", new Y.Text()), origin);
  const text = titleText(doc, id);
  return text === null ? null : new TitleEditing(text, origin);
}

export class TitleEditing {
  readonly #text: Y.Text;
  readonly #origin: unknown;
  readonly #undo: Y.UndoManager;
  readonly #observer: (event: Y.YTextEvent) => void;
  #draw: (state: FieldState) => void = () => undefined;
  #state: FieldState;
  /** Where each unit that the field shows stands in the text now; null if somebody deleted it meanwhile. */
  #places: (number | null)[];
  #composing = false;

  /** Begins with everything selected. Edits carry `origin`; for those that take some back ask `undoes`. */
  constructor(text: Y.Text, origin: unknown) {
    this.#text = text;
    this.#origin = origin;
    this.#undo = new Y.UndoManager(text, { trackedOrigins: new Set([origin]) });
    const value = shownOf(text);
    this.#state = { value, start: 0, end: value.length };
    this.#places = count(0, value.length);
    this.#observer = (event) => {
      if (event.transaction.origin !== this.#origin) this.#heard(event.delta);
    };
    text.observe(this.#observer);
  }

  get state(): FieldState {
    return this.#state;
  }

  /** Whether nothing but blanks is left of the title. */
  get isBlank(): boolean {
    return shownOf(this.#text).trim() === "";
  }

  /** Who draws the field, from now until told to stop. It is drawn whenever it should show something else than it does. */
  drawBy(draw: (state: FieldState) => void): () => void {
    this.#draw = draw;
    return () => {
      if (this.#draw === draw) this.#draw = () => undefined;
    };
  }

  /** Whether an edit of the document with this origin takes back one of ours. */
  undoes(origin: unknown): boolean {
    return origin === this.#undo;
  }

  /** The person moved the caret. */
  selected(start: number, end: number): void {
    if (!this.#composing) this.#state = { ...this.#state, start, end };
  }

  /** The field shows something else now, by the person's hand. */
  edited(now: FieldState): void {
    if (this.#composing) return;
    const done = replacement(this.#state, now);
    this.#state = now;
    if (done === null) return;
    this.#write(done);
    this.#show();
  }

  /** Letters are being composed: nothing is written, and the field is not touched, until `composed`. */
  composing(): void {
    this.#composing = true;
  }

  /** The letters are there, or were given up. */
  composed(now: FieldState): void {
    if (!this.#composing) return;
    this.#composing = false;
    this.edited(now);
    this.#show();
  }

  undo(): void {
    if (!this.#composing) this.#undo.undo();
  }

  redo(): void {
    if (!this.#composing) this.#undo.redo();
  }

  /** Takes back what was done to the title since the beginning, and nothing that others did. */
  takeBack(): void {
    while (this.#undo.canUndo()) this.#undo.undo();
  }

  close(): void {
    this.#text.unobserve(this.#observer);
    this.#undo.destroy();
  }

  #heard(delta: Y.YTextEvent["delta"]): void {
    this.#places = after(this.#places, delta);
    if (!this.#composing) this.#show();
  }

  // Unit by unit: what somebody wrote in the middle of a part that goes, stays.
  #write({ from, to, text }: Replacement): void {
    const at = this.#placeFor(from);
    const gone = this.#places.slice(from, to).filter((place) => place !== null);
    this.#text.doc?.transact(() => {
      for (const [start, length] of runs(gone).reverse()) this.#text.delete(start, length);
      if (text !== "") this.#text.insert(at, text);
    }, this.#origin);
    const places = this.#places.map((place) => {
      if (place === null || place < at) return place;
      return place - gone.filter((other) => other < place).length + text.length;
    });
    this.#places = [...places.slice(0, from), ...count(at, text.length), ...places.slice(to)];
  }

  /** Where something belongs that the field shows at `index`: behind the unit before it. */
  #placeFor(index: number): number {
    const left = this.#places.slice(0, index).findLast((place) => place !== null);
    return left === undefined || left === null ? 0 : left + 1;
  }

  #show(): void {
    const { start, end } = this.#state;
    const [from, to] = [this.#placeFor(start), this.#placeFor(end)];
    const value = shownOf(this.#text);
    this.#places = count(0, value.length);
    this.#state = { value, start: from, end: to };
    this.#draw(this.#state);
  }
}

/** What a person did to a field: the part that gave way, in what it showed before, and the text that came; null: nothing. */
export function replacement(before: FieldState, now: FieldState): Replacement | null {
  const [old, value] = [before.value, now.value];
  if (old === value) return null;
  const caret = now.end;
  // Everything behind the caret was there before; everything before the selection, too. Where that does not fit (some
  // input methods and drags say less than they do) it is the smallest change that does.
  const head = Math.min(before.start, caret, sameFromStart(old, value));
  const tail = Math.min(value.length - caret, sameFromEnd(old, value), old.length - head, value.length - head);
  const [gone, come] = [old.slice(head, old.length - tail), value.slice(head, value.length - tail)];
  // What went and came back in the same place was not touched.
  const first = sameFromStart(gone, come);
  const last = sameFromEnd(gone.slice(first), come.slice(first));
  const text = plain(come.slice(first, come.length - last));
  return wholeCharacters(old, { from: head + first, to: old.length - tail - last, text });
}

// Never a half of a pair.
function wholeCharacters(old: string, { from, to, text }: Replacement): Replacement {
  const head = isInside(old, from) ? old.slice(from - 1, from) : "";
  const tail = isInside(old, to) ? old.slice(to, to + 1) : "";
  return { from: from - head.length, to: to + tail.length, text: head + text + tail };
}

function isInside(text: string, at: number): boolean {
  return /^[\ud800-\udbff][\udc00-\udfff]$/.test(text.slice(Math.max(0, at - 1), at + 1));
}

/** Where the units of a text stand after somebody changed it. */
function after(places: readonly (number | null)[], delta: Y.YTextEvent["delta"]): (number | null)[] {
  let now = [...places];
  let at = 0;
  for (const { retain, insert, delete: deleted } of delta) {
    if (retain !== undefined) at += retain;
    if (insert !== undefined) {
      const length = typeof insert === "string" ? insert.length : 1;
      now = now.map((place) => (place !== null && place >= at ? place + length : place));
      at += length;
    }
    if (deleted !== undefined)
      now = now.map((place) => {
        if (place === null || place < at) return place;
        return place < at + deleted ? null : place - deleted;
      });
  }
  return now;
}

/** What a text shows, one unit for each of its units. */
function shownOf(text: Y.Text): string {
  const parts = text.toDelta() as readonly { readonly insert: unknown }[];
  return plain(parts.map(({ insert }) => (typeof insert === "string" ? insert : "\ufffc")).join(""));
}

function sameFromStart(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1;
  return at;
}

function sameFromEnd(one: string, other: string): number {
  let at = 0;
  while (at < one.length && at < other.length && one[one.length - 1 - at] === other[other.length - 1 - at]) at += 1;
  return at;
}

const count = (from: number, length: number): number[] => Array.from({ length }, (_, index) => from + index);

/** Ascending places as runs: where each begins and how long it is. */
function runs(places: readonly number[]): [number, number][] {
  const runs: [number, number][] = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === place) last[1] += 1;
    else runs.push([place, 1]);
  }
  return runs;
}
