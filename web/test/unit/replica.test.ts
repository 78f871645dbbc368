// The seat half of live editing against a dummy room: what is said when, and what "saved" rests on.
import { beforeEach, expect, test } from "vitest";
import * as Y from "yjs";

import { write, writeCount, type Message } from "../../src/sync/message.ts";
import { HELLO, World } from "../support/dummy-room.ts";

let world: World;
beforeEach(() => {
  world = new World();
});

const begun = (): void => {
  world.connect();
  world.greet();
  world.deliver();
};
const empty = { is: "step2", bytes: Uint8Array.of(0, 0) };

test("R1 before the room's step 1 it says its own step 1 and nothing else", () => {
  world.type("a");
  world.connect();
  world.type("b");
  expect(world.kinds()).toEqual(["step1"]);
});

test("a document that comes in is not written down again for whoever waits for own edits", () => {
  const written: unknown[] = [];
  world.doc.on("beforeObserverCalls", ({ doc }: Y.Transaction) => written.push(doc._observers.has("update")));
  world.durable.getText("body").insert(0, "theirs");
  Y.applyUpdate(world.doc, Y.encodeStateAsUpdate(world.durable));
  world.type("ours");
  expect(written).toEqual([false, true]);
  expect(world.facts()).toEqual(["edited"]);
});

test("R1 nor on any later link", () => {
  begun();
  world.cut();
  world.type("a");
  expect(world.kinds()).toEqual([]);
  world.connect();
  world.type("b");
  expect(world.kinds()).toEqual(["step1"]);
});

test("R1 before the service said hello it says nothing at all, and believes nothing", () => {
  world.durable.getText("body").insert(0, "theirs");
  world.replica.handle({ is: "connected", manner: "recorded" });
  world.greet();
  world.hear({ is: "step2", bytes: Y.encodeStateAsUpdate(world.durable) });
  expect([world.sent, world.told, world.doc.getText("body").length]).toEqual([[], [], 0]);
});

test("R7 on another seat's link nothing is ever sent, and nothing of it is shown", () => {
  world.type("ours");
  world.connect("recorded", { seat: "dk", name: "Denmark" });
  world.durable.getText("body").insert(0, "theirs");
  world.greet();
  world.hear({ is: "step2", bytes: Y.encodeStateAsUpdate(world.durable) });
  world.type(" again");
  expect(world.sent).toEqual([]);
  expect(world.facts()).toEqual(["edited", "not-ours", "edited"]);
  expect(world.told[1]).toMatchObject({ why: "other-seat", hello: { name: "Denmark" } });
  expect(world.doc.getText("body").toString()).toBe("ours again");
});

test("R8 nor on a link with a schema that the page does not know, or into another data folder", () => {
  for (const strange of [{ schema: HELLO.schema + 1 }, { epoch: "e2" }]) {
    world.type("ours");
    world.connect("recorded", strange);
    world.greet();
    expect(world.sent).toEqual([]);
    expect(world.told.at(-1)).toMatchObject({ is: "not-ours", why: "outdated" });
  }
});

test("R2 its first answer to step 1 is its waiting edits, each as it was recorded", () => {
  world.type("a");
  world.connect();
  world.type("b");
  const recorded = world.replica.waiting.map(({ bytes }) => ({ is: "update", bytes }));
  world.sent = [];
  world.greet();
  expect(world.sent).toEqual([empty, ...recorded, { is: "acknowledge", body: writeCount(2) }]);
});

test("R2 with nothing of its own it answers step 2 and asks nothing", () => {
  world.connect();
  world.sent = [];
  world.greet();
  expect(world.sent).toEqual([empty]);
});

test("R2 a long time offline is asked about in parts", () => {
  for (let edit = 0; edit < 12; edit += 1) world.type("x".repeat(3_300));
  world.connect();
  world.sent = [];
  world.greet();
  const asked = world.sent.flatMap((message) => (message.is === "acknowledge" ? [message.body] : []));
  expect(asked).toEqual([5, 10, 12].map(writeCount));
  world.deliver();
  expect([world.waiting, world.durable.getText("body").length]).toEqual([0, 12 * 3_300]);
});

test("R3 each edit goes out at once, followed by the count of edits", () => {
  begun();
  world.type("a");
  world.type("b");
  expect(world.kinds()).toEqual(["update", "acknowledge", "update", "acknowledge"]);
  expect(world.sent[3]).toEqual({ is: "acknowledge", body: writeCount(2) });
});

test("R4 only the echo makes an edit saved", () => {
  begun();
  world.type("a");
  world.type("b");
  const [, first] = world.sent;
  const [a] = world.replica.waiting;
  world.hear({ is: "step2", bytes: Y.encodeStateAsUpdate(world.doc) });
  world.hear({ is: "update", bytes: Y.encodeStateAsUpdate(world.doc) });
  expect(world.waiting).toBe(2);
  if (first !== undefined) world.hear(first);
  expect(world.told.at(-1)).toEqual({ is: "saved", entries: [a] });
  expect(world.waiting).toBe(1);
  world.deliver();
  expect(world.waiting).toBe(0);
});

test("R5 what was under way when the line broke is sent again and counted once", () => {
  begun();
  world.type("a");
  world.cut();
  world.type("b");
  world.connect();
  expect(world.waiting).toBe(2);
  world.greet();
  world.deliver();
  expect(world.waiting).toBe(0);
  expect(world.durable.getText("body").toString()).toBe("ab");
});

test("R9 edits from an earlier page go out under the ids they were made with, before or after the room opened", () => {
  const earlier = new Y.Doc();
  const recorded: Uint8Array[] = [];
  earlier.on("update", (update: Uint8Array) => recorded.push(update));
  earlier.getText("body").insert(0, "then ");
  earlier.getText("body").insert(5, "and ");
  for (const bytes of recorded) Y.applyUpdate(world.doc, bytes);
  const [one, two] = recorded.map((bytes) => ({ bytes }));
  if (one === undefined || two === undefined) throw new Error("two edits");
  world.replica.handle({ is: "adopted", entries: [one] });
  begun();
  world.replica.handle({ is: "adopted", entries: [two] });
  world.type("now");
  world.deliver();
  expect(world.durable.getText("body").toString()).toBe("then and now");
  expect([...Y.decodeStateVector(Y.encodeStateVector(world.durable)).keys()].sort()).toEqual(
    [earlier.clientID, world.doc.clientID].sort(),
  );
  expect(world.told.flatMap((fact) => (fact.is === "saved" ? fact.entries : [])).length).toBe(3);
});

test("R10 one by one: the next edit waits for the echo of the one before, and a refusal names its edit", () => {
  for (const text of ["a", "b", "c"]) world.type(text);
  const [, second] = world.replica.waiting;
  world.connect("one-by-one");
  world.sent = [];
  world.greet();
  expect(world.kinds()).toEqual(["step2", "update", "acknowledge"]);
  world.deliver();
  expect(world.kinds()).toEqual(["update", "acknowledge"]);
  world.hear({ is: "refused", code: "too-large" });
  expect(world.told.at(-1)).toEqual({ is: "refused", code: "too-large", culprit: second });
});

test("R10 once nothing waits, edits go out as they happen again", () => {
  world.type("a");
  world.connect("one-by-one");
  world.greet();
  world.deliver();
  world.type("b");
  world.type("c");
  expect(world.kinds()).toEqual(["update", "acknowledge", "update", "acknowledge"]);
});

test("an echo of an earlier edit that arrives late changes nothing", () => {
  begun();
  world.type("a");
  world.deliver();
  world.hear({ is: "acknowledge", body: writeCount(0) });
  expect([world.waiting, world.told.at(-1)?.is]).toEqual([0, "saved"]);
});

test("an echo of edits that were never sent is nonsense", () => {
  world.type("a");
  world.connect();
  world.hear({ is: "acknowledge", body: writeCount(1) });
  expect(world.told.at(-1)).toEqual({ is: "close" });
  expect(world.waiting).toBe(1);
});

test("what arrives is neither counted nor sent back, and told to whoever keeps it", () => {
  world.durable.getText("body").insert(0, "theirs");
  begun();
  expect(world.doc.getText("body").toString()).toBe("theirs");
  expect(world.replica.inStep).toBe(true);
  expect(world.facts()).toEqual(["hello", "opened", "heard", "in-step"]);
  expect([world.waiting, world.sent.map(({ is }) => is)]).toEqual([0, []]);
});

test("what arrives together is one change of the document, cursors come behind it, and everything else keeps its place", () => {
  begun();
  const updates = ["a", "b", "c"].map((letter): Message => {
    const other = new Y.Doc();
    other.getText("body").insert(0, letter);
    return { is: "update", bytes: Y.encodeStateAsUpdate(other) };
  });
  const [a, b, c] = updates as [Message, Message, Message];
  const cursor: Message = { is: "awareness", bytes: Uint8Array.of(0) };
  const seen: string[] = [];
  world.doc.on("afterTransaction", () => seen.push([...world.doc.getText("body").toString()].sort().join("")));
  world.told.length = 0;
  world.hear(a, cursor, b, { is: "query-awareness" }, c, cursor);
  expect(seen).toEqual(["ab", "abc"]);
  expect(world.facts()).toEqual(["heard", "heard", "awareness", "asked-presence", "heard", "awareness"]);
});

test("of what arrives together, what is nonsense closes the link and takes nothing else with it", () => {
  begun();
  const other = new Y.Doc();
  other.getText("body").insert(0, "a");
  world.told.length = 0;
  const sound: Message = { is: "update", bytes: Y.encodeStateAsUpdate(other) };
  world.hear(sound, { is: "update", bytes: Uint8Array.of(255, 255, 255) });
  expect(world.facts()).toEqual(["close", "heard"]);
  expect(world.doc.getText("body").toString()).toBe("a");
});

test("it is in step from the room's step 2 until the line breaks", () => {
  world.connect();
  expect(world.replica.inStep).toBe(false);
  world.greet();
  expect(world.facts()).toEqual(["hello", "opened"]);
  world.deliver();
  expect(world.replica.inStep).toBe(true);
  world.cut();
  expect(world.replica.inStep).toBe(false);
});

test("S4 a room that asks again in the middle of a link gets everything it lacks", () => {
  begun();
  world.doc.getText("body").insert(0, "another tab's, ");
  world.type("a");
  world.sent = [];
  world.greet();
  expect(world.kinds()).toEqual(["step2", "acknowledge"]);
  world.deliver();
  expect([world.durable.getText("body").toString(), world.waiting]).toEqual(["another tab's, a", 0]);
  expect(world.facts().filter((fact) => fact === "opened")).toHaveLength(1);
});

test("S4 offered whole, everything goes with the first answer", () => {
  world.doc.getText("body").insert(0, "another tab's, ");
  world.type("a");
  world.connect("whole");
  world.greet();
  world.deliver();
  expect([world.durable.getText("body").toString(), world.waiting]).toEqual(["another tab's, a", 0]);
});

test("a refusal is told and leaves the edit waiting", () => {
  begun();
  world.type("a");
  world.hear({ is: "refused", code: "too-large" });
  expect(world.told.at(-1)).toEqual({ is: "refused", code: "too-large", culprit: null });
  expect(world.waiting).toBe(1);
});

test("nonsense closes the link and harms nothing", () => {
  world.type("a");
  world.connect();
  const bad = [
    Uint8Array.of(77),
    write({ is: "update", bytes: Uint8Array.of(255, 255, 255) }),
    write({ is: "step1", bytes: Uint8Array.of(255) }),
    write({ is: "acknowledge", body: new Uint8Array() }),
  ];
  for (const frame of bad) {
    world.told.length = 0;
    world.replica.handle({ is: "received", frames: [frame] });
    expect(world.told.at(-1)).toEqual({ is: "close" });
  }
  expect(world.doc.getText("body").toString()).toBe("a");
});

test("R11 what was made where nobody was named is never sent to where a seat is, by no way", () => {
  world.mode = "unattributed";
  world.type("hidden");
  world.connect("recorded", { mode: "seat", since: 9 });
  world.greet();
  world.greet();
  world.type(" and more");
  expect(world.sent).toEqual([]);
  expect(world.told).toContainEqual({ is: "refused", code: "unattributed", culprit: null });
  world.cut();
  world.connect("whole", { mode: "named", since: 10 });
  world.greet();
  expect(world.sent).toEqual([]);
});

test("R11 nor what another page left", () => {
  begun();
  world.cut();
  world.connect("recorded", { mode: "seat", since: 9 });
  world.greet();
  world.deliver();
  world.replica.handle({ is: "adopted", entries: [{ bytes: Uint8Array.of(0, 0), mode: "unattributed" }] });
  expect(world.sent).toEqual([]);
  expect(world.facts().at(-1)).toBe("refused");
});

test("R11 where less is told now, it goes; and where nothing is known a seat was named", () => {
  for (const [then, now] of [
    ["named", "seat"],
    ["seat", "unattributed"],
    [undefined, "seat"],
    ["named", "named"],
  ] as const) {
    world = new World();
    world.mode = then;
    world.type("x");
    world.connect("recorded", { mode: now, since: 1 });
    world.greet();
    expect(world.kinds()).toContain("update");
  }
});

test("R12 no client id goes on when it is decided anew who is named", () => {
  world.connect("recorded", { mode: "seat", since: 1 });
  const first = world.doc.clientID;
  world.cut();
  world.connect("recorded", { mode: "seat", since: 1 });
  expect(world.doc.clientID).toBe(first);
  world.cut();
  world.connect("recorded", { mode: "unattributed", since: 5 });
  const second = world.doc.clientID;
  expect(second).not.toBe(first);
  world.cut();
  world.connect("recorded", { mode: "seat", since: 9 });
  expect([first, second]).not.toContain(world.doc.clientID);
});
