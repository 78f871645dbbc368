// The shell around the replica: which ends of a line lead to another try, which do not, and what the page is told.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";

import { Link, type SessionAnswer } from "../../src/sync/link.ts";
import { read, write, type Message } from "../../src/sync/message.ts";
import type { Recorded } from "../../src/sync/replica.ts";
import { HELLO } from "../support/dummy-room.ts";

class Socket {
  static all: Socket[] = [];
  readonly sent: (Message | null)[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  bufferedAmount = 0;
  closed = false;

  constructor() {
    Socket.all.push(this);
  }
  send(frame: Uint8Array): void {
    this.sent.push(read(frame));
  }
  close(): void {
    this.closed = true;
  }
  hears(message: Message): void {
    const frame = write(message);
    this.onmessage?.({ data: frame.buffer.slice(frame.byteOffset, frame.byteOffset + frame.byteLength) });
  }
  /** Opens and goes through the first exchange. */
  begins(): void {
    const empty = new Y.Doc();
    this.onopen?.();
    this.hears({ is: "hello", hello: HELLO });
    this.hears({ is: "step1", bytes: Y.encodeStateVector(empty) });
    this.hears({ is: "step2", bytes: Y.encodeStateAsUpdate(empty) });
  }
}

let told: string[];
let policy: object | null;
let session: SessionAnswer;
let link: Link<Recorded>;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  [Socket.all, told, session] = [[], [], { is: "unreachable" }];
  policy = null;
  link = new Link({
    url: "ws://test/api/v1/sync/x",
    doc: new Y.Doc(),
    isOwn: () => true,
    record: (bytes) => ({ bytes }),
    seat: HELLO.seat,
    epoch: HELLO.epoch,
    unseen: false,
    askSession: () => Promise.resolve(session),
    tell: (news) => {
      if (news.is === "policy") policy = news;
      if (news.is !== "heard") told.push("code" in news ? `${news.is} ${news.code}` : news.is);
    },
  });
  link.connect();
});
afterEach(() => {
  link.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const socket = (at: number): Socket => Socket.all.at(at) ?? new Socket();

/** Ends the newest line and waits for the next; how long that took, in milliseconds. */
async function waited(): Promise<number> {
  const before = Socket.all.length;
  socket(-1).onclose?.({ code: 1006 });
  for (let ms = 0; ; ms += 100) {
    if (Socket.all.length > before || ms > 60_000) return ms;
    await vi.advanceTimersByTimeAsync(100);
  }
}

test("a lost line is tried again, soon at first, then less often, and soon again after a good one", async () => {
  socket(-1).begins();
  expect(told).toEqual(["hello", "policy", "in-step"]);
  expect(await waited()).toBeLessThanOrEqual(600);
  expect(told.at(-1)).toBe("lost");
  for (let tries = 0; tries < 8; tries += 1) await waited();
  const wait = await waited();
  expect(wait).toBeGreaterThanOrEqual(15_000);
  expect(wait).toBeLessThanOrEqual(30_100);
  socket(-1).begins();
  expect(await waited()).toBeLessThanOrEqual(600);
});

test("a line without a sign of life is asked, then given up within 10 s", async () => {
  socket(-1).begins();
  await vi.advanceTimersByTimeAsync(3_500);
  expect(socket(0).sent.at(-1)).toEqual({ is: "query-awareness" });
  await vi.advanceTimersByTimeAsync(6_500);
  expect(socket(0).closed).toBe(true);
  expect(told).toContain("lost");
});

test("a line that answers lives", async () => {
  socket(-1).begins();
  for (let second = 0; second < 60; second += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    if (socket(0).sent.at(-1)?.is === "query-awareness") socket(0).hears({ is: "awareness", bytes: Uint8Array.of(0) });
  }
  expect([socket(0).closed, Socket.all.length]).toEqual([false, 1]);
});

test("what the service ends for good is told and not tried again by itself", async () => {
  socket(-1).begins();
  socket(-1).onclose?.({ code: 4001 });
  expect(told.slice(-2)).toEqual(["lost", "refused too-large"]);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(Socket.all).toHaveLength(1);
  link.again("recorded");
  expect(Socket.all).toHaveLength(2);
});

test("what the service ends for a while is tried again", async () => {
  for (const code of [4015, 4020, 4021, 4022, 4023]) {
    const before = Socket.all.length;
    socket(-1).begins();
    socket(-1).onclose?.({ code });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(Socket.all.length, String(code)).toBe(before + 1);
  }
  expect(told.filter((fact) => fact.startsWith("refused"))).toEqual([]);
});

test("a refused handshake asks the session; signed out, the line waits for the next sign-in", async () => {
  session = { is: "signed-out" };
  socket(-1).onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(600);
  socket(-1).onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(0);
  expect(told.at(-1)).toBe("signed-out");
  const tries = Socket.all.length;
  await vi.advanceTimersByTimeAsync(29_000);
  expect(Socket.all).toHaveLength(tries);
  session = { is: "signed-in" };
  await vi.advanceTimersByTimeAsync(2_000);
  expect(told.at(-1)).toBe("signed-in");
  expect(Socket.all).toHaveLength(tries + 1);
});

test("a session that ended closes with a reason of its own", () => {
  socket(-1).begins();
  socket(-1).onclose?.({ code: 4010 });
  expect(told.slice(-2)).toEqual(["lost", "signed-out"]);
});

test("nonsense on the line ends it, and it is tried again", async () => {
  socket(-1).begins();
  socket(-1).onmessage?.({ data: "text" });
  expect(socket(0).closed).toBe(true);
  await vi.advanceTimersByTimeAsync(600);
  expect(Socket.all).toHaveLength(2);
});

test("the right to write comes with the hello and may change", () => {
  socket(-1).onopen?.();
  const hello = { ...HELLO, name: "Ghana 2" };
  socket(-1).hears({ is: "hello", hello });
  socket(-1).hears({ is: "policy", policy: { right: "read", writable: false, reason: "read-only" } });
  expect(told).toEqual(["hello", "policy", "policy"]);
});

test.each([
  ["edit", "paused", true],
  ["keep", "paused", true],
  ["suggest", "paused", false],
  ["edit", "damaged", false],
])("whoever may %s writes on when the reason is %s: %s", (right, reason, writable) => {
  socket(-1).onopen?.();
  socket(-1).hears({ is: "hello", hello: HELLO });
  socket(-1).hears({ is: "policy", policy: { right, writable: false, reason } });
  expect(policy).toEqual({ is: "policy", writable, reason });
});

test("R1 presence waits for the room's step 1 as well", () => {
  link.presence.move({ anchor: 1, head: 1 });
  socket(-1).onopen?.();
  socket(-1).hears({ is: "hello", hello: HELLO });
  vi.advanceTimersByTime(500);
  expect(socket(0).sent.map((message) => message?.is)).toEqual(["step1"]);
  socket(-1).hears({ is: "step1", bytes: Y.encodeStateVector(new Y.Doc()) });
  expect(socket(0).sent.map((message) => message?.is)).toEqual(["step1", "step2", "awareness", "awareness"]);
});

test("R7 on another seat's link it is silent, says so, and comes back when the seat does", async () => {
  socket(-1).onopen?.();
  socket(-1).hears({ is: "hello", hello: { ...HELLO, seat: "dk", name: "Denmark" } });
  expect(socket(0).sent).toEqual([]);
  expect([socket(0).closed, told]).toEqual([true, ["lost", "other-seat"]]);
  session = { is: "other-seat", name: "Denmark" };
  await vi.advanceTimersByTimeAsync(31_000);
  expect([told.at(-1), Socket.all.length]).toEqual(["other-seat", 1]);
  session = { is: "signed-in" };
  await vi.advanceTimersByTimeAsync(30_000);
  expect([told.at(-1), Socket.all.length]).toEqual(["signed-in", 2]);
});

test("R8 on a link of a newer schema it is silent and stays away", async () => {
  socket(-1).onopen?.();
  socket(-1).hears({ is: "hello", hello: { ...HELLO, schema: 2 } });
  await vi.advanceTimersByTimeAsync(120_000);
  expect([socket(0).sent, told, Socket.all.length]).toEqual([[], ["lost", "outdated"], 1]);
});

test("a document that nobody looks at tells nobody that somebody is here", async () => {
  link.close();
  const doc = new Y.Doc();
  const config = { doc, isOwn: () => false, record: (bytes: Uint8Array) => ({ bytes }), seat: null, epoch: null };
  policy = null;
  link = new Link({
    ...config,
    url: "ws://test/x",
    unseen: true,
    askSession: async () => session,
    tell: () => undefined,
  });
  link.connect();
  socket(-1).begins();
  link.presence.move({ anchor: 1, head: 1 });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(socket(-1).sent.map((message) => message?.is)).toEqual(["step1", "step2"]);
});
