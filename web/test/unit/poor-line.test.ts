// That the poor line of the browser tests is one: everything arrives, in order, and no sooner than so narrow and so far a
// line can bring it. Small figures, so that the test is quick.
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server } from "node:net";

import { afterEach, expect, test } from "vitest";

import { PoorLine, type Poverty } from "../browser/support/poor-line.ts";

const QUICK: Poverty = { bitsPerSecond: 800_000, roundTripMs: 40, loss: 0.1, seed: 7 };
const BYTES = Buffer.from(Uint8Array.from({ length: 20_000 }, (_, index) => index % 251));

let echo: Server | null = null;
let line: PoorLine | null = null;

afterEach(() => {
  line?.stop();
  echo?.close();
});

/** Sends the bytes to an echo behind the line; what came back, and after how many milliseconds. */
async function there(poverty: Poverty, poor: boolean): Promise<{ back: Buffer; took: number }> {
  echo = createServer((socket) => socket.pipe(socket));
  echo.listen(0, "127.0.0.1");
  await once(echo, "listening");
  line = await PoorLine.start(poverty);
  line.poor = poor;
  line.lead(`http://127.0.0.1:${String((echo.address() as AddressInfo).port)}`);
  const begun = performance.now();
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(line.address).port) });
  socket.end(BYTES);
  const back: Buffer[] = [];
  for await (const bytes of socket) back.push(bytes as Buffer);
  return { back: Buffer.concat(back), took: performance.now() - begun };
}

test("everything arrives in order, with losses, and not before its time", async () => {
  const { back, took } = await there(QUICK, true);
  expect(back.equals(BYTES)).toBe(true);
  expect(line?.count.lost).toBeGreaterThan(0);
  const atLeast = QUICK.roundTripMs * 2 + (BYTES.length * 8_000) / QUICK.bitsPerSecond;
  expect(took).toBeGreaterThanOrEqual(atLeast);
});

test("a line without losses says nothing twice", async () => {
  const { back } = await there({ ...QUICK, loss: 0 }, true);
  expect(back.equals(BYTES)).toBe(true);
  expect(line?.count.sent).toBeGreaterThan(0);
  expect(line?.count.lost).toBe(0);
});

test("while it is not poor it holds nothing back", async () => {
  const { back } = await there(QUICK, false);
  expect(back.equals(BYTES)).toBe(true);
  expect(line?.count.sent).toBe(0);
});
