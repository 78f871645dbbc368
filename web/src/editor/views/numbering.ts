// Keeps the numbers of a chapter and shows them: ahead of headings as an attribute that the style sheet draws, in notes,
// cross-references and captions as their text. Counts again only when something that has a number came, went or moved; a
// letter typed into a paragraph or a cell costs nothing here. Next: ../numbers.ts.
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import * as Y from "yjs";
import { changedBetween, countedIn, numbersOf, type Numbers } from "../numbers.ts";
import { payloadsOf } from "../payload/counted.ts";
import type { Watch } from "../payload/watch.ts";
import type { EditorCore } from "../state.ts";

interface Shown {
  readonly doc: Node;
  readonly numbers: Numbers;
  readonly headings: DecorationSet;
}

const key = new PluginKey<Shown>("numbers");

/** The plugin that counts. `chapter`: the number of the chapter in its outline, where that is known. */
export function numbering(ydoc: Y.Doc, chapter: () => string | null): Plugin<Shown> {
  const payloads = payloadsOf(ydoc);
  const count = (doc: Node): Numbers => numbersOf(doc, payloads, chapter());
  const whole = (doc: Node): Shown => {
    const numbers = count(doc);
    return { doc, numbers, headings: headingsOf(doc, numbers) };
  };
  return new Plugin<Shown>({
    key,
    state: {
      init: (_, { doc }) => whole(doc),
      apply: (tr, before, _old, { doc }) => {
        const changed = tr.getMeta(key) === true ? "numbers" : changedBetween(before.doc, doc);
        if (changed === "numbers") return whole(doc);
        if (!tr.docChanged) return before;
        let dropped = false;
        const headings = before.headings.map(tr.mapping, tr.doc, { onRemove: () => (dropped = true) });
        // Where only a title changed, the numbers stay the same ones: whoever shows them need not look.
        const numbers = changed === "titles" ? { ...before.numbers, targets: count(doc).targets } : before.numbers;
        return { doc, numbers, headings: dropped ? headingsOf(doc, numbers) : headings };
      },
    },
    props: { decorations: (state) => key.getState(state)?.headings },
  });
}

/** The numbers of the document as it is shown. */
export const numbersIn = (state: EditorState): Numbers | null => key.getState(state)?.numbers ?? null;

function headingsOf(doc: Node, { blocks }: Numbers): DecorationSet {
  const found: Decoration[] = [];
  const see = (node: Node, pos: number): void => {
    if (node.type.name === "heading") {
      const number = blocks.get(String(node.attrs["id"]));
      if (number !== undefined) found.push(Decoration.node(pos, pos + node.nodeSize, { "data-number": number }));
    } else if (!node.isTextblock && countedIn(node).length > 0) {
      node.forEach((child, offset) => {
        see(child, pos + 1 + offset);
      });
    }
  };
  doc.forEach((node, offset) => {
    see(node, offset);
  });
  return DecorationSet.create(doc, found);
}

/** Counts again when a payload changes what counts: a note in a cell, the title of a box. Gives the way to stop. */
export function countPayloads(core: EditorCore, watch: Watch): () => void {
  let waiting = false;
  let stopped = false;
  // Not at once: an edit of the body may be on its way.
  const again = (): void => {
    if (waiting) return;
    waiting = true;
    queueMicrotask(() => {
      waiting = false;
      if (!stopped) countAgain(core);
    });
  };
  const stops = [
    watch.on("tables", null, (events) => {
      if (events.some(bringsEmbed)) again();
    }),
    watch.on("boxes", null, again),
    () => (stopped = true),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

/** Counts everything again: the number of the chapter changed. */
export const countAgain = (core: EditorCore): void => {
  core.dispatch(core.state.tr.setMeta(key, true).setMeta("addToHistory", false));
};

/** Whether a change does more than type: brings or takes rows, columns, cells, or something that is no text. */
function bringsEmbed(event: Y.YEvent<Y.AbstractType<unknown>>): boolean {
  if (!((event.target as unknown) instanceof Y.Text)) return true;
  for (let item = event.target._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentEmbed && (event.adds(item) || event.deletes(item))) return true;
  }
  return false;
}
