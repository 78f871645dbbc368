// Keeps the headings of parts as the template has them (docs/document-model.md, M5): an edit of the person here that would
// change the words or the kind of one is not made. Removing one whole, moving it and making it bold are. Looks at one's own
// edits alone, never at what merges; pure. Next: state.ts, which asks.
import { Fragment, type Node } from "prosemirror-model";
import type { Transaction } from "prosemirror-state";
import { flatEditOf, type FlatEdit } from "./binding.ts";
import { textBlocks, type TextBlock } from "./flatten.ts";

/** The parts whose headings are fixed; null while nobody knows: then all headings that name one. */
export type Fixed = ReadonlySet<string> | null;

/** The part whose heading an edit would change; null if it may be made. */
export function changedPart(fixed: Fixed, tr: Transaction): string | null {
  const before = fixedHeadings(fixed, tr.before);
  if (before.length === 0) return null;
  const same = new Set(fixedHeadings(fixed, tr.doc).map(({ node }) => node));
  const edit = flatEditOf(tr);
  const changed =
    before.find((heading) => !same.has(heading.node) && !stays(heading, tr)) ??
    (edit === undefined ? undefined : changedBy(edit, fixed, tr.doc));
  return changed?.keys.part ?? null;
}

/** Whether a heading is one of these. */
export const isFixed = (fixed: Fixed, part: string | undefined): boolean =>
  part !== undefined && (fixed === null || fixed.has(part));

/** Whether a place is in such a heading. */
export function isInFixed(fixed: Fixed, doc: Node, pos: number): boolean {
  const part: unknown = doc.resolve(pos).parent.attrs["part"];
  return typeof part === "string" && isFixed(fixed, part);
}

const headings = new WeakMap<Node, readonly TextBlock[]>();

function fixedHeadings(fixed: Fixed, doc: Node): readonly TextBlock[] {
  const found: TextBlock[] = [];
  doc.forEach((node, offset) => {
    for (const heading of headingsIn(node))
      if (isFixed(fixed, heading.keys.part)) found.push({ ...heading, pos: offset + heading.pos });
  });
  return found;
}

/** The headings of parts in a top node, at their places in it. Kept by node, since every key asks. */
function headingsIn(node: Node): readonly TextBlock[] {
  let found = headings.get(node);
  if (found === undefined) {
    found = textBlocks(Fragment.from(node)).filter(({ keys }) => keys.part !== undefined);
    headings.set(node, found);
  }
  return found;
}

/** Whether a heading is after the steps what it was before, or gone with all its words. */
function stays({ node, pos }: TextBlock, tr: Transaction): boolean {
  const now = withId(tr.doc, node.attrs["id"]);
  if (now !== null) return now.type === node.type && sameParts(now, node) && wordsOf(now) === wordsOf(node);
  const start = tr.mapping.map(pos + 1, 1);
  const end = tr.mapping.map(pos + 1 + node.content.size, -1);
  return end <= start;
}

const sameParts = (one: Node, other: Node): boolean =>
  one.attrs["level"] === other.attrs["level"] && one.attrs["part"] === other.attrs["part"];

function withId(doc: Node, id: unknown): Node | null {
  return textBlocks(doc.content).find(({ node }) => node.attrs["id"] === id)?.node ?? null;
}

/** The words and whatever else stands in a heading, without its marks. */
const wordsOf = (node: Node): string =>
  node.textBetween(0, node.content.size, "", (leaf) => `\u0000${leaf.type.name}${JSON.stringify(leaf.attrs)}`);

function changedBy(edit: FlatEdit, fixed: Fixed, doc: Node): TextBlock | undefined {
  const blocks = textBlocks(doc.content);
  const fixedAt = (index: number): TextBlock | undefined =>
    isFixed(fixed, blocks[index]?.keys.part) ? blocks[index] : undefined;
  if ("move" in edit) return undefined;
  if ("set" in edit) {
    const other = edit.set.find(({ index, keys }) => {
      const before = fixedAt(index)?.keys;
      return before !== undefined && (before.kind !== keys.kind || before.part !== keys.part);
    });
    return other === undefined ? undefined : fixedAt(other.index);
  }
  const joined = blocks[edit.join];
  return fixedAt(edit.join) ?? ((joined?.node.content.size ?? 0) > 0 ? fixedAt(edit.join - 1) : undefined);
}
