// What the toolbar offers and what it has to know to draw itself. The editor fills it in; the toolbar only shows it.

export const KINDS = ["p", "h2", "h3", "h4", "quote"] as const;
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
