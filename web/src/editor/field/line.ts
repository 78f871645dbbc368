// The binding between one line of a payload and an editor of its own, as binding.ts is for the body: what the person here
// does is written as the steps say, what comes from elsewhere patches the view, and after both the view shows what the line
// shows. A cell that nobody has written in has no line: the first key makes one. Knows no DOM. Next: field.ts.
import { Fragment, Slice, type Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import { AddMarkStep, RemoveMarkStep, ReplaceStep, type Step } from "prosemirror-transform";
import type * as Y from "yjs";
import type { Binding } from "../binding.ts";
import { deltaOf } from "../delta.ts";
import { NO_ATTRIBUTES, type Attributes } from "../flat.ts";
import { attributesOf, runsOf, valueOf } from "../flatten.ts";
import { mapThrough, patchLine, unmoved, type FlatMap } from "../patch.ts";
import { lineNodes, runsOfLine, spaced } from "../payload/lines.ts";
import { inlineNodesOf } from "../paste.ts";
import { placedCells } from "../payload/create.ts";
import { schema } from "../schema.ts";
import type { LineKind } from "../state.ts";
import { onWholeCharacters, rangesOf, wholeRange } from "../step.ts";
import { shapeOf, type Json } from "../values.ts";
import { TextWriter } from "../write-text.ts";

/** Where a line is, or where it will be once somebody writes in it. */
export interface LineSource {
  readonly kind: LineKind;
  text(): Y.Text | null;
  /** Makes the line, in a transaction that is not undone. Null if there is no place for it. */
  make(): Y.Text | null;
}

/** In which document, and under which origin, the person here writes: the binding of the body. */
export type LineHost = Pick<Binding, "ydoc" | "origin" | "makePasted" | "clearGone">;

export type Patch = (state: EditorState) => EditorState;

export class LineBinding {
  private text: Y.Text | null;
  private target: Node | null = null;
  private writing = false;
  private readonly listeners = new Set<(patch: Patch) => void>();

  constructor(
    private readonly host: LineHost,
    private readonly source: LineSource,
  ) {
    this.text = source.text();
    this.text?.observe(this.observe);
  }

  /** The document that the line shows now. */
  get doc(): Node {
    return (this.target ??= docOfLine(this.text, this.source.kind));
  }

  get line(): Y.Text | null {
    return this.text;
  }

  /** Called with a patch whenever the line changed otherwise than through `apply`. */
  subscribe(listener: (patch: Patch) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  destroy(): void {
    this.listeners.clear();
    this.text?.unobserve(this.observe);
  }

  /** Takes over a line that somebody else made meanwhile. */
  adopt(): void {
    if (this.text !== null) return;
    this.bind(this.source.text());
    if (this.text === null) return;
    for (const listener of this.listeners) listener((state) => this.patched(state, unmoved));
  }

  /** Applies a local transaction: to the state, to the line, and then to the state what the line made of it. */
  apply(state: EditorState, tr: Transaction): EditorState {
    const { state: after, transactions } = state.applyTransaction(tr);
    if (transactions.every((each) => !each.docChanged)) return after;
    const text = this.text ?? this.bind(this.source.text() ?? this.source.make());
    if (text === null) return state;
    this.host.makePasted(state.doc, after.doc);
    const writer = new TextWriter(text);
    this.writing = true;
    try {
      this.host.ydoc.transact(() => {
        for (const each of transactions) writeSteps(writer, each);
        this.host.clearGone(state.doc, after.doc);
      }, this.host.origin);
    } finally {
      this.writing = false;
    }
    return this.patched(after, unmoved);
  }

  private bind(text: Y.Text | null): Y.Text | null {
    // The making of a line is told to whoever draws it, and they may have come here first.
    if (text === this.text) return text;
    this.text = text;
    this.target = null;
    text?.observe(this.observe);
    return text;
  }

  private patched(state: EditorState, map: FlatMap): EditorState {
    const tr = patchLine(state, this.doc, map);
    const next = tr === null ? state : state.apply(tr);
    this.target = next.doc;
    return next;
  }

  private readonly observe = (event: Y.YTextEvent): void => {
    this.target = null;
    if (this.writing) return;
    const map = mapThrough(deltaOf(event as unknown as Y.YEvent<Y.AbstractType<unknown>>));
    for (const listener of this.listeners) listener((state) => this.patched(state, map));
  };
}

/** The document that shows a line. Every unit of the line is one unit of it. */
export function docOfLine(text: Y.Text | null, kind: LineKind): Node {
  if (kind !== "plain") return schema.node("field", null, text === null ? [] : lineNodes(text, kind === "rich"));
  const nodes = (text === null ? [] : runsOfLine(text)).map((run) =>
    "text" in run ? schema.text(spaced(run.text)) : schema.node("unknown", { embed: run.embed as Json }),
  );
  return schema.node("plain", null, Fragment.from(nodes));
}

function writeSteps(writer: TextWriter, tr: Transaction): void {
  tr.steps.forEach((step, index) => {
    const before = tr.docs[index] as Node;
    // After half a character was left out the text is no longer what the steps count on; the view is patched back.
    if (!writer.incomplete) writeStep(writer, before, step, tr.docs[index + 1] ?? tr.doc);
  });
}

function writeStep(writer: TextWriter, before: Node, step: Step, after: Node): void {
  if (step instanceof AddMarkStep || step instanceof RemoveMarkStep) {
    const [from, to] = wholeRange(before, step.from, step.to);
    writer.format(from, to - from, step.mark.type.name, step instanceof AddMarkStep ? valueOf(step.mark) : null);
    return;
  }
  // In a line there is nothing to wrap: no other step changes one.
  if (!(step instanceof ReplaceStep)) {
    writer.incomplete = true;
    return;
  }
  const whole = onWholeCharacters(step, before);
  const result = whole === step ? after : whole.apply(before).doc;
  if (result !== null) writeReplace(writer, before, whole, result);
  if (whole !== step) writer.incomplete = true;
}

function writeReplace(writer: TextWriter, before: Node, step: Step, after: Node): void {
  for (const { from, to, newFrom, newTo } of rangesOf(step, before, after)) {
    writer.delete(newFrom, to - from);
    writer.insertRuns(newFrom, runsOf(after.content.cut(newFrom, newTo)), leftOf(after, newFrom));
  }
}

/** The shown attributes of the unit left of an insertion; null for breaks and placeholders. */
function leftOf(line: Node, at: number): Attributes | null {
  if (at === 0) return NO_ATTRIBUTES;
  const left = line.resolve(at).nodeBefore;
  return left?.isText === true ? attributesOf(left.marks) : null;
}

/** What a paste brings into a line: the content of its blocks, a break between two; in plain lines a space. */
export function inLine(slice: Slice, kind: LineKind): Slice {
  const nodes: Node[] = [];
  const between = kind === "plain" ? schema.text(" ") : schema.node("hard_break");
  const take = (content: Fragment): void => {
    content.forEach((node) => {
      if (node.isInline) nodes.push(...fitting(node, kind));
      else if (node.type.name === "table") {
        if (nodes.length > 0) nodes.push(between);
        take(node.content);
        for (const row of wordsOf(node)) {
          if (nodes.length > 0) nodes.push(between);
          take(Fragment.fromArray(row));
        }
      } else if (!node.isTextblock) take(node.content);
      else {
        if (nodes.length > 0) nodes.push(between);
        take(node.content);
      }
    });
  };
  take(slice.content);
  return new Slice(Fragment.from(nodes), 0, 0);
}

/** The words of a table, row by row, with a dot between two cells. */
function wordsOf(table: Node): Node[][] {
  const rows: Node[][] = [];
  for (const { cell, row } of placedCells(shapeOf(table.attrs["content"] as Json)["rows"]).cells) {
    const { content } = cell;
    const words = rows[row];
    const nodes = inlineNodesOf(Array.isArray(content) ? content : []);
    if (words === undefined) rows[row] = nodes;
    else words.push(schema.text(" · "), ...nodes);
  }
  return rows.filter((words) => words !== undefined);
}

function fitting(node: Node, kind: LineKind): Node[] {
  if (kind === "plain") {
    const text = node.isText ? (node.text ?? "") : node.type.name === "hard_break" ? " " : "";
    return text === "" ? [] : [schema.text(spaced(text))];
  }
  return kind === "note" && node.type.name === "note" ? [] : [node];
}
