// Who wrote what, put beside the words: the service's spans over the text of each block, cut where the author changes. Pure.
// Next: Authors.svelte, which shows it.
import type { Authored, Span } from "./desk-api.ts";

/** A block of the chapter as it is on the page; text and offsets are in UTF-16 code units. */
export interface Block {
  readonly id: string;
  readonly text: string;
}

export interface Piece {
  readonly text: string;
  /** Null: nobody is named. */
  readonly seat: Span["seat"] | null;
}

export interface Shown {
  readonly id: string;
  readonly pieces: readonly Piece[];
  readonly seats: readonly Span["seat"][];
  /** The people named of each seat. */
  readonly people: ReadonlyMap<string, readonly string[]>;
  readonly removed: Authored["removed"];
}

export function beside(blocks: readonly Block[], authored: readonly Authored[]): readonly Shown[] {
  const known = new Map(authored.map((each) => [each.block, each]));
  return blocks.flatMap(({ id, text }) => {
    const { spans, removed } = known.get(id) ?? { spans: [], removed: [] };
    if (text === "" && removed.length === 0) return [];
    const pieces = cut(text, spans);
    const seats = [...new Map(pieces.flatMap(({ seat }) => (seat === null ? [] : [[seat.id, seat]]))).values()];
    return [{ id, pieces, seats, people: peopleIn(spans), removed }];
  });
}

function peopleIn(spans: readonly Span[]): ReadonlyMap<string, readonly string[]> {
  const people = new Map<string, string[]>();
  for (const { seat, person } of spans) {
    const known = people.get(seat.id) ?? [];
    const name = person?.name ?? null;
    if (name !== null && !known.includes(name)) people.set(seat.id, [...known, name]);
  }
  return people;
}

/** The text in pieces of one author each. What is in no span is nobody's; a span past the end is cut there. */
export function cut(text: string, spans: readonly Span[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { from, to, seat } of spans) {
    const [start, end] = [Math.max(from, at), Math.min(to, text.length)];
    if (end <= start) continue;
    if (start > at) pieces.push({ text: text.slice(at, start), seat: null });
    pieces.push({ text: text.slice(start, end), seat });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), seat: null });
  return pieces;
}

/** A shade for each seat, by the order in which they are met; the ninth has the first one's again, and its own name. */
export function shades(shown: readonly Shown[], of: number): ReadonlyMap<string, number> {
  const met = new Map<string, number>();
  for (const { seats, removed } of shown)
    for (const { id } of [...seats, ...removed.map(({ seat }) => seat)]) if (!met.has(id)) met.set(id, met.size % of);
  return met;
}
