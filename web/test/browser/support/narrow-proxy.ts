// A proxy that lets no websocket through, as some offices have one: it forgets that anybody asked for an upgrade, or takes
// the question and never answers. Everything else passes. Counts what passed.
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";

import type { Front } from "./service.ts";

export type Manner = "strips" | "hangs";

export class NarrowProxy implements Front {
  manner: Manner = "strips";
  /** Upgrades that were asked for. */
  upgrades = 0;
  readonly passed: string[] = [];
  readonly #server: Server;
  readonly #open = new Set<Socket>();
  #to = new URL("http://127.0.0.1:9");

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<NarrowProxy> {
    const server = createServer();
    const proxy = new NarrowProxy(server);
    server.on("connection", (socket: Socket) => {
      proxy.#open.add(socket);
      socket.on("close", () => proxy.#open.delete(socket));
    });
    server.on("request", (asked: IncomingMessage, answer: ServerResponse) => proxy.#pass(asked, answer));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}`;
  }

  lead(to: string): void {
    this.#to = new URL(to);
  }

  /** How many requests carried a link's frames. */
  get polls(): number {
    return this.passed.filter((line) => line.includes("/poll")).length;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    if (asked.headers.upgrade !== undefined) {
      this.upgrades += 1;
      if (this.manner === "hangs") return;
    }
    const { connection: _connection, upgrade: _upgrade, ...headers } = asked.headers;
    const { method = "GET", url = "/" } = asked;
    this.passed.push(`${method} ${url}`);
    const onward = request({ host: this.#to.hostname, port: this.#to.port, method, path: url, headers });
    onward.on("response", (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on("error", () => {
      if (!answer.headersSent) answer.writeHead(502).end("bad gateway");
      else answer.destroy();
    });
    answer.on("close", () => onward.destroy());
    asked.pipe(onward);
  }
}
