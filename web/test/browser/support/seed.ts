// Fills a chapter with as many words as a test needs, as an unmodified Yjs client does.
import { WebSocket } from "ws";
import { WebsocketProvider } from "y-websocket";
import * as Y from "yjs";

const WORDS =
  "a focal point needs three things before anything else a mandate in writing a desk that other ministries know and time that belongs to the task whoever signs it should also say who answers when the office asks and how fast".split(
    " ",
  );
const WORDS_A_BLOCK = 80;
const HEADING_EVERY = 8;

export async function seedChapter(address: string, chapter: string, token: string, words: number): Promise<void> {
  await writeChapter(address, chapter, token, (doc) => {
    const body = doc.getText("body");
    for (let block = 0; block * WORDS_A_BLOCK < words; block += 1) doc.transact(() => addBlock(body, block));
  });
}

/** Writes into a chapter as an unmodified Yjs client does, and waits until another one has all of it. */
export async function writeChapter(
  address: string,
  chapter: string,
  token: string,
  write: (doc: Y.Doc) => void,
): Promise<void> {
  class Bearing extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols, { headers: { authorization: `Bearer ${token}` } });
    }
  }
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${address.replace("http", "ws")}/api/v1/sync`, chapter, doc, {
    WebSocketPolyfill: Bearing as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  try {
    await until(() => provider.synced);
    write(doc);
    const written = doc.getText("body").length;
    const check = new Y.Doc();
    const second = new WebsocketProvider(provider.serverUrl, chapter, check, {
      WebSocketPolyfill: Bearing as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    });
    await until(() => check.getText("body").length === written);
    second.destroy();
  } finally {
    provider.destroy();
  }
}

function addBlock(body: Y.Text, block: number): void {
  const heading = block % HEADING_EVERY === 0;
  const mark = new Y.Map<string>([
    ["id", crypto.randomUUID()],
    ["kind", heading ? "h2" : "p"],
  ]);
  body.insertEmbed(body.length, mark as unknown as object);
  const count = heading ? 4 : WORDS_A_BLOCK;
  const words = Array.from({ length: count }, (_, index) => WORDS[(block * 7 + index * 3) % WORDS.length] ?? "");
  body.insert(body.length, `${words.join(" ")}.`);
}

async function until(true_: () => boolean): Promise<void> {
  const end = Date.now() + 60_000;
  while (!true_()) {
    if (Date.now() > end) throw new Error("the chapter was not filled in time");
    await new Promise((done) => setTimeout(done, 50));
  }
}
