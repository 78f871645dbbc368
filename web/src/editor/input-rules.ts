// What is typed as Markdown becomes what it stands for: headings, lists, quotes, bold, italic, a page break. The typing and
// what is made of it are two entries of undo, so that one step back brings back what was typed. Never while letters are
// composed, never in code, and never quotation marks. Loaded behind the text. Next: pages/Writing.svelte, which has the switch.
import type { Node, ResolvedPos } from "prosemirror-model";
import { Plugin, TextSelection, type EditorState, type Transaction } from "prosemirror-state";
import { flatEdit } from "./binding.ts";
import { blocksOf, enter, selectedBlocks, type Numbered } from "./commands.ts";
import type { MarkKeys } from "./flatten.ts";
import { schema } from "./schema.ts";

/** What something typed has become. */
export type Became = "h2" | "h3" | "h4" | "quote" | "bullet" | "number" | "strong" | "em" | "break";

interface Rule {
  readonly became: Became;
  /** Makes of what is typed by now what it stands for. */
  readonly make: (state: EditorState) => Transaction;
}

/** What opens a paragraph, with the space behind it. */
const OPENINGS: readonly (readonly [RegExp, Became, Partial<MarkKeys>])[] = [
  [/^## $/, "h2", { kind: "h2" }],
  [/^### $/, "h3", { kind: "h3" }],
  [/^#### $/, "h4", { kind: "h4" }],
  [/^> $/, "quote", { kind: "quote" }],
  [/^[-*] $/, "bullet", { list: "bullet", depth: 0 }],
  [/^1[.)] $/, "number", { list: "number", depth: 0 }],
];
/** Stands for what is no character. */
const OBJECT = "\ufffc";
const STRONG = /(?<!\*)\*\*([^*\s\ufffc](?:[^*\ufffc]*[^*\s\ufffc])?)\*\*$/u;
const EM = /(?<![*\p{L}\p{N}])\*([^*\s\ufffc](?:[^*\ufffc]*[^*\s\ufffc])?)\*$/u;
const BREAK = "---";

/** What an editor's view has to offer for it. */
export interface Typing {
  readonly state: EditorState;
  readonly composing: boolean;
  dispatch(tr: Transaction): void;
}

/** `told` hears what something typed has become. */
export const shortcuts = (told: (became: Became) => void): Plugin =>
  new Plugin({
    props: {
      handleTextInput: (view, from, to, text) => {
        const became = from === to ? typed(view, from, text) : null;
        if (became !== null) told(became);
        return became !== null;
      },
      handleKeyDown: (view, event) => {
        const bare = !(event.shiftKey || event.ctrlKey || event.altKey || event.metaKey || event.isComposing);
        const broke = event.key === "Enter" && bare && entered(view);
        if (broke) told("break");
        return broke;
      },
    },
  });

/** Types a character and makes of the whole what it stands for; null, and nothing done, where it stands for itself. */
export function typed(view: Typing, at: number, text: string): Became | null {
  if (view.composing || (text !== " " && text !== "*")) return null;
  const $at = view.state.doc.resolve(at);
  if (!$at.parent.isTextblock || $at.marks().some((mark) => mark.type.name === "code")) return null;
  const before = textBefore($at) + text;
  const rule = text === " " ? opening(view.state, before) : inline(before, at + 1);
  if (rule === null) return null;
  view.dispatch(view.state.tr.insertText(text, at));
  view.dispatch(rule.make(view.state));
  return rule.became;
}

/** Enter behind three dashes alone in their paragraph. */
export function entered(view: Typing): boolean {
  const { $head, empty } = view.state.selection;
  const alone = $head.parent.type.name === "paragraph" && $head.parent.textContent === BREAK;
  const [block] = selectedBlocks(view.state);
  const inChapter = block?.keys.list === undefined && $head.parent.childCount === 1;
  if (view.composing || !empty || !alone || !inChapter || $head.parentOffset < BREAK.length) return false;
  const [from, to] = [$head.start(), $head.end()];
  enter(view.state, (tr) => view.dispatch(tr));
  const { tr } = view.state;
  view.dispatch(tr.replaceWith(from, to, schema.node("page_break")));
  return true;
}

const textBefore = ($at: ResolvedPos): string => {
  const leaf = (node: Node): string => (node.type.name === "hard_break" ? "\n" : OBJECT);
  return $at.parent.textBetween(0, $at.parentOffset, null, leaf);
};

function opening(state: EditorState, before: string): Rule | null {
  const found = OPENINGS.find(([pattern]) => pattern.test(before));
  const block = found === undefined ? undefined : blocksOf(state).selected[0];
  if (found === undefined || block === undefined || block.keys.kind !== "p" || block.keys.list !== undefined)
    return null;
  const [, became, keys] = found;
  return { became, make: (now) => opened(now, block, before.length, keys) };
}

function opened(
  state: EditorState,
  { pos, index, keys }: Numbered,
  length: number,
  more: Partial<MarkKeys>,
): Transaction {
  const tr = state.tr.delete(pos + 1, pos + 1 + length);
  return flatEdit(tr, { set: [{ index, keys: { ...keys, ...more } }] });
}

function inline(before: string, end: number): Rule | null {
  const strong = STRONG.exec(before);
  const em = strong === null ? EM.exec(before) : null;
  const found = strong ?? em;
  if (found === null) return null;
  const name = strong === null ? "em" : "strong";
  const [whole, inner = ""] = found;
  const sign = (whole.length - inner.length) / 2;
  const from = end - whole.length;
  return {
    became: name,
    make: ({ tr }) => {
      const to = from + inner.length;
      tr.delete(end - sign, end)
        .delete(from, from + sign)
        .addMark(from, to, schema.mark(name));
      // What is typed next is plain again.
      return tr.setSelection(TextSelection.create(tr.doc, to)).setStoredMarks(tr.doc.resolve(from).marks());
    },
  };
}
