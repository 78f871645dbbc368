// On which side bullets and the bars of quotes stand: where the words of the first block begin, whatever the direction of
// the page. Blocks find their own direction (dir="auto"), but what holds them does not see through that.
import type { Node } from "prosemirror-model";
import { Plugin, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";

type Side = "ltr" | "rtl" | null;

const LETTER = /\p{L}/u;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}]/u;

export const sides = (): Plugin => new Plugin({ props: { decorations } });

const drawn = new WeakMap<Node, DecorationSet>();
const known = new WeakMap<Node, Side>();

function decorations({ doc }: EditorState): DecorationSet {
  let set = drawn.get(doc);
  if (set === undefined) {
    set = DecorationSet.create(doc, held(doc));
    drawn.set(doc, set);
  }
  return set;
}

function held(doc: Node): Decoration[] {
  const found: Decoration[] = [];
  doc.forEach((node, offset) => {
    const side = node.type.name === "quote" || !node.isTextblock ? sideOf(node) : null;
    if (side !== null) found.push(Decoration.node(offset, offset + node.nodeSize, { dir: side }));
  });
  return found;
}

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
