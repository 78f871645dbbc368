// One seat's device over a place: documents, the shelf, small memories, manuals kept for the train, and the end of it all.
// Next: keeper.ts for what happens to edits.
import type * as Y from "yjs";

import type { Device, OpenDocumentStore, ShelfItem, Trouble } from "./index.ts";
import { forgetWho, type Who } from "./who.ts";
import { strikeStore } from "./directory.ts";
import { inTime, Keeper } from "./keeper.ts";
import { living } from "./living.ts";
import type { Place } from "./place.ts";
import { randomId } from "./random.ts";
import { titleKey } from "./rows.ts";
import { lockOf, type Tabs } from "./tabs.ts";

const KEPT_MANUALS = "manuals kept";

export interface SeatDeviceConfig {
  readonly who: Who;
  readonly place: Place;
  readonly tabs: Tabs;
  /** Of the store; none for a device that keeps nothing. */
  readonly name?: string;
  /** The lock under which the store is opened and wiped. */
  readonly turn?: string;
  /** Ends what looks after the store. */
  readonly end?: () => void;
  readonly trouble?: Trouble | null;
}

export class SeatDevice implements Device {
  readonly kind: "kept" | "memory";
  readonly #config: SeatDeviceConfig;
  readonly #keepers = new Set<Keeper>();
  #asked = false;

  constructor(config: SeatDeviceConfig) {
    this.#config = config;
    this.kind = config.name === undefined || (config.trouble ?? null) !== null ? "memory" : "kept";
    living.add(this);
  }

  open(document: string): OpenDocumentStore {
    const { place, tabs, trouble = null } = this.#config;
    const keeper = new Keeper(place, document, () => this.#askToStay());
    for (const other of this.#keepers) if (other.isClosed) this.#keepers.delete(other);
    this.#keepers.add(keeper);
    return {
      document,
      tab: randomId(),
      name: this.#nameOf(document),
      tabs,
      keeper,
      trouble,
      title: async () => (await inTime(this.recall<string>(titleKey(document))).catch(() => null)) ?? "",
    };
  }

  async read(document: string): Promise<Y.Doc | null> {
    const { durable, pending } = await this.#config.place.load(document);
    if (durable.length + pending.length === 0) return null;
    const { documentOf } = await import("../sync/from-updates.ts");
    return documentOf([...durable, ...pending.map(({ bytes }) => bytes)]);
  }

  remember(key: string, value: unknown): Promise<void> {
    return this.#config.place.remember(key, JSON.stringify(value));
  }

  async recall<T>(key: string): Promise<T | null> {
    const value = await this.#config.place.recall(key);
    return value === null ? null : (JSON.parse(value) as T);
  }

  async pending(): Promise<readonly { readonly document: string; readonly changes: number }[]> {
    const documents = new Map<string, number>();
    for (const { document, changes } of await this.#config.place.waiting())
      documents.set(document, (documents.get(document) ?? 0) + changes);
    return [...documents].map(([document, changes]) => ({ document, changes }));
  }

  /** Documents with edits that no living tab looks after. */
  async leftBehind(): Promise<readonly string[]> {
    const { place, tabs } = this.#config;
    const documents = new Set<string>();
    if (!tabs.canLock) return [];
    const look = new AbortController();
    for (const { document, tab } of await place.waiting().catch(() => []))
      if (await tabs.tryHold(lockOf(this.#nameOf(document), tab), look.signal)) documents.add(document);
    look.abort();
    return [...documents];
  }

  async shelf(): Promise<readonly ShelfItem[]> {
    return [...(await this.#config.place.shelf())].sort((one, other) => other.at - one.at);
  }

  unshelve(id: string): Promise<void> {
    return this.#config.place.unshelve(id);
  }

  async keepManual(manual: string, on: boolean): Promise<void> {
    const others = (await this.keptManuals()).filter((kept) => kept !== manual);
    await this.remember(KEPT_MANUALS, on ? [...others, manual] : others);
  }

  async keptManuals(): Promise<readonly string[]> {
    return (await this.recall<readonly string[]>(KEPT_MANUALS)) ?? [];
  }

  async fetch(document: string): Promise<boolean> {
    if (this.kind === "memory") return false;
    const { errand } = await import("../sync/errand.ts");
    return errand(this, this.#config.who, document);
  }

  /** All that is to be written of any open document is written, or told as what cannot be. */
  async flush(): Promise<void> {
    await Promise.all([...this.#keepers].map((keeper) => keeper.flush()));
  }

  async wipe(): Promise<void> {
    const { place, tabs, name, turn, end } = this.#config;
    const over = new AbortController();
    if (name !== undefined) await tabs.hold(turn ?? `${name} open`, over.signal);
    end?.();
    try {
      await forgetWho();
      await place.wipe();
      if (name !== undefined) await strikeStore(name);
    } finally {
      over.abort();
    }
  }

  #nameOf(document: string): string {
    return `${this.#config.name ?? "memory"} ${document}`;
  }

  /** Asks the browser, once there is something to lose, not to clear it away by itself. */
  #askToStay(): void {
    if (this.#asked || this.kind === "memory") return;
    this.#asked = true;
    void navigator.storage?.persist?.().catch(() => false);
  }
}
