// What the toolbar offers, what it has to know to draw itself, and which command of the editor each tool is.
import type { Active, Commands } from "../editor/index.ts";

export const KINDS = ["p", "h2", "h3", "h4", "quote", "def"] as const;
export type Kind = (typeof KINDS)[number];

/** What switches on and off. */
export const SWITCHES = ["strong", "em", "sub", "sup", "bullet", "number"] as const;
export type Switch = (typeof SWITCHES)[number];

/** What happens once. */
export const ACTIONS = ["deeper", "shallower", "undo", "redo", "unbox"] as const;
export type Action = (typeof ACTIONS)[number];

/** What is put in at the cursor. */
export const INSERTS = [
  "table",
  "note",
  "figure",
  "case",
  "key",
  "checklist",
  "term",
  "xref",
  "break",
  "link",
] as const;
export type Insert = (typeof INSERTS)[number];

export const DIRECTIONS = ["auto", "ltr", "rtl"] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** The languages that a paragraph can be said to be in: those of the United Nations, and Portuguese. */
export const LANGUAGE_TAGS = ["ar", "zh", "en", "fr", "pt", "ru", "es"] as const;

/** What the page shows or does beside the text; its own affair, not the editor's. */
export const VIEWS = [
  "find",
  "replace",
  "outline",
  "count",
  "focus",
  "shortcuts",
  "authors",
  "ready",
  "draft",
  "appearance",
] as const;
export type ViewTool = (typeof VIEWS)[number];

export interface ToolState {
  /** The kind of the block that holds the cursor; null if the selection holds several. */
  readonly kind: Kind | null;
  /** The cursor is in a caption, which has no other kind. */
  readonly caption: boolean;
  readonly on: ReadonlySet<Switch>;
  readonly can: ReadonlySet<Switch | Action>;
  /** The address under the cursor; empty: none. */
  readonly link: string;
  /** Null where the selected blocks differ; the language is empty where they say none. */
  readonly direction: Direction | null;
  readonly language: string | null;
}

export const TOOLS_OFF: ToolState = {
  kind: "p",
  caption: false,
  on: new Set(),
  can: new Set(),
  link: "",
  direction: "auto",
  language: "",
};

/** What the editor does at once. */
export type TextTool =
  Kind | Switch | Action | Exclude<Insert, Asking> | `direction:${Direction}` | `language:${string}`;
/** What asks for something first. */
const ASKING = ["link", "table", "xref", "keys", "authors", "ready", "draft", "appearance"] as const;
export type Asking = (typeof ASKING)[number];
/** What moves the blocks at the cursor. */
export const MOVES = ["up", "down"] as const;
export type Move = (typeof MOVES)[number];
/** What the page does. */
export type PageTool = Asking | ViewTool | Move;
export type Tool = TextTool | PageTool;

const PAGE_TOOLS: ReadonlySet<string> = new Set<PageTool>([...ASKING, ...VIEWS, ...MOVES]);

export const isAsking = (tool: PageTool): tool is Asking => (ASKING as readonly string[]).includes(tool);
export const isPageTool = (tool: Tool): tool is PageTool => PAGE_TOOLS.has(tool);

/** The state of the tools at the cursor. */
export function toolState(active: Active): ToolState {
  const on = new Set<Switch>(MARKS.filter((mark) => active[mark]));
  if (active.list !== null) on.add(active.list);
  const can = new Set<Switch | Action>(SWITCHES);
  if (active.canIndent) can.add("deeper");
  if (active.canOutdent) can.add("shallower");
  if (active.canUndo) can.add("undo");
  if (active.canRedo) can.add("redo");
  if (active.inBox) can.add("unbox");
  const { kind, caption } = active;
  return { kind, caption, on, can, link: active.link ?? "", direction: active.dir, language: active.lang };
}

/** Does what a tool is for. */
export function applyTool(commands: Commands, tool: TextTool): void {
  const [what, value] = tool.split(":");
  if (what === "direction") return commands.direction(value === "ltr" || value === "rtl" ? value : null);
  if (what === "language") return commands.language(value === "" ? null : (value ?? null));
  switch (tool) {
    case "bullet":
    case "number":
      return commands.list(tool);
    case "strong":
    case "em":
    case "sub":
    case "sup":
      return commands.mark(tool);
    case "deeper":
      return commands.indent();
    case "shallower":
      return commands.outdent();
    case "undo":
      return commands.undo();
    case "redo":
      return commands.redo();
    case "unbox":
      return commands.leaveBox();
    case "note":
      return commands.note();
    case "figure":
      return commands.figure(null);
    case "case":
    case "key":
    case "checklist":
      return commands.box(tool);
    case "term":
      return commands.definition();
    case "break":
      return commands.pageBreak();
    default:
      return commands.kind(tool as Kind);
  }
}

const MARKS = ["strong", "em", "sub", "sup"] as const;
