// Stock clients against the real service: npm's yjs and y-websocket as they come, a bearer token in the header and
// nothing else of ours. `node tests/stock/stock.mjs`; with CHANCERY_PROVE=1 the idle client waits 90 s instead of 35.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";

import { Service, repository } from "./service.mjs";

const from = createRequire(join(repository, "web/package.json"));
const Y = from("yjs"); // the same module that y-websocket's own build requires
const { WebsocketProvider } = from("y-websocket");
const { WebSocket } = from("ws");
const encoding = from("lib0/encoding");

process.setMaxListeners(100); // each provider waits for the process's end
const idleSeconds = process.env.CHANCERY_PROVE === "1" ? 90 : 35;

let service;
const providers = [];

before(async () => {
  service = await Service.start();
  for (const [name, kind] of [
    ["Ghana", "state"],
    ["Denmark", "state"],
    ["Observer", "observer"],
  ])
    service.seat(name, kind);
});

after(() => {
  for (const provider of providers) {
    provider.destroy();
    provider.doc.destroy(); // its awareness has a clock of its own
  }
  service?.stop();
});

/** A stock client in a chapter, once it is synced. Counts how often it had to connect, and what updates it sent. */
async function stock(chapter, seat, rights = "edit") {
  const token = service.token(seat, rights);
  const counts = { connections: 0, updates: 0, closed: [] };
  class Authorized extends WebSocket {
    constructor(address, protocols) {
      super(address, protocols, { headers: { authorization: `Bearer ${token}` } });
      counts.connections += 1;
      this.on("close", (code) => counts.closed.push(code));
    }
    send(data, ...rest) {
      if (data[0] === 0 && data[1] === 2) counts.updates += 1;
      super.send(data, ...rest);
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(service.sync, chapter, doc, {
    WebSocketPolyfill: Authorized,
    disableBc: true,
  });
  providers.push(provider);
  await until(() => provider.synced, `${seat} is synced`);
  return { doc, provider, counts, body: doc.getText("body") };
}

/** The frame of an update. */
function update(bytes) {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, 2);
  encoding.writeVarUint8Array(encoder, bytes);
  return encoding.toUint8Array(encoder);
}

/** Waits until it holds; says what never did. */
async function until(holds, what, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > end) assert.fail(`not within ${seconds} s: ${what}`);
    await pause(10);
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

describe("stock clients", { concurrency: true }, () => {
  test("edit the body both ways together with the Rust client", { timeout: 60_000 }, async () => {
    const chapter = await service.chapter("Both ways");
    const typist = await service.typist(chapter, service.token("Denmark", "edit"));
    const { body, counts } = await stock(chapter, "Ghana");
    body.insert(body.length, "from Yjs, ");
    assert.equal((await typist({ until: "from Yjs" })).text, "from Yjs, ");
    await typist({ type: "from Rust" });
    await until(() => body.toString() === "from Yjs, from Rust", "Yjs sees what Rust wrote");
    for (let n = 0; n < 50; n += 1) {
      body.insert(body.length, ` y${n}`);
      if (n % 10 === 0) await typist({ type: ` r${n}` });
    }
    const { text } = await typist({ until: "y49" });
    await until(() => body.toString() === text, "both read the same");
    for (let n = 0; n < 50; n += 1) assert.equal(text.split(` y${n}`).length >= 2, true, `y${n}`);
    for (let n = 0; n < 50; n += 10) assert.ok(text.includes(` r${n}`), `r${n}`);
    assert.equal(counts.connections, 1);
  });

  test("alone and idle a client is never cut off", { timeout: (idleSeconds + 60) * 1000 }, async () => {
    const chapter = await service.chapter("Idle");
    const { provider, counts, body } = await stock(chapter, "Ghana");
    await pause(idleSeconds * 1000);
    assert.deepEqual([counts.connections, counts.closed, provider.wsconnected], [1, [], true]);
    body.insert(body.length, "still here");
    const { body: other } = await stock(chapter, "Denmark");
    await until(() => other.toString() === "still here", "what it writes then arrives");
    console.log(`figure: a stock client was alone and idle for ${idleSeconds} s with ${counts.connections} connection`);
  });

  test("edits made offline merge when the client is back", { timeout: 60_000 }, async () => {
    const chapter = await service.chapter("Offline");
    const ghana = await stock(chapter, "Ghana");
    const denmark = await stock(chapter, "Denmark");
    ghana.body.insert(ghana.body.length, "together ");
    await until(() => denmark.body.toString() === "together ", "Denmark reads along");
    ghana.provider.disconnect();
    ghana.body.insert(ghana.body.length, "in Accra ");
    denmark.body.insert(denmark.body.length, "in Copenhagen ");
    ghana.provider.connect();
    const whole = (text) => ["together ", "in Accra ", "in Copenhagen "].every((part) => text.includes(part));
    await until(() => whole(ghana.body.toString()) && whole(denmark.body.toString()), "all words are there");
    assert.equal(ghana.body.toString(), denmark.body.toString());
  });

  test("a reader hears everything, and its own step 2 and tidying do no harm", { timeout: 60_000 }, async () => {
    const chapter = await service.chapter("Tidying");
    const reader = await stock(chapter, "Observer", "read");
    const ghana = await stock(chapter, "Ghana");
    const denmark = await stock(chapter, "Denmark");
    ghana.body.insert(ghana.body.length, "some words to agree on");
    await until(() => denmark.body.toString() === "some words to agree on", "Denmark reads along");
    // One page makes words strong that another, not knowing it, deletes: format marks stay behind around nothing, and
    // Yjs takes one away on every page that hears of the deletion. The other page is played by a document without a
    // provider, so that the reader is the first to tidy.
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(ghana.doc));
    const before = Y.encodeStateVector(other);
    ghana.body.format(6, 5, { strong: true });
    other.getText("body").delete(6, 6);
    const deletion = Y.encodeStateAsUpdate(other, before);
    ghana.provider.ws.send(update(deletion));
    await until(() => reader.counts.updates > 0, "the reader tidies");
    Y.applyUpdate(ghana.doc, deletion, ghana.provider);
    ghana.body.insert(ghana.body.length, ", and then");
    const end = "some to agree on, and then";
    await until(() => [reader, ghana, denmark].every(({ body }) => body.toString() === end), "all read the same");
    assert.deepEqual([reader.counts.connections, reader.counts.closed], [1, []]);
    const fresh = await stock(chapter, "Observer", "read");
    assert.equal(fresh.body.toString(), end);
    assert.equal(JSON.stringify(fresh.body.toDelta()), JSON.stringify(reader.body.toDelta()));
  });

  test("what a reader writes reaches nobody", { timeout: 60_000 }, async () => {
    const chapter = await service.chapter("Refused");
    const reader = await stock(chapter, "Observer", "read");
    const ghana = await stock(chapter, "Ghana");
    reader.body.insert(reader.body.length, "graffiti");
    ghana.body.insert(ghana.body.length, "agreed");
    const fresh = await stock(chapter, "Denmark");
    assert.equal(fresh.body.toString(), "agreed");
    await pause(300);
    assert.equal(ghana.body.toString(), "agreed");
  });

  test("carets are named by the service", { timeout: 60_000 }, async () => {
    const chapter = await service.chapter("Carets");
    const ghana = await stock(chapter, "Ghana");
    const denmark = await stock(chapter, "Denmark");
    ghana.provider.awareness.setLocalState({ user: { name: "Secretariat", color: "red" }, cursor: { at: 1 } });
    const seen = () => denmark.provider.awareness.getStates().get(ghana.doc.clientID);
    await until(() => seen()?.cursor?.at === 1, "the caret is seen");
    assert.equal(seen().user.name, "Ghana");
    ghana.provider.disconnect();
    await until(() => seen() === undefined, "and is gone with its owner");
  });
});
