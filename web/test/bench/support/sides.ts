// The two editors that are measured, as the same few acts: put the text there, open a fresh window that knows nothing, say
// when all is calm, let the others in. What differs between the two stands here and nowhere else. Next: ../typing.bench.ts.
import type { Browser, BrowserContext, Page } from "playwright-core";
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

import { Window } from "../../browser/support/browser.ts";
import type { Scene } from "../../browser/support/scene.ts";
import { deskIn as deskInXml, fill as fillXml } from "../tiptap/fill.ts";
import type { Relay } from "../tiptap/relay.ts";
import { deskIn, fill, join } from "./chancery.ts";
import { Other, type Desk } from "./others.ts";
import { sectionsOf } from "./text.ts";
import { until } from "./until.ts";

export interface Side {
  readonly name: string;
  /** Makes the text; what it is called. */
  prepare(words: number): Promise<string>;
  address(text: string): string;
  /** A window with nothing of this text on its device. */
  window(browser: Browser): Promise<{ context: BrowserContext; page: Page }>;
  /** Waits until nothing is under way in the page. */
  calm(page: Page): Promise<void>;
  others(text: string, count: number): Promise<Other[]>;
}

export const DESKS = 10;
const SEATS = ["Denmark", "Ghana"];

export function chancery(scene: Scene): Side {
  const { service } = scene;
  return {
    name: "Chancery",
    prepare: async (words) => {
      const chapter = await scene.chapter(`${String(words)} words`);
      await fill(
        { address: service.address, chapter, token: await service.token("Denmark") },
        sectionsOf(words, DESKS),
      );
      return chapter;
    },
    address: (chapter) => `${service.address}/chapters/${chapter}`,
    window: async (browser) => {
      const { context, page } = await Window.signedIn(browser, service, "Ghana");
      await page.goto("about:blank");
      const session = await context.newCDPSession(page);
      await session.send("Network.clearBrowserCache");
      const storageTypes = "service_workers,cache_storage,indexeddb,local_storage";
      await session.send("Storage.clearDataForOrigin", { origin: service.address, storageTypes });
      return { context, page };
    },
    calm: async (page) => {
      await page.waitForSelector('.foot[data-state="saved"][data-pending="0"]', { timeout: 120_000 });
    },
    others: async (chapter, count) => {
      const tokens = await Promise.all(SEATS.map((seat) => service.token(seat)));
      return sitting(count, deskIn, (number) =>
        join({ address: service.address, chapter, token: tokens[number % tokens.length] ?? "" }),
      );
    },
  };
}

/** `everything`: also what is out of sight is laid out, as Tiptap's own examples do. */
export function tiptap(relay: Relay, everything: boolean): Side {
  return {
    name: everything ? "Tiptap, all laid out" : "Tiptap, our style sheet",
    prepare: (words) => {
      const room = `${everything ? "all" : "seen"}-${String(words)}`;
      fillXml(relay.doc(room), sectionsOf(words, DESKS));
      return Promise.resolve(room);
    },
    address: (room) => `${relay.address}/?room=${room}${everything ? "&layout=all" : ""}`,
    window: async (browser) => {
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-GB" });
      return { context, page: await context.newPage() };
    },
    calm: (page) => page.waitForTimeout(1_500),
    others: (room, count) =>
      sitting(count, deskInXml, () => {
        const WebSocketPolyfill = WebSocket as unknown as typeof globalThis.WebSocket;
        return new WebsocketProvider(relay.address.replace("http", "ws"), room, new Y.Doc(), {
          WebSocketPolyfill,
          disableBc: true,
        });
      }),
  };
}

async function sitting(
  count: number,
  find: (doc: Y.Doc, number: number) => Desk,
  come: (number: number) => WebsocketProvider,
): Promise<Other[]> {
  const providers = Array.from({ length: count }, (_, number) => come(number));
  await until("the others to be here", () => providers.every(({ synced }) => synced), 120_000);
  return providers.map((provider, number) => new Other(provider, find(provider.doc, number), number));
}
