// One round: three peers, cut off from each other and joined again at random; at the end everybody meets and the ledger
// judges.
import { Chance } from "./chance.ts";
import { Ledger } from "./ledger.ts";
import { Network } from "./network.ts";
import { OlderPeer } from "./older-peer.ts";
import { problem, sameTree, type Mode, type Peer } from "./peer.ts";
import { wordsOf } from "./structure.ts";
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
  const last = clients[2] as number;
  const third = mode.older === true ? new OlderPeer(last) : await YrsPeer.create(program, last, mode);
  const peers: Peer[] = [one, other, third];
  try {
    const network = new Network<Peer>(peers);
    const { update } = await program.ask({ do: "seed", client: 1, id: "firstfirst00" });
    ledger.give([], [{ id: "firstfirst00", keys: { kind: "p" } }]);
    await network.everybody(new Uint8Array(Buffer.from(update ?? "", "base64")));
    for (let step = 0; step < STEPS; step += 1) {
      const peer = chance.of(peers);
      await network.sends(peer, await peer.act(chance, ledger));
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
  const text = wordsOf(tree) + (await first.left());
  const wrong = [...ledger.judge(text), ...ledger.judgeMarks(marks)];
  const ids = marks.map((mark) => mark["id"]);
  if (!mode.undo && !mode.cutAndPaste && new Set(ids).size !== ids.length) wrong.push("two marks have one id");
  if (wrong.length > 0) throw problem(wrong.join("\n"));
  return ledger.doubled(text);
}
