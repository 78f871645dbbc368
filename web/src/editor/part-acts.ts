// What a person does about the parts of a template: goes to one, or puts one back whose heading was removed. Next: parts.ts.
import type { Node } from "prosemirror-model";
import { Selection, TextSelection, type Command, type Transaction } from "prosemirror-state";
import type { Part, Standing } from "./parts.ts";
import { schema } from "./schema.ts";
import { asAct } from "./undo.ts";

/** Puts a part back behind the part before it, with an empty paragraph to write in, and the caret there. */
export function putBack(all: readonly Standing[], part: string): Command {
  return (state, dispatch) => {
    const index = all.findIndex((each) => each.part.part === part);
    const standing = all[index];
    if (standing?.state !== "gone") return false;
    const at = placeFor(all, index, state.doc);
    const heading = headingOf(standing.part);
    const nodes = standing.part.asks ? [heading, schema.node("paragraph")] : [heading];
    dispatch?.(withCaret(asAct(state.tr.insert(at, nodes)), at + heading.nodeSize + (standing.part.asks ? 1 : -1)));
    return true;
  };
}

/** Puts the caret where the part is to be written: into its first empty block, else behind its heading. */
export function goToPart({ heading, empty }: Standing): Command {
  return (state, dispatch) => {
    if (heading === null) return false;
    const end = heading + 1 + (state.doc.nodeAt(heading)?.content.size ?? 0);
    dispatch?.(withCaret(state.tr, empty === null ? end : empty + 1));
    return true;
  };
}

function withCaret(tr: Transaction, pos: number): Transaction {
  const place = tr.doc.resolve(Math.min(pos, tr.doc.content.size));
  return tr.setSelection(place.parent.isTextblock ? TextSelection.create(tr.doc, place.pos) : Selection.near(place));
}

/** Behind what belongs to the nearest part before it that is there; else in front of the nearest one behind it. */
function placeFor(all: readonly Standing[], index: number, doc: Node): number {
  const before = all.slice(0, index).findLast(({ end }) => end !== null);
  if (before?.end !== undefined && before.end !== null) return before.end;
  const behind = all.slice(index).find(({ heading }) => heading !== null);
  if (behind?.heading === undefined || behind.heading === null) return doc.content.size;
  const place = doc.resolve(behind.heading);
  return place.depth === 0 ? place.pos : place.before(1);
}

function headingOf({ part, level, title, dir, lang }: Part): Node {
  return schema.node(
    "heading",
    { level, part, dir: dir ?? null, lang: lang ?? null },
    title === "" ? [] : schema.text(title),
  );
}
