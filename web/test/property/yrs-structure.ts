// What the program on yrs does to a chapter's structure: tables, notes, figures, boxes and the lines in them. Chooses
// operations from what the program shows; yrs-peer.ts sends them. The operations are those of tests/src/bin/yrs-peer.
import type { Block, Inline, Payloads, Tree, Unit } from "../editor/tree.ts";
import type { Chance } from "./chance.ts";

/** An operation on the way to the program. */
export type StructureOp = { readonly name: string } & Readonly<Record<string, unknown>>;

/** What a deed asks for: operations one after the other, and the characters that they type. */
export interface StructureDeed {
  readonly ops: readonly StructureOp[];
  readonly typed?: string;
}

export interface Sight {
  readonly tree: Tree;
  readonly payloads: Payloads;
  /** A place in the text of a block, and the place of a mark. */
  readonly at: number;
  readonly mark: number | undefined;
}

interface Line {
  readonly line: Readonly<Record<string, string>>;
  readonly length: number;
}

const NOTHING: StructureDeed = { ops: [] };

/** Something that a person might do to the structure. */
export function structureDeed(chance: Chance, sight: Sight, newId: () => string, words: () => string): StructureDeed {
  const shown = shownIn(sight.tree);
  const weights = { line: 8, note: 3, table: 2, figure: 1, box: 2, unbox: 1, rows: 5, spans: 2, embed: 1 };
  switch (chance.weighted(weights)) {
    case "line":
      return line(chance, linesIn(shown, sight.payloads, newId), words);
    case "note": {
      const note = newId();
      return { ops: [create({ notes: { [note]: "" } }), { name: "embed", at: sight.at, value: { note } }] };
    }
    case "table":
      return wide(sight, newId, "table", { tables: { [newId()]: emptyTable(chance, newId) } });
    case "figure":
      return wide(sight, newId, "figure", { figures: { [newId()]: {} } });
    case "box": {
      if (sight.mark === undefined) return NOTHING;
      const box = newId();
      const kind = chance.of(["case", "key", "checklist"]);
      return { ops: [create({ boxes: { [box]: { kind } } }), { name: "kind", at: sight.mark, box }] };
    }
    case "unbox":
      return sight.mark === undefined ? NOTHING : { ops: [{ name: "kind", at: sight.mark, box: null }] };
    case "rows":
      return rows(chance, shown.tables, newId);
    case "spans":
      return spans(chance, shown.tables, newId);
    case "embed":
      return {
        ops: [{ name: "embed", at: sight.at, value: chance.once(2) ? { break: "page" } : { xref: "somewhere" } }],
      };
  }
}

/** As a place: where the operation before put its mark. */
export const MADE = "made";

const create = (payloads: object): StructureOp => ({ name: "create", payloads });

function emptyTable(chance: Chance, newId: () => string): object {
  const ids = (): string[] => Array.from({ length: 1 + chance.below(3) }, newId);
  return { rows: ids(), cols: ids(), cells: {} };
}

/** A table or figure with a block of its own; the rest of the block where it is put becomes its caption. */
function wide(
  { at }: Sight,
  newId: () => string,
  kind: "table" | "figure",
  payloads: Record<string, Record<string, object>>,
): StructureDeed {
  const [payload] = Object.keys(Object.values(payloads)[0] ?? {});
  return { ops: [create(payloads), { name: "split", at, id: newId() }, { name: "kind", at: MADE, kind, payload }] };
}

function line(chance: Chance, lines: readonly Line[], words: () => string): StructureDeed {
  if (lines.length === 0) return NOTHING;
  const { line, length } = chance.of(lines);
  const at = chance.below(length + 1);
  if (length > 0 && chance.once(4)) return { ops: [{ name: "delete", line, from: at, to: Math.min(at + 3, length) }] };
  if (length > 0 && chance.once(8))
    return {
      ops: [{ name: "format", line, from: at, to: Math.min(at + 3, length), attribute: "strong", value: true }],
    };
  const text = words();
  return { ops: [{ name: "insert", line, at, text, marks: {} }], typed: text };
}

function rows(chance: Chance, tables: readonly ShownTable[], newId: () => string): StructureDeed {
  if (tables.length === 0) return NOTHING;
  const table = chance.of(tables);
  const axis = chance.of(["rows", "cols"] as const);
  const ids = table[axis];
  const place = { name: "place", table: table.id, axis, before: chance.below(ids.length + 1) };
  if (ids.length === 0 || chance.once(2)) return { ops: [{ ...place, id: newId() }] };
  const id = chance.of(ids);
  return { ops: [chance.once(2) ? { ...place, id } : { name: "remove", table: table.id, axis, id }] };
}

function spans(chance: Chance, tables: readonly ShownTable[], newId: () => string): StructureDeed {
  const [table] = chance.shuffled(tables.filter(({ rows, cols }) => rows.length * cols.length > 1));
  if (table === undefined) return NOTHING;
  const some = (ids: readonly string[]): string[] => {
    const from = chance.below(ids.length);
    return ids.slice(from, from + 1 + chance.below(ids.length - from));
  };
  return { ops: [{ name: "span", table: table.id, id: newId(), rows: some(table.rows), cols: some(table.cols) }] };
}

interface ShownTable {
  readonly id: string;
  readonly rows: readonly string[];
  readonly cols: readonly string[];
}

interface ShownPayloads {
  readonly notes: string[];
  readonly tables: ShownTable[];
  readonly figures: string[];
  readonly boxes: string[];
}

function shownIn(tree: Tree): ShownPayloads {
  const shown: ShownPayloads = { notes: [], tables: [], figures: [], boxes: [] };
  const visit = (nodes: Tree): void => {
    for (const node of nodes) {
      if ("box" in node) {
        if (node.heading !== undefined) shown.boxes.push(node.box);
        visit(node.blocks);
      } else if ("list" in node) for (const { blocks } of node.items) visit(blocks);
      else visitBlock(node, shown);
    }
  };
  visit(tree);
  return shown;
}

function visitBlock({ content, payload, table, figure }: Block, shown: ShownPayloads): void {
  const inline = (content: readonly Inline[]): void => {
    for (const each of content) if ("note" in each && each.content !== undefined) shown.notes.push(each.note);
  };
  inline(content);
  if (payload === undefined) return;
  if (figure !== undefined) shown.figures.push(payload);
  if (table === undefined) return;
  for (const { cells } of table.rows) for (const { content } of cells) inline(content);
  shown.tables.push({ id: payload, rows: table.rows.map(({ id }) => id), cols: table.cols.map(({ id }) => id) });
}

function linesIn(shown: ShownPayloads, payloads: Payloads, newId: () => string): Line[] {
  const { notes = {}, tables = {} } = payloads;
  const cells = shown.tables.flatMap(({ id, rows, cols }) =>
    rows.flatMap((row) => cols.map((col): Line => cellLine(id, row, col, tables[id]?.cells ?? {}, newId))),
  );
  return [
    ...shown.notes.map((note) => ({ line: { note }, length: lengthOf(notes[note]) })),
    ...cells,
    ...shown.figures.map((figure) => ({
      line: { figure, of: "alt" },
      length: lengthIn(payloads.figures, figure, "alt"),
    })),
    ...shown.boxes.map((box) => ({ line: { box, of: "title" }, length: lengthIn(payloads.boxes, box, "title") })),
  ];
}

function cellLine(table: string, row: string, col: string, cells: Record<string, Unit[]>, newId: () => string): Line {
  const key = Object.keys(cells).find((each) => each.startsWith(`${row}:${col}:`));
  const slot = key?.split(":")[2] ?? newId();
  return { line: { table, row, col, slot }, length: key === undefined ? 0 : lengthOf(cells[key]) };
}

const lengthIn = (all: Record<string, Record<string, unknown>> | undefined, id: string, of: string): number =>
  lengthOf(all?.[id]?.[of] as Unit[] | undefined);

const lengthOf = (units: readonly Unit[] | undefined): number =>
  (units ?? []).reduce((sum, unit) => sum + ("text" in unit ? unit.text.length : 1), 0);
