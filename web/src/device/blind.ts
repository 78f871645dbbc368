// That this device shows nothing any more, and why, told to whoever draws pages. Decides nothing. Next: ended.ts.

export interface Blind {
  /** "past": too long without the service. "ended": the service took the key back. "spoilt": there is something that
   *  nobody can read any more. */
  readonly why: "past" | "ended" | "spoilt";
  /** Changes that were handed in for the seat, once that is known. */
  readonly handedIn?: number;
  /** Changes that could not be handed in so far. */
  readonly left?: number;
}

/** On this channel a page says that the session here was taken away. */
export const ENDED = "chancery.ended";

let blind: Blind | null = null;
const listeners = new Set<(blind: Blind) => void>();

export function goBlind(now: Blind): void {
  blind = now;
  for (const listener of listeners) listener(now);
}

export function whenBlind(listener: (blind: Blind) => void): () => void {
  listeners.add(listener);
  if (blind !== null) listener(blind);
  return () => listeners.delete(listener);
}
