// On which side bullets and the bars of quotes stand: where the words of the first block begin, whatever the direction of
// the page. Blocks find their own direction (dir="auto"), but what holds them does not see through that.
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import { changedNodes } from "./changed.ts";

type Side = "ltr" | "rtl" | null;

const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

const key = new PluginKey<DecorationSet>("sides");

export function sides(): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, { doc }) => drawn(doc),
      apply: (tr, before, { doc: old }, { doc }) => {
        if (!tr.docChanged) return before;
        let dropped = !sameSides(old, doc);
        const mapped = dropped ? before : before.map(tr.mapping, doc, { onRemove: () => (dropped = true) });
        return dropped ? drawn(doc) : mapped;
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

const known = new WeakMap<Node, Side>();

function drawn(doc: Node): DecorationSet {
  const found: Decoration[] = [];
  doc.forEach((node, offset) => {
    const side = heldSide(node);
    if (side !== null) found.push(Decoration.node(offset, offset + node.nodeSize, { dir: side }));
  });
  return DecorationSet.create(doc, found);
}

/** Whether an edit left every side as it was. */
function sameSides(before: Node, after: Node): boolean {
  const sidesIn = (doc: Node, other: Node): string => changedNodes(doc, other).map(heldSide).join();
  return sidesIn(before, after) === sidesIn(after, before);
}

/** The side that a top node needs to be told. */
const heldSide = (node: Node): Side => (node.type.name === "quote" || !node.isTextblock ? sideOf(node) : null);

/** The direction of the first block in a node: the one it was given, else that of its first letter. */
export function sideOf(node: Node): Side {
  let side = known.get(node);
  if (side === undefined) {
    side = node.isTextblock ? sideOfBlock(node) : node.firstChild === null ? null : sideOf(node.firstChild);
    known.set(node, side);
  }
  return side;
}

function sideOfBlock(block: Node): Side {
  const given: unknown = block.attrs["dir"];
  if (given === "ltr" || given === "rtl") return given;
  return directionOf(block.textContent);
}

/** The direction of the first letter; null if there is none. */
export function directionOf(text: string): Side {
  const letter = LETTER.exec(text)?.[0];
  return letter === undefined ? null : RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
}
