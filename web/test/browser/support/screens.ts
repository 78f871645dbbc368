// Every page and every state of a page in which a person may find themselves, each with the way there. One list for all that
// looks at all of them: access.test.ts, layout.test.ts, and handbook.ts, which takes their pictures. Next: stage.ts.
import { editionsWords } from "../../../src/lang/editions/index.ts";
import { readFileSync } from "node:fs";

import { button, caretBehind, choose, drawn, item, openList, type At } from "./hands.ts";
import { SEAT_SCREENS } from "./seat-screens.ts";
import type { Stage, StageSeat } from "./stage.ts";

const file = (path: string): string => new URL(`../../${path}`, import.meta.url).pathname;
const IMPORTED = { en: file("import/corpus/made-tracked.docx"), ar: file("import/corpus/made-arabic.docx") };
const IMPORTED_AS = { en: "The regional meeting.docx", ar: "مسؤولية الحماية.docx" };
const TRACKED = readFileSync(file("paste/corpus/word-windows-tracked.html"), "utf8");
/** What Word puts on the clipboard where changes are tracked; in Arabic the same with other words. */
const PASTED = {
  en: TRACKED,
  ar: TRACKED.replace("The State ", "ينبغي للدولة أن ")
    .replace(">should<", "><")
    .replace(" appoint ", "تعيّن ")
    .replace("a focal point", "جهة اتصال")
    .replace(" within ", " في ")
    .replace(">its\n<b>ministry of foreign affairs</b> and <", "><b>وزارة الخارجية</b><")
    .replace("a year", "")
    .replace("This one was put in.", "أُضيفت هذه الفقرة."),
};

export interface Screen {
  /** Also the name of its picture. */
  readonly name: string;
  /** Null: nobody is signed in. */
  readonly seat: StageSeat | null;
  /** A page of an edition: it speaks the language of what it says, and needs no script. */
  readonly reading?: true;
  /** It is the same in every language: one picture of it is enough. */
  readonly everywhere?: true;
  readonly show: (at: At) => Promise<void>;
  /** Takes back what was decided so that it could be shown. */
  readonly after?: (stage: Stage) => Promise<void>;
}

/** Opens a chapter and waits until it can be worked in. */
async function chapter({ page, stage }: At, n = 3, state = "saved"): Promise<void> {
  await page.goto(stage.chapter(n));
  await page.waitForSelector(`.foot[data-state="${state}"]`);
  await page.waitForSelector(".ProseMirror > *");
  await page.waitForSelector(".foot .count", { state: "attached" });
}

const inChapter =
  (show: (at: At) => Promise<void>, n = 3): Screen["show"] =>
  async (at) => {
    await chapter(at, n);
    await show(at);
    await drawn(at.page);
  };

const home = async ({ page, stage }: At): Promise<void> => {
  await page.goto(stage.scene.service.address);
  await page.waitForSelector("main");
};

const editions = async ({ page, stage }: At): Promise<void> => {
  await page.goto(`${stage.scene.service.address}/manuals/${stage.scene.slug}/editions`);
  await page.waitForSelector(".edition");
};

const reading =
  (path: string): Screen["show"] =>
  async ({ page, stage }) => {
    await page.goto(`${stage.scene.service.address}/${stage.scene.slug}/editions${path}`);
    await page.waitForSelector("h1");
  };

/** Brings the person to the menu of a table, figure or box, by its own button. */
async function openOwnMenu(at: At, words: string, name: string): Promise<void> {
  await caretBehind(at, words);
  await button(at, name).and(at.page.locator(".current > .block-tools *, .current > .box-head *")).first().click();
}

export const SCREENS: readonly Screen[] = [
  // Coming in
  {
    name: "sign-in",
    seat: null,
    show: async ({ page, stage }) => {
      await page.goto((await stage.scene.service.invite("Denmark")).link);
      await page.waitForSelector("#code");
    },
  },
  {
    name: "sign-in-problem",
    seat: null,
    show: async ({ page, stage }) => {
      await page.goto((await stage.scene.service.invite("Denmark")).link);
      await page.fill("#code", "1");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".problem-box");
    },
  },
  { name: "nobody", seat: null, show: home },
  {
    name: "nowhere",
    seat: "Ghana",
    show: async ({ page, stage }) => {
      await page.goto(`${stage.scene.service.address}/chapters/00000000-0000-4000-8000-000000000000`);
      await page.waitForSelector(".notice.sheet");
    },
  },

  // The manual
  {
    name: "manual",
    seat: "Ghana",
    show: async (at) => {
      await home(at);
      await at.page.waitForSelector(".chapter-rows");
    },
  },
  {
    name: "manual-keeper",
    seat: "Secretariat",
    show: async (at) => {
      await home(at);
      await at.page.waitForSelector(".chapter-row-menu");
    },
  },
  {
    name: "manual-menu",
    seat: "Secretariat",
    show: async (at) => {
      await home(at);
      await at.page.locator(".chapter-row-menu").nth(1).click();
    },
  },
  {
    name: "manual-new",
    seat: "Secretariat",
    show: async (at) => {
      await home(at);
      await button(at, at.words.outline.newChapter).click();
      await at.page.waitForSelector(".new-chapter");
    },
  },

  {
    name: "find-in-manual",
    seat: "Ghana",
    show: async (at) => {
      await home(at);
      await at.page.getByLabel(at.words.finding.label).fill(at.stage.text.find);
      await button(at, at.words.finding.find).click();
      await at.page.waitForSelector(".finding-places");
    },
  },
  {
    name: "glossary",
    seat: "Ghana",
    show: async (at) => {
      await home(at);
      await at.page.getByText(at.words.finding.glossary, { exact: true }).click();
      await at.page.waitForSelector(".finding-glossary dt");
      await at.page.locator(".finding-glossary").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "import",
    seat: "Secretariat",
    show: async (at) => {
      await home(at);
      await button(at, at.words.outline.importFile).click();
      await at.page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "import-preview",
    seat: "Secretariat",
    show: async (at) => {
      await home(at);
      await button(at, at.words.outline.importFile).click();
      const { language } = at.stage;
      await at.page.setInputFiles("#import-file", {
        name: IMPORTED_AS[language],
        mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        buffer: readFileSync(IMPORTED[language]),
      });
      await at.page.waitForSelector("#import-name", { timeout: 30_000 });
    },
  },

  {
    name: "templates",
    seat: "Secretariat",
    show: async (at) => {
      await home(at);
      await at.page.locator(".templates a.title").scrollIntoViewIfNeeded();
    },
  },
  {
    name: "template",
    seat: "Secretariat",
    show: async ({ page, stage }) => {
      await page.goto(stage.document(stage.template));
      await page.waitForSelector('.foot[data-state="saved"]');
      await page.waitForSelector(".ProseMirror > *");
    },
  },

  {
    name: "ready-manual",
    seat: "Secretariat",
    show: async (at) => {
      await home(at);
      await button(at, at.words.writing.view.ready).click();
      await at.page.waitForSelector("dialog .ready-list");
    },
  },

  // The chapter
  { name: "chapter", seat: "Ghana", show: inChapter(async () => undefined) },
  { name: "chapter-empty", seat: "Ghana", show: inChapter(async () => undefined, 4) },
  { name: "chapter-reader", seat: "Norway", show: (at) => chapter(at, 3, "reading") },
  {
    name: "chapter-kinds",
    seat: "Ghana",
    show: inChapter(async ({ page }) => page.click(".kind-tool"), 2),
  },
  { name: "chapter-insert", seat: "Ghana", show: inChapter(async (at) => openList(at, "insert")) },
  { name: "chapter-paragraph", seat: "Ghana", show: inChapter(async (at) => openList(at, "paragraph")) },
  { name: "chapter-view", seat: "Ghana", show: inChapter(async (at) => openList(at, "view")) },
  {
    name: "appear",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await choose(at, "view", at.words.appear.title);
      await at.page.waitForSelector("dialog[open]");
    }),
  },
  {
    name: "chapter-more",
    seat: "Ghana",
    show: inChapter(async (at) => button(at, at.words.toolbar.more).click()),
  },
  {
    name: "link",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await caretBehind(at, at.stage.text.heading);
      await at.page.keyboard.press("Control+k");
      await at.page.waitForSelector("dialog[open]");
    }),
  },
  {
    name: "keys",
    seat: "Ghana",
    show: inChapter(async ({ page }) => {
      await page.keyboard.press("Control+/");
      await page.waitForSelector("dialog[open]");
    }),
  },
  {
    name: "table-new",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await choose(at, "insert", at.words.writing.insert.table);
      await at.page.waitForSelector("dialog[open]");
    }),
  },
  {
    name: "table-cell",
    seat: "Ghana",
    show: inChapter(async (at) => at.page.getByText(at.stage.text.rows[1]?.[1] ?? "").click()),
  },
  {
    name: "table-menu",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await at.page.getByText(at.stage.text.rows[1]?.[1] ?? "").click();
      await button(at, at.words.structure.table.menu).first().click();
    }),
  },
  {
    name: "table-cells",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await at.page.getByText(at.stage.text.rows[1]?.[0] ?? "").click();
      await at.page.getByText(at.stage.text.rows[2]?.[1] ?? "").click({ modifiers: ["Shift"] });
    }),
  },
  {
    name: "note",
    seat: "Ghana",
    show: inChapter(async ({ page }) => {
      await page.locator(".note-ref").first().click();
      await page.waitForSelector(".note-card");
    }),
  },
  {
    name: "notes",
    seat: "Ghana",
    show: inChapter(async ({ page }) => {
      await page.locator(".notes-list .line").first().click();
    }),
  },
  {
    name: "figure",
    seat: "Ghana",
    show: inChapter(async (at) => caretBehind(at, at.stage.text.figure)),
  },
  {
    name: "figure-describe",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await openOwnMenu(at, at.stage.text.figure, at.words.structure.figure.menu);
      await item(at, at.words.structure.figure.describe).click();
    }),
  },
  {
    name: "box",
    seat: "Ghana",
    show: inChapter(async (at) => at.page.getByText(at.stage.text.region).click()),
  },
  {
    name: "box-menu",
    seat: "Ghana",
    show: inChapter(async (at) => openOwnMenu(at, at.stage.text.boxText[0] ?? "", at.words.structure.box.menu)),
  },
  {
    name: "xref",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await caretBehind(at, at.stage.text.boxText[0] ?? "");
      await choose(at, "insert", at.words.writing.insert.xref);
      await at.page.waitForSelector("dialog[open]");
    }),
  },
  {
    name: "find",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await at.page.focus(".ProseMirror");
      await at.page.keyboard.press("Control+h");
      await at.page.waitForSelector(".find");
      await at.page.keyboard.insertText(at.stage.text.find);
      await at.page.waitForSelector(".found");
    }),
  },
  {
    name: "outline",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await choose(at, "view", at.words.writing.view.outline);
      await at.page.waitForSelector(".contents, dialog[open]");
    }),
  },
  {
    name: "ready",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await choose(at, "view", at.words.writing.view.ready);
      await at.page.waitForSelector(".ready-list");
    }),
  },
  {
    name: "focus",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await caretBehind(at, at.stage.text.lead.slice(0, 20));
      await at.page.keyboard.press("Control+Shift+F");
      await at.page.waitForSelector(".is-focus");
    }),
  },

  {
    name: "boxes",
    seat: "Ghana",
    show: inChapter(async (at) => caretBehind(at, at.stage.text.keyText)),
  },
  {
    name: "paste",
    seat: "Ghana",
    show: inChapter(async ({ page, stage }) => {
      await page.focus(".ProseMirror");
      await page.keyboard.press("Control+a");
      await page.keyboard.press("Backspace");
      await page.evaluate((html) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/html", html);
        const paste = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
        document.querySelector(".ProseMirror")?.dispatchEvent(paste);
      }, PASTED[stage.language]);
      await page.waitForSelector(".pasted", { timeout: 30_000 });
      await page.waitForSelector('.foot[data-state="saved"][data-pending="0"]');
    }, 5),
  },
  {
    name: "left-over",
    seat: "Ghana",
    show: inChapter(async (at) => {
      await button(at, at.words.structure.left.show).click();
    }, 1),
  },

  {
    name: "parts",
    seat: "Ghana",
    show: inChapter(async ({ page }) => {
      await page.waitForSelector(".parts-needed");
    }, 6),
  },

  // What this device keeps, and the way out
  {
    name: "kept",
    seat: "Ghana",
    show: async (at) => {
      const { page, stage } = at;
      await home(at);
      await page.getByRole("switch").check();
      await page.getByText(at.words.outline.kept(stage.chapters.length, stage.chapters.length)).waitFor();
      await page.goto(`${stage.scene.service.address}/kept`);
      await page.waitForSelector("#out");
    },
  },

  // Seats, and what the Secretariat does
  ...SEAT_SCREENS,

  // Editions
  { name: "editions", seat: "Ghana", show: editions },
  {
    name: "freeze",
    seat: "Secretariat",
    show: async (at) => {
      await editions(at);
      await button(at, (await editionsWords(at.words.code)).freeze).click();
      await at.page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "freeze-problem",
    seat: "Secretariat",
    show: async (at) => {
      await editions(at);
      await button(at, (await editionsWords(at.words.code)).freeze).click();
      await at.page.waitForSelector("dialog[open]");
      await at.page.keyboard.press("Enter");
      await at.page.waitForFunction(() => document.querySelector("#edition-wrong")?.textContent !== "");
    },
  },
  {
    name: "edition-withdraw",
    seat: "Secretariat",
    show: async (at) => {
      await editions(at);
      await at.page.locator(".edition .danger").first().click();
      await at.page.waitForSelector("dialog[open] #edition-act");
    },
  },
  { name: "edition-list", seat: null, reading: true, show: reading("") },
  { name: "edition", seat: null, reading: true, show: reading("/1") },
  { name: "edition-chapter", seat: null, reading: true, show: reading("/1/3") },
  { name: "compare", seat: "Ghana", reading: true, show: reading("/1..now") },
  {
    name: "verify",
    seat: null,
    reading: true,
    show: async ({ page, stage }) => {
      await page.goto(`${stage.scene.service.address}/verify?lang=${stage.language}`);
      await page.waitForSelector("#files");
    },
  },
  { name: "edition-missing", seat: null, reading: true, everywhere: true, show: reading("/99") },
];
