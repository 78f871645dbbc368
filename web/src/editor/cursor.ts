// Carets: the selection as places that move with the text when others write, their JSON for presence, and the drawing
// of other people's carets. Draws with classes alone, hidden from screen readers. Next: binding.ts.
import { Plugin, PluginKey, TextSelection, type EditorState, type Selection } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import * as Y from "yjs";
import type { Binding } from "./binding.ts";
import { docOf, flatOf } from "./position.ts";

/** A selection as presence carries it: two relative positions in the body. */
export interface CursorJson {
  readonly anchor: unknown;
  readonly head: unknown;
}

/** Somebody else who has this chapter open. */
export interface Peer {
  readonly client: number;
  /** As shown: "Ghana", "Ghana 2". */
  readonly name: string;
  /** 0 to 7. */
  readonly shade: number;
  readonly cursor: CursorJson | null;
}

export const SHADES = 8;
const LEFT = -1;

/** The selection as relative positions. Walks the text: once per report, not per keystroke. */
export function cursorOf(binding: Binding, state: EditorState): CursorJson {
  const view = { doc: state.doc, startless: binding.startless };
  const place = (pos: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(binding.body, flatOf(view, pos), LEFT));
  const anchor = place(state.selection.anchor);
  return { anchor, head: state.selection.empty ? anchor : place(state.selection.head) };
}

/** The positions of a cursor in the document; null if it is not one, or points at text that is not here yet. */
export function placeOf(
  binding: Binding,
  state: EditorState,
  cursor: CursorJson,
): { anchor: number; head: number } | null {
  const anchor = absolute(binding, state, cursor.anchor);
  const head = absolute(binding, state, cursor.head);
  return anchor === null || head === null ? null : { anchor, head };
}

function absolute(binding: Binding, state: EditorState, json: unknown): number | null {
  if (typeof json !== "object" || json === null) return null;
  try {
    const place = Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), binding.ydoc);
    if (place === null || place.type !== binding.body) return null;
    return docOf({ doc: state.doc, startless: binding.startless }, place.index);
  } catch {
    // Presence comes from other programs: what is no position has none.
    return null;
  }
}

/** The selection that a cursor stands for. */
export function selectionOf(binding: Binding, state: EditorState, cursor: CursorJson): Selection | null {
  const place = placeOf(binding, state, cursor);
  return place === null ? null : TextSelection.create(state.doc, place.anchor, place.head);
}

interface Carets {
  readonly peers: readonly Peer[];
  readonly drawn: DecorationSet;
  /** Somebody is where the text has not arrived yet: presence does not wait for the disk, text does. */
  readonly ahead: boolean;
}

const caretsKey = new PluginKey<Carets>("carets");

/** Tells the carets plugin who is here. */
export const withPeers = (state: EditorState, peers: readonly Peer[]) =>
  state.tr.setMeta(caretsKey, peers).setMeta("addToHistory", false);

/** Draws the carets and selections of others. */
export function carets(binding: Binding): Plugin<Carets> {
  return new Plugin<Carets>({
    key: caretsKey,
    state: {
      init: () => ({ peers: [], drawn: DecorationSet.empty, ahead: false }),
      apply: (tr, before, _old, state) => {
        const peers = tr.getMeta(caretsKey) as readonly Peer[] | undefined;
        if (peers !== undefined) return draw(binding, state, peers);
        if (!tr.docChanged) return before;
        if (before.ahead) return draw(binding, state, before.peers);
        // Between two reports the carets move with the text. A patch of whole blocks may drop one: then look again.
        let dropped = false;
        const drawn = before.drawn.map(tr.mapping, tr.doc, { onRemove: () => (dropped = true) });
        return dropped ? draw(binding, state, before.peers) : { ...before, drawn };
      },
    },
    props: { decorations: (state) => caretsKey.getState(state)?.drawn },
  });
}

function draw(binding: Binding, state: EditorState, peers: readonly Peer[]): Carets {
  const decorations: Decoration[] = [];
  let ahead = false;
  for (const peer of peers) {
    const place = peer.cursor === null ? null : placeOf(binding, state, peer.cursor);
    ahead ||= peer.cursor !== null && place === null;
    if (place === null) continue;
    const shade = `shade-${String(Math.abs(Math.trunc(peer.shade)) % SHADES)}`;
    const [from, to] = [Math.min(place.anchor, place.head), Math.max(place.anchor, place.head)];
    if (from < to) decorations.push(Decoration.inline(from, to, { class: `selection ${shade}` }));
    decorations.push(
      Decoration.widget(place.head, () => caretDom(peer.name, shade), {
        // Drawn anew when its owner moves, and only then: the name is shown for a while after each move.
        key: `caret-${String(peer.client)}-${peer.name}-${shade}-${JSON.stringify(peer.cursor?.head)}`,
        side: 10,
        ignoreSelection: true,
      }),
    );
  }
  return { peers, drawn: DecorationSet.create(state.doc, decorations), ahead };
}

function caretDom(name: string, shade: string): HTMLElement {
  const caret = document.createElement("span");
  caret.className = `caret ${shade}`;
  caret.setAttribute("aria-hidden", "true");
  const label = document.createElement("span");
  label.className = "caret-name";
  label.textContent = name;
  caret.append(label);
  return caret;
}
