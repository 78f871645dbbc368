// From nodes to the flat text: the marks that the blocks of a document stand for, the units of their text, and where a
// place in the document falls in the flat text. Pure. The whole text is never made from it; only differences between
// two documents are written (write.ts). Next: write.ts.
import type { Fragment, Mark, Node } from "prosemirror-model";
import { START } from "./assemble.ts";
import { sameAttributes, type Attributes, type Run } from "./flat.ts";
import { embedOf } from "./inline.ts";
import { isWide, kindOf, type BlockAttrs } from "./schema.ts";
import { DEPTH_MAX } from "./values.ts";

/** The keys of a mark apart from its id. Absent keys are undefined. */
export interface MarkKeys {
  readonly kind: string;
  readonly list?: string;
  readonly depth?: number;
  readonly dir?: string;
  readonly lang?: string;
  readonly box?: string;
  readonly payload?: string;
  readonly part?: string;
}

/** Keys without some of them. */
export const withoutKeys = (keys: MarkKeys, ...names: readonly Exclude<keyof MarkKeys, "kind">[]): MarkKeys =>
  Object.fromEntries(
    Object.entries(keys).filter(([name]) => !(names as readonly string[]).includes(name)),
  ) as unknown as MarkKeys;

/** The ids of payloads that were made for what a paste brought, by the content that it brought them with. */
const made = new WeakMap<object, string>();

/** From now on what carries this content refers to that payload. */
export const makeFor = (content: object, id: string): void => void made.set(content, id);

/** The id of the payload that a note, table, figure or box refers to; null if it refers to none. */
export function payloadOf(node: Node): string | null {
  const content: unknown = node.attrs["content"];
  if (typeof content === "object" && content !== null) return made.get(content) ?? null;
  return (node.attrs[node.type.name === "box" ? "box" : "payload"] as string | null | undefined) ?? null;
}

/** A block of text in a document. */
export interface TextBlock {
  readonly node: Node;
  /** Position of the block's opening token. */
  readonly pos: number;
  readonly keys: MarkKeys;
}

/** The text blocks of a document, or of a part of its top nodes that begins at `pos`, in order. */
export function textBlocks(content: Fragment, pos = 0): TextBlock[] {
  const found: TextBlock[] = [];
  content.forEach((node, offset) => {
    collect(node, pos + offset, NOTHING_AROUND, found);
  });
  return found;
}

/** What stands around a block: lists, and outside of them a box. */
interface Around {
  readonly box: string | null;
  readonly list: { readonly type: "bullet" | "number"; readonly depth: number; readonly first: boolean } | null;
}

const NOTHING_AROUND: Around = { box: null, list: null };

function collect(node: Node, pos: number, around: Around, found: TextBlock[]): void {
  if (node.isTextblock) {
    found.push({ node, pos, keys: keysOf(node, around) });
    return;
  }
  if (node.type.name === "box") {
    const box = payloadOf(node);
    node.forEach((child, offset) => {
      collect(child, pos + 1 + offset, { ...around, box }, found);
    });
    return;
  }
  const type = node.type.name === "ordered_list" ? "number" : "bullet";
  const depth = around.list === null ? 0 : around.list.depth + 1;
  node.forEach((item, itemOffset) => {
    item.forEach((child, offset, index) => {
      const list = { type, depth, first: index === 0 } as const;
      collect(child, pos + 1 + itemOffset + 1 + offset, { ...around, list }, found);
    });
  });
}

function keysOf(node: Node, { box, list }: Around): MarkKeys {
  const { dir, lang } = node.attrs as BlockAttrs;
  const payload = isWide(node) ? payloadOf(node) : null;
  const part = (node.attrs["part"] as string | null | undefined) ?? null;
  return {
    kind: kindOf(node),
    ...(list === null ? {} : { list: list.first ? list.type : "cont", depth: Math.min(list.depth, DEPTH_MAX) }),
    ...(dir === null ? {} : { dir }),
    ...(lang === null ? {} : { lang }),
    ...(box === null ? {} : { box }),
    ...(payload === null ? {} : { payload }),
    ...(part === null ? {} : { part }),
  };
}

/** Whether this, as the first block of a document, stands for text without a mark. */
export function isStart(block: TextBlock): boolean {
  return block.node.attrs["id"] === START && sameAttributes({ ...block.keys }, { kind: "p" });
}

/** The runs that inline content stands for. A break takes the attributes of what it follows: it shows none anyway. */
export function runsOf(content: Fragment): Run[] {
  const runs: Run[] = [];
  content.forEach((node) => {
    const last = runs.at(-1);
    if (node.isAtom && !node.isText && node.type.name !== "hard_break") {
      runs.push({ embed: embedOf(node, payloadOf), attributes: {} });
      return;
    }
    const text = node.isText ? (node.text ?? "") : "\n";
    const attributes = node.isText ? attributesOf(node.marks) : last === undefined ? {} : last.attributes;
    if (last !== undefined && "text" in last && sameAttributes(last.attributes, attributes)) {
      runs[runs.length - 1] = { text: last.text + text, attributes };
    } else runs.push({ text, attributes });
  });
  return runs;
}

/** The inline attributes that marks stand for. */
export function attributesOf(marks: readonly Mark[]): Attributes {
  return Object.fromEntries(marks.map((mark) => [mark.type.name, valueOf(mark)]));
}

/** The value of the attribute that a mark stands for. */
export const valueOf = (mark: Mark): unknown => mark.attrs["value"] ?? true;

const sizes = new WeakMap<Node, { units: number; blocks: number }>();

/** Units and text blocks of a top node, each block counted with its mark. */
export function sizeOf(node: Node): { units: number; blocks: number } {
  let size = sizes.get(node);
  if (size === undefined) {
    size = { units: 0, blocks: 0 };
    if (node.isTextblock) size = { units: node.content.size + 1, blocks: 1 };
    else {
      for (let index = 0; index < node.childCount; index += 1) {
        const child = sizeOf(node.child(index));
        size = { units: size.units + child.units, blocks: size.blocks + child.blocks };
      }
    }
    sizes.set(node, size);
  }
  return size;
}
