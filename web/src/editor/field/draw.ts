// A line at rest: drawn as plain elements, without an editor, so that a table of five hundred cells costs no more than its
// words. Also says which place in the line a place in these elements is. Next: field.ts.
import { DOMSerializer, type Node } from "prosemirror-model";
import { caretDom } from "../cursor.ts";
import { schema } from "../schema.ts";

/** Draws an inline node that is no text: a note, a cross-reference, a placeholder. */
export type DrawAtom = (node: Node) => HTMLElement;

/** Somebody else's caret, and what they have selected. */
export interface Caret {
  readonly name: string;
  /** The class that colours it. */
  readonly shade: string;
  readonly anchor: number;
  readonly head: number;
}

const ATOMS = ["note", "xref", "page_break", "unknown"] as const;
/** What stands in the elements without standing in the line. */
const APART = ".caret, .filler";

/** How lines are drawn; made once for an editor. */
export function lineSerializer(drawAtom: DrawAtom): DOMSerializer {
  const nodes = DOMSerializer.nodesFromSchema(schema);
  for (const name of ATOMS) {
    nodes[name] = (node) => {
      const dom = drawAtom(node);
      dom.setAttribute("contenteditable", "false");
      dom.dataset["atom"] = name;
      return dom;
    };
  }
  return new DOMSerializer(nodes, DOMSerializer.marksFromSchema(schema));
}

/** Draws a line into an element. */
export function drawLine(dom: HTMLElement, line: Node, carets: readonly Caret[], serializer: DOMSerializer): void {
  const size = line.content.size;
  const cuts = new Set([0, size]);
  for (const { anchor, head } of carets) cuts.add(Math.min(anchor, size)).add(Math.min(head, size));
  const places = [...cuts].sort((one, other) => one - other);
  const parts: globalThis.Node[] = [];
  places.forEach((place, index) => {
    for (const caret of carets) if (Math.min(caret.head, size) === place) parts.push(caretDom(caret.name, caret.shade));
    const next = places[index + 1];
    if (next === undefined) return;
    const part = serializer.serializeFragment(line.content.cut(place, next));
    const selects = carets.find(
      ({ anchor, head }) => Math.min(anchor, head) <= place && Math.max(anchor, head) >= next,
    );
    parts.push(selects === undefined ? part : selected(part, selects.shade));
  });
  if (size === 0 || line.lastChild?.type.name === "hard_break") parts.push(filler());
  dom.replaceChildren(...parts);
}

function selected(part: globalThis.Node, shade: string): HTMLElement {
  const span = document.createElement("span");
  span.className = `selection ${shade}`;
  span.append(part);
  return span;
}

/** Gives an empty line its height. */
function filler(): HTMLElement {
  const br = document.createElement("br");
  br.className = "filler";
  return br;
}

/** The place in the line of a place in the elements that drawLine made. */
export function placeIn(dom: HTMLElement, node: globalThis.Node, offset: number): number {
  const range = document.createRange();
  range.setStart(dom, 0);
  range.setEnd(node, offset);
  return sizeOf(range.cloneContents());
}

function sizeOf(node: globalThis.Node): number {
  if (node.nodeType === globalThis.Node.TEXT_NODE) return node.textContent?.length ?? 0;
  if (node instanceof HTMLElement) {
    if (node.matches(APART)) return 0;
    if (node.matches("br, [data-atom]")) return 1;
  }
  let size = 0;
  for (const child of node.childNodes) size += sizeOf(child);
  return size;
}
