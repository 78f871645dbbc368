// What is active at the caret, for the toolbar: a value to compare and draw from. Next: commands.ts.
import { indent, linkAt, outdent, selectedBlocks, type MarkName } from "./commands.ts";
import { isWide, schema } from "./schema.ts";
import type { EditorCore } from "./state.ts";
import type { EditorState } from "prosemirror-state";
import type { Kind, ListType, TextKind } from "./values.ts";

export interface Active {
  /** Null where the selected blocks differ, and in captions. */
  readonly kind: TextKind | null;
  /** All that is selected is captions. */
  readonly caption: boolean;
  readonly list: ListType | null;
  readonly strong: boolean;
  readonly em: boolean;
  readonly sub: boolean;
  readonly sup: boolean;
  readonly code: boolean;
  /** The address of the link at the caret. */
  readonly link: string | null;
  /** As the selected blocks say it: "auto" where they say nothing, null where they differ. */
  readonly dir: "ltr" | "rtl" | "auto" | null;
  /** The tag of their language: empty where they say nothing, null where they differ. */
  readonly lang: string | null;
  /** All that is selected stands in one box. */
  readonly inBox: boolean;
  readonly canIndent: boolean;
  readonly canOutdent: boolean;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

export function active(core: EditorCore): Active {
  const { undoing } = core;
  const { state } = core.target ?? core;
  const selected = selectedBlocks(state);
  const kinds = new Set(selected.map(({ keys }) => keys.kind));
  const lists = new Set(selected.map(({ keys }) => keys.list));
  const [list] = lists;
  return {
    // A line of a payload has no kind: it is text.
    kind: core.target !== null ? "p" : kinds.size === 1 ? textKind([...kinds][0] as Kind) : null,
    caption: core.target === null && selected.length > 0 && selected.every(({ node }) => isWide(node)),
    list: lists.size === 1 && (list === "bullet" || list === "number") ? list : null,
    strong: isActive(state, "strong"),
    em: isActive(state, "em"),
    sub: isActive(state, "sub"),
    sup: isActive(state, "sup"),
    code: isActive(state, "code"),
    link: linkAt(state),
    dir: common(selected.map(({ node }) => (node.attrs["dir"] as "ltr" | "rtl" | null) ?? "auto")),
    lang: common(selected.map(({ node }) => (node.attrs["lang"] as string | null) ?? "")),
    inBox: common(selected.map(({ keys }) => keys.box ?? null)) !== null,
    canIndent: indent(state),
    canOutdent: outdent(state),
    canUndo: undoing.canUndo,
    canRedo: undoing.canRedo,
  };
}

/** What all have in common; null if they differ. */
function common<T>(values: readonly T[]): T | null {
  const [first] = values;
  return first !== undefined && values.every((value) => value === first) ? first : null;
}

const textKind = (kind: Kind): TextKind | null => (kind === "table" || kind === "figure" ? null : kind);

export function sameActive(one: Active, other: Active): boolean {
  return (Object.keys(one) as (keyof Active)[]).every((key) => one[key] === other[key]);
}

function isActive(state: EditorState, name: MarkName): boolean {
  const { from, to, $from, empty } = state.selection;
  const { type } = schema.mark(name);
  if (empty) return type.isInSet(state.storedMarks ?? $from.marks()) !== undefined;
  return state.doc.rangeHasMark(from, to, type);
}
