// One tree everywhere: seeded rounds of an outline with three peers, two pages on yjs and the service on yrs, cut off from each
// other and joined again. A failing round prints its seed; SEED=n runs that round alone, ROUNDS=n sets how many,
// CHANCERY_PROVE=1 runs twenty thousand.
import { afterAll, beforeAll, expect, it } from "vitest";

import { Chance } from "./chance.ts";
import { Network } from "./network.ts";
import { Asked, PagePeer, same, ServicePeer, type OutlinePeer } from "./outline-peers.ts";
import { problem } from "./peer.ts";
import { seedsOf } from "./seeds.ts";
import { program, YrsProgram } from "./yrs-peer.ts";

const STEPS = Number(process.env["STEPS"] ?? "40");
const BUILD_MS = 600_000;

let yrs: YrsProgram;
beforeAll(() => {
  yrs = new YrsProgram(program());
}, BUILD_MS);
afterAll(() => {
  yrs.end();
});

it("no chapter is lost, doubled or below itself, and no character of a title is lost or doubled", async () => {
  const seeds = seedsOf(20_000);
  let chapters = 0;
  for (const seed of seeds) {
    try {
      chapters += await round(seed);
    } catch (cause) {
      throw new Error(`round with SEED=${String(seed)}: ${String(cause)}`, { cause });
    }
  }
  process.stdout.write(`${String(seeds.length)} rounds, ${String(chapters)} chapters, one tree everywhere\n`);
  expect(chapters).toBeGreaterThan(0);
});

/** One round; how many chapters it made. */
async function round(seed: number): Promise<number> {
  const chance = new Chance(seed);
  const asked = new Asked(chance.once(4));
  const clients = chance.shuffled([1001, 1002, 1003]);
  const service = await ServicePeer.create(yrs, clients[0] as number);
  const pages = [new PagePeer("a", clients[1] as number), new PagePeer("b", clients[2] as number)];
  const peers: OutlinePeer[] = [service, ...pages];
  const network = new Network(peers);
  for (let count = 0; count < 4; count += 1) {
    for (const update of await service.make(chance, asked, await service.tree())) await network.everybody(update);
  }
  for (let step = 0; step < STEPS; step += 1) {
    const peer = chance.of(peers);
    await network.sends(peer, await peer.act(chance, asked));
    if (chance.once(4)) await network.pass(chance);
  }
  for (const page of pages) await network.sends(page, page.finish(asked));
  await network.meet();
  await judge(peers, asked);
  return asked.made.length;
}

async function judge(peers: readonly OutlinePeer[], asked: Asked): Promise<void> {
  const [first, ...rest] = peers as [OutlinePeer, ...OutlinePeer[]];
  const chapters = await first.tree();
  for (const peer of rest) same(await peer.tree(), chapters, `${peer.name} and ${first.name} show two trees`);
  same(chapters.map(({ id }) => id).sort(), [...asked.made].sort(), "a chapter was lost or doubled");
  const wrong = chapters.flatMap(({ id, title }) =>
    asked
      .title(id)
      .judge(title)
      .map((each) => `${id} ${each}`),
  );
  if (wrong.length > 0) throw problem(wrong.join("\n"));
}
