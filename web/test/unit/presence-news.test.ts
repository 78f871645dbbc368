// The ear hears of the others, quietly: one sentence a minute at the most, and nothing twice.
import { expect, test } from "vitest";

import { PresenceNews, type Seen } from "../../src/pages/presence-news.ts";

const at = (name: string, place: number | null = null): Seen => ({
  name,
  cursor: place === null ? null : { head: place },
});

test("who joins is told, once", () => {
  const news = new PresenceNews();
  news.saw([at("Ghana")], 0);
  expect(news.say(0)).toEqual({ joined: ["Ghana"], writing: [] });
  news.saw([at("Ghana")], 70_000);
  expect(news.say(70_000)).toBeNull();
});

test("whose caret moves with an edit is writing; a caret that only moves is not", () => {
  const news = new PresenceNews();
  news.saw([at("Ghana", 1), at("Norway", 1)], 0);
  news.say(0);
  news.saw([at("Ghana", 2), at("Norway", 1)], 61_000);
  expect(news.say(61_000)).toBeNull();
  news.edited(62_000);
  news.saw([at("Ghana", 3), at("Norway", 1)], 62_100);
  expect(news.say(62_100)).toEqual({ joined: [], writing: ["Ghana"] });
});

test("at most one sentence a minute, with everything that happened meanwhile", () => {
  const news = new PresenceNews();
  news.saw([at("Ghana", 1)], 0);
  expect(news.say(0)).not.toBeNull();
  news.edited(1_000);
  news.saw([at("Ghana", 2), at("Chile", 5)], 1_100);
  expect(news.say(1_100)).toBeNull();
  expect(news.wait(1_100)).toBe(58_900);
  news.edited(2_000);
  news.saw([at("Ghana", 3), at("Chile", 6)], 2_100);
  expect(news.say(60_000)).toEqual({ joined: [], writing: ["Ghana", "Chile"] });
});

test("who goes on writing is no news, and who begins again after a while is", () => {
  const news = new PresenceNews();
  news.saw([at("Ghana", 1)], 0);
  news.say(0);
  for (let minute = 1; minute <= 20; minute += 1) {
    news.edited(minute * 60_000);
    news.saw([at("Ghana", 1 + minute)], minute * 60_000);
    expect(news.say(minute * 60_000) !== null).toBe(minute === 1);
  }
  news.edited(40 * 60_000);
  news.saw([at("Ghana", 99)], 40 * 60_000);
  expect(news.say(40 * 60_000)).toEqual({ joined: [], writing: ["Ghana"] });
});

test("of whoever left before it could be said, nothing is said", () => {
  const news = new PresenceNews();
  news.saw([at("Ghana")], 0);
  news.say(0);
  news.saw([at("Ghana"), at("Chile")], 1_000);
  news.saw([at("Ghana")], 2_000);
  expect(news.say(60_000)).toBeNull();
});
