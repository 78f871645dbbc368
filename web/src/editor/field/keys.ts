// Word's keys in a line. Lists and kinds of paragraphs do not exist there; what the surroundings do with Tab, Escape and the
// arrows is theirs to say, before these. Next: field.ts.
import { keydownHandler } from "prosemirror-keymap";
import { Plugin, TextSelection, type Command } from "prosemirror-state";
import { deleteSelection } from "../basics.ts";
import { lineBreak, toggleInline } from "../commands.ts";
import { isNotePlace, type KeyActions } from "../keys.ts";
import type { Field } from "./field.ts";

/** The whole line, and no more: the text around it is not part of it. */
const selectLine: Command = (state, dispatch) => {
  dispatch?.(state.tr.setSelection(TextSelection.create(state.doc, 0, state.doc.content.size)));
  return true;
};

export function lineKeys(field: Field, actions: KeyActions): Plugin {
  const isRich = field.kind !== "plain";
  const onKey = keydownHandler({
    Enter: field.multiline ? lineBreak : () => true,
    ...(field.multiline ? { "Shift-Enter": lineBreak } : {}),
    Backspace: deleteSelection,
    Delete: deleteSelection,
    "Mod-a": selectLine,
    "Mod-Home": () => actions.goTo("start", "go"),
    "Mod-End": () => actions.goTo("end", "go"),
    "Mod-z": actions.undo,
    "Mod-y": actions.redo,
    "Mod-Shift-z": actions.redo,
    ...(isRich
      ? {
          "Mod-b": toggleInline("strong"),
          "Mod-i": toggleInline("em"),
          "Mod-=": toggleInline("sub"),
          "Mod-+": toggleInline("sup"),
          "Mod-k": () => {
            actions.askForLink();
            return true;
          },
          "Mod-Alt-f": actions.note,
        }
      : {}),
  });
  return new Plugin({
    props: {
      handleKeyDown: (view, event) =>
        field.onKey(event) || onKey(view, event) || (isRich && isNotePlace(event) && actions.note()),
    },
  });
}
