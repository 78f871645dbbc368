// Two people, cut off from each other, one change each, and back together: nobody's words are lost, doubled or out of
// place, and each block has a kind that somebody gave it. Each row runs with both orders of client ids.
import { describe, expect, it } from "vitest";
import { enter, backspaceAtStart, setKind, toggleInline, toggleList } from "../../src/editor/commands.ts";
import { cutBlock, pasteBlocks } from "./acts.ts";
import { chapter, lines, meet, Person } from "./person.ts";

type Act = (person: Person) => void;

interface Row {
  name: string;
  before: string[];
  one: Act;
  other: Act;
  /** One outcome, or the two that the order of ids may bring about. */
  after: string[] | [string[], string[]];
}

const typesIn =
  (block: number, offset: number, words = "B"): Act =>
  (person) =>
    void person.at(block, offset).type(words);

const rows: Row[] = [
  {
    name: "a paragraph becomes a heading while the other types in it",
    before: ["floods come"],
    one: (person) => person.at(0, 0).do(setKind("h2")),
    other: typesIn(0, 6, "B"),
    after: ["h2: floodsB come"],
  },
  {
    name: "a paragraph becomes a list item while the other types in it",
    before: ["floods come"],
    one: (person) => person.at(0, 0).do(toggleList("bullet")),
    other: typesIn(0, 6),
    after: ["- p: floodsB come"],
  },
  {
    name: "a paragraph becomes a numbered item while the other types at its end",
    before: ["floods come"],
    one: (person) => person.at(0, 0).do(toggleList("number")),
    other: typesIn(0, -1),
    after: ["# p: floods comeB"],
  },
  {
    name: "a paragraph becomes a quote while the other types in it",
    before: ["floods come"],
    one: (person) => person.at(0, 0).do(setKind("quote")),
    other: typesIn(0, 6),
    after: ["quote: floodsB come"],
  },
  {
    name: "a heading's level changes while the other presses Enter at its end and types",
    before: ["floods"],
    one: (person) => person.at(0, 0).do(setKind("h3")),
    other: (person) => person.at(0, -1).do(enter).type("B"),
    after: ["h3: floods", "p: B"],
  },
  {
    name: "a heading's level changes while the other presses Enter at its start",
    before: ["floods"],
    one: (person) => person.at(0, 0).do(setKind("h3")),
    other: (person) => person.at(0, 0).do(enter),
    after: ["p: ", "h3: floods"],
  },
  {
    name: "two paragraphs are joined while the other types in the second",
    before: ["one", "two"],
    one: (person) => person.at(1, 0).do(backspaceAtStart),
    other: typesIn(1, 2),
    after: ["p: onetwBo"],
  },
  {
    name: "two paragraphs are joined while the other types at the start of the second",
    before: ["one", "two"],
    one: (person) => person.at(1, 0).do(backspaceAtStart),
    other: typesIn(1, 0),
    after: ["p: oneBtwo"],
  },
  {
    name: "a paragraph is split while the other types in the tail",
    before: ["one two"],
    one: (person) => person.at(0, 3).do(enter),
    other: typesIn(0, 6),
    after: ["p: one", "p:  twBo"],
  },
  {
    name: "both press Enter at one spot",
    before: ["one two"],
    one: (person) => person.at(0, 3).do(enter),
    other: (person) => person.at(0, 3).do(enter),
    after: ["p: one", "p: ", "p:  two"],
  },
  {
    name: "both press Enter at one spot and go on typing",
    before: ["one two"],
    one: (person) => person.at(0, 3).do(enter).type("A"),
    other: (person) => person.at(0, 3).do(enter).type("B"),
    after: [
      ["p: one", "p: A", "p: B two"],
      ["p: one", "p: B", "p: A two"],
    ],
  },
  {
    name: "words become bold while the other types in them",
    before: ["one two three"],
    one: (person) => person.select(0, 4, 0, 7).do(toggleInline("strong")),
    other: typesIn(0, 5),
    after: ["p: one *tBwo* three"],
  },
  {
    name: "a range over two paragraphs becomes bold while the other types in both",
    before: ["one", "two"],
    one: (person) => person.select(0, 1, 1, 2).do(toggleInline("strong")),
    other: (person) => {
      person.at(0, 2).type("B");
      person.at(1, 1).type("C");
    },
    after: ["p: o*nBe*", "p: *tCw*o"],
  },
  {
    name: "a block is cut and pasted elsewhere while the other types in it: those words stay at the old place",
    before: ["one", "two", "three"],
    one: (person) => pasteBlocks(person.at(2, -1), cutBlock(person, 1)),
    other: typesIn(1, 2),
    after: ["p: oneB", "p: three", "p: two"],
  },
];

describe.each([
  ["the lower id first", 10, 20],
  ["the higher id first", 20, 10],
])("%s", (_order, one, other) => {
  it.each(rows)("$name", (row) => {
    const update = chapter(...row.before);
    const people = [new Person({ client: one, update }), new Person({ client: other, update })] as const;
    row.one(people[0]);
    row.other(people[1]);
    meet(...people);
    const possible = Array.isArray(row.after[0]) ? row.after : [row.after];
    expect(possible).toContainEqual(lines(people[0].tree));
  });
});
