// The other tabs of this seat that have the same document open. Edits are shared at once, each tab sends its own; what a
// tab left behind when it ended is taken over by exactly one. Knows no document's content and no socket.
import type { Code } from "../code.ts";
import { lockOf, type Channel, type Tabs } from "../device/tabs.ts";
import { keyOf, type Entry } from "../device/rows.ts";

type Said =
  /** An edit was made there. */
  | { readonly is: "edited"; readonly entry: Entry }
  /** Edits need nobody's care any more. */
  | { readonly is: "over"; readonly keys: readonly string[] }
  /** A tab opened the document: it lacks what is not in the store yet. */
  | { readonly is: "opened"; readonly tab: string }
  /** What waits in the store changed there. */
  | { readonly is: "counted" }
  /** Edits left the document for the shelf. */
  | { readonly is: "withdrawn"; readonly code: Code };

export interface SiblingsTell {
  readonly edited: (entry: Entry) => void;
  /** What of ours is not in the store yet. */
  readonly unwritten: () => readonly Entry[];
  readonly counted: () => void;
  readonly withdrawn: (code: Code) => void;
  /** The tab is gone: what it left is ours to send, with what it had told of and not yet written to the store. */
  readonly left: (told: readonly Entry[]) => void;
}

export interface SiblingsConfig {
  readonly tabs: Tabs;
  /** One name for the store and the document. */
  readonly name: string;
  /** This page load. */
  readonly tab: string;
  readonly tell: SiblingsTell;
}

const OVER_AFTER_MS = 250;

export class Siblings {
  readonly #config: SiblingsConfig;
  readonly #channel: Channel;
  readonly #end = new AbortController();
  /** Tabs whose end we wait for, or came to see. */
  readonly #known = new Set<string>();
  /** Tabs whose edits are ours to send. */
  readonly #ours: Set<string>;
  /** What others told of and have not called over. */
  readonly #told = new Map<string, Entry>();
  /** What is over and not yet said to be. */
  readonly #over: string[] = [];
  #saying: ReturnType<typeof setTimeout> | undefined;

  constructor(config: SiblingsConfig) {
    this.#config = config;
    this.#ours = new Set([config.tab]);
    this.#known.add(config.tab);
    this.#channel = config.tabs.channel(config.name, (message) => this.#heard(message as Said));
  }

  /** Takes the name of this page load, so that no other tab takes its edits to be left behind. */
  async begin(): Promise<void> {
    await this.#config.tabs.tryHold(this.#lockOf(this.#config.tab), this.#end.signal);
    this.#say({ is: "opened", tab: this.#config.tab });
  }

  /** Whether the edits of that page load are ours to send. */
  isOurs(tab: string): boolean {
    return this.#ours.has(tab);
  }

  /** A tab of which edits wait: they become ours when it ends, or now if it has. Resolves once that was tried. */
  async meet(tab: string): Promise<boolean> {
    if (this.#known.has(tab)) return this.#ours.has(tab);
    this.#known.add(tab);
    const { tabs } = this.#config;
    if (await tabs.tryHold(this.#lockOf(tab), this.#end.signal)) {
      this.#ours.add(tab);
      return true;
    }
    void tabs.hold(this.#lockOf(tab), this.#end.signal).then((held) => {
      if (!held) return;
      this.#ours.add(tab);
      this.#config.tell.left([...this.#told.values()].filter((entry) => entry.tab === tab));
    });
    return false;
  }

  /** Edits of others that are not known to be over. */
  told(): readonly Entry[] {
    return [...this.#told.values()];
  }

  edited(entry: Entry): void {
    this.#say({ is: "edited", entry });
  }

  /** Nobody waits for this, and every key that is typed ends in it: so many are said at once. */
  over(entries: readonly Entry[]): void {
    this.#over.push(...entries.map(keyOf));
    if (this.#over.length > 0) this.#saying ??= setTimeout(() => this.#sayOver(), OVER_AFTER_MS);
  }

  counted(): void {
    this.#say({ is: "counted" });
  }

  withdrawn(code: Code): void {
    this.#sayOver();
    this.#say({ is: "withdrawn", code });
  }

  /** Lets go of everything: what still waits is for others to send. */
  close(): void {
    this.#sayOver();
    this.#end.abort();
    this.#channel.close();
  }

  #heard(said: Said): void {
    const { tell } = this.#config;
    switch (said.is) {
      case "edited":
        void this.meet(said.entry.tab);
        this.#told.set(keyOf(said.entry), said.entry);
        return tell.edited(said.entry);
      case "over":
        for (const key of said.keys) this.#told.delete(key);
        return;
      case "opened":
        void this.meet(said.tab);
        for (const entry of tell.unwritten()) this.edited(entry);
        return;
      case "counted":
        return tell.counted();
      case "withdrawn":
        return tell.withdrawn(said.code);
    }
  }

  /** Says it to whoever is there. After the end, which may come while a lock is being waited for, nothing is said. */
  #say(said: Said): void {
    if (!this.#end.signal.aborted) this.#channel.post(said);
  }

  #sayOver(): void {
    clearTimeout(this.#saying);
    this.#saying = undefined;
    if (this.#over.length > 0) this.#say({ is: "over", keys: this.#over.splice(0) });
  }

  #lockOf(tab: string): string {
    return lockOf(this.#config.name, tab);
  }
}
