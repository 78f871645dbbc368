// What the toolbar offers, what it has to know to draw itself, and which command of the editor each tool is.
import type { Active, Commands } from "../editor/index.ts";

export const KINDS = ["p", "h2", "h3", "h4", "quote", "def"] as const;
export type Kind = (typeof KINDS)[number];

/** What switches on and off. */
export const SWITCHES = ["strong", "em", "sub", "sup", "bullet", "number"] as const;
export type Switch = (typeof SWITCHES)[number];

/** What happens once. */
export const ACTIONS = ["deeper", "shallower", "undo", "redo"] as const;
export type Action = (typeof ACTIONS)[number];

export interface ToolState {
  /** The kind of the block that holds the cursor; null if the selection holds several. */
  readonly kind: Kind | null;
  readonly on: ReadonlySet<Switch>;
  readonly can: ReadonlySet<Switch | Action>;
  /** The address under the cursor; empty: none. */
  readonly link: string;
}

export const TOOLS_OFF: ToolState = { kind: "p", on: new Set(), can: new Set(), link: "" };

export type Tool = Kind | Switch | Action | "link" | "keys";

/** The state of the tools at the cursor. */
export function toolState(active: Active): ToolState {
  const on = new Set<Switch>(MARKS.filter((mark) => active[mark]));
  if (active.list !== null) on.add(active.list);
  const can = new Set<Switch | Action>(SWITCHES);
  if (active.canIndent) can.add("deeper");
  if (active.canOutdent) can.add("shallower");
  if (active.canUndo) can.add("undo");
  if (active.canRedo) can.add("redo");
  return { kind: active.kind, on, can, link: active.link ?? "" };
}

/** Does what a tool is for; "link" and "keys" ask first and are the page's own. */
export function applyTool(commands: Commands, tool: Exclude<Tool, "link" | "keys">): void {
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
    default:
      return commands.kind(tool);
  }
}

const MARKS = ["strong", "em", "sub", "sup"] as const;
