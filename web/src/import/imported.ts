// What an import gives: a title, the tree, what was left out, and how much there is of each thing, for a person to look at
// before a chapter is made of it. Next: docx.ts, markdown.ts; pages/ImportDialog.svelte shows it.
import { TEXT_UNITS_MAX } from "./limits.ts";
import { Refused } from "./refused.ts";
import type { Left, Pasted, PastedBlock, PastedInline, PastedKind, PastedNode } from "../paste/tree.ts";

export interface Imported {
  readonly title: string;
  readonly tree: readonly PastedNode[];
  readonly left: readonly Left[];
}

/** The result, if there is a text, and one that a chapter can hold. */
export function imported(pasted: Pasted, fileName: string, named: string): Imported {
  if (pasted.tree.length === 0) throw new Refused("empty");
  if (unitsOf(pasted.tree) > TEXT_UNITS_MAX) throw new Refused("too-long");
  return { ...titled(pasted, fileName, named), left: pasted.left };
}

function unitsOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null || value instanceof Blob) return 0;
  return Object.values(value).reduce((units: number, each) => units + unitsOf(each), 0);
}

export interface Counts {
  words: number;
  headings: number;
  tables: number;
  notes: number;
  pictures: number;
}

const TITLE_UNITS_MAX = 200;

/** What stands at the very beginning is the chapter's title, if it is one, or the one heading that is highest. */
function titled(
  { tree, isTitled }: Pasted,
  fileName: string,
  named: string,
): { title: string; tree: readonly PastedNode[] } {
  const [first, ...rest] = tree;
  const isHighest = first !== undefined && isKind(first, "h2") && !hasNote(first.content);
  const isTitle = isHighest && (isTitled || !rest.some((node) => isKind(node, "h2")));
  const title = isTitle ? textOf(first.content) : named;
  if (isTitle && title !== "") return { title: shortened(title), tree: raised(rest) };
  return {
    title: shortened(
      title === ""
        ? fileName
            .replace(/\.[A-Za-z0-9]{1,8}$/, "")
            .replace(/[_\s]+/g, " ")
            .trim()
        : title,
    ),
    tree,
  };
}

/** Under a title that is gone its sections are the highest, if it was the only one of its kind. */
function raised(tree: readonly PastedNode[]): readonly PastedNode[] {
  if (tree.some((node) => isKind(node, "h2"))) return tree;
  const up = { h3: "h2", h4: "h3" } as const;
  return tree.map((node) =>
    "kind" in node && (node.kind === "h3" || node.kind === "h4") ? { ...node, kind: up[node.kind] } : node,
  );
}

const isKind = (node: PastedNode, kind: PastedKind): node is PastedBlock => "kind" in node && node.kind === kind;
const hasNote = (content: readonly PastedInline[]): boolean => content.some((part) => "note" in part);

function textOf(content: readonly PastedInline[]): string {
  return content
    .map((part) => ("text" in part ? part.text : " "))
    .join("")
    .replace(/\s+/gu, " ")
    .trim();
}

const shortened = (title: string): string => [...title].slice(0, TITLE_UNITS_MAX).join("");

export function countsOf(tree: readonly PastedNode[]): Counts {
  const counts: Counts = { words: 0, headings: 0, tables: 0, notes: 0, pictures: 0 };
  countNodes(tree, counts);
  return counts;
}

function countNodes(nodes: readonly PastedNode[], counts: Counts): void {
  for (const node of nodes) {
    if ("items" in node) for (const { blocks } of node.items) countNodes(blocks, counts);
    else if ("blocks" in node) countNodes(node.blocks, counts);
    else {
      if (/^h\d$/.test(node.kind)) counts.headings += 1;
      if (node.table !== undefined) counts.tables += 1;
      if (node.figure !== undefined) counts.pictures += 1;
      countInline(node.content, counts);
      for (const { cells } of node.table?.rows ?? []) for (const { content } of cells) countInline(content, counts);
    }
  }
}

function countInline(content: readonly PastedInline[], counts: Counts): void {
  counts.words +=
    content
      .map((part) => ("text" in part ? part.text : " "))
      .join("")
      .match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*/gu)?.length ?? 0;
  for (const part of content) {
    if (!("note" in part)) continue;
    counts.notes += 1;
    countInline(part.content, counts);
  }
}
