// Other people's carets in the line that is being edited. At rest a line draws them itself (draw.ts). Next: field.ts.
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { DecorationSet } from "prosemirror-view";
import { caretAt, type Peer } from "../cursor.ts";

/** Somebody in a line, and where. */
export interface Placed {
  readonly peer: Peer;
  readonly anchor: number;
  readonly head: number;
}

const key = new PluginKey<DecorationSet>("line-carets");

/** Tells the line that is being edited who is in it. */
export const withPlaced = (state: EditorState, placed: readonly Placed[]): Transaction =>
  state.tr.setMeta(key, placed).setMeta("addToHistory", false);

export function lineCarets(placed: readonly Placed[]): Plugin<DecorationSet> {
  return new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, state) => drawn(state, placed),
      apply: (tr, before, _old, state) => {
        const now = tr.getMeta(key) as readonly Placed[] | undefined;
        return now === undefined ? before.map(tr.mapping, tr.doc) : drawn(state, now);
      },
    },
    props: { decorations: (state) => key.getState(state) },
  });
}

function drawn({ doc }: EditorState, placed: readonly Placed[]): DecorationSet {
  const within = (at: number): number => Math.min(at, doc.content.size);
  const all = placed.flatMap(({ peer, anchor, head }) => caretAt(peer, { anchor: within(anchor), head: within(head) }));
  return DecorationSet.create(doc, all);
}
