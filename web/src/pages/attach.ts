// Puts onto an editor what a person has switched on, and takes it off again: the shortcuts, the moving of blocks, focus mode.
// Loaded behind the text, with the panels. Next: comforts.ts, what can be switched.
import { moving } from "../editor/blocks-drag.ts";
import { blocksOf } from "../editor/commands.ts";
import { inFocus } from "../editor/focus.ts";
import type { Editor } from "../editor/index.ts";
import { shortcuts, type Became } from "../editor/input-rules.ts";
import { moveDown, moveUp } from "../editor/move.ts";
import type { Words } from "../lang/index.ts";
import type { Comforts } from "./comforts.ts";
import { keyWords } from "./key-names.ts";
import type { Move } from "./tools.ts";

export interface Attaching {
  readonly words: Words;
  readonly editor: Editor;
  readonly comforts: Comforts;
  /** The text can be written in. */
  readonly writable: boolean;
  /** Tells the ear. */
  readonly say: (sentence: string) => void;
  readonly endFocus: () => void;
}

export function attach({ words, editor, comforts, writable, say, endFocus }: Attaching): () => void {
  const { core } = editor;
  const moved = (at: number, of: number): void => say(words.writing.moved(at, of));
  const stops = [
    ...(writable ? [core.use(moving({ label: words.writing.drag, moved }))] : []),
    ...(writable && comforts.shortcuts ? [core.use(shortcuts((became) => say(becameWords(words, became))))] : []),
    ...(comforts.focus ? [core.use(inFocus(endFocus))] : []),
  ];
  return () => stops.reverse().forEach((stop) => stop());
}

/** Moves the blocks at the caret, as the keys do. */
export function moveBlocks({ words, editor, say }: Pick<Attaching, "words" | "editor" | "say">, way: Move): void {
  const { core } = editor;
  if (!core.runInBody(way === "up" ? moveUp : moveDown)) return;
  const { blocks, selected } = blocksOf(core.state);
  say(words.writing.moved((selected[0]?.index ?? 0) + 1, blocks.length));
}

/** "Heading 2. Ctrl+Z brings back what you typed." */
const becameWords = (words: Words, became: Became): string =>
  words.writing.became(nameOf(words, became), keyWords(words, "Mod-Z"));

function nameOf({ toolbar, writing }: Words, became: Became): string {
  if (became === "break") return writing.insert.break;
  return became === "h2" || became === "h3" || became === "h4" || became === "quote"
    ? toolbar.kinds[became]
    : toolbar[became];
}
