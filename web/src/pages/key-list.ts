// Every key of the chapter page with what it does, and what is typed as Markdown: for the list that Ctrl+/ opens, and for
// the handbook, which is held against it. Next: KeysDialog.svelte.
import type { Words } from "../lang/index.ts";
import { MAC } from "./key-names.ts";

/** What is done, and the keys that do it. */
export type KeyRow = readonly [what: string, keys: string];

export interface KeyGroup {
  readonly name: string;
  readonly rows: readonly KeyRow[];
}

export function keyGroups({ toolbar, keys, writing }: Words, mac = MAC): readonly KeyGroup[] {
  const { keyGroups: names, paragraph, insert, view, find } = writing;
  return [
    {
      name: names.words,
      rows: [
        [toolbar.strong, "Mod-B"],
        [toolbar.em, "Mod-I"],
        [toolbar.sub, "Mod-="],
        [toolbar.sup, "Mod-+"],
        [toolbar.link, "Mod-K"],
        [toolbar.undo, "Mod-Z"],
        [toolbar.redo, "Mod-Y"],
      ],
    },
    {
      name: names.paragraphs,
      rows: [
        [keys.text, "Mod-Alt-0"],
        [keys.heading, "Mod-Alt-2, 3, 4"],
        [keys.lists, "Mod-Shift-7, 8"],
        [keys.level, "Tab, Shift-Tab"],
        [names.lineBreak, "Shift-Enter"],
        [paragraph.up, "Alt-Shift-Up"],
        [paragraph.down, "Alt-Shift-Down"],
      ],
    },
    {
      name: names.tables,
      rows: [
        [insert.note, "Mod-Alt-F"],
        [names.openNote, "F2"],
        [names.cells, "Tab, Shift-Tab"],
        [names.tableMenu, "Alt-Down"],
        [names.back, "Esc"],
      ],
    },
    {
      name: names.page,
      rows: [
        [view.find, "Mod-F"],
        [view.replace, mac ? "Mod-Shift-H" : "Mod-H"],
        [find.next, "F3"],
        [find.previous, "Shift-F3"],
        [names.areas, "F6, Shift-F6"],
        [view.focus, "Mod-Shift-F"],
        [keys.all, "Mod-/"],
      ],
    },
  ];
}

/** What is typed at the beginning of a paragraph, or around words, and what becomes of it. */
export function typedSigns({ toolbar, writing }: Words): readonly KeyRow[] {
  return [
    [toolbar.kinds.h2, "##"],
    [toolbar.kinds.h3, "###"],
    [toolbar.kinds.h4, "####"],
    [toolbar.bullet, "-"],
    [toolbar.number, "1."],
    [toolbar.kinds.quote, ">"],
    [toolbar.strong, "**…**"],
    [toolbar.em, "*…*"],
    [writing.insert.break, "---"],
  ];
}
