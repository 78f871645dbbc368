// A month away: 2,000 own edits of 30 days, over as many pages, meet 20,000 edits that others made meanwhile. Nothing is
// lost, the counts are right all along; how long it takes is reported, not judged.
import { afterEach, expect, test } from "vitest";
import * as Y from "yjs";

import { CHAPTER, World } from "./world.ts";

const DAYS = 30;
const PROVE = process.env["CHANCERY_PROVE"] === "1";
const OWN = PROVE ? 2_000 : 400;
const OTHERS = PROVE ? 20_000 : 4_000;
const PARAGRAPHS = 200;

afterEach(() => World.end());

test(`${String(DAYS)} days, ${String(OWN)} own edits, ${String(OTHERS)} of others: everything joins`, async () => {
  const world = new World();
  const { service } = world;
  service.elsewhere(CHAPTER, (body) => {
    for (let n = 0; n < PARAGRAPHS; n += 1)
      body.insert(body.length, `Paragraph ${String(n)} as it was in the beginning. `);
  });
  let page = await world.opened();
  service.stop();
  await world.pass(50);

  let most = 0;
  for (let day = 0; day < DAYS; day += 1) {
    for (let edit = 0; edit < OWN / DAYS; edit += 1) {
      page.type(borderIn(page.body.toString(), day * 31 + edit * 97));
      if (edit % 10 === 0) await world.pass(200);
    }
    await world.pass(400);
    most = Math.max(most, page.waiting);
    expect([page.kept.changes, page.kept.unkept]).toEqual([world.words.length, 0]);
    page.kill();
    const before = realNow();
    page = await world.opened();
    expect(page.waiting).toBe(world.words.length);
    if (day === DAYS - 1) report("opened from the device", before);
  }
  others(world);
  service.room(CHAPTER).trusts = true;
  const theirs = Y.encodeStateAsUpdate(service.room(CHAPTER).doc, Y.encodeStateVector(page.open.doc));
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(page.open.doc));
  const merging = realNow();
  Y.applyUpdate(copy, theirs);
  report(`merged ${String(theirs.length)} bytes of theirs`, merging);

  const sent = service.received;
  const began = realNow();
  service.start();
  page.open.connect();
  while (page.waiting > 0) await world.pass(100);
  report(`joined ${String(OWN)} with ${String(OTHERS)}, ${String(service.received - sent)} bytes sent`, began);

  const text = service.text(CHAPTER);
  expect(world.words.length).toBeGreaterThanOrEqual(OWN);
  expect(world.words.filter((word) => !text.includes(word.text))).toEqual([]);
  expect(text.split("·").length - 1).toBe(OTHERS);
  expect(page.body.toString()).toBe(text);
  const last = await world.settled();
  expect(await world.wrongs(last)).toEqual([]);
});

/** What the others did, as their own pages would have sent it: ten writers, edit by edit. */
function others({ service }: World): void {
  const { doc } = service.room(CHAPTER);
  for (let writer = 0; writer < 10; writer += 1) {
    const theirs = new Y.Doc();
    Y.applyUpdate(theirs, Y.encodeStateAsUpdate(doc));
    const before = Y.encodeStateVector(theirs);
    const body = theirs.getText("body");
    for (let edit = 0; edit < OTHERS / 10; edit += 1)
      body.insert((edit * 7_919 + writer * 104_729) % (body.length + 1), "·");
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(theirs, before));
    theirs.destroy();
  }
}

/** A place that is not inside a word of ours. */
function borderIn(text: string, seed: number): number {
  const at = text.indexOf(" ", (seed * 7_919) % (text.length + 1));
  return at < 0 ? text.length : at;
}

const realNow = (): number => Number(process.hrtime.bigint() / 1_000_000n);

function report(what: string, since: number): void {
  process.stderr.write(`days: ${what}: ${String(realNow() - since)} ms\n`);
}
