// The shell around the replica: which ends of a line lead to another try, which do not, and what the page is told.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";

import { Link, type LinkFact } from "../../src/sync/link.ts";
import { read, write, type Message } from "../../src/sync/message.ts";

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
    this.hears({ is: "step1", bytes: Y.encodeStateVector(empty) });
    this.hears({ is: "step2", bytes: Y.encodeStateAsUpdate(empty) });
  }
}

let told: string[];
let session: "signed-in" | "signed-out" | "unreachable";
let link: Link;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Socket);
  [Socket.all, told, session] = [[], [], "unreachable"];
  link = new Link({
    url: "ws://test/api/v1/sync/x",
    doc: new Y.Doc(),
    isOwn: () => true,
    askSession: () => Promise.resolve(session),
    tell: (fact: LinkFact) => told.push("code" in fact ? `${fact.is} ${fact.code}` : fact.is),
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
  expect(told).toEqual(["in-step"]);
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
  link.again();
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
  session = "signed-out";
  socket(-1).onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(600);
  socket(-1).onclose?.({ code: 1006 });
  await vi.advanceTimersByTimeAsync(0);
  expect(told.at(-1)).toBe("signed-out");
  const tries = Socket.all.length;
  await vi.advanceTimersByTimeAsync(29_000);
  expect(Socket.all).toHaveLength(tries);
  session = "signed-in";
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
  const hello = { epoch: "e", schema: 1, name: "Ghana 2", right: "edit", writable: true };
  socket(-1).hears({ is: "hello", hello });
  socket(-1).hears({ is: "policy", policy: { right: "read", writable: false, reason: "read-only" } });
  expect(told).toEqual(["hello", "policy", "policy"]);
});

test("R1 presence waits for the room's step 1 as well", () => {
  link.presence.move({ anchor: 1, head: 1 });
  socket(-1).onopen?.();
  vi.advanceTimersByTime(500);
  expect(socket(0).sent.map((message) => message?.is)).toEqual(["step1"]);
  socket(-1).hears({ is: "step1", bytes: Y.encodeStateVector(new Y.Doc()) });
  expect(socket(0).sent.map((message) => message?.is)).toEqual(["step1", "step2", "awareness", "awareness"]);
});
