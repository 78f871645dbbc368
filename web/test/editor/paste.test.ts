// A tree that was pasted or imported, as nodes of the editor: what may not stand where the tree has it stands behind, and no
// word of it is lost, whatever stands in what (docs/document-model.md, Assemble, rules 3 and 10).
import type { Node } from "prosemirror-model";
import { expect, it } from "vitest";
import { nodesOfTree } from "../../src/editor/paste.ts";
import { schema } from "../../src/editor/schema.ts";
import type { Json } from "../../src/editor/values.ts";

const text = (words: string): Json => [{ text: words }];
const p = (words: string): Json => ({ kind: "p", content: text(words) });
const table = (...cells: string[]): Json => ({
  kind: "table",
  content: text("caption"),
  table: { cols: cells.map(() => ({})), rows: [{ cells: cells.map((words) => ({ content: text(words) })) }] },
});
const figure: Json = { kind: "figure", content: text("caption"), figure: { alt: "alternative", credit: "credit" } };
const box = (...blocks: Json[]): Json => ({
  box: null,
  heading: { kind: "case", title: "title", region: "region", period: "period", visibility: "network" },
  blocks,
});
const list = (...items: Json[][]): Json => ({ list: "number", items: items.map((blocks) => ({ blocks })) });

/** Text in brackets for each node, with what it carries for its payload. */
const drawn = (node: Node): string =>
  node.isText
    ? (node.text ?? "")
    : `${node.type.name}${said(node.attrs["content"] as Json)}[${node.children.map(drawn).join(" ")}]`;
const said = (content: Json): string =>
  content === null || content === undefined ? "" : `{${strings(content).join(" ")}}`;

function strings(json: Json): string[] {
  if (typeof json === "string") return [json];
  return typeof json === "object" && json !== null ? Object.values(json).flatMap((each) => strings(each as Json)) : [];
}

/** What is drawn for a tree, in a document that fits the schema. */
function shown(...tree: Json[]): string {
  const nodes = nodesOfTree(tree);
  schema.node("doc", null, nodes).check();
  return nodes.map(drawn).join(" ");
}

it.each<[string, Json, string]>([
  [
    "a table in an item ends the list, and what follows it in the item stands behind it",
    list([p("one"), table("a", "b"), p("more")], [p("two")]),
    "ordered_list[list_item[paragraph[one]]] table{a b}[caption] paragraph[more] ordered_list[list_item[paragraph[two]]]",
  ],
  ["a table that is all of an item", list([table("a")]), "table{a}[caption]"],
  [
    "a table in an item of an item",
    list([p("one"), list([p("deep"), table("a")], [p("deeper")])], [p("two")]),
    "ordered_list[list_item[paragraph[one] ordered_list[list_item[paragraph[deep]]]]] table{a}[caption] " +
      "ordered_list[list_item[paragraph[deeper]]] ordered_list[list_item[paragraph[two]]]",
  ],
  ["a figure", list([p("one"), figure]), "ordered_list[list_item[paragraph[one]]] figure{alternative credit}[caption]"],
  [
    "a box with a table in a list in it",
    list([p("one"), box(list([p("in"), table("a")]))]),
    "ordered_list[list_item[paragraph[one]]] box{case title region period network}" +
      "[ordered_list[list_item[paragraph[in]]] table{a}[caption]]",
  ],
  [
    "a box in a box: what its heading says stays",
    box(p("out"), box(p("in"))),
    "box{case title region period network}[paragraph[out] paragraph[title, region, period] paragraph[in]]",
  ],
])("%s", (_name, tree, expected) => {
  expect(shown(tree)).toBe(expected);
});

it("loses no word of what is in each other, however deep", () => {
  const words = (json: string): string[] => [...new Set(json.match(/w\d+/g))].sort();
  const kinds = [
    (inside: Json, n: number): Json => list([p(`w${String(n)}`), inside, p(`w${String(n)}0`)]),
    (inside: Json, n: number): Json => list([inside], [table(`w${String(n)}`, `w${String(n)}0`)]),
    (inside: Json, n: number): Json => ({
      ...(box(inside) as object),
      heading: { kind: "key", title: `w${String(n)}` },
    }),
  ];
  for (let way = 0; way < kinds.length ** 5; way += 1) {
    let tree: Json = table("w9");
    let left = way;
    for (let depth = 1; depth <= 10; depth += 1) {
      tree = kinds[left % kinds.length]?.(tree, depth) ?? tree;
      left = depth === 5 ? way : Math.floor(left / kinds.length);
    }
    expect(words(shown(tree)), JSON.stringify(tree)).toEqual(words(JSON.stringify(tree)));
  }
});
