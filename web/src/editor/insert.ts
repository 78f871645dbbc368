// What the person puts in, as commands: tables, notes, figures, cross-references, page breaks, definitions; and the language
// and direction of blocks. What refers to a payload carries its content, of which the binding makes one. Next: boxes.ts.
import type { Node } from "prosemirror-model";
import { NodeSelection, Selection, TextSelection, type Command, type EditorState } from "prosemirror-state";
import { changeBlocks, setKind, type Choose } from "./commands.ts";
import { withoutKeys } from "./flatten.ts";
import { schema } from "./schema.ts";
import { isLanguage, isTarget, wholeCharacters, type Json } from "./values.ts";

/** An empty table behind the block at the caret; its first row is a header row. */
export function insertTable(rows: number, cols: number): Command {
  const line = (): Json => ({ cells: Array.from({ length: cols }, () => ({ content: [] })) });
  const content: Json = { rows: Array.from({ length: rows }, line), headRow: true };
  return insertWide(schema.node("table", { content }));
}

/** A figure behind the block at the caret; without an image it shows a place for one. */
export function insertFigure(image: Json): Command {
  return insertWide(schema.node("figure", { content: image === null ? {} : { image } }));
}

/** Puts a table or figure behind the block, or the list, at the caret; in the place of an empty paragraph. */
function insertWide(node: Node): Command {
  return (state, dispatch) => {
    const { depth, $head } = placeOf(state);
    const block = $head.node(depth + 1);
    const isEmpty = block.type.name === "paragraph" && block.content.size === 0 && $head.node(depth).childCount > 1;
    const at = isEmpty ? $head.before(depth + 1) : $head.after(depth + 1);
    const tr = isEmpty ? state.tr.replaceWith(at, $head.after(depth + 1), node) : state.tr.insert(at, node);
    if (at + node.nodeSize === tr.doc.content.size) tr.insert(tr.doc.content.size, schema.node("paragraph"));
    dispatch?.(tr.setSelection(Selection.near(tr.doc.resolve(at + 1))).scrollIntoView());
    return true;
  };
}

/** The innermost node around the caret in which a table may stand: the chapter or a box. */
function placeOf(state: EditorState): { depth: number; $head: Selection["$head"] } {
  const { $head } = state.selection instanceof NodeSelection ? Selection.near(state.selection.$from) : state.selection;
  return { depth: $head.node(1).type.name === "box" ? 1 : 0, $head };
}

/** A note at the caret, behind what is selected. */
export const insertNote: Command = (state, dispatch) =>
  insertAtom(schema.node("note", { content: [] }))(state, dispatch);

/** A cross-reference at the caret. */
export function insertXref(target: string, chapter: string | null): Command {
  return (state, dispatch) => isTarget(target) && insertAtom(schema.node("xref", { target, chapter }))(state, dispatch);
}

/** A page break at the caret: what follows begins a new page on paper. */
export const pageBreak: Command = (state, dispatch) => insertAtom(schema.node("page_break"))(state, dispatch);

function insertAtom(node: Node): Command {
  return (state, dispatch) => {
    const { $to } = state.selection;
    if (!$to.parent.isTextblock) return false;
    const tr = state.tr.insert($to.pos, node);
    dispatch?.(tr.setSelection(TextSelection.create(tr.doc, $to.pos + 1)).scrollIntoView());
    return true;
  };
}

/** Makes the block a definition, of the selected words if some are. */
export const definition: Command = (state, dispatch) => {
  const { from, to, $from, $to, empty } = state.selection;
  if (empty || !$from.sameParent($to)) return setKind("def")(state, dispatch);
  const value = wholeCharacters(state.doc.textBetween(from, to, " ", " ")).trim();
  if (value === "") return false;
  return setKind("def")(
    state,
    dispatch &&
      ((tr) => {
        dispatch(tr.addMark(from, to, schema.mark("term", { value })));
      }),
  );
};

/** The direction of the selected blocks; null: found from their first letter. */
export const setDirection = (dir: "ltr" | "rtl" | null): Command => setKey("dir", dir);

/** The language of the selected blocks; null: that of the chapter. */
export const setLanguage = (lang: string | null): Command =>
  lang === null || isLanguage(lang) ? setKey("lang", lang) : () => false;

const all: Choose = (_blocks, selected) => selected;

const setKey = (key: "dir" | "lang", value: string | null): Command =>
  changeBlocks(all, () => (keys) => ({ ...withoutKeys(keys, key), ...(value === null ? {} : { [key]: value }) }));
