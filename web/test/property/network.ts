// The lines between peers of a round: cut off from each other and joined again at random. Updates go along them as the room
// would pass them on: what a peer hands on, it hands on in its own order, so nothing ever comes before what it needs.
import type { Chance } from "./chance.ts";
import { problem } from "./peer.ts";

/** What the lines need of a peer. */
export interface Linked {
  readonly name: string;
  apply(update: Uint8Array): Promise<void>;
  /** Throws if something about the peer is wrong by itself. */
  check(): Promise<void>;
  /** What the peer shows. */
  tree(): Promise<unknown>;
  /** The whole document as one update. */
  state(): Promise<Uint8Array>;
}

/** Who has what, and what is on its way. */
export class Network<Peer extends Linked> {
  private readonly lists = new Map<Peer, Uint8Array[]>();
  private readonly known = new Map<Peer, Set<Uint8Array>>();
  private readonly cursors = new Map<string, number>();

  constructor(private readonly peers: readonly Peer[]) {
    for (const peer of peers) {
      this.lists.set(peer, []);
      this.known.set(peer, new Set());
    }
  }

  async everybody(update: Uint8Array): Promise<void> {
    for (const peer of this.peers) await this.receive(peer, update);
  }

  /** A peer did something: these updates are its own. */
  async sends(peer: Peer, updates: readonly Uint8Array[]): Promise<void> {
    for (const update of updates) this.note(peer, update);
    await peer.check();
  }

  /** One peer hands on to another some of what it has, or all of it. */
  async pass(chance: Chance): Promise<void> {
    const [from, to] = chance.shuffled(this.peers) as [Peer, Peer];
    await this.hand(from, to, chance.once(2) ? Infinity : 1 + chance.below(4));
    await to.check();
  }

  /** Everybody gets everything; then, whole documents in exchange, nobody learns or sends anything more. */
  async meet(): Promise<void> {
    for (let time = 0; time < 2; time += 1) {
      for (const from of this.peers) for (const to of this.peers) if (from !== to) await this.hand(from, to, Infinity);
    }
    for (const peer of this.peers) await peer.check();
    const before = await this.trees();
    for (const from of this.peers) for (const to of this.peers) if (from !== to) await to.apply(await from.state());
    for (const peer of this.peers) await peer.check();
    const after = await this.trees();
    if (after !== before) throw problem(`a further exchange changed something\n${before}\n${after}`);
  }

  private async trees(): Promise<string> {
    return JSON.stringify(await Promise.all(this.peers.map((peer) => peer.tree())));
  }

  private async hand(from: Peer, to: Peer, most: number): Promise<void> {
    const list = this.lists.get(from) as Uint8Array[];
    const key = `${from.name} ${to.name}`;
    const start = this.cursors.get(key) ?? 0;
    const end = Math.min(start + most, list.length);
    this.cursors.set(key, end);
    for (const update of list.slice(start, end)) await this.receive(to, update);
  }

  private async receive(peer: Peer, update: Uint8Array): Promise<void> {
    if (this.known.get(peer)?.has(update) === true) return;
    this.note(peer, update);
    await peer.apply(update);
  }

  private note(peer: Peer, update: Uint8Array): void {
    this.lists.get(peer)?.push(update);
    this.known.get(peer)?.add(update);
  }
}
