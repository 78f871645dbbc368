// Tells whoever draws a payload when it changed: one observer for each side map, however many tables and notes a chapter has.
// Knows nothing of what is drawn. Next: ../field/.
import type * as Y from "yjs";

export const SIDES = ["notes", "tables", "figures", "boxes"] as const;
export type Side = (typeof SIDES)[number];

type Events = readonly Y.YEvent<Y.AbstractType<unknown>>[];

/** Called with the events inside one payload; none of them if it came or went as a whole. */
export type Listener = (events: Events, transaction: Y.Transaction) => void;

export class Watch {
  private readonly listeners = new Map<string, Set<Listener>>();
  private readonly stops: (() => void)[] = [];

  constructor(ydoc: Y.Doc) {
    for (const side of SIDES) {
      const root = ydoc.getMap(side);
      const observe = (events: Events, transaction: Y.Transaction): void => {
        this.tell(side, root, events, transaction);
      };
      root.observeDeep(observe);
      this.stops.push(() => {
        root.unobserveDeep(observe);
      });
    }
  }

  /** Called after every change of one payload; with `null` for an id, of any of that side. */
  on(side: Side, id: string | null, listener: Listener): () => void {
    const name = nameOf(side, id);
    const all = this.listeners.get(name) ?? new Set();
    this.listeners.set(name, all.add(listener));
    return () => {
      all.delete(listener);
      if (all.size === 0 && this.listeners.get(name) === all) this.listeners.delete(name);
    };
  }

  destroy(): void {
    for (const stop of this.stops) stop();
    this.listeners.clear();
  }

  private tell(side: Side, root: Y.Map<unknown>, events: Events, transaction: Y.Transaction): void {
    const inside = new Map<string, Y.YEvent<Y.AbstractType<unknown>>[]>();
    for (const event of events) {
      if (event.target === root) for (const id of event.keys.keys()) inside.set(id, inside.get(id) ?? []);
      else {
        const id = String(event.path[0]);
        const known = inside.get(id);
        if (known === undefined) inside.set(id, [event]);
        else known.push(event);
      }
    }
    for (const [id, within] of inside)
      for (const listener of [...(this.listeners.get(nameOf(side, id)) ?? [])]) listener(within, transaction);
    for (const listener of [...(this.listeners.get(nameOf(side, null)) ?? [])]) listener(events, transaction);
  }
}

const nameOf = (side: Side, id: string | null): string => (id === null ? side : `${side} ${id}`);
