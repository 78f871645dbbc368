// From nodes to the flat text: the marks that the blocks of a document stand for, the units of their text, and where a
// place in the document falls in the flat text. Pure. The whole text is never made from it; only differences between
// two documents are written (write.ts). Next: write.ts.
import type { Fragment, Mark, Node } from "prosemirror-model";
import { START } from "./assemble.ts";
import { sameAttributes, type Attributes, type Run } from "./flat.ts";
import { kindOf, type BlockAttrs } from "./schema.ts";
import { DEPTH_MAX } from "./values.ts";

/** The keys of a mark apart from its id. Absent keys are undefined. */
export interface MarkKeys {
  readonly kind: string;
  readonly list?: string;
  readonly depth?: number;
  readonly dir?: string;
  readonly lang?: string;
  readonly box?: unknown;
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
    collect(node, pos + offset, null, found);
  });
  return found;
}

interface Place {
  readonly list: "bullet" | "number";
  readonly depth: number;
}

function collect(node: Node, pos: number, place: (Place & { first: boolean }) | null, found: TextBlock[]): void {
  if (node.isTextblock) {
    found.push({ node, pos, keys: keysOf(node, place) });
    return;
  }
  const inner: Place = {
    list: node.type.name === "ordered_list" ? "number" : "bullet",
    depth: place === null ? 0 : place.depth + 1,
  };
  node.forEach((item, itemOffset) => {
    item.forEach((child, offset, index) => {
      collect(child, pos + 1 + itemOffset + 1 + offset, { ...inner, first: index === 0 }, found);
    });
  });
}

function keysOf(node: Node, place: (Place & { first: boolean }) | null): MarkKeys {
  const { dir, lang, box } = node.attrs as BlockAttrs;
  return {
    kind: kindOf(node),
    ...(place === null ? {} : { list: place.first ? place.list : "cont", depth: Math.min(place.depth, DEPTH_MAX) }),
    ...(dir === null ? {} : { dir }),
    ...(lang === null ? {} : { lang }),
    ...(box === null ? {} : { box }),
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
    if (node.type.name === "unknown") {
      runs.push({ embed: node.attrs["embed"] as unknown, attributes: {} });
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
