// The binding between a chapter's flat text and the editor: local transactions are written to the text as their steps
// say, changes of the text from elsewhere patch the view, and after both the view shows exactly what the text assembles
// to. Plain functions over editor state; knows no DOM and no socket. Next: step.ts (writing) and patch.ts (showing).
import { Fragment, type Node } from "prosemirror-model";
import type { EditorState, Transaction } from "prosemirror-state";
import * as Y from "yjs";
import { assemble, resolve, shownBlocks } from "./assemble.ts";
import { deltaOf } from "./delta.ts";
import { applyDelta, readBlocks, type Attributes, type Block, type Delta, type Group } from "./flat.ts";
import { textBlocks, type MarkKeys } from "./flatten.ts";
import { mapThrough, patchTo, unmoved, type FlatMap } from "./patch.ts";
import { writeStep } from "./step.ts";
import { keepUntidied } from "../untidied.ts";
import { Writer } from "./write.ts";

/** A change of blocks that a command asks for by itself, without steps: see `flatEdit`. */
export type FlatEdit =
  { readonly set: readonly { readonly index: number; readonly keys: MarkKeys }[] } | { readonly join: number };

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
  private blocks: Block[];
  private shown: readonly Block[] = [];
  private groups: readonly Group[] = [];
  private byMark = new WeakMap<object, Block>();
  /** The last keys of the marks that went, by id: undo brings a mark back without those that others changed (U3). */
  private readonly departed = new Map<unknown, Attributes>();
  private target: Node | null = null;
  private readonly listeners = new Set<(patch: Patch) => void>();
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
  }

  /** The document that the text shows now. */
  get doc(): Node {
    if (this.target === null) {
      const { doc, groups } = assemble(this.shown);
      this.target = doc;
      this.groups = groups;
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
    return origin === this.origin || origin === this.mendOrigin;
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
  }

  /** Applies a local transaction: to the state, to the text, and then to the state what the text made of it. */
  apply(state: EditorState, tr: Transaction): EditorState {
    const { state: after, transactions } = state.applyTransaction(tr);
    const edit = flatEditOf(tr);
    if (edit === undefined && transactions.every((each) => !each.docChanged)) return after;
    const writer = new Writer(this.body, this.shown, this.newId);
    let map = unmoved;
    let startless = this.startless;
    this.ydoc.transact(() => {
      for (const each of transactions) writeSteps(writer, each);
      startless = writer.startless;
      if (edit !== undefined && !writer.incomplete) map = writeFlatEdit(writer, after.doc, edit);
    }, this.origin);
    return this.patched(after, startless, map);
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

function writeFlatEdit(writer: Writer, doc: Node, edit: FlatEdit): FlatMap {
  const blocks = textBlocks(doc.content);
  if ("join" in edit)
    return writeJoin(
      writer,
      blocks.map(({ node }) => node.content.size),
      edit.join,
    );
  let map = unmoved;
  for (const { index, keys } of edit.set) {
    const before = blocks[index]?.keys;
    if (before === undefined) continue;
    if (index === 0 && writer.startless) {
      writer.insertStartMark(keys);
      map = (flat) => flat + 1;
    } else writer.changeKeys(index, before, keys);
  }
  return map;
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
