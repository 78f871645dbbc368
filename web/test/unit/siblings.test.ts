// What one tab says to the others: all it has to while it lives, and nothing after its end, whenever that comes.
import { expect, test, vi } from "vitest";

import type { Entry } from "../../src/device/rows.ts";
import type { Tabs } from "../../src/device/tabs.ts";
import { Siblings } from "../../src/sync/siblings.ts";

/** Tabs in which a closed channel takes nothing, as a browser's does. */
function tabs(posted: unknown[]): Tabs {
  return {
    canLock: true,
    hold: () => Promise.resolve(false),
    tryHold: () => Promise.resolve(true),
    channel: () => {
      let open = true;
      return {
        post: (message) => {
          if (!open) throw new Error("Channel is closed");
          posted.push(message);
        },
        close: () => (open = false),
      };
    },
  };
}

const tell = {
  edited: () => undefined,
  unwritten: () => [],
  counted: () => undefined,
  withdrawn: () => undefined,
  left: () => undefined,
};

test("a document that is closed while its tab still waits for its name ends in silence", async () => {
  const posted: unknown[] = [];
  const siblings = new Siblings({ tabs: tabs(posted), name: "store chapter", tab: "one", tell });
  const begun = siblings.begin();
  siblings.close();
  await begun;
  siblings.counted();
  expect(posted).toEqual([]);
});

test("a tab says that it is here, and what it counts", async () => {
  const posted: unknown[] = [];
  const siblings = new Siblings({ tabs: tabs(posted), name: "store chapter", tab: "one", tell });
  await siblings.begin();
  siblings.counted();
  expect(posted).toEqual([{ is: "opened", tab: "one" }, { is: "counted" }]);
});

test("what is over is told of once for many edits, and at the end at the latest", () => {
  vi.useFakeTimers();
  const posted: unknown[] = [];
  const siblings = new Siblings({ tabs: tabs(posted), name: "store chapter", tab: "one", tell });
  const edit = (number: number): Entry => ({
    document: "d",
    tab: "one",
    n: number,
    at: 0,
    bytes: new Uint8Array(),
  });
  siblings.over([edit(1)]);
  siblings.over([]);
  siblings.over([edit(2)]);
  expect(posted).toEqual([]);
  vi.runAllTimers();
  expect(posted).toEqual([{ is: "over", keys: ["d one 1", "d one 2"] }]);
  siblings.over([edit(3)]);
  siblings.close();
  vi.runAllTimers();
  expect(posted.slice(1)).toEqual([{ is: "over", keys: ["d one 3"] }]);
  vi.useRealTimers();
});
