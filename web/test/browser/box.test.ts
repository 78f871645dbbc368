// Boxes in real pages: put around words, titled, changed and taken away; a later part of a box without a heading; and two
// seats who do not see each other. The results of the last are those of docs/document-model.md.
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { apart } from "./support/apart.ts";
import { violations } from "./support/audit.ts";
import { Scene } from "./support/scene.ts";
import { writeChapter } from "./support/seed.ts";
import { Pen } from "./support/structure.ts";
import type { Writer } from "./support/writer.ts";

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.set();
});
afterAll(async () => {
  await scene.strike();
});

async function withBox(): Promise<string> {
  const chapter = await scene.chapter("Boxes");
  const token = await scene.service.token("Ghana");
  await writeChapter(scene.service.address, chapter, token, (doc) => {
    const pen = new Pen(doc);
    pen.block("p", ["Before."]);
    const box = pen.payload("box", {
      kind: "case",
      title: "A list",
      region: "West",
      period: "2020",
      visibility: "network",
    });
    pen.block("p", ["First."], { box });
    pen.block("p", ["Second."], { box });
    pen.block("p", ["Behind."]);
  });
  return chapter;
}

const alone = async (): Promise<Writer> => scene.writer("Ghana", await withBox());

/** The boxes on the page: kind, heading, and the words in them. */
const boxes = (writer: Writer): Promise<string[]> =>
  writer.page.locator(".box").evaluateAll((all) =>
    all.map((box) => {
      const shown = (selector: string): string => {
        const copy = box.querySelector(selector)?.cloneNode(true) as Element | undefined;
        for (const caret of copy?.querySelectorAll(".caret") ?? []) caret.remove();
        return copy?.textContent ?? "";
      };
      const hasHead = box.querySelector<HTMLElement>(".box-head")?.hidden === false;
      return `${hasHead ? `${shown(".kind-label").replace(/^.* · /, "")} [${shown(".box-title")}] ` : "… "}${shown(".box-body")}`;
    }),
  );

test("a box is put around the words, its title is written at once, Enter goes on into the words", async () => {
  const ghana = await scene.writer("Ghana", await scene.chapter("A new box"));
  await ghana.writes("Words.");
  await ghana.inserts("Key message");
  expect(await ghana.within()).toBe("Title");
  await ghana.types("Before all");
  await ghana.presses("Enter");
  await ghana.types("Good ");
  await ghana.settled();
  expect(await boxes(ghana)).toEqual(["Key message [Before all] Good Words."]);
  expect(await violations(ghana.page)).toEqual([]);
});

test("the facts of a case: written, chosen, walked by keys", async () => {
  const ghana = await alone();
  await ghana.page.locator(".box-title").click();
  await ghana.presses("End");
  await ghana.types(" that worked");
  await ghana.presses("Enter");
  expect(await ghana.within()).toBe("Region");
  await ghana.presses("Enter");
  expect(await ghana.within()).toBe("Period");
  await ghana.presses("Enter");
  expect(await ghana.within()).toContain("Text of");
  await ghana.page.getByRole("combobox", { name: "Who may read it" }).selectOption("publishable");
  await ghana.settled();
  await ghana.page.reload();
  await expect.poll(() => boxes(ghana)).toEqual(["Case study [A list that worked] First.Second."]);
  expect(await ghana.page.getByRole("combobox").inputValue()).toBe("publishable");
});

test("a box changes its kind, and is taken away with its words or without", async () => {
  const ghana = await alone();
  const menu = async (item: string): Promise<void> => {
    await ghana.page.locator(".box").hover();
    await ghana.page.getByRole("button", { name: "Box", exact: true }).click();
    await ghana.page.locator(".menu-item", { hasText: item }).click();
  };
  await ghana.page.waitForSelector(".box");
  await menu("Checklist");
  await expect.poll(() => boxes(ghana)).toEqual(["Checklist [A list] First.Second."]);
  expect(await ghana.page.locator(".box-facts").isHidden()).toBe(true);
  await menu("Remove box, keep the text");
  await expect.poll(() => boxes(ghana)).toEqual([]);
  expect(await ghana.text()).toContain("Before.\nFirst.\nSecond.\nBehind.");
  await ghana.presses("Control+z");
  await expect.poll(() => boxes(ghana)).toEqual(["Checklist [A list] First.Second."]);
  await menu("Delete box and text");
  await expect.poll(() => ghana.text()).toContain("Before.\nBehind.");
});

describe("two seats apart and together again", () => {
  test("a box is taken away / its title is written: the words are left over, and can be put back", async () => {
    const chapter = await withBox();
    const [ghana, denmark] = [await scene.writer("Ghana", chapter), await scene.writer("Denmark", chapter)];
    await apart(scene, [ghana, denmark], {
      ghana: async (writer) => {
        await writer.page.locator(".box").hover();
        await writer.page.getByRole("button", { name: "Box", exact: true }).click();
        await writer.page.locator(".menu-item", { hasText: "Remove box" }).click();
      },
      denmark: async (writer) => {
        await writer.page.locator(".box-title").click();
        await writer.presses("End");
        await writer.types(" late words");
      },
    });
    for (const writer of [ghana, denmark]) {
      await expect.poll(() => boxes(writer)).toEqual([]);
      await expect.poll(() => writer.leftOver()).toEqual(["For a box: late words"]);
    }
    await ghana.page.getByRole("button", { name: "Put back" }).click();
    for (const writer of [ghana, denmark]) {
      await expect.poll(() => boxes(writer)).toEqual(["Case study [ late words] "]);
      await expect.poll(() => writer.leftOver()).toEqual([]);
    }
  });

  test("a paragraph is split in a box / words behind the split: both in the box", async () => {
    const chapter = await withBox();
    const [ghana, denmark] = [await scene.writer("Ghana", chapter), await scene.writer("Denmark", chapter)];
    await apart(scene, [ghana, denmark], {
      ghana: async (writer) => {
        await writer.caret("First", "after");
        await writer.presses("Enter");
      },
      denmark: async (writer) => {
        await writer.caret("First.", "after");
        await writer.types(" More.");
      },
    });
    for (const writer of [ghana, denmark])
      await expect.poll(() => boxes(writer)).toEqual(["Case study [A list] First. More.Second."]);
  });
});

test("nothing was reported by the content security policy, and no stranger was asked", () => {
  expect(scene.complaints()).toEqual([]);
});
