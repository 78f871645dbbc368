// The binding between a chapter's flat text and the editor: local transactions are written to the text as their steps
// say, changes of the text from elsewhere patch the view, and after both the view shows exactly what the text assembles
// to. Plain functions over editor state; knows no DOM and no socket. Next: step.ts (writing) and patch.ts (showing).
import { Fragment, type Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import * as Y from "yjs";
import { assemble, resolve, shownBlocks } from "./assemble.ts";
import { deltaOf } from "./delta.ts";
import { applyDelta, readBlocks, type Attributes, type Block, type Delta, type Group } from "./flat.ts";
import { makeFor, textBlocks, type MarkKeys, type TextBlock } from "./flatten.ts";
import { mapThrough, patchTo, unmoved, type FlatMap } from "./patch.ts";
import { clearPayloads } from "./payload/clear.ts";
import { createPayload } from "./payload/create.ts";
import { allot } from "./payload/places.ts";
import { pictureCame } from "./payload/waiting.ts";
import { boxesIn, changed, gone, refsOf, unmade, type Named } from "./refs.ts";
import { writeStep } from "./step.ts";
import { keepUntidied } from "../untidied.ts";
import { shapeOf, type Json } from "./values.ts";
import { Writer } from "./write.ts";

/** The keys of blocks that change. */
export interface SetKeys {
  readonly set: readonly { readonly index: number; readonly keys: MarkKeys }[];
  /** The heading of a box that is made for the blocks whose `box` is NEW_BOX. */
  readonly newBox?: Json;
}

/** Blocks from `from` up to `to` go before block `before`, with the keys they then have. */
export interface MoveBlocks {
  readonly move: { readonly from: number; readonly to: number; readonly before: number };
  readonly keys: readonly MarkKeys[];
}

/** A change of blocks that a command asks for by itself, without steps: see `flatEdit`. */
export type FlatEdit = SetKeys | MoveBlocks | { readonly join: number };

/** Stands for the id of a box that the edit itself makes. */
export const NEW_BOX = "new";

const FLAT_EDIT = "chancery-flat-edit";

/** Asks the binding to change the keys of blocks, or to join a block to the one above, after the steps of `tr`. */
export const flatEdit = (tr: Transaction, edit: FlatEdit): Transaction => tr.setMeta(FLAT_EDIT, edit);

/** What a command asked for with `flatEdit`, if anything. */
export const flatEditOf = (tr: Transaction): FlatEdit | undefined => tr.getMeta(FLAT_EDIT) as FlatEdit | undefined;

/** Whether a transaction changes the text, by steps or otherwise. */
export const isEdit = (tr: Transaction): boolean => tr.docChanged || flatEditOf(tr) !== undefined;

/** Brings a state up to a change of the text that did not come from it. */
export type Patch = (state: EditorState) => EditorState;

export class Binding {
  readonly body: Y.Text;
  /** The origin of the Yjs transactions in which local edits are written. */
  readonly origin = { of: "editor" };
  private readonly mendOrigin = { of: "mending" };
  /** Payloads are made under this one, which undo does not track (P3). */
  private readonly makeOrigin = { of: "making" };
  private blocks: Block[];
  private shown: readonly Block[] = [];
  private groups: readonly Group[] = [];
  private byMark = new WeakMap<object, Block>();
  /** The last keys of the marks that went, by id: undo brings a mark back without those that others changed (U3). */
  private readonly departed = new Map<unknown, Attributes>();
  private target: Node | null = null;
  /** The tables that are shown may be others than before. */
  private unallotted = true;
  private readonly listeners = new Set<(patch: Patch) => void>();
  private readonly tables: Y.Map<unknown>;
  private readonly tidyAgain: () => void;

  constructor(
    readonly ydoc: Y.Doc,
    private readonly newId: () => string,
  ) {
    this.body = ydoc.getText("body");
    this.tidyAgain = keepUntidied(ydoc);
    this.blocks = readBlocks(this.body);
    this.restructure();
    this.body.observeDeep(this.observe);
    this.tables = ydoc.getMap("tables");
    this.tables.observeDeep(this.observeTables);
  }

  /** The document that the text shows now. */
  get doc(): Node {
    if (this.target === null) {
      const { doc, groups } = assemble(this.shown);
      this.target = doc;
      this.groups = groups;
      if (this.unallotted) allot(this.ydoc, doc);
      this.unallotted = false;
    }
    return this.target;
  }

  /** Whether the first block shown has no mark. */
  get startless(): boolean {
    return this.shown[0]?.mark === null;
  }

  /** Blocks shown, in the order of the document. */
  get shownBlocks(): readonly Block[] {
    return this.shown;
  }

  /** Whether a Yjs transaction of this origin wrote what the person here did. */
  owns(origin: unknown): boolean {
    return origin === this.origin || origin === this.mendOrigin || origin === this.makeOrigin;
  }

  /** Called with a patch whenever the text changed otherwise than through `apply`. */
  subscribe(listener: (patch: Patch) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  destroy(): void {
    this.listeners.clear();
    this.tidyAgain();
    this.body.unobserveDeep(this.observe);
    this.tables.unobserveDeep(this.observeTables);
  }

  /** Applies a local transaction: to the state, to the text, and then to the state what the text made of it. */
  apply(state: EditorState, tr: Transaction): EditorState {
    const { state: after, transactions } = state.applyTransaction(tr);
    const asked = flatEditOf(tr);
    if (asked === undefined && transactions.every((each) => !each.docChanged)) return after;
    this.makePasted(state.doc, after.doc);
    const edit = asked === undefined ? undefined : this.withNewBox(asked);
    const writer = new Writer(this.body, this.shown, this.newId);
    let map = unmoved;
    let startless = this.startless;
    this.ydoc.transact(() => {
      for (const each of transactions) writeSteps(writer, each);
      startless = writer.startless;
      if (edit !== undefined && !writer.incomplete) map = writeFlatEdit(writer, after.doc, edit, this.shown);
      this.clearGone(state.doc, after.doc);
      // Steps can only take boxes that they touch; a change of keys is in no document yet.
      const touched = edit === undefined ? changed(state.doc, after.doc) : refsOf(state.doc);
      clearPayloads(this.ydoc, goneBoxes(boxesIn(touched), ownBoxes(writer, this.shown, edit)));
    }, this.origin);
    return this.patched(after, startless, map);
  }

  /** Changes payloads as the person here asked: one edit, which undo takes back. The text itself is not touched. */
  act(change: () => void): void {
    this.ydoc.transact(change, this.origin);
  }

  /** Makes a shared type that is needed from now on, whatever is undone (P3). */
  make<T>(create: () => T): T {
    return this.ydoc.transact(create, this.makeOrigin);
  }

  /** Makes a payload; its id. */
  makePayload(kind: Named["kind"], content: Json): string {
    return this.make(() => createPayload(this.ydoc, this.newId, kind, content));
  }

  /** P5: what came in with its content gets payloads of its own. */
  makePasted(before: Node, after: Node): void {
    for (const { kind, node } of unmade(before, after)) {
      const content = node.attrs["content"] as Json & object;
      const id = this.makePayload(kind, content);
      makeFor(content, id);
      if (kind === "figure") pictureCame(id, shapeOf(content)["data"]);
    }
  }

  /** P4: what an edit removed loses its words. To be called in the transaction of the edit. */
  clearGone(before: Node, after: Node): void {
    clearPayloads(this.ydoc, gone(before, after));
  }

  private withNewBox(edit: FlatEdit): FlatEdit {
    if (!("set" in edit) || edit.newBox === undefined) return edit;
    const box = this.makePayload("box", edit.newBox);
    return {
      set: edit.set.map(({ index, keys }) => ({ index, keys: keys.box === NEW_BOX ? { ...keys, box } : keys })),
    };
  }

  /**
   * Runs an undo or redo and then gives marks the keys that it left them without (U3): a mark that came back lacks what
   * others changed meanwhile, and one whose kind was undone lacks its kind if somebody else gave it one at the same time.
   */
  mending<T>(undo: () => T): T {
    const kinds = new Map(this.blocks.map(({ mark, keys }) => [mark, keys["kind"]]));
    const result = undo();
    const missing = this.blocks.flatMap(({ mark, keys }) => {
      if (mark === null || keys["kind"] !== undefined) return [];
      const known = this.departed.get(keys["id"]);
      const wanted = kinds.has(mark) || known === undefined ? { kind: kinds.get(mark) ?? "p" } : known;
      return [{ mark, wanted, keys }];
    });
    if (missing.length > 0) this.ydoc.transact(() => missing.forEach(addMissing), this.mendOrigin);
    return result;
  }

  private patched(state: EditorState, startless: boolean, map: FlatMap): EditorState {
    const before = { doc: state.doc, startless };
    const tr = patchTo(state, before, { doc: this.doc, startless: this.startless }, map);
    const next = tr === null ? state : state.apply(tr);
    this.adopt(next.doc);
    return next;
  }

  /** The nodes of the view are the cache's nodes from now on, so that what did not change is told by identity. */
  private adopt(doc: Node): void {
    this.groups.forEach((group, index) => {
      const node = doc.child(index);
      if (group.node === node) return;
      group.node = node;
      group.nodes = textBlocks(Fragment.from(node)).map((text) => text.node);
      group.blocks.forEach((block, number) => (block.node = group.nodes[number] ?? null));
    });
    this.target = doc;
  }

  private readonly observe = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    const startless = this.startless;
    let map = unmoved;
    let structural = false;
    for (const event of events) {
      if (event.target === this.body) {
        const delta = deltaOf(event);
        structural = this.take(delta) || structural;
        map = mapThrough(delta);
      } else structural = this.reread(event.target) || structural;
    }
    if (structural) this.restructure();
    this.target = null;
    if (transaction.origin === this.origin) return;
    for (const listener of this.listeners) listener((state) => this.patched(state, startless, map));
  };

  /** Rows and columns came or went. Before anybody draws them: those who draw observe later than this does. */
  private readonly observeTables = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
    if (events.some(({ target }) => !((target as unknown) instanceof Y.Text))) allot(this.ydoc, this.doc);
  };

  private take(delta: Delta): boolean {
    const before = this.blocks;
    const { blocks, structural } = applyDelta(before, delta);
    this.blocks = blocks;
    if (structural) {
      const staying = new Set(blocks);
      for (const block of before) if (!staying.has(block)) this.departed.set(block.keys["id"], block.keys);
    }
    return structural;
  }

  private reread(target: object): boolean {
    const block = this.byMark.get(target);
    if (block?.mark === undefined || block.mark === null) return false;
    block.keys = block.mark.toJSON() as Attributes;
    return true;
  }

  private restructure(): void {
    for (const block of this.blocks) if (block.mark !== null) this.byMark.set(block.mark, block);
    this.shown = shownBlocks(this.blocks);
    resolve(this.shown);
    this.target = null;
    this.unallotted = true;
  }
}

function addMissing({ mark, wanted, keys }: { mark: Y.Map<unknown>; wanted: Attributes; keys: Attributes }): void {
  for (const [key, value] of Object.entries(wanted)) if (keys[key] === undefined) mark.set(key, value);
}

function writeSteps(writer: Writer, tr: Transaction): void {
  tr.steps.forEach((step, index) => {
    const before = tr.docs[index] as Node;
    // After half a character was left out the text is no longer what the steps count on; the view is patched back.
    if (!writer.incomplete) writeStep(writer, before, step, tr.docs[index + 1] ?? tr.doc);
  });
}

/** The boxes of which no mark tells any more. */
function goneBoxes(boxes: readonly Named[], own: () => ReadonlySet<unknown>): readonly Named[] {
  if (boxes.length === 0) return [];
  const left = own();
  return boxes.filter(({ id }) => !left.has(id));
}

/** The boxes that marks tell of after an edit. */
function ownBoxes(writer: Writer, shown: readonly Block[], edit: FlatEdit | undefined): () => ReadonlySet<unknown> {
  if (edit === undefined || !("move" in edit)) return () => new Set(writer.marks.map((mark) => mark?.get("box")));
  const { from, to } = edit.move;
  const stay = shown.filter((_, index) => index < from || index >= to).map(({ keys }) => keys["box"]);
  return () => new Set([...stay, ...edit.keys.map(({ box }) => box)]);
}

function writeFlatEdit(writer: Writer, doc: Node, edit: FlatEdit, shown: readonly Block[]): FlatMap {
  if ("move" in edit) return writeMove(writer, shown, edit);
  const blocks = textBlocks(doc.content);
  const sizes = blocks.map(({ node }) => node.content.size);
  return "join" in edit ? writeJoin(writer, sizes, edit.join) : writeKeys(writer, blocks, edit);
}

function writeKeys(writer: Writer, blocks: readonly TextBlock[], { set }: SetKeys): FlatMap {
  let map = unmoved;
  for (const { index, keys } of set) {
    const before = blocks[index]?.keys;
    if (before === undefined) continue;
    if (index === 0 && writer.startless) {
      writer.insertStartMark(keys);
      map = (flat) => flat + 1;
    } else writer.changeKeys(index, before, keys);
  }
  return map;
}

/** A move takes units away and puts equal ones elsewhere: marks keep their ids, text and embeds what they carry. */
function writeMove(writer: Writer, shown: readonly Block[], { move, keys }: MoveBlocks): FlatMap {
  const { from, to, before } = move;
  if (from >= to || (before >= from && before <= to)) return unmoved;
  const shift = writer.startless ? 1 : 0;
  if (shift === 1) writer.insertStartMark({ kind: "p" });
  const starts = [0];
  for (const block of shown) starts.push((starts.at(-1) ?? 0) + block.length + 1);
  const [start = 0, end = 0, target = 0] = [starts[from], starts[to], starts[before]];
  let at = target;
  shown.slice(from, to).forEach((block, number) => (at += writer.copyBlock(at, block, keys[number])));
  writer.delete(target <= start ? start + (at - target) : start, end - start);
  const away = target <= start ? target - start : target - end;
  return (old) => {
    // The place before a mark is the end of the block above it.
    const flat = old + shift;
    if (flat > start && flat <= end) return flat + away;
    if (flat > target && flat <= start) return flat + (end - start);
    return flat > end && flat <= target ? flat - (end - start) : flat;
  };
}

function writeJoin(writer: Writer, sizes: readonly number[], index: number): FlatMap {
  if (index <= 0 || index >= sizes.length) return unmoved;
  const units = sizes.map((size, number) => size + (writer.marks[number] === null ? 0 : 1));
  const at = units.slice(0, index).reduce((sum, each) => sum + each, 0);
  writer.clearLeaks(index, at, units[index] ?? 0);
  writer.clearLeaks(index - 1, at - (units[index - 1] ?? 0), units[index - 1] ?? 0);
  writer.deleteMark(at, index);
  return (flat) => (flat > at ? flat - 1 : flat);
}
