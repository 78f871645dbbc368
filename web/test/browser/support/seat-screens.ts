// The screens of seats: the Secretariat's desk with what it opens, the page of a seat, and who wrote a chapter. Part of
// screens.ts, which has them all.
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
    name: "authors",
    seat: "Ghana",
    show: async (at) => {
      await at.page.goto(at.stage.chapter(2));
      await at.page.waitForSelector('.foot[data-state="saved"]');
      await at.page.waitForSelector(".foot .count", { state: "attached" });
      await choose(at, "view", at.words.writing.view.authors);
      await at.page.waitForSelector(".wrote");
    },
  },
];
