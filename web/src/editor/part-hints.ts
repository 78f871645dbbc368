// Shows the parts that a template asks for in the text itself: under an empty part its hint, as a decoration that is never
// text, and behind a heading that somebody tried to change, why it stays. Keeps how the parts stand. Next: parts.ts.
import type { Node } from "prosemirror-model";
import { Plugin, PluginKey, type EditorState, type Transaction } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type * as Y from "yjs";
import { textBlocks } from "./flatten.ts";
import { standings, type Part, type Standing } from "./parts.ts";
import { directionOf } from "./sides.ts";

export interface HintsConfig {
  readonly parts: readonly Part[];
  readonly ydoc: Y.Doc;
  /** Whether the person here may write. */
  readonly writable: () => boolean;
  /** What is said of a heading that stays as it is. */
  readonly fixed: () => string;
}

interface Shown {
  readonly all: readonly Standing[];
  /** The part whose heading somebody tried to change. */
  readonly refused: string | null;
}

const key = new PluginKey<Shown>("parts");

type Message = { readonly refused: string } | "look";

export const partHints = (config: HintsConfig): Plugin<Shown> =>
  new Plugin<Shown>({
    key,
    state: {
      init: (_config, { doc }) => ({ all: standings(config.parts, doc, config.ydoc), refused: null }),
      apply: (tr, before) => next(config, tr, before),
    },
    props: { decorations: (state) => decorations(config, state) },
  });

/** How the parts stand now; none without the plugin. */
export const standingsIn = (state: EditorState): readonly Standing[] => key.getState(state)?.all ?? [];

/** Something changed that is not in the document: a cell, a picture. */
export const lookAgain = (tr: Transaction): Transaction => tr.setMeta(key, "look" satisfies Message);

/** Says at a part's heading why it was not changed. */
export const sayFixed = (tr: Transaction, part: string): Transaction =>
  tr.setMeta(key, { refused: part } satisfies Message);

function next({ parts, ydoc }: HintsConfig, tr: Transaction, before: Shown): Shown {
  const message = tr.getMeta(key) as Message | undefined;
  const all = tr.docChanged || message === "look" ? standings(parts, tr.doc, ydoc) : before.all;
  const said = typeof message === "object" ? message.refused : before.refused;
  // It has been read when the person goes elsewhere or writes on.
  const isOver = typeof message !== "object" && (tr.docChanged || tr.selectionSet);
  return { all, refused: isOver ? null : said };
}

function decorations(config: HintsConfig, state: EditorState): DecorationSet {
  const { all, refused } = key.getState(state) ?? { all: [], refused: null };
  const found = refused === null ? [] : fixedAt(state.doc, refused, config.fixed());
  for (const { part, state: is, heading, empty } of all) {
    const node = heading === null ? null : state.doc.nodeAt(heading);
    if (heading === null || node === null) continue;
    found.push(Decoration.node(heading, heading + node.nodeSize, { class: "part-heading" }));
    if (is !== "empty" || part.hint === "" || !config.writable()) continue;
    found.push(empty === null ? hintAt(heading + node.nodeSize, part) : hintIn(empty, part));
  }
  return DecorationSet.create(state.doc, found);
}

/** In an empty block, where the words will stand. */
function hintIn(pos: number, { hint, lang }: Part): Decoration {
  const attributes = { class: "part-hint", "data-hint": hint, dir: directionOf(hint) ?? "auto" };
  return Decoration.node(pos, pos + 2, lang === undefined ? attributes : { ...attributes, lang });
}

/** Under the heading, if there is no empty block. */
function hintAt(pos: number, { part, hint, lang }: Part): Decoration {
  const dom = (): HTMLElement => line("part-hint-line", hint, lang);
  return Decoration.widget(pos, dom, { side: -1, key: `hint ${part} ${hint}`, ignoreSelection: true });
}

/** Behind the heading of a part, also of one that nobody knows more of. */
function fixedAt(doc: Node, part: string, words: string): Decoration[] {
  const heading = textBlocks(doc.content).find(({ keys }) => keys.part === part);
  if (heading === undefined) return [];
  const dom = (): HTMLElement => line("part-fixed", words);
  return [Decoration.widget(heading.pos + heading.node.nodeSize, dom, { side: -1, key: `fixed ${words}` })];
}

function line(look: string, words: string, lang?: string): HTMLElement {
  const dom = document.createElement("div");
  dom.className = look;
  dom.dir = "auto";
  if (lang !== undefined) dom.lang = lang;
  dom.contentEditable = "false";
  dom.textContent = words;
  return dom;
}
