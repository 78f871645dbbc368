// What somebody pastes: one to three blocks, some in nested lists, of characters never seen before.
import { Fragment, Slice, type Node } from "prosemirror-model";
import { schema } from "../../src/editor/schema.ts";
import type { Chance } from "./chance.ts";
import type { Ledger } from "./ledger.ts";

export function slice(chance: Chance, ledger: Ledger): Slice {
  const blocks = Array.from({ length: 1 + chance.below(3) }, () => block(chance, ledger));
  const first = blocks[0] as Node;
  const last = blocks.at(-1) as Node;
  const open = (node: Node): number => (node.isTextblock && chance.once(2) ? 1 : 0);
  return new Slice(Fragment.fromArray(blocks), open(first), open(last));
}

function block(chance: Chance, ledger: Ledger): Node {
  switch (chance.below(4)) {
    case 0:
      return schema.node("heading", { level: 2 + chance.below(3) }, words(chance, ledger));
    case 1:
      return list(chance, ledger, 0);
    default:
      return schema.node("paragraph", null, words(chance, ledger));
  }
}

function list(chance: Chance, ledger: Ledger, depth: number): Node {
  const items = Array.from({ length: 1 + chance.below(2) }, () => {
    const content = [schema.node("paragraph", null, words(chance, ledger))];
    if (depth < 2 && chance.once(3)) content.push(list(chance, ledger, depth + 1));
    else if (chance.once(4)) content.push(schema.node("paragraph", null, words(chance, ledger)));
    return schema.node("list_item", null, content);
  });
  return schema.node(chance.once(2) ? "ordered_list" : "bullet_list", null, items);
}

function words(chance: Chance, ledger: Ledger): Node {
  const text = ledger.characters(1 + chance.below(3));
  ledger.type(text);
  return schema.text(text, chance.once(5) ? [schema.mark("strong")] : []);
}
