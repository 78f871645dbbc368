// Who is here: a page sends its cursor and nothing else, believes what the service stamped and nothing else, and finds
// everybody again after the line broke.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";

import { Presence } from "../../src/sync/presence.ts";

let sent: Uint8Array[];
let changes: number;
let presence: Presence;
const doc = new Y.Doc();

beforeEach(() => {
  vi.useFakeTimers();
  [sent, changes] = [[], 0];
  presence = new Presence(
    doc,
    (bytes) => sent.push(bytes),
    () => (changes += 1),
  );
});
afterEach(() => {
  presence.close();
  vi.useRealTimers();
});

/** Somebody else as the service tells of them. */
class Somebody {
  readonly #awareness = new Awareness(new Y.Doc());

  says(state: object): Uint8Array {
    this.#awareness.setLocalState(state as Record<string, unknown>);
    return this.again();
  }

  again(): Uint8Array {
    return encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID]);
  }

  done(): void {
    this.#awareness.destroy();
  }
}

/** The one state in an awareness message of one. */
function stateIn(bytes: Uint8Array | undefined): unknown {
  const text = new TextDecoder().decode(bytes);
  return JSON.parse(text.slice(text.indexOf("{")));
}

/** Its clock: small in these tests, so one byte, and before the state stands the one byte of its length. */
function clockIn(bytes: Uint8Array | undefined): number {
  return bytes?.[bytes.indexOf("{".charCodeAt(0)) - 2] ?? -1;
}

const denmark = (cursor: unknown) => ({
  user: { name: "Denmark", color: "#1e6b45" },
  seat: "a-seat",
  shade: 3,
  cursor,
});

test("P1 it sends its cursor and nothing else, ten times a second at most", () => {
  for (let at = 0; at < 50; at += 1) {
    presence.move({ anchor: at, head: at });
    vi.advanceTimersByTime(20);
  }
  vi.advanceTimersByTime(200);
  expect(sent.length).toBeLessThanOrEqual(12);
  expect(stateIn(sent.at(-1))).toEqual({ cursor: { anchor: 49, head: 49 } });
});

test("a page that nobody looks at shows no cursor", () => {
  presence.move({ anchor: 1, head: 1 });
  presence.hide(true);
  vi.advanceTimersByTime(200);
  expect(stateIn(sent.at(-1))).toEqual({ cursor: null });
  presence.hide(false);
  vi.advanceTimersByTime(200);
  expect(stateIn(sent.at(-1))).toEqual({ cursor: { anchor: 1, head: 1 } });
});

test("others are what the service stamped, in the order of their names", () => {
  const [one, two, three] = [new Somebody(), new Somebody(), new Somebody()];
  one.says({});
  presence.heard(one.says(denmark({ anchor: 1, head: 2 })));
  two.says({});
  presence.heard(two.says({ ...denmark(null), user: { name: "Chile" }, shade: 99 }));
  three.says({});
  presence.heard(three.says({ name: "nobody stamped this" }));
  expect(presence.others().map(({ name, shade, cursor }) => [name, shade < 8, cursor])).toEqual([
    ["Chile", true, null],
    ["Denmark", true, { anchor: 1, head: 2 }],
  ]);
  for (const each of [one, two, three]) each.done();
});

test("P9 a member has no name here, a shade that is no seat's, and stands behind who is named", () => {
  const [one, two, three] = [new Somebody(), new Somebody(), new Somebody()];
  const member = (number: unknown) => ({ user: { color: "#5b626b" }, member: number, cursor: null });
  one.says({});
  presence.heard(one.says(member(2)));
  two.says({});
  presence.heard(two.says(denmark(null)));
  three.says({});
  presence.heard(three.says(member("2")));
  expect(presence.others().map(({ name, member, shade, seat }) => [name, member, shade, seat])).toEqual([
    ["Denmark", null, 3, "a-seat"],
    ["", 2, 8, ""],
  ]);
  for (const each of [one, two, three]) each.done();
});

test("our own cursor is no news to us", () => {
  presence.move({ anchor: 1, head: 1 });
  vi.advanceTimersByTime(200);
  expect(changes).toBe(0);
});

test("when the line is lost nobody is here, and back again the same state counts", () => {
  const somebody = new Somebody();
  somebody.says({});
  presence.heard(somebody.says(denmark(null)));
  expect(presence.others()).toHaveLength(1);
  presence.lost();
  expect([presence.others().length, changes]).toEqual([0, 2]);
  presence.heard(somebody.again());
  expect(presence.others()).toHaveLength(1);
  somebody.done();
});

test("P4 back on a new line it speaks under a later clock than its leaving was told with", () => {
  presence.opened();
  const before = clockIn(sent.at(-1));
  presence.opened();
  expect(clockIn(sent.at(-1))).toBeGreaterThanOrEqual(before + 2);
});
