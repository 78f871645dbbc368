// What people do to tables, notes, figures and boxes in tests, and how a chapter with them is written down in a few lines.
import * as Y from "yjs";
import { EditorState, TextSelection } from "prosemirror-state";
import { LineBinding } from "../../src/editor/field/line.ts";
import { payloadOf } from "../../src/editor/flatten.ts";
import { clearLines } from "../../src/editor/payload/clear.ts";
import { rootOf } from "../../src/editor/payload/create.ts";
import { contentOf } from "../../src/editor/payload/copy.ts";
import { leftovers, leaveOut } from "../../src/editor/payload/leftover.ts";
import { putBack as putBackOne } from "../../src/editor/payload/put-back.ts";
import * as acts from "../../src/editor/payload/table-acts.ts";
import { readTable, type Payload, type Rect } from "../../src/editor/payload/tables.ts";
import { refsOf, type PayloadKind } from "../../src/editor/refs.ts";
import type { HeadingJson } from "../../src/editor/payload/shapes.ts";
import { schema } from "../../src/editor/schema.ts";
import type { Block, Inline, Tree } from "./tree.ts";
import type { Person } from "./person.ts";

let made = 0;
const newId = (): string => `made${String(made++).padStart(8, "0")}`;

/** The first payload of a kind that the chapter shows. */
export function payload(person: Person, kind: Exclude<PayloadKind, "note">): Payload {
  return rootOf(person.ydoc, kind).get(idOf(person, kind)) as Payload;
}

export function idOf(person: Person, kind: PayloadKind): string {
  const ref = refsOf(person.state.doc).find((each) => each.kind === kind);
  if (ref === undefined) throw new Error(`no ${kind} is shown`);
  return payloadOf(ref.node) ?? "";
}

export const note = (person: Person): Y.Text => rootOf(person.ydoc, "note").get(idOf(person, "note")) as Y.Text;

/** Where notes are referred to. */
export function noteRefs(person: Person): number[] {
  const found: number[] = [];
  person.state.doc.descendants((node, pos) => {
    if (node.type.name === "note") found.push(pos);
  });
  return found;
}

/** Writes at the end of a line, as its editor does. */
export function write(person: Person, line: Y.Text, words: string): void {
  person.core.act(() => {
    line.insert(line.length, words);
  });
}

/** Writes at the end of a cell; in one that nobody has written in, in a line that is made for it. */
export function writeCell(person: Person, row: number, col: number, words: string): void {
  const table = payload(person, "table");
  const shown = readTable(table);
  const cell = shown.rows[row]?.cells[col];
  if (cell === undefined) throw new Error("no such cell");
  const place = { row: shown.rows[row]?.id ?? "", col: cell.col };
  const line =
    cell.lines[0]?.text ??
    person.core.binding.make(() =>
      acts.newLine(table, place, () => `${String(person.ydoc.clientID).padStart(4, "0")}${newId().slice(4)}`),
    );
  if (line !== null) write(person, line, words);
}

export function act(person: Person, change: (table: Payload) => void): void {
  person.core.act(() => {
    change(payload(person, "table"));
  });
}

export const addRow = (person: Person): void => {
  act(person, (table) => acts.addBeside(table, "rows", { id: rowId(table, 0), side: "after" }, newId));
};

export const addCol = (person: Person): void => {
  act(person, (table) => acts.addBeside(table, "cols", { id: colId(table, 0), side: "after" }, newId));
};

export const removeRow = (person: Person, row: number): void => {
  act(person, (table) => acts.removeOne(table, "rows", rowId(table, row)));
};

export const moveRow = (person: Person, row: number, by: -1 | 1): void => {
  act(person, (table) => acts.moveBy(table, "rows", rowId(table, row), by));
};

export const mergeCells = (person: Person, rect: Rect): void => {
  act(person, (table) => acts.merge(table, rect, newId));
};

const rowId = (table: Payload, row: number): string => readTable(table).rows[row]?.id ?? "";
const colId = (table: Payload, col: number): string => readTable(table).cols[col]?.id ?? "";

/** What is left over, as "row: words". */
export const left = (person: Person): string[] =>
  leftovers(person.ydoc, person.state.doc).map(({ kind, text }) => `${kind}: ${text}`);

/** Cuts a block's words, a note among them, and pastes them where the caret is then: as the clipboard has them (P5). */
export function cutAndPaste(person: Person, block: number): void {
  selectAllIn(person, block);
  const { content } = person.state.selection.content();
  const copied = content.firstChild?.content.content.map((node) =>
    node.type.name === "note"
      ? schema.node("note", { content: contentOf(person.ydoc, "note", payloadOf(node)) })
      : node,
  );
  person.core.dispatch(person.state.tr.deleteSelection());
  person.core.dispatch(person.state.tr.replaceSelectionWith(schema.node("paragraph", null, copied), false));
}

/** Puts everything that is left over back, as the page does. */
export function putBack(person: Person): void {
  for (const leftover of leftovers(person.ydoc, person.state.doc)) putBackOne(person.core, leftover);
}

export function leaveAllOut(person: Person): void {
  for (const leftover of leftovers(person.ydoc, person.state.doc))
    person.core.act(() => {
      leaveOut(leftover);
    });
}

export const clear = (person: Person, line: Y.Text): void => {
  person.core.act(() => {
    clearLines([line]);
  });
};

/** Deletes everything that stands between two blocks' borders, as a selection of whole blocks does. */
export function deleteBlocks(person: Person, from: number, to: number): void {
  const { doc } = person.state;
  const starts: number[] = [];
  doc.forEach((_, offset) => starts.push(offset));
  const [start = 0, end = doc.content.size] = [starts[from], starts[to]];
  person.core.dispatch(person.state.tr.delete(start, end));
}

export function selectAllIn(person: Person, block: number): void {
  const { doc } = person.state;
  let at = 0;
  for (let index = 0; index < block; index += 1) at += doc.child(index).nodeSize;
  const selection = TextSelection.create(doc, at + 1, at + doc.child(block).nodeSize - 1);
  person.core.dispatch(person.state.tr.setSelection(selection));
}

/** A chapter as short lines: paragraphs with † for a note and what it says in braces; tables row by row. */
export function drawn(tree: Tree): string[] {
  return tree.flatMap((node): string[] => {
    if ("box" in node) return [`[${heading(node.heading)}]`, ...drawn(node.blocks).map((line) => `  ${line}`)];
    if ("list" in node) return node.items.flatMap(({ blocks }) => drawn(blocks).map((line) => `- ${line}`));
    return [...block(node)];
  });
}

const heading = (shown: HeadingJson | undefined): string =>
  shown?.kind === "case" ? `case ${shown.title}, ${shown.region}, ${shown.period}` : (shown?.title ?? "…");

function block({ kind, content, table, figure }: Block): string[] {
  const text = `${kind}: ${words(content)}`;
  if (figure !== undefined) return [`${text} <${figure.image?.sha256.slice(0, 1) ?? "-"}> ${figure.alt}`];
  const rows = table?.rows.map(({ cells }) => cells.map(cell).join(" | ")) ?? [];
  return [text, ...rows.map((row) => `  ${row}`)];
}

const cell = ({ content, across = 1, down = 1 }: { content: Inline[]; across?: number; down?: number }): string =>
  `${words(content)}${across * down > 1 ? `(${String(across)}x${String(down)})` : ""}`;

const words = (content: readonly Inline[]): string =>
  content
    .map((inline) =>
      "text" in inline
        ? inline.text
        : "break" in inline
          ? "/"
          : "note" in inline
            ? `†{${words(inline.content ?? [])}}`
            : "◆",
    )
    .join("");

/** Refers in a cell to the first note that the chapter shows, as a program can, or a note that two people put back. */
export function noteInCell(person: Person, row: number, col: number): void {
  const line = readTable(payload(person, "table")).rows[row]?.cells[col]?.lines[0]?.text;
  if (line === undefined) throw new Error("no such line");
  const note = idOf(person, "note");
  person.core.act(() => {
    line.insertEmbed(line.length, { note });
  });
}

/** Deletes everything in a cell, in an editor of its own. */
export function emptyCell(person: Person, row: number, col: number): void {
  const line = readTable(payload(person, "table")).rows[row]?.cells[col]?.lines[0]?.text ?? null;
  const binding = new LineBinding(person.core.binding, { kind: "rich", text: () => line, make: () => null });
  const state = EditorState.create({ schema, doc: binding.doc });
  binding.apply(state, state.tr.delete(0, state.doc.content.size));
  binding.destroy();
}
