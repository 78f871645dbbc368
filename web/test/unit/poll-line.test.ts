// A line over requests: every frame arrives once and in its order, whatever is lost or repeated on the way; a reason in the
// service's words ends it, a failure of something in between does not.
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { readParcel, writeParcel } from "../../src/sync/parcel.ts";
import { PollLine } from "../../src/sync/poll-line.ts";
import { PolledService, type Fate } from "../support/polled-service.ts";

let service: PolledService;
let line: PollLine | undefined;
let heard: number[];
let told: string[];

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("navigator", {});
  service = new PolledService();
  vi.stubGlobal("fetch", service.fetch);
  [heard, told] = [[], []];
});
afterEach(() => {
  line?.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(): Promise<void> {
  line = new PollLine("ws://test/api/v1/sync/x", {
    opened: () => told.push("opened"),
    frame: (frame) => heard.push(frame[0] ?? -1),
    heard: () => undefined,
    ended: (code) => told.push(`ended ${String(code)}`),
  });
  await vi.advanceTimersByTimeAsync(0);
}

const frame = (n: number): Uint8Array<ArrayBuffer> => Uint8Array.of(n);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index);
const taken = (): (number | undefined)[] => service.taken.map((bytes) => bytes[0]);

test("a parcel is written and read as the service does", () => {
  const body = writeParcel(300, [Uint8Array.of(3), Uint8Array.of(0x66, 0)]);
  expect([...body]).toEqual([0xac, 0x02, 1, 3, 2, 0x66, 0]);
  expect(readParcel(body)).toEqual({ first: 300, frames: [Uint8Array.of(3), Uint8Array.of(0x66, 0)] });
  for (const wrong of [[], [1, 5, 0], [0xff, 0xff]]) expect(readParcel(Uint8Array.from(wrong))).toBeNull();
});

test("frames go up and come down", async () => {
  await open();
  expect(told).toEqual(["opened"]);
  service.say(frame(0), frame(1));
  upTo(3).forEach((n) => line?.send(frame(n)));
  await vi.advanceTimersByTimeAsync(0);
  service.say(frame(2));
  await vi.advanceTimersByTimeAsync(0);
  expect([heard, taken(), line?.unsent]).toEqual([upTo(3), upTo(3), 0]);
  expect(service.asked.filter((asked) => asked === "POST /the-link")).toHaveLength(1);
});

test("whatever is lost on the way, each frame arrives once and in its order", async () => {
  for (let seed = 1; seed <= 40; seed += 1) {
    service = new PolledService();
    vi.stubGlobal("fetch", service.fetch);
    [heard, told] = [[], []];
    let state = seed;
    const fates: Fate[] = ["well", "well", "lost", "unheard"];
    // Never so often in a row that the line is given up.
    const failures: Record<string, number> = {};
    service.fate = (method, path) => {
      state = (state * 48_271) % 2_147_483_647;
      const fate = path.endsWith("/poll") || method === "DELETE" ? "well" : (fates[state % 4] ?? "well");
      const inARow = fate === "well" ? 0 : (failures[method] ?? 0) + 1;
      failures[method] = inARow > 3 ? 0 : inARow;
      return inARow > 3 ? "well" : fate;
    };
    service.pace = 1 + (seed % 4);
    await open();
    for (const n of upTo(50)) {
      line?.send(frame(n));
      service.say(frame(n));
      if (n % 7 === seed % 7) await vi.advanceTimersByTimeAsync(1_000);
    }
    await vi.advanceTimersByTimeAsync(200_000);
    expect([heard, taken(), told], `seed ${String(seed)}`).toEqual([upTo(50), upTo(50), ["opened"]]);
    line?.close();
  }
});

test("a reason in the service's words ends the line, after what still waited", async () => {
  await open();
  service.say(frame(0));
  service.end("stopping");
  await vi.advanceTimersByTimeAsync(0);
  expect([heard, told]).toEqual([[0], ["opened", "ended stopping"]]);
});

test("what something in between answers is no reason of the service's: asked again, and given up after a while", async () => {
  let wrong = 3;
  service.fate = (method) => {
    const fails = method === "POST" || wrong > 0;
    wrong -= 1;
    return fails && method !== "POST" ? new Response("<h1>Bad gateway</h1>", { status: 502 }) : "well";
  };
  await open();
  service.say(frame(0));
  await vi.advanceTimersByTimeAsync(10_000);
  expect([heard, told]).toEqual([[0], ["opened"]]);
  wrong = Infinity;
  service.say(frame(1));
  await vi.advanceTimersByTimeAsync(30_000);
  expect([heard, told]).toEqual([[0, 1].slice(0, heard.length), ["opened", "ended null"]]);
});

test("a link that is refused says why, and one that cannot be asked for says nothing", async () => {
  service.fate = () => Response.json({ code: "too-many-pages" }, { status: 429 });
  await open();
  service.fate = () => "lost";
  await open();
  expect(told).toEqual(["ended too-many-pages", "ended null"]);
});

test("a page that leaves says goodbye, and one that closes its line asks nothing more", async () => {
  await open();
  line?.close();
  const asked = service.asked.length;
  service.say(frame(0));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([heard, told, service.goodbyes, service.asked.length]).toEqual([[], ["opened"], 1, asked]);
});

test("many tabs leave the browser's few connections to others: some wait for frames, the rest look in", async () => {
  const held = new Set<string>();
  const request = async (
    name: string,
    _: object,
    work: (lock: object | null) => Promise<unknown>,
  ): Promise<unknown> => {
    if (held.has(name)) return work(null);
    held.add(name);
    try {
      return await work({});
    } finally {
      held.delete(name);
    }
  };
  vi.stubGlobal("navigator", { locks: { request } });
  let waiting = 0;
  let most = 0;
  const { fetch } = service;
  vi.stubGlobal("fetch", async (address: string, init: RequestInit) => {
    if (new Headers(init.headers).get("prefer") !== "wait=25") return fetch(address, init);
    waiting += 1;
    most = Math.max(most, waiting);
    return fetch(address, init).finally(() => (waiting -= 1));
  });
  const lines = [];
  for (let n = 0; n < 8; n += 1) {
    await open();
    lines.push(line);
  }
  await vi.advanceTimersByTimeAsync(60_000);
  expect(most).toBe(3);
  for (const one of lines) one?.close();
});
