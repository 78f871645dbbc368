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
  /** 0 to 7; 8: whoever is not named. */
  readonly shade: number;
  readonly cursor: CursorJson | null;
}

export const SHADES = 9;
const LEFT = -1;

/** The selection as relative positions. Walks the text: once per report, not per keystroke. */
export function cursorOf(binding: Binding, state: EditorState): CursorJson {
  const view = { doc: state.doc, startless: binding.startless };
  const { anchor, head } = state.selection;
  return cursorIn(binding.body, flatOf(view, anchor), flatOf(view, head));
}

/** Two places in a text as relative positions. */
export function cursorIn(text: Y.Text, anchor: number, head: number): CursorJson {
  const place = (at: number): unknown =>
    Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, at, LEFT));
  const from = place(anchor);
  return { anchor: from, head: head === anchor ? from : place(head) };
}

/** Where a cursor is: in which text, and at which places of it. */
export interface Found {
  readonly text: Y.AbstractType<unknown>;
  readonly anchor: number;
  readonly head: number;
}

/** Finds a cursor; null if it is none, or points at text that is not here yet. */
export function findCursor(ydoc: Y.Doc, { anchor, head }: CursorJson): Found | null {
  const [from, to] = [absolute(ydoc, anchor), absolute(ydoc, head)];
  return from === null || from.type !== to?.type ? null : { text: from.type, anchor: from.index, head: to.index };
}

function absolute(ydoc: Y.Doc, json: unknown): { type: Y.AbstractType<unknown>; index: number } | null {
  if (typeof json !== "object" || json === null) return null;
  try {
    return Y.createAbsolutePositionFromRelativePosition(Y.createRelativePositionFromJSON(json), ydoc);
  } catch {
    // Presence comes from other programs: what is no position has none.
    return null;
  }
}

interface Place {
  readonly anchor: number;
  readonly head: number;
}

/** The positions in the document of a cursor in the body; null if it is elsewhere, or nowhere yet. */
export function placeOf(binding: Binding, state: EditorState, cursor: CursorJson): Place | null {
  const found = findCursor(binding.ydoc, cursor);
  return found === null ? null : placeFound(binding, state, found);
}

function placeFound(binding: Binding, state: EditorState, { text, anchor, head }: Found): Place | null {
  if (text !== binding.body) return null;
  const view = { doc: state.doc, startless: binding.startless };
  return { anchor: docOf(view, anchor), head: docOf(view, head) };
}

/** The selection that a cursor in the body stands for. */
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
    if (peer.cursor === null) continue;
    const found = findCursor(binding.ydoc, peer.cursor);
    ahead ||= found === null;
    const place = found === null ? null : placeFound(binding, state, found);
    if (place !== null) decorations.push(...caretAt(peer, place));
  }
  return { peers, drawn: DecorationSet.create(state.doc, decorations), ahead };
}

/** The class that gives somebody their colour. */
export const shadeOf = (peer: Peer): string => `shade-${String(Math.abs(Math.trunc(peer.shade)) % SHADES)}`;

/** What shows somebody's caret and selection. */
export function caretAt(peer: Peer, { anchor, head }: Place): Decoration[] {
  const shade = shadeOf(peer);
  const [from, to] = [Math.min(anchor, head), Math.max(anchor, head)];
  const caret = Decoration.widget(head, () => caretDom(peer.name, shade), {
    // Drawn anew when its owner moves, and only then: the name is shown for a while after each move.
    key: `caret-${String(peer.client)}-${peer.name}-${shade}-${JSON.stringify(peer.cursor?.head)}`,
    side: 10,
    ignoreSelection: true,
  });
  return from < to ? [Decoration.inline(from, to, { class: `selection ${shade}` }), caret] : [caret];
}

export function caretDom(name: string, shade: string): HTMLElement {
  const caret = document.createElement("span");
  caret.className = `caret ${shade}`;
  caret.setAttribute("aria-hidden", "true");
  const label = document.createElement("span");
  label.className = "caret-name";
  label.textContent = name;
  // Left out where the browser looks for the direction of the line: a name in Latin letters would turn an Arabic one round.
  label.dir = "auto";
  caret.append(label);
  return caret;
}
