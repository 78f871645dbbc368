// The peers of an outline's rounds: two pages with the real outline code, and the program on yrs, which is the service too: it
// alone makes, deletes and restores chapters. Each does at random what people do, and tells the ledgers what was asked for.
import { isDeepStrictEqual } from "node:util";

import * as Y from "yjs";

import type { OutlineChapter } from "../../src/outline/arrange.ts";
import { landing, rowsWithout } from "../../src/outline/landing.ts";
import { place, type Target } from "../../src/outline/place.ts";
import { read, titleText } from "../../src/outline/read.ts";
import { editTitle, type FieldState, type TitleEditing } from "../../src/outline/title.ts";
import { allRows, targetOf, treeOf } from "../../src/outline/tree.ts";
import type { Chance } from "./chance.ts";
import { Ledger } from "./ledger.ts";
import type { Linked } from "./network.ts";
import { problem } from "./peer.ts";
import type { YrsProgram } from "./yrs-peer.ts";

/** What was asked for in a round. */
export class Asked {
  readonly made: string[] = [];
  private readonly titles = new Map<string, Ledger>();

  constructor(readonly undo: boolean) {}

  /** What was asked for of one chapter's title. */
  title(id: string): Ledger {
    const ledger = this.titles.get(id) ?? new Ledger();
    this.titles.set(id, ledger);
    return ledger;
  }
}

export interface OutlinePeer extends Linked {
  act(chance: Chance, asked: Asked): Promise<Uint8Array[]>;
  tree(): Promise<OutlineChapter[]>;
}

const RECEIVED = "received";
const OWN = "own";

/** A title's field as a browser has it. */
interface Field {
  readonly id: string;
  readonly editing: TitleEditing;
  state: FieldState;
  /** What is being composed; the selection that it takes the place of is in `state`. */
  composed: string | null;
}

export class PagePeer implements OutlinePeer {
  private readonly doc = new Y.Doc();
  private sent: Uint8Array[] = [];
  private field: Field | null = null;

  constructor(
    readonly name: string,
    client: number,
  ) {
    this.doc.clientID = client;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === OWN || this.field?.editing.undoes(origin) === true) this.sent.push(update);
      else if (origin !== RECEIVED) throw problem(`${name} changed the outline by itself`);
    });
  }

  act(chance: Chance, asked: Asked): Promise<Uint8Array[]> {
    if (chance.once(3)) this.move(chance);
    else if (this.field === null) this.open(chance);
    else this.edit(this.field, chance, asked);
    return Promise.resolve(this.sent.splice(0));
  }

  apply(update: Uint8Array): Promise<void> {
    Y.applyUpdate(this.doc, update, RECEIVED);
    return Promise.resolve();
  }

  check(): Promise<void> {
    const chapters = read(this.doc);
    checkTree(chapters, this.name);
    const { field } = this;
    const shows = field === null || field.composed !== null || field.state.value === titleIn(this.doc, field.id);
    if (!shows) throw problem(`${this.name} shows another title than the outline has`);
    return Promise.resolve();
  }

  tree(): Promise<OutlineChapter[]> {
    return Promise.resolve(read(this.doc));
  }

  state(): Promise<Uint8Array> {
    return Promise.resolve(Y.encodeStateAsUpdate(this.doc));
  }

  /** Leaves the field, so that nothing is left half composed. */
  finish(asked: Asked): Uint8Array[] {
    if (this.field !== null) {
      this.compose(this.field, asked);
      this.close();
    }
    return this.sent.splice(0);
  }

  private move(chance: Chance): void {
    const chapters = read(this.doc);
    const rows = treeOf(chapters);
    const shown = allRows(rows);
    if (shown.length === 0) return;
    const { id } = chance.of(shown);
    if (chance.once(2)) {
      const others = rowsWithout(rows, id);
      this.place(id, landing(others, chance.below(others.length + 1), chance.below(4)).target);
    } else {
      const target = targetOf(chapters, id, chance.of(["up", "down", "under", "out"] as const));
      if (target !== null) this.place(id, target);
    }
  }

  private place(id: string, target: Target): void {
    const outcome = place(this.doc, id, target, OWN);
    if (typeof outcome === "string") throw problem(`${this.name} offered a move that cannot be: ${outcome}`);
    const now = read(this.doc).find((chapter) => chapter.id === id);
    if (now?.parent !== target.parent) throw problem(`${this.name} moved a chapter elsewhere`);
  }

  private open(chance: Chance): void {
    const shown = read(this.doc).filter(({ deleted }) => !deleted);
    if (shown.length === 0) return;
    const { id } = chance.of(shown);
    const editing = editTitle(this.doc, id, OWN);
    if (editing === null) throw problem("a chapter without a title");
    const field: Field = { id, editing, state: editing.state, composed: null };
    editing.drawBy((state) => {
      if (field.composed !== null) throw problem("the field was drawn while letters were composed");
      field.state = state;
    });
    this.field = field;
  }

  private edit(field: Field, chance: Chance, asked: Asked): void {
    if (field.composed !== null) return this.compose(field, asked);
    const deeds = { type: 8, cut: 3, compose: 3, select: 3, close: 2, undo: asked.undo ? 3 : 0 };
    switch (chance.weighted(deeds)) {
      case "type":
        this.select(field, chance, chance.once(3));
        return this.replace(field, asked, asked.title(field.id).characters(1 + chance.below(3)));
      case "cut":
        this.select(field, chance, true);
        return this.replace(field, asked, "");
      case "compose":
        this.select(field, chance, chance.once(3));
        field.editing.composing();
        field.composed = asked.title(field.id).characters(1 + chance.below(2));
        return;
      case "select":
        return this.select(field, chance, chance.once(2));
      case "undo":
        return this.undo(field, chance, asked);
      case "close":
        return this.close();
    }
  }

  private select(field: Field, chance: Chance, isRange: boolean): void {
    const borders = [0];
    for (const character of field.state.value) borders.push((borders.at(-1) ?? 0) + character.length);
    const from = chance.below(borders.length);
    const to = isRange ? Math.min(borders.length - 1, from + 1 + chance.below(4)) : from;
    const [start, end] = [borders[from] ?? 0, borders[to] ?? 0];
    field.state = { ...field.state, start, end };
    field.editing.selected(start, end);
  }

  /** As a browser does it: the selection gives way, the caret stands behind what came. */
  private replace(field: Field, asked: Asked, text: string): void {
    const { value, start, end } = field.state;
    const ledger = asked.title(field.id);
    ledger.delete(this.name, value.slice(start, end));
    if (text !== "") ledger.type(text);
    const caret = start + text.length;
    const now = { value: value.slice(0, start) + text + value.slice(end), start: caret, end: caret };
    field.state = now;
    field.editing.edited(now);
  }

  private compose(field: Field, asked: Asked): void {
    const { composed } = field;
    if (composed === null) return;
    const { value, start, end } = field.state;
    const ledger = asked.title(field.id);
    ledger.delete(this.name, value.slice(start, end));
    ledger.type(composed);
    field.composed = null;
    const caret = start + composed.length;
    field.editing.composed({ value: value.slice(0, start) + composed + value.slice(end), start: caret, end: caret });
  }

  private undo(field: Field, chance: Chance, asked: Asked): void {
    const before = new Set(titleIn(this.doc, field.id));
    const deed = chance.of(["undo", "undo", "redo", "takeBack"] as const);
    field.editing[deed]();
    for (const character of titleIn(this.doc, field.id)) before.delete(character);
    asked.title(field.id).undo(this.name, before);
  }

  private close(): void {
    this.field?.editing.close();
    this.field = null;
  }
}

interface Answer {
  readonly chapters?: OutlineChapter[];
  readonly update?: string | null;
  readonly refused?: string;
  readonly gap?: boolean;
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"));

export class ServicePeer implements OutlinePeer {
  readonly name = "service";

  private constructor(private readonly program: YrsProgram) {}

  static async create(program: YrsProgram, client: number): Promise<ServicePeer> {
    const peer = new ServicePeer(program);
    await peer.ask({ do: "new", client });
    return peer;
  }

  async act(chance: Chance, asked: Asked): Promise<Uint8Array[]> {
    const chapters = await this.tree();
    switch (chance.weighted({ create: 3, delete: 3, restore: 3, place: 5, rename: 6 })) {
      case "create":
        return this.make(chance, asked, chapters);
      case "delete":
        return this.edit({ name: "delete", id: chance.of(chapters).id, deleted: true });
      case "restore":
        return this.edit({ name: "delete", id: chance.of(chapters).id, deleted: false });
      case "place":
        return this.place(chance, chapters);
      case "rename":
        return this.rename(chance, asked, chance.of(chapters));
    }
  }

  async make(chance: Chance, asked: Asked, chapters: readonly OutlineChapter[]): Promise<Uint8Array[]> {
    const id = `${hex(chance, 8)}-${hex(chance, 4)}-4${hex(chance, 3)}-8${hex(chance, 3)}-${hex(chance, 12)}`;
    const title = asked.title(id).characters(1 + chance.below(4));
    asked.title(id).type(title);
    asked.made.push(id);
    const parent = chapters.length === 0 || chance.once(2) ? null : chance.of(chapters).id;
    return this.edit({ name: "create", id, title, parent });
  }

  async apply(update: Uint8Array): Promise<void> {
    const { gap } = await this.ask({ do: "apply", update: Buffer.from(update).toString("base64") });
    if (gap === true) throw problem("an update came before what it needs");
  }

  async check(): Promise<void> {
    checkTree(await this.tree(), this.name);
  }

  async tree(): Promise<OutlineChapter[]> {
    return (await this.ask({ do: "chapters" })).chapters ?? [];
  }

  async state(): Promise<Uint8Array> {
    return bytes((await this.ask({ do: "state" })).update ?? "");
  }

  private async place(chance: Chance, chapters: readonly OutlineChapter[]): Promise<Uint8Array[]> {
    const { id } = chance.of(chapters);
    const parent = chance.once(2) ? null : chance.of(chapters).id;
    const beside = chapters.filter((chapter) => chapter.parent === parent && chapter.id !== id);
    const after = beside.length === 0 || chance.once(3) ? null : chance.of(beside).id;
    return this.edit({ name: "place", id, parent, after });
  }

  private async rename(chance: Chance, asked: Asked, { id, title }: OutlineChapter): Promise<Uint8Array[]> {
    const characters = Array.from(title);
    const at = chance.below(characters.length + 1);
    const isCut = chance.once(3);
    const gone = isCut ? characters.slice(at, at + 1 + chance.below(2)) : [];
    const come = isCut ? "" : asked.title(id).characters(1 + chance.below(3));
    const now = [...characters.slice(0, at), come, ...characters.slice(at + gone.length)].join("");
    if (now === "") return [];
    asked.title(id).delete(this.name, gone);
    if (come !== "") asked.title(id).type(come);
    return this.edit({ name: "rename", id, title: now });
  }

  private async edit(op: object): Promise<Uint8Array[]> {
    const { update } = await this.ask({ do: "outline", op });
    return typeof update === "string" ? [bytes(update)] : [];
  }

  private async ask(command: object): Promise<Answer> {
    return (await this.program.ask({ ...command, peer: "outline" })) as Answer;
  }
}

/** What holds of every outline that is shown, at any time. */
function checkTree(chapters: readonly OutlineChapter[], name: string): void {
  const above = new Map<string, OutlineChapter>();
  for (const chapter of chapters) {
    if (above.has(chapter.id)) throw problem(`${name} shows a chapter twice`);
    const parent = chapter.parent === null ? null : above.get(chapter.parent);
    if (parent === undefined) throw problem(`${name} shows a chapter under one that does not stand above it`);
    if (parent?.deleted === true) throw problem(`${name} shows a chapter under a deleted one`);
    above.set(chapter.id, chapter);
  }
}

export function same(one: unknown, other: unknown, otherwise: string): void {
  if (!isDeepStrictEqual(one, other)) throw problem(`${otherwise}\n${JSON.stringify(one)}\n${JSON.stringify(other)}`);
}

const titleIn = (doc: Y.Doc, id: string): string => String(titleText(doc, id));
const hex = (chance: Chance, digits: number): string =>
  Array.from({ length: digits }, () => chance.below(16).toString(16)).join("");
