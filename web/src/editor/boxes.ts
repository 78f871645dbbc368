// Boxes around blocks, as commands: put around the selected blocks, taken off them. Changes keys of marks alone and asks the
// binding for the heading of a new box. Next: insert.ts.
import type { Command } from "prosemirror-state";
import { flatEdit, NEW_BOX } from "./binding.ts";
import { blocksOf, type Numbered } from "./commands.ts";
import { withoutKeys } from "./flatten.ts";
import type { BoxKind } from "./values.ts";

/** Puts a box around the selected blocks, and around all of the lists that they are part of. Not inside another box. */
export function insertBox(kind: BoxKind): Command {
  return (state, dispatch) => {
    const { blocks, selected } = blocksOf(state);
    const chosen = wholeLists(blocks, selected);
    if (chosen.length === 0 || chosen.some(({ keys }) => keys.box !== undefined)) return false;
    const set = chosen.map(({ index, keys }) => ({ index, keys: { ...keys, box: NEW_BOX } }));
    dispatch?.(flatEdit(state.tr, { set, newBox: { kind } }).scrollIntoView());
    return true;
  };
}

/** Takes the selected blocks out of their box. What stands behind them in it becomes a box of its own (B2). */
export const leaveBox: Command = (state, dispatch) => {
  const { blocks, selected } = blocksOf(state);
  const chosen = wholeLists(blocks, selected);
  const box = chosen[0]?.keys.box;
  if (box === undefined || chosen.some(({ keys }) => keys.box !== box)) return false;
  const last = chosen.at(-1)?.index ?? 0;
  const inBox = blocks.filter(({ keys }) => keys.box === box);
  const before = inBox.some(({ index }) => index < (chosen[0]?.index ?? 0));
  const tail = before ? inBox.filter(({ index }) => index > last) : [];
  const set = [
    ...chosen.map(({ index, keys }) => ({ index, keys: withoutKeys(keys, "box") })),
    ...tail.map(({ index, keys }) => ({ index, keys: { ...keys, box: NEW_BOX } })),
  ];
  dispatch?.(flatEdit(state.tr, tail.length === 0 ? { set } : { set, newBox: { kind: "key" } }).scrollIntoView());
  return true;
};

/** Takes a whole box away from around its blocks, which stay. */
export function dissolveBox(box: string): Command {
  return (state, dispatch) => {
    const inBox = blocksOf(state).blocks.filter(({ keys }) => keys.box === box);
    const set = inBox.map(({ index, keys }) => ({ index, keys: withoutKeys(keys, "box") }));
    if (set.length > 0) dispatch?.(flatEdit(state.tr, { set }));
    return set.length > 0;
  };
}

/** The selected blocks, and on both sides the rest of the lists that they are part of. */
function wholeLists(blocks: readonly Numbered[], selected: readonly Numbered[]): readonly Numbered[] {
  let from = selected[0]?.index ?? 0;
  let to = selected.at(-1)?.index ?? -1;
  const inList = (block: Numbered | undefined): boolean => block?.keys.list !== undefined;
  const goesOn = (one: number, other: number): boolean =>
    inList(blocks[one]) && inList(blocks[other]) && blocks[one]?.keys.box === blocks[other]?.keys.box;
  while (from > 0 && goesOn(from - 1, from)) from -= 1;
  while (to >= 0 && to < blocks.length - 1 && goesOn(to, to + 1)) to += 1;
  return blocks.slice(from, to + 1);
}
