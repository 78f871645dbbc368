// Who else is in the chapter. We send our cursor and nothing else: name, seat and colour of everybody are filled in by
// the service. Nothing of it is stored. Knows no socket; read link.ts next.
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import type * as Y from "yjs";

/** Cursors go out at most this often. */
const EVERY_MS = 200;
/** Seats are shown in one of so many colours. */
export const SHADES = 8;
/** The one of whoever appears as a member: nobody's. */
export const MEMBER_SHADE = SHADES;
/** So many who appear as members are told apart. */
const MEMBERS_MAX = 9_999;

/** Somebody else who has the chapter open. */
export interface Other {
  readonly client: number;
  readonly seat: string;
  /** "Ghana", or "Ghana 2" for the second person of one seat. Empty for a member: the page says it in its own language. */
  readonly name: string;
  /** Who appears as a member: which of those who do; null: who is named. */
  readonly member: number | null;
  /** 0 to 7; of a member, MEMBER_SHADE. */
  readonly shade: number;
  /** Where they are in the text, as their editor wrote it. */
  readonly cursor: unknown;
}

export class Presence {
  readonly #awareness: Awareness;
  readonly #send: (bytes: Uint8Array) => void;
  readonly #changed: () => void;
  #cursor: unknown = null;
  #hidden = false;
  #together = false;
  /** Somebody moved, and it is not told yet. */
  #moved = false;
  #sentAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(doc: Y.Doc, send: (bytes: Uint8Array) => void, changed: () => void) {
    this.#awareness = new Awareness(doc);
    this.#send = send;
    this.#changed = changed;
    this.#awareness.setLocalState({ cursor: null });
    this.#awareness.on("update", (_: unknown, origin: unknown) => {
      if (origin === "local") this.#sendOwn();
    });
    // Our own cursor is no news to us: telling it would have the editor redraw at every step of it.
    this.#awareness.on("change", ({ added, updated, removed }: Record<"added" | "updated" | "removed", number[]>) => {
      if ([...added, ...updated, ...removed].some((client) => client !== this.#awareness.clientID)) this.#tell();
    });
  }

  /** Everybody else, in the order of their names; members last. */
  others(): Other[] {
    const others: Other[] = [];
    for (const [client, state] of this.#awareness.getStates()) {
      const other = client === this.#awareness.clientID ? null : readOther(client, state);
      if (other !== null) others.push(other);
    }
    return others.sort(
      (a, b) => (a.member ?? 0) - (b.member ?? 0) || a.name.localeCompare(b.name) || a.client - b.client,
    );
  }

  /** Our own place in the text, as the editor writes it; null: nowhere. */
  move(cursor: unknown): void {
    this.#cursor = cursor;
    this.#soon();
  }

  /** The document may write under another client id from here on: so do we, and the old one is let go of. */
  follow(): void {
    const awareness = this.#awareness;
    if (awareness.clientID === awareness.doc.clientID) return;
    const state = awareness.getLocalState();
    awareness.setLocalState(null);
    awareness.clientID = awareness.doc.clientID;
    awareness.setLocalState(state);
  }

  /** A page that nobody looks at shows no cursor. */
  hide(hidden: boolean): void {
    this.#hidden = hidden;
    this.#soon();
  }

  /** However many are heard of meanwhile, it is told once. */
  together(hear: () => void): void {
    this.#together = true;
    try {
      hear();
    } finally {
      this.#together = false;
      if (this.#moved) this.#tell();
    }
  }

  #tell(): void {
    this.#moved = this.#together;
    if (!this.#together) this.#changed();
  }

  heard(bytes: Uint8Array): void {
    applyAwarenessUpdate(this.#awareness, bytes, this);
  }

  /** The room is open to us: say where we are. */
  opened(): void {
    // Twice on purpose: the room told everybody that we left, under the clock after our last. Only a later one counts.
    this.#awareness.setLocalState({ cursor: null });
    this.#sendNow();
  }

  /** The line is lost: nobody is known to be here, and whoever is when we are back counts as new. */
  lost(): void {
    const gone = [...this.#awareness.getStates().keys()].filter((client) => client !== this.#awareness.clientID);
    for (const client of gone) {
      this.#awareness.states.delete(client);
      this.#awareness.meta.delete(client);
    }
    if (gone.length > 0) this.#awareness.emit("change", [{ added: [], updated: [], removed: gone }, this]);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#awareness.destroy();
  }

  #soon(): void {
    if (this.#timer !== undefined) return;
    const wait = Math.max(0, this.#sentAt + EVERY_MS - Date.now());
    this.#timer = setTimeout(() => this.#sendNow(), wait);
  }

  #sendNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#sentAt = Date.now();
    this.#awareness.setLocalState({ cursor: this.#hidden ? null : this.#cursor });
  }

  #sendOwn(): void {
    this.#send(encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID]));
  }
}

/** What the service stamped on somebody's state; null for a state it did not stamp. */
function readOther(client: number, state: Record<string, unknown>): Other | null {
  const { user, seat, member, shade, cursor } = state;
  const number = memberIn(member);
  if (number !== null)
    return { client, seat: "", name: "", member: number, shade: MEMBER_SHADE, cursor: cursor ?? null };
  if (typeof user !== "object" || user === null || !("name" in user)) return null;
  const { name } = user;
  if (typeof name !== "string") return null;
  const sound = typeof shade === "number" && Number.isInteger(shade) && shade >= 0 && shade < SHADES;
  return {
    client,
    seat: typeof seat === "string" ? seat : "",
    name,
    member: null,
    shade: sound ? shade : client % SHADES,
    cursor: cursor ?? null,
  };
}

/** The number of a member, as the service counts those who appear as one; null for anything else. */
export function memberIn(value: unknown): number | null {
  const sound = typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MEMBERS_MAX;
  return sound ? value : null;
}
