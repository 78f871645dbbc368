// From blocks in a row, each with its place in lists, to the tree with lists in it: the same reading as the flat text's
// (docs/document-model.md, rules 3 to 5), so that a chapter shows what this makes. Next: clean.ts.
import type { PastedBlock, PastedList, PastedNode } from "./tree.ts";

export interface Placed {
  readonly block: PastedBlock;
  readonly place: Place | null;
}

export interface Place {
  readonly list: "bullet" | "number" | "cont";
  readonly depth: number;
}

const LIST_DEPTH_MAX = 5;

interface Open {
  readonly list: "bullet" | "number";
  readonly depth: number;
  readonly items: { blocks: PastedNode[] }[];
}

export function nest(placed: readonly Placed[]): PastedNode[] {
  const nodes: PastedNode[] = [];
  let open: Open[] = [];
  for (const { block, place } of placed) {
    const above = open.at(-1)?.depth ?? -1;
    if (place === null || block.kind === "table" || block.kind === "figure" || (place.list === "cont" && above < 0)) {
      open = [];
      nodes.push(block);
    } else if (place.list === "cont") {
      open = open.filter(({ depth }) => depth <= place.depth);
      (lastItem(open) ?? { blocks: nodes }).blocks.push(block);
    } else {
      const depth = Math.max(0, Math.min(place.depth, above + 1, LIST_DEPTH_MAX));
      open = open.filter((each) => each.depth < depth || (each.depth === depth && each.list === place.list));
      listAt(open, depth, place.list, nodes).items.push({ blocks: [block] });
    }
  }
  return nodes;
}

function listAt(open: Open[], depth: number, list: "bullet" | "number", nodes: PastedNode[]): Open {
  const last = open.at(-1);
  if (last?.depth === depth) return last;
  const made: Open & PastedList = { list, depth, items: [] };
  const shown: PastedList = { list, items: made.items };
  (lastItem(open)?.blocks ?? nodes).push(shown);
  open.push(made);
  return made;
}

const lastItem = (open: readonly Open[]): { blocks: PastedNode[] } | undefined => open.at(-1)?.items.at(-1);
