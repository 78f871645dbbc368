// What people do in chapters besides writing paragraphs: tables, notes, figures, boxes, definitions, cross-references, page
// breaks, and what they do with words that are left over. Deeds for yjs-peer.ts, which says what they came to.
import { EditorState } from "prosemirror-state";
import * as Y from "yjs";
import { dissolveBox, insertBox, leaveBox } from "../../src/editor/boxes.ts";
import { LineBinding, docOfLine, type LineSource } from "../../src/editor/field/line.ts";
import { payloadOf } from "../../src/editor/flatten.ts";
import * as insert from "../../src/editor/insert.ts";
import { setBoxKind } from "../../src/editor/payload/boxes.ts";
import { leaveOut, leftovers } from "../../src/editor/payload/leftover.ts";
import { rootOf } from "../../src/editor/payload/create.ts";
import { linesOf } from "../../src/editor/payload/clear.ts";
import { notesIn, plainOf } from "../../src/editor/payload/lines.ts";
import { noteLine } from "../../src/editor/payload/notes.ts";
import * as acts from "../../src/editor/payload/table-acts.ts";
import { idsOf } from "../../src/editor/payload/places.ts";
import { putBack } from "../../src/editor/payload/put-back.ts";
import { readTable, type Payload, type Rect } from "../../src/editor/payload/tables.ts";
import { refsOf, type PayloadKind } from "../../src/editor/refs.ts";
import { schema } from "../../src/editor/schema.ts";
import type { EditorCore } from "../../src/editor/state.ts";
import { treeOf, type Inline, type Tree } from "../editor/tree.ts";
import type { Chance } from "./chance.ts";
import { problem } from "./peer.ts";

/** The words of a tree, payloads included, in the order of reading. */
export function wordsOf(tree: Tree): string {
  return tree
    .map((node) => {
      if ("box" in node) return `${Object.values(node.heading ?? {}).join("")}${wordsOf(node.blocks)}`;
      if ("list" in node) return node.items.map(({ blocks }) => wordsOf(blocks)).join("");
      const cells = node.table?.rows.flatMap(({ cells }) => cells.map(({ content }) => inlineWords(content))) ?? [];
      return [inlineWords(node.content), ...cells, node.figure?.alt ?? "", node.figure?.credit ?? ""].join("");
    })
    .join("");
}

const inlineWords = (content: readonly Inline[]): string =>
  content
    .map((inline) => ("text" in inline ? inline.text : "note" in inline ? inlineWords(inline.content ?? []) : ""))
    .join("");

/** The words that are left over. */
export const leftWords = (core: EditorCore): string =>
  leftovers(core.binding.ydoc, core.state.doc)
    .map(({ lines }) => lines.map(plainOf).join(""))
    .join("");

/** All lines that the document shows. */
function shownLines(core: EditorCore): Y.Text[] {
  const { ydoc } = core.binding;
  return refsOf(core.state.doc).flatMap(({ kind, node }) => {
    const lines = linesOf(ydoc, kind, payloadOf(node) ?? "");
    const notes = kind === "table" ? lines.flatMap((line) => notesIn(line)) : [];
    return [...lines, ...notes.map((id) => noteLine(ydoc, id)).filter((line) => line !== null)];
  });
}

/** A line that is open in an editor of its own, as a field is. */
class OpenLine {
  private readonly binding: LineBinding;
  private state: EditorState;

  constructor(
    core: EditorCore,
    private readonly source: LineSource & { readonly inSight?: () => boolean },
  ) {
    this.binding = new LineBinding(core.binding, source);
    this.state = EditorState.create({ schema, doc: this.binding.doc });
    this.binding.subscribe((patch) => (this.state = patch(this.state)));
  }

  /** A field goes with what it stands in. */
  isShown(core: EditorCore): boolean {
    const { line } = this.binding;
    return line === null ? (this.source.inSight?.() ?? false) : shownLines(core).includes(line);
  }

  get size(): number {
    return this.state.doc.content.size;
  }

  type(chance: Chance, text: string): void {
    this.dispatch(this.state.tr.insertText(text, this.border(chance.below(this.size + 1))));
  }

  /** Deletes a few characters; which. */
  delete(chance: Chance): string[] {
    const from = this.border(chance.below(this.size + 1));
    const to = this.border(Math.min(from + 1 + chance.below(4), this.size));
    if (from >= to) return [];
    const deleted = this.state.doc.textBetween(from, to);
    if (this.holdsNote(from, to)) return [];
    this.dispatch(this.state.tr.delete(from, to));
    return Array.from(deleted);
  }

  format(chance: Chance): void {
    const from = this.border(chance.below(this.size + 1));
    const to = this.border(Math.min(from + 1 + chance.below(4), this.size));
    if (this.source.kind !== "plain" && from < to)
      this.dispatch(this.state.tr.addMark(from, to, schema.mark("strong")));
  }

  note(chance: Chance): void {
    const node = schema.node("note", { content: [] });
    if (this.source.kind === "rich")
      this.dispatch(this.state.tr.insert(this.border(chance.below(this.size + 1)), node));
  }

  check(name: string): void {
    const shown = docOfLine(this.binding.line, this.source.kind);
    if (!shown.eq(this.state.doc)) throw problem(`${name} shows a line that is not what its text says`);
  }

  destroy(): void {
    this.binding.destroy();
  }

  private holdsNote(from: number, to: number): boolean {
    let found = false;
    this.state.doc.nodesBetween(from, to, (node) => void (found ||= node.type.name === "note"));
    return found;
  }

  /** Never between the halves of a character. */
  private border(at: number): number {
    const around = at > 0 && at < this.size ? this.state.doc.textBetween(at - 1, at + 1, "", " ") : "";
    return /^[\ud800-\udbff][\udc00-\udfff]$/.test(around) ? at - 1 : at;
  }

  private dispatch(tr: Parameters<LineBinding["apply"]>[1]): void {
    this.state = this.binding.apply(this.state, tr);
  }
}

/** What a deed took from sight, if that can be said beforehand; null: what vanished is what it took. */
export interface Structural {
  readonly typed?: string;
  readonly deleted?: string[];
  readonly back?: string;
  /** The words of payloads may stand in another order now, or those of a container went with it. */
  readonly takes?: true;
}

export class Structures {
  private open: OpenLine | null = null;

  constructor(
    private readonly core: EditorCore,
    private readonly newId: () => string,
    private readonly name: string,
  ) {}

  check(): void {
    this.open?.check(this.name);
  }

  destroy(): void {
    this.open?.destroy();
  }

  deed(chance: Chance, words: () => string): Structural {
    const weights = {
      line: 10,
      table: 2,
      note: 3,
      figure: 1,
      box: 3,
      unbox: 2,
      rows: 5,
      spans: 2,
      inline: 2,
      definition: 1,
      left: 3,
      values: 2,
    };
    switch (chance.weighted(weights)) {
      case "line":
        return this.line(chance, words);
      case "table":
        this.core.run(insert.insertTable(1 + chance.below(3), 1 + chance.below(3)));
        return { takes: true };
      case "note":
        this.core.run(insert.insertNote);
        return {};
      case "figure":
        this.core.run(insert.insertFigure(chance.once(2) ? null : image(chance)));
        return { takes: true };
      case "box":
        this.core.run(insertBox(chance.of(["case", "key", "checklist"] as const)));
        return {};
      case "unbox":
        return this.unbox(chance);
      case "rows":
        return this.rows(chance);
      case "spans":
        return this.spans(chance);
      case "inline":
        this.core.run(chance.once(2) ? insert.pageBreak : insert.insertXref("aaaaaaaaaaaa", null));
        return {};
      case "definition":
        this.core.run(insert.definition);
        return {};
      case "left":
        return this.left(chance);
      case "values":
        return this.values(chance);
    }
  }

  /** Types, deletes or formats in a line: in the one that is open, or in another that is opened for it. */
  private line(chance: Chance, words: () => string): Structural {
    if (this.open === null || chance.once(3) || !this.open.isShown(this.core)) {
      const source = this.source(chance);
      if (source === null) return {};
      this.open?.destroy();
      this.open = new OpenLine(this.core, source);
    }
    switch (chance.weighted({ type: 6, delete: 2, format: 1, note: 1 })) {
      case "delete":
        return { deleted: this.open.delete(chance), takes: true };
      case "format":
        this.open.format(chance);
        return {};
      case "note":
        this.open.note(chance);
        return {};
      case "type": {
        const typed = words();
        this.open.type(chance, typed);
        return { typed, takes: true };
      }
    }
  }

  private source(chance: Chance): (LineSource & { readonly inSight?: () => boolean }) | null {
    const ref = this.pick(chance, ["note", "table", "figure", "box"]);
    if (ref === null) return null;
    const { ydoc } = this.core.binding;
    if (ref.kind === "note") return { kind: "note", text: () => noteLine(ydoc, ref.id), make: () => null };
    const { payload } = ref;
    if (payload === null) return null;
    if (ref.kind !== "table") {
      const lines = ref.kind === "figure" ? FIGURE : payload.get("kind") === "case" ? CASE : ["title"];
      const key = chance.of(lines);
      return { kind: "plain", text: () => textIn(payload, key), make: () => null };
    }
    const { rows } = readTable(payload);
    if (rows.length === 0) return null;
    const { id, cells } = chance.of(rows);
    if (cells.length === 0) return null;
    const cell = chance.of(cells);
    const place = { row: id, col: cell.col };
    const key = cell.lines.length === 0 ? null : chance.of(cell.lines).key;
    let made: Y.Text | null = null;
    return {
      kind: "rich",
      inSight: () => {
        const isTable = refsOf(this.core.state.doc).some(
          ({ kind, node }) => kind === "table" && payloadOf(node) === ref.id,
        );
        return (
          isTable &&
          readTable(payload).rows.some(
            ({ id, cells }) => id === place.row && cells.some(({ col }) => col === place.col),
          )
        );
      },
      text: () => (key === null ? made : textIn(payload.get("cells") as Payload, key)),
      make: () => (made = this.core.binding.make(() => acts.newLine(payload, place, this.newId))),
    };
  }

  private unbox(chance: Chance): Structural {
    const box = this.pick(chance, ["box"]);
    if (box !== null && chance.once(3)) this.core.run(dissolveBox(box.id));
    else this.core.run(leaveBox);
    return { takes: true };
  }

  private rows(chance: Chance): Structural {
    const table = this.pick(chance, ["table"])?.payload ?? null;
    if (table === null) return {};
    const axis = chance.of(["rows", "cols"] as const);
    const ids = idsOf(table, axis);
    if (ids.length === 0) return {};
    const id = chance.of(ids);
    this.core.act(() => {
      const side = chance.of(["before", "after"] as const);
      const act = chance.weighted({ add: 4, move: 2, remove: 3 });
      if (act === "add") acts.addBeside(table, axis, { id, side }, this.newId);
      else if (act === "move") acts.moveBy(table, axis, id, chance.of([-1, 1] as const));
      else acts.removeOne(table, axis, id);
    });
    return { takes: true };
  }

  private spans(chance: Chance): Structural {
    const table = this.pick(chance, ["table"])?.payload ?? null;
    if (table === null) return {};
    const rows = idsOf(table, "rows").length;
    const cols = idsOf(table, "cols").length;
    if (rows * cols === 0) return {};
    const top = chance.below(rows);
    const start = chance.below(cols);
    const rect: Rect = {
      top,
      start,
      bottom: top + 1 + chance.below(rows - top),
      end: start + 1 + chance.below(cols - start),
    };
    this.core.act(() => {
      if (chance.once(3)) acts.unmerge(table, rect);
      else acts.merge(table, rect, this.newId);
    });
    return { takes: true };
  }

  /** Single values of payloads, the last writer of which wins. */
  private values(chance: Chance): Structural {
    const ref = this.pick(chance, ["table", "figure", "box"]);
    const payload = ref?.payload ?? null;
    if (ref === null || payload === null) return {};
    this.core.act(() => {
      if (ref.kind === "figure") payload.set("image", image(chance));
      else if (ref.kind === "table") acts.setHead(payload, chance.of(["headRow", "headCol"] as const), chance.once(2));
      else if (chance.once(2)) payload.set("visibility", chance.of(["network", "publishable"]));
      else setBoxKind(payload, chance.of(["case", "key", "checklist"] as const));
    });
    return { takes: true };
  }

  private left(chance: Chance): Structural {
    const { binding } = this.core;
    const all = leftovers(binding.ydoc, this.core.state.doc);
    if (all.length === 0) return {};
    const leftover = chance.of(all);
    const words = leftover.lines.map(plainOf).join("");
    if (chance.once(3)) {
      this.core.act(() => {
        leaveOut(leftover);
      });
      return { deleted: Array.from(words), takes: true };
    }
    const before = wordsOf(treeOf(this.core.state.doc, binding.ydoc));
    putBack(this.core, leftover);
    const after = wordsOf(treeOf(this.core.state.doc, binding.ydoc));
    const back = Array.from(words).filter((each) => after.includes(each) && !before.includes(each));
    return { back: back.join(""), takes: true };
  }

  private pick(
    chance: Chance,
    kinds: readonly PayloadKind[],
  ): { kind: PayloadKind; id: string; payload: Payload | null } | null {
    const { ydoc } = this.core.binding;
    const refs = refsOf(this.core.state.doc).flatMap(({ kind, node }) => {
      const id = payloadOf(node);
      return id !== null && kinds.includes(kind) ? [{ kind, id }] : [];
    });
    for (const { id } of refs.filter(({ kind }) => kind === "table")) refs.push(...this.notesInTable(id, kinds));
    if (refs.length === 0) return null;
    const { kind, id } = chance.of(refs);
    const payload = rootOf(ydoc, kind).get(id);
    return { kind, id, payload: payload instanceof Y.Map ? (payload as Payload) : null };
  }

  private notesInTable(id: string, kinds: readonly PayloadKind[]): { kind: PayloadKind; id: string }[] {
    if (!kinds.includes("note")) return [];
    const lines = linesOf(this.core.binding.ydoc, "table", id);
    return lines.flatMap((line) => notesIn(line).map((note) => ({ kind: "note" as const, id: note })));
  }
}

const FIGURE = ["alt", "credit"];
const CASE = ["title", "region", "period"];

function textIn(map: Payload, key: string): Y.Text | null {
  const text = map.get(key);
  return text instanceof Y.Text ? text : null;
}

const image = (chance: Chance) => ({
  sha256: String(chance.below(10)).repeat(64),
  width: 10,
  height: 10,
  type: "image/png",
});
