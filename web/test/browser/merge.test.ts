// Two seats in one chapter, in two real pages: they see each other write, and whatever they do apart, nobody's words are
// lost, doubled or moved. The rows are the promise of docs/document-model.md.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { apart } from "./support/apart.ts";
import { Scene } from "./support/scene.ts";
import type { Line, Writer } from "./support/writer.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

async function together(): Promise<[Writer, Writer, string]> {
  const chapter = await scene.chapter("Early warning");
  return [await scene.writer("Ghana", chapter), await scene.writer("Denmark", chapter), chapter];
}

test("two seats see each other's words, names and carets", async () => {
  const [ghana, denmark] = await together();
  await ghana.writes("Warning is a daily task.");
  await denmark.reads("Warning is a daily task.");
  await denmark.caret("daily", "after");
  await denmark.types(" and weekly");
  await ghana.reads("a daily and weekly task");
  await ghana.page.waitForSelector('.caret-name:text("Denmark")', { state: "attached" });
  await denmark.page.waitForSelector('.caret-name:text("Ghana")', { state: "attached" });
  expect(await ghana.page.innerText(".here")).toContain("Denmark");
  await expect.poll(() => denmark.lines()).toEqual(await ghana.lines());
});

test("a second person of a seat is told apart, and is gone when the page is", async () => {
  const chapter = await scene.chapter("Two of one seat");
  const ghana = await scene.writer("Ghana", chapter);
  const window = await scene.window("Ghana");
  const second = await window.context.newPage();
  await second.goto(ghana.address);
  await ghana.page.waitForSelector('.here :text-is("Ghana 2")');
  await second.waitForSelector('.here :text-is("Ghana 2 (you)")');
  await second.close();
  await ghana.page.waitForSelector('.here :text-is("Ghana 2")', { state: "detached" });
});

test("undo takes back one's own words only", async () => {
  const [ghana, denmark] = await together();
  await ghana.writes("First. ");
  await denmark.reads("First.");
  await denmark.caret("First. ", "after");
  await denmark.types("Danish words. ");
  await ghana.reads("Danish words.");
  await ghana.caret("First", "before");
  await ghana.frame();
  await ghana.page.waitForTimeout(600); // a pause ends what is undone as one
  await ghana.types("Ghanaian ");
  await denmark.reads("Ghanaian First. Danish words.");
  await ghana.presses("Control+z");
  await expect.poll(() => denmark.text()).toBe("First. Danish words. ");
  await ghana.presses("Control+z", "Control+z", "Control+z");
  await ghana.settled();
  expect(await ghana.text()).toContain("Danish words.");
  await ghana.presses("Control+y", "Control+y", "Control+y", "Control+y");
  await denmark.reads("Ghanaian");
  await expect.poll(() => denmark.lines()).toEqual(await ghana.lines());
});

interface Row {
  readonly name: string;
  readonly text: readonly string[];
  readonly first?: (both: Writer) => Promise<void>;
  readonly ghana: (writer: Writer) => Promise<void>;
  readonly denmark: (writer: Writer) => Promise<void>;
  readonly together: readonly Line[];
}

const typesIn = async (writer: Writer): Promise<void> => {
  await writer.caret("words", "after");
  await writer.types(" typed meanwhile");
};

const rows: Row[] = [
  {
    name: "a paragraph becomes a heading / words in it",
    text: ["Some words here."],
    ghana: async (writer) => {
      await writer.caret("Some");
      await writer.presses("Control+Alt+2");
    },
    denmark: typesIn,
    together: [["h2", "Some words typed meanwhile here."]],
  },
  {
    name: "a paragraph becomes a list item / words in it",
    text: ["Some words here."],
    ghana: async (writer) => {
      await writer.caret("Some");
      await writer.presses("Control+Shift+8");
    },
    denmark: typesIn,
    together: [["ul p", "Some words typed meanwhile here."]],
  },
  {
    name: "a paragraph becomes a quote / words in it",
    text: ["Some words here."],
    ghana: async (writer) => {
      await writer.caret("Some");
      await writer.makes("Quote");
    },
    denmark: typesIn,
    together: [["quote", "Some words typed meanwhile here."]],
  },
  {
    name: "a heading's level changes / Enter at its end",
    text: ["A title"],
    first: async (writer) => {
      await writer.presses("Control+Alt+2");
    },
    ghana: async (writer) => {
      await writer.caret("A title");
      await writer.presses("Control+Alt+3");
    },
    denmark: async (writer) => {
      await writer.caret("A title", "after");
      await writer.presses("Enter");
      await writer.types("What follows");
    },
    together: [
      ["h3", "A title"],
      ["p", "What follows"],
    ],
  },
  {
    name: "two paragraphs are joined / words in the second",
    text: ["One.", "Some words here."],
    ghana: async (writer) => {
      await writer.caret("Some");
      await writer.presses("Backspace");
    },
    denmark: typesIn,
    together: [["p", "One.Some words typed meanwhile here."]],
  },
  {
    name: "a paragraph is split / words in its tail",
    text: ["One sentence. Some words here."],
    ghana: async (writer) => {
      await writer.caret("Some");
      await writer.presses("Enter");
    },
    denmark: typesIn,
    together: [
      ["p", "One sentence. "],
      ["p", "Some words typed meanwhile here."],
    ],
  },
  {
    name: "both press Enter at one spot",
    text: ["One sentence. Some words here."],
    ghana: async (writer) => {
      await writer.caret("Some");
      await writer.presses("Enter");
    },
    denmark: async (writer) => {
      await writer.caret("Some");
      await writer.presses("Enter");
    },
    together: [
      ["p", "One sentence. "],
      ["p", ""],
      ["p", "Some words here."],
    ],
  },
  {
    name: "a range becomes bold / words in it",
    text: ["Some words here."],
    ghana: async (writer) => {
      await writer.select("Some words here");
      await writer.presses("Control+b");
    },
    denmark: typesIn,
    together: [["p", "Some words typed meanwhile here."]],
  },
];

describe("apart and together again", () => {
  test.each(rows)("$name", async (row) => {
    const [ghana, denmark] = await together();
    await ghana.writes(...row.text);
    await row.first?.(ghana);
    await ghana.settled();
    await denmark.reads(row.text.at(-1) ?? "");
    await apart(scene, [ghana, denmark], row);
    await expect.poll(() => denmark.lines()).toEqual(row.together);
    await expect.poll(() => ghana.lines()).toEqual(row.together);
  });

  test("a block is moved by cut and paste / words in it stay, visible, at the old place", async () => {
    const [ghana, denmark] = await together();
    await ghana.writes("Some words here.", "Last.");
    await denmark.reads("Last.");
    await apart(scene, [ghana, denmark], {
      ghana: async (writer) => {
        await writer.select("Some words here.");
        await writer.presses("Control+x");
        await writer.caret("Last.", "after");
        await writer.presses("Enter", "Control+v");
      },
      denmark: typesIn,
    });
    await expect.poll(() => denmark.text()).toBe(await ghana.text());
    const text = await ghana.text();
    expect(text.split("typed meanwhile")).toHaveLength(2);
    expect(text.split("Some words here.")).toHaveLength(2);
    expect(text.indexOf("typed meanwhile")).toBeLessThan(text.indexOf("Last."));
  });
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
