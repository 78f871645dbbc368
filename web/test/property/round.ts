// One round: three peers, cut off from each other and joined again at random; at the end everybody meets and the ledger
// judges. Updates go along lines as the room would pass them on: what a peer hands on, it hands on in its own order, so
// nothing ever comes before what it needs.
import { Chance } from "./chance.ts";
import { Ledger } from "./ledger.ts";
import { problem, sameTree, textOf, type Mode, type Peer } from "./peer.ts";
import { YjsPeer } from "./yjs-peer.ts";
import { YrsPeer, type YrsProgram } from "./yrs-peer.ts";

export interface Outcome {
  readonly steps: number;
  readonly doubled: number;
}

const STEPS = Number(process.env["STEPS"] ?? "40");
const NEVER_MS = 0;
const ALWAYS_MS = 1e12;

export async function round(seed: number, mode: Mode, program: YrsProgram): Promise<Outcome> {
  const chance = new Chance(seed);
  const ledger = new Ledger();
  const clients = chance.shuffled([1001, 1002, 1003]);
  const pause = (): number => (chance.once(2) ? NEVER_MS : ALWAYS_MS);
  const one = new YjsPeer("a", clients[0] as number, mode, pause());
  const other = new YjsPeer("b", clients[1] as number, mode, pause());
  const peers: Peer[] = [one, other, await YrsPeer.create(program, clients[2] as number)];
  try {
    const network = new Network(peers);
    const { update } = await program.ask({ do: "seed", client: 1, id: "firstfirst00" });
    ledger.give([], [{ id: "firstfirst00", keys: { kind: "p" } }]);
    await network.everybody(new Uint8Array(Buffer.from(update ?? "", "base64")));
    for (let step = 0; step < STEPS; step += 1) {
      await network.act(chance.of(peers), chance, ledger);
      if (chance.once(4)) await network.pass(chance);
    }
    await network.meet();
    return { steps: STEPS, doubled: await judge(peers, ledger, mode) };
  } finally {
    one.destroy();
    other.destroy();
  }
}

async function judge(peers: readonly Peer[], ledger: Ledger, mode: Mode): Promise<number> {
  const [first, ...rest] = peers as [Peer, ...Peer[]];
  const tree = await first.tree();
  const units = await first.units();
  for (const peer of rest) sameTree(await peer.tree(), tree, `${peer.name} and ${first.name} did not converge`);
  const marks = units.flatMap((unit) => ("mark" in unit ? [unit.mark] : []));
  const wrong = [...ledger.judge(textOf(units)), ...ledger.judgeMarks(marks)];
  const ids = marks.map((mark) => mark["id"]);
  if (!mode.undo && !mode.cutAndPaste && new Set(ids).size !== ids.length) wrong.push("two marks have one id");
  if (wrong.length > 0) throw problem(wrong.join("\n"));
  return ledger.doubled(textOf(units));
}

/** Who has what, and what is on its way. */
class Network {
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

  async act(peer: Peer, chance: Chance, ledger: Ledger): Promise<void> {
    for (const update of await peer.act(chance, ledger)) this.note(peer, update);
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
