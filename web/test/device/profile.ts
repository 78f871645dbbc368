// A browser profile in node: locks, channels and a database that outlive a tab, and tabs that can end at any await. What a
// dead tab asked for may still happen; it hears nothing of it any more. Knows no document.
import { setMaxListeners } from "node:events";

import { MemoryPlace, type Place } from "../../src/device/place.ts";
import { SealedPlace } from "../../src/device/sealed.ts";
import type { Tabs } from "../../src/device/tabs.ts";
import { nodeSeal } from "./node-seal.ts";

/** What goes wrong at one await of a tab. */
export type Fault =
  | { readonly is: "none" }
  /** The tab ends, and what it asked for does not happen. */
  | { readonly is: "dies-before"; readonly at: number }
  /** The tab ends, and what it asked for happens. */
  | { readonly is: "dies-after"; readonly at: number }
  /** Writes fail from there on, so many times. */
  | { readonly is: "full"; readonly at: number; readonly times: number }
  | { readonly is: "gone"; readonly at: number; readonly times: number }
  /** Nothing comes back from there on, and the tab lives. */
  | { readonly is: "hangs"; readonly at: number };

const NEVER = new Promise<never>(() => undefined);

/** Counts the awaits of all tabs of a story, and makes one of them go wrong. */
export class Faults {
  awaits = 0;
  constructor(readonly fault: Fault) {}
}

/** One tab's life. */
export class Life {
  dead = false;
  onDeath: () => void = () => undefined;

  constructor(readonly faults: Faults) {}

  die(): void {
    if (this.dead) return;
    this.dead = true;
    this.onDeath();
  }

  /** Does something that takes time, or what the fault makes of it. Locks neither fail nor hang. */
  async through<T>(what: () => Promise<T>, kind: "lock" | "read" | "write"): Promise<T> {
    if (this.dead) return NEVER;
    const { fault } = this.faults;
    const number = (this.faults.awaits += 1);
    if (fault.is === "dies-before" && number === fault.at) {
      this.die();
      return NEVER;
    }
    if (kind !== "lock" && fault.is === "hangs" && number >= fault.at) return NEVER;
    const fails = (fault.is === "full" && kind === "write") || (fault.is === "gone" && kind !== "lock");
    if (fails && number >= fault.at && number < fault.at + fault.times) {
      await Promise.resolve();
      if (this.dead) return NEVER;
      throw new DOMException("made to fail", fault.is === "full" ? "QuotaExceededError" : "InvalidStateError");
    }
    const result = await what();
    if (fault.is === "dies-after" && number === fault.at) this.die();
    return this.dead ? NEVER : result;
  }
}

export class Profile {
  readonly #locks = new Map<string, { holder: Life; waiting: (() => void)[] }>();
  readonly #channels = new Map<string, Set<{ life: Life; hear: (message: unknown) => void }>>();

  /** The tab's place, over a connection of its own. */
  async place(name: string, life: Life): Promise<Place> {
    return mortal(await SealedPlace.open(name, nodeSeal(Buffer.from(name))), life);
  }

  memory(life: Life): Place {
    return mortal(new MemoryPlace(), life);
  }

  tabs(life: Life): Tabs {
    const before = life.onDeath;
    life.onDeath = () => {
      before();
      for (const [name, lock] of this.#locks) if (lock.holder === life) this.#release(name);
    };
    return {
      canLock: true,
      hold: (name, until) => life.through(() => this.#hold(name, until, life), "lock"),
      tryHold: (name, until) =>
        life.through(async () => (this.#locks.has(name) ? false : this.#hold(name, until, life)), "lock"),
      channel: (name, hear) => {
        const all = this.#channels.get(name) ?? new Set();
        const end = { life, hear };
        this.#channels.set(name, all.add(end));
        return {
          post: (message) => {
            if (life.dead) return;
            for (const other of all)
              if (other !== end) setTimeout(() => other.life.dead || other.hear(structuredClone(message)), 1);
          },
          close: () => all.delete(end),
        };
      },
    };
  }

  async #hold(name: string, until: AbortSignal, life: Life): Promise<boolean> {
    const lock = this.#locks.get(name);
    if (lock !== undefined) await new Promise<void>((go) => lock.waiting.push(go));
    if (until.aborted || life.dead) {
      if (lock !== undefined) this.#release(name);
      return false;
    }
    this.#locks.set(name, { holder: life, waiting: lock?.waiting ?? [] });
    setMaxListeners(0, until);
    until.addEventListener("abort", () => this.#locks.get(name)?.holder === life && this.#release(name));
    return true;
  }

  #release(name: string): void {
    const next = this.#locks.get(name)?.waiting.shift();
    if (next === undefined) this.#locks.delete(name);
    else next();
  }
}

function mortal(place: Place, life: Life): Place {
  return {
    ready: (document, what) => place.ready?.(document, what),
    load: (document) => life.through(() => place.load(document), "read"),
    write: (change) => life.through(() => place.write(change), "write"),
    fold: (document, fold) => life.through(() => place.fold(document, fold), "write"),
    waiting: (document) => life.through(() => place.waiting(document), "read"),
    shelf: () => life.through(() => place.shelf(), "read"),
    unshelve: (id) => life.through(() => place.unshelve(id), "write"),
    remember: (key, value) => life.through(() => place.remember(key, value), "write"),
    recall: (key) => life.through(() => place.recall(key), "read"),
    wipe: () => life.through(() => place.wipe(), "write"),
  };
}
