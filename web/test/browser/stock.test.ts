// An unmodified Yjs client (y-websocket in node, a bearer token in the header) writes with the page, both ways, and stays
// connected while nobody says anything.
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { Scene } from "./support/scene.ts";

/** A stock client hangs up after 30 s of silence. */
const IDLE_MS = process.env["CHANCERY_PROVE"] === "1" ? 90_000 : 35_000;

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

/** The provider as its documentation shows it, with a header on the upgrade. */
function connect(chapter: string, token: string): { doc: Y.Doc; provider: WebsocketProvider } {
  class Bearing extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: { authorization: `Bearer ${token}` } });
    }
  }
  const doc = new Y.Doc();
  const address = `${scene.service.address.replace("http", "ws")}/api/v1/sync`;
  const options = { WebSocketPolyfill: Bearing as unknown as typeof globalThis.WebSocket, disableBc: true };
  return { doc, provider: new WebsocketProvider(address, chapter, doc, options) };
}

const bodyOf = (doc: Y.Doc): string =>
  (doc.getText("body").toDelta() as { insert: unknown }[])
    .map(({ insert }) => (typeof insert === "string" ? insert : ""))
    .join("");

test("a stock client and the page write one chapter", async () => {
  const chapter = await scene.chapter("Stock");
  const token = await scene.service.token("Denmark");
  const ghana = await scene.writer("Ghana", chapter);
  const { doc, provider } = connect(chapter, token);
  try {
    await ghana.writes("From the page.");
    await expect.poll(() => bodyOf(doc)).toBe("From the page.");
    doc.getText("body").insert(doc.getText("body").length, " From a stock client.");
    await ghana.reads("From the page. From a stock client.");
    provider.awareness.setLocalStateField("cursor", null);
    await ghana.page.waitForSelector('.here :text-is("Denmark")');
    doc.getText("body").format(1, 4, { strong: true });
    await ghana.page.waitForSelector('.ProseMirror strong:text-is("From")');
    await ghana.caret("client.", "after");
    await ghana.types(" Again from the page.");
    await ghana.settled();
    await expect.poll(() => bodyOf(doc)).toBe(await ghana.text());
  } finally {
    provider.destroy();
  }
});

test(
  "alone and idle, it is not disconnected",
  async () => {
    const chapter = await scene.chapter("Idle");
    const { doc, provider } = connect(chapter, await scene.service.token("Denmark"));
    let connections = 0;
    provider.on("status", ({ status }) => (connections += status === "connected" ? 1 : 0));
    try {
      await expect.poll(() => provider.synced).toBe(true);
      await new Promise((done) => setTimeout(done, IDLE_MS));
      expect([provider.wsconnected, connections]).toEqual([true, 1]);
      doc.getText("body").insert(1, "Still here.");
      const ghana = await scene.writer("Ghana", chapter);
      await ghana.reads("Still here.");
    } finally {
      provider.destroy();
    }
  },
  IDLE_MS + 60_000,
);
