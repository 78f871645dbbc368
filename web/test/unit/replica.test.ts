// The seat half of live editing against a dummy room: what is said when, and what "saved" rests on.
import { beforeEach, expect, test } from "vitest";
import * as Y from "yjs";

import { write, writeCount } from "../../src/sync/message.ts";
import { World } from "../support/dummy-room.ts";

let world: World;
beforeEach(() => {
  world = new World();
});

const counted = () => world.told.filter((effect) => effect.is === "counted").at(-1);

test("R1 before the room's step 1 it says its own step 1 and nothing else", () => {
  world.type("a");
  world.connect();
  world.type("b");
  expect(world.kinds()).toEqual(["step1"]);
});

test("R1 nor on any later link", () => {
  world.connect();
  world.greet();
  world.deliver();
  world.cut();
  world.type("a");
  expect(world.kinds()).toEqual([]);
  world.connect();
  world.type("b");
  expect(world.kinds()).toEqual(["step1"]);
});

test("R2 it answers step 1 with step 2, then asks whether all of it is saved", () => {
  world.type("a");
  world.connect();
  world.type("b");
  world.sent = [];
  world.greet();
  expect(world.kinds()).toEqual(["step2", "acknowledge"]);
  expect(world.sent[1]).toEqual({ is: "acknowledge", body: writeCount(2) });
});

test("R2 with nothing of its own it answers step 2 and asks nothing", () => {
  world.connect();
  world.sent = [];
  world.greet();
  expect(world.kinds()).toEqual(["step2"]);
});

test("R3 each edit goes out at once, followed by the count of edits", () => {
  world.connect();
  world.greet();
  world.deliver();
  world.type("a");
  world.type("b");
  expect(world.kinds()).toEqual(["update", "acknowledge", "update", "acknowledge"]);
  expect(world.sent[3]).toEqual({ is: "acknowledge", body: writeCount(2) });
});

test("R4 only the echo makes an edit saved", () => {
  world.connect();
  world.greet();
  world.deliver();
  world.type("a");
  world.type("b");
  const [, first] = world.sent;
  world.hear({ is: "step2", bytes: Y.encodeStateAsUpdate(world.doc) });
  world.hear({ is: "update", bytes: Y.encodeStateAsUpdate(world.doc) });
  expect(world.replica.pending).toBe(2);
  if (first !== undefined) world.hear(first);
  expect(world.replica.pending).toBe(1);
  world.deliver();
  expect(world.replica.pending).toBe(0);
  expect(counted()).toEqual({ is: "counted", edits: 2, saved: 2 });
});

test("R5 what was under way when the line broke is sent again and counted once", () => {
  world.connect();
  world.greet();
  world.deliver();
  world.type("a");
  world.cut();
  world.type("b");
  expect(world.replica.pending).toBe(2);
  world.connect();
  expect(world.replica.pending).toBe(2);
  world.greet();
  world.deliver();
  expect(world.replica.pending).toBe(0);
  expect(world.durable.getText("body").toString()).toBe("ab");
});

test("an echo of an earlier edit that arrives late changes nothing", () => {
  world.connect();
  world.greet();
  world.deliver();
  world.type("a");
  world.deliver();
  world.hear({ is: "acknowledge", body: writeCount(0) });
  expect(world.replica.pending).toBe(0);
});

test("an echo of edits that were never made is nonsense", () => {
  world.connect();
  world.greet();
  world.hear({ is: "acknowledge", body: writeCount(1) });
  expect(world.told.at(-1)).toEqual({ is: "close" });
  expect(world.replica.pending).toBe(0);
});

test("what is not an edit of this page is neither counted nor sent, but a step 2 carries it", () => {
  world.connect();
  world.greet();
  world.deliver();
  world.doc.getText("body").insert(0, "tidied");
  expect(world.sent).toEqual([]);
  expect(world.replica.edits).toBe(0);
  world.greet();
  world.deliver();
  expect(world.durable.getText("body").toString()).toBe("tidied");
});

test("what arrives is neither counted nor sent back", () => {
  world.durable.getText("body").insert(0, "theirs");
  world.connect();
  world.greet();
  world.deliver();
  expect(world.doc.getText("body").toString()).toBe("theirs");
  expect(world.replica.inStep).toBe(true);
  expect([world.replica.edits, world.sent.length]).toEqual([0, 0]);
});

test("it is in step from the room's step 2 until the line breaks", () => {
  world.connect();
  expect(world.replica.inStep).toBe(false);
  world.greet();
  expect(world.told).toEqual([{ is: "opened" }]);
  world.deliver();
  expect(world.replica.inStep).toBe(true);
  world.cut();
  expect(world.replica.inStep).toBe(false);
});

test("S4 a room that asks again in the middle of a link gets everything it lacks", () => {
  world.connect();
  world.greet();
  world.deliver();
  world.type("a");
  world.sent = [];
  world.greet();
  expect(world.kinds()).toEqual(["step2", "acknowledge"]);
  world.deliver();
  expect([world.durable.getText("body").toString(), world.replica.pending]).toEqual(["a", 0]);
  expect(world.told.filter((effect) => effect.is === "opened")).toHaveLength(1);
});

test("a refusal is told and leaves the edit pending", () => {
  world.connect();
  world.greet();
  world.deliver();
  world.type("a");
  world.hear({ is: "refused", code: "too-large" });
  expect(world.told.at(-1)).toEqual({ is: "refused", code: "too-large" });
  expect(world.replica.pending).toBe(1);
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
    world.replica.handle({ is: "received", frame });
    expect(world.told.at(-1)).toEqual({ is: "close" });
  }
  expect(world.doc.getText("body").toString()).toBe("a");
});
