// Which way a link takes: websockets, until they turn out not to get through although the service answers otherwise.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";

import { Link, type SessionAnswer } from "../../src/sync/link.ts";
import { write } from "../../src/sync/message.ts";
import type { Recorded } from "../../src/sync/replica.ts";
import { Ways } from "../../src/sync/ways.ts";
import { HELLO } from "../support/dummy-room.ts";
import { PolledService } from "../support/polled-service.ts";

class Socket {
  static all: Socket[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  bufferedAmount = 0;
  constructor() {
    Socket.all.push(this);
  }
  send(): void {
    // Whatever is said.
  }
  close(): void {
    this.onclose = null;
  }
}

let memory: Map<string, string>;
let session: SessionAnswer;
let told: string[];
let service: PolledService;
let link: Link<Recorded>;

beforeEach(() => {
  vi.useFakeTimers();
  service = new PolledService();
  vi.stubGlobal("navigator", {});
  vi.stubGlobal("WebSocket", Socket);
  vi.stubGlobal("fetch", service.fetch);
  [Socket.all, told, session, memory] = [[], [], { is: "signed-in" }, new Map()];
  link = connect();
});
afterEach(() => {
  link.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function ways(): Ways {
  return new Ways({
    getItem: (name) => memory.get(name) ?? null,
    setItem: (name, value) => void memory.set(name, value),
    removeItem: (name) => void memory.delete(name),
  });
}

function connect(): Link<Recorded> {
  const made = new Link<Recorded>({
    url: "ws://test/api/v1/sync/x",
    doc: new Y.Doc(),
    isOwn: () => true,
    record: (bytes) => ({ bytes }),
    seat: HELLO.seat,
    epoch: HELLO.epoch,
    unseen: true,
    askSession: () => Promise.resolve(session),
    tell: (news) => told.push(news.is),
    ways: ways(),
  });
  made.connect();
  return made;
}

const socket = (): Socket => Socket.all.at(-1) ?? new Socket();
const opened = (): boolean => service.asked.includes("POST ");

/** What requests need is loaded and at work. */
async function loaded(): Promise<void> {
  await vi.advanceTimersByTimeAsync(100);
  await vi.dynamicImportSettled();
  await vi.advanceTimersByTimeAsync(100);
}

/** The newest websocket ends, and the next is opened. */
async function lost(): Promise<void> {
  const before = Socket.all.length;
  socket().onclose?.({ code: 1006 });
  for (let ms = 0; ms < 60_000 && Socket.all.length === before; ms += 100) await vi.advanceTimersByTimeAsync(100);
}

/** The newest websocket brings its first message. */
function speaks(): void {
  socket().onopen?.();
  const { buffer } = write({ is: "hello", hello: HELLO });
  socket().onmessage?.({ data: buffer });
}

test("two websockets without a message, and a service that answers: requests carry the link, at once", async () => {
  socket().onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(600);
  expect([Socket.all.length, opened()]).toEqual([2, false]);
  socket().onclose?.({ code: 1006 });
  await loaded();
  expect([opened(), memory.get("chancery-line")]).toEqual([true, "poll"]);
  service.say(write({ is: "hello", hello: HELLO }));
  await loaded();
  expect(told).toContain("hello");
  expect(service.taken.length).toBe(1);
});

test("a websocket that hangs is doubted after four seconds", async () => {
  await vi.advanceTimersByTimeAsync(3_900);
  expect(opened()).toBe(false);
  await vi.advanceTimersByTimeAsync(600);
  await loaded();
  expect(opened()).toBe(true);
});

test("a service that is away, or refuses us, says nothing about websockets", async () => {
  for (const answer of ["unreachable", "signed-out"] as const) {
    session = { is: answer };
    for (let n = 0; n < 6; n += 1) await lost();
    session = { is: "signed-in" };
    await lost();
    speaks();
  }
  expect([opened(), memory.size]).toEqual([false, 0]);
});

test("a websocket that brought a message may be lost as often as it likes", async () => {
  for (let n = 0; n < 5; n += 1) {
    speaks();
    await lost();
  }
  socket().onclose?.({ code: 4012 });
  expect(opened()).toBe(false);
});

test("it is remembered, looked into now and then, and forgotten when websockets get through", async () => {
  link.close();
  memory.set("chancery-line", "poll");
  Socket.all = [];
  link = connect();
  await loaded();
  expect([Socket.all.length, opened()]).toEqual([0, true]);
  service.say(write({ is: "hello", hello: HELLO }));
  await vi.advanceTimersByTimeAsync(31_000);
  expect(Socket.all.length).toBe(1);
  socket().onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(120_000);
  expect([Socket.all.length, service.goodbyes]).toEqual([2, 0]);
  speaks();
  expect([Socket.all.length, memory.size, service.goodbyes]).toEqual([3, 0, 1]);
  told = [];
  speaks();
  expect(told).toContain("hello");
});
