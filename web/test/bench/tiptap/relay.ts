// What Tiptap's page speaks to: its built files, and a relay of y-websocket's messages with the text in memory. No disk, no
// rights, no look at what passes: the least that such a relay does. Test only. Next: page.ts.
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { build } from "vite";
import { WebSocketServer, type WebSocket } from "ws";
import { applyAwarenessUpdate, Awareness, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import * as Y from "yjs";

const HERE = new URL(".", import.meta.url).pathname;
const BUILT = new URL("../../../node_modules/.tiptap-page/", import.meta.url).pathname;
const TYPES: Record<string, string> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };
const [SYNC, AWARENESS] = [0, 1];

/** Builds the page, by itself: nothing of it comes near the product's build. */
export async function buildPage(): Promise<void> {
  await build({
    configFile: false,
    root: HERE,
    logLevel: "error",
    build: { outDir: BUILT, emptyOutDir: true, target: "es2022", modulePreload: { polyfill: false } },
  });
}

export class Relay {
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #rooms = new Map<string, RelayRoom>();

  private constructor(server: Server) {
    this.#server = server;
    this.#sockets = new WebSocketServer({ server, perMessageDeflate: false });
    this.#sockets.on("connection", (socket, { url }) =>
      this.#room(new URL(url ?? "/", "http://x").pathname.slice(1)).join(socket),
    );
  }

  static async start(): Promise<Relay> {
    const server = createServer(({ url }, answer) => {
      const path = normalize(new URL(url ?? "/", "http://x").pathname);
      try {
        const bytes = readFileSync(join(BUILT, path === "/" ? "index.html" : path));
        const name = path === "/" ? ".html" : extname(path);
        answer.writeHead(200, { "content-type": TYPES[name] ?? "application/octet-stream" }).end(bytes);
      } catch {
        answer.writeHead(404).end();
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Relay(server);
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  doc(room: string): Y.Doc {
    return this.#room(room).doc;
  }

  stop(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    this.#server.close();
    this.#server.closeAllConnections();
    for (const room of this.#rooms.values()) room.close();
  }

  #room(name: string): RelayRoom {
    const room = this.#rooms.get(name) ?? new RelayRoom();
    this.#rooms.set(name, room);
    return room;
  }
}

class RelayRoom {
  readonly doc = new Y.Doc();
  readonly #awareness = new Awareness(this.doc);
  /** Who is here, each with the awareness clients that came over its socket. */
  readonly #sockets = new Map<WebSocket, Set<number>>();

  constructor() {
    this.#awareness.setLocalState(null);
    this.doc.on("update", (update: Uint8Array, origin: unknown) =>
      this.#tell(origin, SYNC, (encoder) => writeUpdate(encoder, update)),
    );
    this.#awareness.on("update", ({ added, updated, removed }: Record<string, number[]>, origin: unknown) => {
      const clients = [...(added ?? []), ...(updated ?? []), ...(removed ?? [])];
      if (origin !== null) for (const client of added ?? []) this.#sockets.get(origin as WebSocket)?.add(client);
      const bytes = encodeAwarenessUpdate(this.#awareness, clients);
      this.#tell(origin, AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, bytes));
    });
  }

  join(socket: WebSocket): void {
    socket.binaryType = "nodebuffer";
    this.#sockets.set(socket, new Set());
    socket.on("message", (bytes: Buffer) => this.#heard(socket, bytes));
    socket.on("close", () => {
      const clients = [...(this.#sockets.get(socket) ?? [])];
      this.#sockets.delete(socket);
      removeAwarenessStates(this.#awareness, clients, null);
    });
    socket.send(message(SYNC, (encoder) => writeSyncStep1(encoder, this.doc)));
    const here = [...this.#awareness.getStates().keys()];
    if (here.length === 0) return;
    const bytes = encodeAwarenessUpdate(this.#awareness, here);
    socket.send(message(AWARENESS, (encoder) => encoding.writeVarUint8Array(encoder, bytes)));
  }

  close(): void {
    this.#awareness.destroy();
    this.doc.destroy();
  }

  #heard(socket: WebSocket, bytes: Buffer): void {
    const decoder = decoding.createDecoder(bytes);
    const kind = decoding.readVarUint(decoder);
    if (kind === AWARENESS) return applyAwarenessUpdate(this.#awareness, decoding.readVarUint8Array(decoder), socket);
    if (kind !== SYNC) return;
    const answer = encoding.createEncoder();
    encoding.writeVarUint(answer, SYNC);
    readSyncMessage(decoder, answer, this.doc, socket);
    if (encoding.length(answer) > 1) socket.send(encoding.toUint8Array(answer));
  }

  #tell(origin: unknown, kind: number, write: (encoder: encoding.Encoder) => void): void {
    const bytes = message(kind, write);
    for (const socket of this.#sockets.keys()) if (socket !== origin) socket.send(bytes);
  }
}

function message(kind: number, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, kind);
  write(encoder);
  return encoding.toUint8Array(encoder);
}
