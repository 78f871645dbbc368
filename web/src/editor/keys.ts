// Word's keys. Tab works in lists and leaves the text elsewhere, so that the keyboard is never trapped. Letters are told
// by what they write, digits by their place too, so that French and Arabic keyboards reach them. Next: commands.ts.
import { keydownHandler } from "prosemirror-keymap";
import { Plugin, Selection, TextSelection, type Command } from "prosemirror-state";
import {
  backspace,
  deleteForward,
  enter,
  indent,
  lineBreak,
  outdent,
  setKind,
  toggleInline,
  toggleList,
} from "./commands.ts";
import { selectAll } from "./basics.ts";
import type { TextKind } from "./values.ts";

export type TextEnd = "start" | "end";

export interface KeyActions {
  undo(): boolean;
  redo(): boolean;
  /** Puts a note in and opens it. */
  note(): boolean;
  /** Goes to the first or last place of the text, or selects as far. */
  goTo(end: TextEnd, how: "go" | "select"): boolean;
  /** Ctrl+K: somebody else asks for the address. */
  askForLink(): void;
}

const KIND_DIGITS: readonly [string, TextKind][] = [
  ["0", "p"],
  ["1", "h2"],
  ["2", "h2"],
  ["3", "h3"],
  ["4", "h4"],
];

export function keys(actions: KeyActions): Plugin {
  const onKey = keydownHandler(bindings(actions));
  return new Plugin({
    props: {
      handleKeyDown: (view, event) =>
        onKey(view, event) || byPlace(event, actions)?.(view.state, view.dispatch) === true,
    },
  });
}

/** Every key with its command. */
export function bindings(actions: KeyActions): Record<string, Command> {
  const kinds = KIND_DIGITS.map(([digit, kind]) => [`Mod-Alt-${digit}`, setKind(kind)] as const);
  return {
    Enter: enter,
    "Shift-Enter": lineBreak,
    Backspace: backspace,
    "Mod-Backspace": backspace,
    Delete: deleteForward,
    "Mod-Delete": deleteForward,
    Tab: indent,
    "Shift-Tab": outdent,
    "Mod-a": selectAll,
    "Mod-Home": () => actions.goTo("start", "go"),
    "Mod-End": () => actions.goTo("end", "go"),
    "Shift-Mod-Home": () => actions.goTo("start", "select"),
    "Shift-Mod-End": () => actions.goTo("end", "select"),
    "Mod-b": toggleInline("strong"),
    "Mod-i": toggleInline("em"),
    "Mod-=": toggleInline("sub"),
    "Mod-+": toggleInline("sup"),
    "Mod-k": () => {
      actions.askForLink();
      return true;
    },
    "Mod-Alt-f": actions.note,
    "Mod-z": actions.undo,
    "Mod-y": actions.redo,
    "Mod-Shift-z": actions.redo,
    "Mod-Shift-7": toggleList("number"),
    "Mod-Shift-8": toggleList("bullet"),
    ...Object.fromEntries(kinds),
  };
}

const MAC = typeof navigator !== "undefined" && /Mac|iP(hone|[oa]d)/.test(navigator.platform);

/** The note's key by its place on the keyboard, whatever it writes. */
export const isNotePlace = (event: KeyboardEvent): boolean =>
  event.code === "KeyF" && isControl(event) && event.altKey && !event.shiftKey;

/** AltGr counts as Ctrl+Alt and writes signs: what it writes is meant. */
const isControl = (event: KeyboardEvent): boolean =>
  (MAC ? event.metaKey : event.ctrlKey) && !event.getModifierState("AltGraph");

/** By their place on the keyboard: digits, which on many layouts write something else with Shift or Alt, and the note's key. */
function byPlace(event: KeyboardEvent, actions: KeyActions): Command | null {
  if (!isControl(event)) return null;
  if (isNotePlace(event)) return actions.note;
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  if (digit === undefined) return null;
  if (event.shiftKey && !event.altKey)
    return digit === "7" ? toggleList("number") : digit === "8" ? toggleList("bullet") : null;
  const kind = event.altKey && !event.shiftKey ? KIND_DIGITS.find(([each]) => each === digit)?.[1] : undefined;
  return kind === undefined ? null : setKind(kind);
}

/** The first or last place of the text, whatever stands there: the browser's own keys stop at what is not laid out yet. */
export function goTo(end: TextEnd, how: "go" | "select"): Command {
  return ({ doc, selection, tr }, dispatch) => {
    const there = end === "start" ? Selection.atStart(doc) : Selection.atEnd(doc);
    const to = how === "go" ? there : TextSelection.between(selection.$anchor, there.$head);
    dispatch?.(tr.setSelection(to).scrollIntoView());
    return true;
  };
}
