// The wire: what is written is read back, and nothing that is not one whole known message is read at all.
import { expect, test } from "vitest";

import { read, readCount, write, writeCount, type Message } from "../../src/sync/message.ts";

const BYTES = Uint8Array.of(0, 1, 127, 128, 255);

const EVERY: Message[] = [
  { is: "step1", bytes: BYTES },
  { is: "step2", bytes: BYTES },
  { is: "update", bytes: new Uint8Array() },
  { is: "awareness", bytes: BYTES },
  { is: "denied", reason: "not here" },
  { is: "query-awareness" },
  { is: "acknowledge", body: writeCount(300) },
  { is: "hello", hello: { epoch: "e", schema: 1, seat: "s", name: "Ghana 2", right: "edit", writable: true } },
  { is: "policy", policy: { right: "read", writable: false, reason: "read-only" } },
  { is: "policy", policy: { right: "edit", writable: true, reason: "", content: "0a" } },
  { is: "refused", code: "foreign" },
  { is: "differs" },
];

test("every message comes back as it was written", () => {
  for (const message of EVERY) expect(read(write(message))).toEqual(message);
});

test("the bytes are those of y-protocols", () => {
  expect([...write({ is: "step1", bytes: Uint8Array.of(9) })]).toEqual([0, 0, 1, 9]);
  expect([...write({ is: "update", bytes: Uint8Array.of(9) })]).toEqual([0, 2, 1, 9]);
  expect([...write({ is: "query-awareness" })]).toEqual([3]);
  expect([...write({ is: "acknowledge", body: writeCount(1) })]).toEqual([102, 1, 1]);
});

test("a cut, lengthened, empty or unknown message is not read", () => {
  for (const message of EVERY) {
    const frame = write(message);
    for (let length = 0; length < frame.length; length += 1) expect(read(frame.slice(0, length))).toBeNull();
    expect(read(Uint8Array.of(...frame, 0))).toBeNull();
  }
  for (const frame of [[], [0, 3, 0], [2, 1, 0], [77], [120, 1, 91], [120, 2, 91, 93], [123, 2, 123, 125]]) {
    expect(read(Uint8Array.from(frame))).toBeNull();
  }
});

test("a count is one number and nothing after it", () => {
  expect(readCount(writeCount(70_000))).toBe(70_000);
  expect(readCount(new Uint8Array())).toBeNull();
  expect(readCount(Uint8Array.of(1, 1))).toBeNull();
});
