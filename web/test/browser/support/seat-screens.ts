// The screens of seats: the Secretariat's desk with what it opens, the page of a seat, what is said over a chapter of what was
// decided about it, who wrote it, and proposals. Part of screens.ts, which has them all.
import { deskWords, type DeskWords } from "../../../src/lang/desk/index.ts";
import { button, choose, type At } from "./hands.ts";
import type { Screen } from "./screens.ts";

/** The Secretariat's desk, and there the seat of Ghana, open. */
const desk = async ({ page, stage }: At): Promise<void> => {
  await page.goto(`${stage.scene.service.address}/desk`);
  await page.waitForSelector(".seats");
  await page.waitForSelector(".acts");
};
const deskSeat = async (at: At): Promise<DeskWords> => {
  await desk(at);
  await at.page.locator(".seats summary", { hasText: "Ghana" }).click();
  await at.page.waitForSelector(".seat-open .people");
  return deskWords(at.words.code);
};

/** The second chapter, in which people have written. */
const chapter = async ({ page, stage }: At, state = "saved"): Promise<void> => {
  await page.goto(stage.chapter(2));
  await page.waitForSelector(`.foot[data-state="${state}"]`);
  await page.waitForSelector(".foot .count", { state: "attached" });
};

/** A roster with a role that there is not. */
const ROSTER = ["seat,kind,name,role", "Ghana,state,Efua Sarpong,colleague", "Kenya,state,Wanjiru Kamau,president"];

const proposals = async ({ page, stage }: At): Promise<void> => {
  await page.goto(`${stage.scene.service.address}/manuals/${stage.scene.slug}/proposals`);
  await page.waitForSelector(".card-list");
};
const proposal = async ({ page, stage }: At): Promise<void> => {
  await page.goto(`${stage.scene.service.address}/proposals/${stage.proposal}`);
  await page.waitForSelector("ins");
};

export const SEAT_SCREENS: readonly Screen[] = [
  { name: "desk", seat: "Secretariat", show: desk },
  {
    name: "desk-seat",
    seat: "Secretariat",
    show: async (at) => {
      await deskSeat(at);
      await at.page.locator("#seats").evaluate((section) => section.scrollIntoView());
    },
  },
  {
    name: "seat-invite",
    seat: "Secretariat",
    show: async (at) => {
      await button(at, (await deskSeat(at)).people.invite).click();
      await at.page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "seat-invitation",
    seat: "Secretariat",
    show: async (at) => {
      const said = await deskSeat(at);
      await at.page.locator(".person-acts button").first().click();
      await button(at, said.invitation.show).click();
    },
  },
  {
    name: "seat-handover",
    seat: "Secretariat",
    show: async (at) => {
      await button(at, (await deskSeat(at)).handover.start).click();
      await at.page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "desk-rights",
    seat: "Secretariat",
    show: async (at) => {
      await deskSeat(at);
      await at.page.locator(".may-do button").click();
      await at.page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "desk-chapter",
    seat: "Secretariat",
    show: async (at) => {
      await desk(at);
      await at.page.locator(".stands button").nth(1).click();
      await at.page.waitForSelector("dialog[open] #exception-seat");
    },
  },
  {
    name: "desk-roster",
    seat: "Secretariat",
    show: async (at) => {
      const { roster } = await deskWords(at.words.code);
      await desk(at);
      await button(at, roster.import).click();
      await at.page.getByLabel(roster.paste).fill(ROSTER.join("\n"));
      await button(at, roster.check).click();
      await at.page.waitForSelector(".roster-lines");
    },
  },
  {
    name: "desk-pause",
    seat: "Secretariat",
    show: async (at) => {
      await desk(at);
      await at.page.locator("#pause button").click();
      await at.page.waitForSelector("dialog[open]");
    },
  },
  {
    name: "seat",
    seat: "Ghana",
    show: async ({ page, stage }) => {
      await page.goto(`${stage.scene.service.address}/seat`);
      await page.waitForSelector(".people");
    },
  },
  {
    name: "access",
    seat: "Ghana",
    show: async ({ page, stage }) => {
      await page.goto(`${stage.scene.service.address}/access`);
      await page.waitForSelector("#passkeys");
      await page.waitForSelector(".card-list");
    },
  },
  {
    name: "paused",
    seat: "Ghana",
    show: async (at) => {
      await at.stage.decide("service", { state: "read-only" });
      await chapter(at, "reading");
      await at.page.waitForSelector(".paused");
    },
    after: (stage) => stage.decide("service", { state: "open" }),
  },
  {
    name: "locked",
    seat: "Ghana",
    show: async (at) => {
      await at.stage.decide(`chapters/${at.stage.chapters[1] ?? ""}/state`, { state: "locked" });
      await chapter(at, "reading");
      await at.page.waitForSelector(".standing");
    },
    after: (stage) => stage.decide(`chapters/${stage.chapters[1] ?? ""}/state`, { state: "open" }),
  },
  {
    name: "authors",
    seat: "Ghana",
    show: async (at) => {
      await chapter(at);
      await choose(at, "view", at.words.writing.view.authors);
      await at.page.waitForSelector(".wrote");
    },
  },
  { name: "proposals", seat: "Secretariat", show: proposals },
  { name: "proposal", seat: "Secretariat", show: proposal },
  {
    name: "proposal-sides",
    seat: "Secretariat",
    show: async (at) => {
      await proposal(at);
      await at.page.locator("[aria-pressed]").nth(1).click();
    },
  },
  {
    name: "proposal-write",
    seat: "Ghana",
    show: async ({ page, stage }) => {
      await page.goto(stage.document(stage.proposal));
      await page.waitForSelector('.foot[data-state="saved"]');
      await page.waitForSelector(".branch-bar");
    },
  },
];
