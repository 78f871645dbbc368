// The chapter that is measured: as many words as asked, with what a chapter of a manual holds: headings, paragraphs with
// bold, links and notes, lists, tables, figures without a picture, boxes. The same for both editors, from a seed. Shapes are
// those of docs/document-model.md, Shape of the tree, without ids. Never looks at an editor. Next: chancery.ts, tiptap.ts.
import type { Json } from "../../../src/editor/values.ts";
import { Chance } from "../../property/chance.ts";

export type Inline =
  | { readonly text: string; readonly marks?: { readonly strong?: true; readonly em?: true; readonly link?: string } }
  | { readonly note: ""; readonly content: readonly Inline[] };
export interface Block {
  readonly kind: "p" | "h2" | "h3" | "quote" | "table" | "figure";
  readonly content: readonly Inline[];
  readonly table?: {
    readonly cols: readonly object[];
    readonly rows: readonly { readonly cells: readonly { readonly content: readonly Inline[] }[] }[];
    readonly headRow: true;
  };
  readonly figure?: { readonly alt: string; readonly credit: string };
}
export interface List {
  readonly list: "bullet" | "number";
  readonly items: readonly { readonly blocks: readonly Block[] }[];
}
export interface Box {
  readonly box: "";
  readonly heading: { readonly kind: "key"; readonly title: string };
  readonly blocks: readonly Block[];
}
export type Node = Block | List | Box;
export type Section = readonly Node[];

/** Where the person writes. */
export const PERSON = "Here the person writes:";
/** Where somebody else writes. */
export const desk = (number: number): string => `Desk ${String(number)} writes:`;
/** What the last paragraph says: whoever sees it sees the whole text. */
export const END = "This is the end of the chapter.";

const WORDS =
  `a focal point needs three things before anything else mandate in writing desk that other ministries know and time belongs to
the task whoever signs it should also say who answers when office asks how fast early warning is daily work not an exceptional
event begins with simple question who knows what they know it whom tell signals arrive from many sources none of them alone is
enough compare every week write down what has changed since last meeting parliament budget committee border police prosecutor
courts survivors civil society organisations embassy abroad regional network training new staff handover records archive
legislation risk assessment prevention protection responsibility atrocity crimes international law obligations report`.split(
    /\s+/,
  );
const SEED = 20_27;

/** The sections of a chapter of about so many words, with a desk in `desks` places, evenly, and the person in the middle. */
export function sectionsOf(words: number, desks: number): Section[] {
  const sections: Section[] = [];
  const chance = new Chance(SEED);
  for (let count = 0; count < words; count += countWords(sections.at(-1) ?? []))
    sections.push(section(chance, sections.length));
  const at = (share: number): number => Math.min(Math.floor(sections.length * share), sections.length - 1);
  for (let number = 0; number < desks; number += 1) add(sections, at((number + 0.5) / desks), paragraph(desk(number)));
  // One of the others writes in the paragraph below the person's.
  add(sections, at((Math.floor(desks / 2) + 0.5) / Math.max(desks, 1)), paragraph(PERSON));
  return [...sections, [paragraph(END)]];
}

/** The words in a part of the chapter, those of notes, tables and headings of boxes too. */
export function countWords(part: readonly Node[]): number {
  return [...strings(part)].reduce((sum, text) => sum + text.split(/\s+/).filter((word) => word !== "").length, 0);
}

/** As the editor's own reader of trees takes it. */
export const asJson = (section: Section): Json => section as unknown as Json;

function* strings(part: unknown): Iterable<string> {
  if (Array.isArray(part)) for (const each of part) yield* strings(each);
  else if (typeof part === "object" && part !== null)
    for (const [key, value] of Object.entries(part))
      if (["text", "title", "alt", "credit"].includes(key)) yield String(value);
      else if (key !== "marks") yield* strings(value);
}

function add(sections: Section[], index: number, node: Node): void {
  const [heading, ...rest] = sections[index] ?? [];
  if (heading !== undefined) sections[index] = [heading, node, ...rest];
}

function section(chance: Chance, number: number): Section {
  const say = (count: number): string => {
    const words = Array.from({ length: count }, () => chance.of(WORDS)).join(" ");
    return words.charAt(0).toUpperCase() + words.slice(1);
  };
  const nodes: Node[] = [
    { kind: "h2", content: [{ text: say(4) }] },
    rich(say),
    { kind: "p", content: [{ text: `${say(45)}.` }] },
    { kind: "h3", content: [{ text: say(5) }] },
    { kind: "p", content: [{ text: `${say(60)}.` }] },
    list(say, number % 6 === 5 ? "number" : "bullet"),
    { kind: "p", content: [{ text: `${say(30)} ` }, { text: say(2), marks: { em: true } }, { text: ` ${say(20)}.` }] },
  ];
  if (number % 2 === 1) nodes.push(table(say));
  if (number % 3 === 2)
    nodes.push({ kind: "figure", content: [{ text: say(8) }], figure: { alt: say(9), credit: say(2) } });
  if (number % 4 === 3)
    nodes.push({
      box: "",
      heading: { kind: "key", title: say(4) },
      blocks: [paragraph(`${say(35)}.`), paragraph(`${say(25)}.`)],
    });
  if (number % 5 === 4) nodes.push({ kind: "quote", content: [{ text: `${say(22)}.` }] });
  return nodes;
}

const paragraph = (text: string): Block => ({ kind: "p", content: [{ text }] });

type Say = (count: number) => string;

const rich = (say: Say): Block => ({
  kind: "p",
  content: [
    { text: `${say(18)} ` },
    { text: say(3), marks: { strong: true } },
    { text: ` ${say(14)}` },
    { note: "", content: [{ text: `${say(12)}.` }] },
    { text: ` ${say(8)} ` },
    { text: say(2), marks: { link: "https://example.org/a-page" } },
    { text: ` ${say(12)}.` },
  ],
});

const list = (say: Say, kind: List["list"]): List => ({
  list: kind,
  items: [9, 7, 11, 8].map((count) => ({ blocks: [paragraph(say(count))] })),
});

const table = (say: Say): Block => ({
  kind: "table",
  content: [{ text: say(6) }],
  table: {
    cols: [{}, {}, {}, {}],
    rows: Array.from({ length: 5 }, () => ({
      cells: [2, 3, 3, 2].map((count) => ({ content: [{ text: say(count) }] })),
    })),
    headRow: true,
  },
});
