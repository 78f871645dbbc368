// The lists under the toolbar's menus, from what is known of the text: what is put in, what a paragraph is, what is shown
// beside it; and under "More" whatever has no room in the row. Plain values for Menu.svelte. Next: Toolbar.svelte.
import type { Words } from "../lang/index.ts";
import { keyWords, MAC } from "./key-names.ts";
import type { MenuItem } from "./menu-item.ts";
import {
  DIRECTIONS,
  INSERTS,
  KINDS,
  LANGUAGE_TAGS,
  MOVES,
  VIEWS,
  type Action,
  type Insert,
  type Switch,
  type Tool,
  type ToolState,
  type ViewTool,
} from "./tools.ts";

/** What the row of tools is drawn from. */
export interface Tools {
  readonly words: Words;
  readonly state: ToolState;
  /** The text can be written in. */
  readonly enabled: boolean;
  /** Whoever is here can read and not write. */
  readonly reads: boolean;
  /** Which of the things beside the text are switched on; the others happen once. */
  readonly views: Readonly<Partial<Record<ViewTool, boolean | undefined>>>;
}

export type Button = Switch | Exclude<Action, "unbox">;
/** What opens a list of its own. */
export type List = "insert" | "paragraph" | "view";

/** What may leave the row for "More" where it grows too narrow, first what goes first. */
export const FOLDS: readonly (readonly Button[] | List)[] = [
  ["shallower", "deeper"],
  "paragraph",
  ["undo", "redo"],
  ["bullet", "number"],
  "view",
  "insert",
];
const LAST: readonly Button[] = ["sub", "sup"];
/** What happens once, instead of switching on and off. */
export const PLAIN: ReadonlySet<string> = new Set<Action>(["deeper", "shallower", "undo", "redo", "unbox"]);

const KEYS: Partial<Record<Tool, string>> = {
  strong: "Mod-B",
  em: "Mod-I",
  link: "Mod-K",
  undo: "Mod-Z",
  redo: "Mod-Y",
  number: "Mod-Shift-7",
  bullet: "Mod-Shift-8",
  deeper: "Tab",
  shallower: "Shift-Tab",
  p: "Mod-Alt-0",
  h2: "Mod-Alt-2",
  h3: "Mod-Alt-3",
  h4: "Mod-Alt-4",
  note: "Mod-Alt-F",
  up: "Alt-Shift-Up",
  down: "Alt-Shift-Down",
  find: "Mod-F",
  focus: "Mod-Shift-F",
  replace: MAC ? "Mod-Shift-H" : "Mod-H",
  sub: "Mod-=",
  sup: "Mod-+",
  keys: "Mod-/",
};

/** The keys that do what a tool does, if any do. */
export const keysOf = (words: Words, tool: Tool): string | undefined => {
  const keys = KEYS[tool];
  return keys === undefined ? undefined : keyWords(words, keys);
};

export const isOn = ({ state }: Tools, button: Button): boolean => state.on.has(button as Switch);
export const can = ({ state, enabled }: Tools, button: Switch | Action): boolean => enabled && state.can.has(button);

export const kindItems = (tools: Tools): MenuItem<Tool>[] =>
  KINDS.map((kind) => ({
    ...item(tools.words, kind, tools.words.toolbar.kinds[kind]),
    checked: tools.state.kind === kind,
    labelClass: `as-${kind}`,
  }));

export function listItems(tools: Tools, list: List): MenuItem<Tool>[] {
  if (list === "insert") return INSERTS.map((insert) => insertItem(tools, insert));
  return list === "paragraph" ? paragraphItems(tools) : viewItems(tools);
}

/** Everything that stands under "More" when the first `folded` of FOLDS have no room. */
export function moreItems(tools: Tools, folded: number): MenuItem<Tool | List>[] {
  const { writing, toolbar } = tools.words;
  const gone = FOLDS.slice(0, folded).reverse();
  const lists = gone.filter((each) => typeof each === "string");
  const buttons = [...gone.flatMap((each) => (typeof each === "string" ? [] : each)), ...(tools.reads ? [] : LAST)];
  return [
    ...lists.map((list) => ({
      id: list,
      label: writing[list].menu,
      items: listItems(tools, list) as MenuItem<Tool | List>[],
    })),
    ...set(buttons.map((button) => buttonItem(tools, button))),
    ...set([item(tools.words, "keys", toolbar.keys)]),
  ];
}

function paragraphItems(tools: Tools): MenuItem<Tool>[] {
  const { words, state, enabled } = tools;
  const { paragraph } = words.writing;
  const directions = DIRECTIONS.map((direction) => ({
    ...item(words, `direction:${direction}`, paragraph.directions[direction]),
    checked: state.direction === direction,
    radio: true,
    disabled: !enabled,
  }));
  const known: readonly string[] = LANGUAGE_TAGS;
  const other = state.language === null || state.language === "" || known.includes(state.language);
  const languages = ["", ...LANGUAGE_TAGS, ...(other ? [] : [state.language])].map((tag) => ({
    ...item(words, `language:${tag}`, tag === "" ? paragraph.asChapter : languageName(tag)),
    checked: state.language === tag,
    radio: true,
    disabled: !enabled,
  }));
  const moves = MOVES.map((way) => ({ ...item(words, way, paragraph[way]), disabled: !enabled }));
  const acts = [...moves, { ...item(words, "unbox", paragraph.unbox), disabled: !can(tools, "unbox") }];
  return [...acts, ...set(directions, paragraph.direction), ...set(languages, paragraph.language)];
}

/** A language by its own name. */
export function languageName(tag: string): string {
  try {
    const name = new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
  } catch {
    // A tag from another program may name no language at all.
    return tag;
  }
}

function insertItem({ words, enabled }: Tools, insert: Insert): MenuItem<Tool> {
  return { ...item(words, insert, words.writing.insert[insert]), disabled: !enabled };
}

/** What happens once first, then what stays. */
function viewItems({ words, views, enabled }: Tools): MenuItem<Tool>[] {
  const items = VIEWS.filter((view) => view !== "draft" || views.draft !== false).map(
    (view): MenuItem<Tool> & { checked?: boolean } => {
      const checked = views[view];
      const others: Partial<Record<ViewTool, string>> = {
        appearance: words.appear.title,
        draft: words.proposals.draft,
      };
      const label = others[view] ?? words.writing.view[view as keyof Words["writing"]["view"]];
      return { ...item(words, view, label), ...(checked === undefined ? {} : { checked }) };
    },
  );
  const able = items.filter(({ id }) => id !== "replace" || enabled);
  return [
    ...able.filter(({ checked }) => checked === undefined),
    ...set(able.filter(({ checked }) => checked !== undefined)),
  ];
}

function buttonItem(tools: Tools, button: Button): MenuItem<Tool> {
  const checked = PLAIN.has(button) ? {} : { checked: isOn(tools, button) };
  return { ...item(tools.words, button, tools.words.toolbar[button]), disabled: !can(tools, button), ...checked };
}

function item<Id extends Tool>(words: Words, id: Id, label: string): MenuItem<Id> {
  const keys = keysOf(words, id);
  return { id, label, ...(keys === undefined ? {} : { keys }) };
}

/** Sets items apart from those above, under a name if they have one. */
function set<Id extends string>([first, ...rest]: readonly MenuItem<Id>[], head = ""): MenuItem<Id>[] {
  return first === undefined ? [] : [{ ...first, head }, ...rest];
}
