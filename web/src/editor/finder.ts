// Finding and replacing in an open chapter: shows where the words stand, steps through the places and replaces them, each
// replacement one edit of the matched characters alone (W1), all of them one entry of undo. Costs nothing while nothing is
// looked for. Next: pages/FindBar.svelte.
import { Plugin, PluginKey, TextSelection, type EditorState } from "prosemirror-state";
import { Decoration, DecorationSet } from "prosemirror-view";
import type * as Y from "yjs";
import { find, type BodyHit, type Hit, type LineHit, type Query } from "./find.ts";
import type { Run } from "./flat.ts";
import { isInFixed } from "./part-guard.ts";
import { runsOfLine } from "./payload/lines.ts";
import { schema } from "./schema.ts";
import type { EditorCore } from "./state.ts";
import { asAct } from "./undo.ts";
import { TextWriter } from "./write-text.ts";

/** What is found. */
export interface Found {
  readonly count: number;
  /** The number of the place that is shown, from 1; 0 if there is none. */
  readonly at: number;
}

/** Who shows what is found. */
export interface FinderPage {
  told(found: Found): void;
  /** Brings a place into sight. */
  reveal(hit: Hit): void;
  /** Paints the places in lines, and the one that is shown. */
  markLines(hits: readonly LineHit[], shown: LineHit | null): void;
}

/** The text is searched again this long after it changed. */
const CALM_MS = 150;
/** So many places around the one that is shown are marked: more would be more than anybody sees. */
const DRAWN_MAX = 1_000;

const drawn = new PluginKey<DecorationSet>("found");

export class Finder {
  private query: Query = { text: "", wholeWords: false };
  private hits: readonly Hit[] = [];
  private at = -1;
  /** Where the person was: the first place shown is the next one from here. */
  private from: number;
  private searched: EditorState["doc"] | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly stop: (() => void)[] = [];

  constructor(
    private readonly core: EditorCore,
    private readonly page: FinderPage,
  ) {
    this.from = core.state.selection.from;
    this.stop.push(core.use(highlights()), core.subscribe(this.changed));
    const { ydoc } = core.binding;
    ydoc.on("afterTransaction", this.changed);
    this.stop.push(() => ydoc.off("afterTransaction", this.changed));
  }

  /** Looks for words, and shows the first place behind where the person was. */
  search(query: Query): void {
    this.query = query;
    this.look();
    this.at = this.nextFrom(this.from);
    this.show();
  }

  step(by: 1 | -1): void {
    this.refresh();
    const count = this.hits.length;
    if (count > 0) this.at = (this.at + by + count) % count;
    this.from = this.hits[this.at] === undefined ? this.from : placeOf(this.hits[this.at] as Hit);
    this.show();
  }

  /** Replaces the place that is shown, and goes on to the next. */
  replace(text: string): void {
    this.refresh();
    const hit = this.hits[this.at];
    if (hit === undefined) return;
    this.write([hit], text);
    this.from = hit.line === null ? hit.from + text.length : hit.pos;
    this.look();
    this.at = this.nextAfter(hit, text);
    this.show();
  }

  /** Replaces every place; how many they were. */
  replaceAll(text: string): number {
    this.refresh();
    const count = this.write(this.hits, text);
    this.look();
    this.at = this.nextFrom(this.from);
    this.show();
    return count;
  }

  /** Puts the person into the line in which the place stands that is shown; false if it stands in the body. */
  enter(): boolean {
    const hit = this.hits[this.at];
    if (hit === undefined || hit.line === null) return false;
    this.core.reveal({ text: hit.line as Y.AbstractType<unknown>, anchor: hit.from, head: hit.to });
    return this.core.target !== null;
  }

  destroy(): void {
    clearTimeout(this.timer);
    for (const stop of this.stop) stop();
  }

  private readonly changed = (): void => {
    if (this.query.text === "") return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.refresh()) this.draw();
    }, CALM_MS);
  };

  private look(): void {
    clearTimeout(this.timer);
    this.searched = this.core.state.doc;
    this.hits = find(this.core.binding.ydoc, this.searched, this.query);
  }

  /** Searches again; the place that is shown stays the same, or becomes the next one. True if anything is different. */
  private refresh(): boolean {
    const [before, shown, doc] = [this.hits, this.hits[this.at], this.searched];
    this.look();
    if (doc === this.searched && sameHits(before, this.hits)) return false;
    this.at = shown === undefined ? this.nextFrom(this.from) : nearest(this.hits, shown);
    return true;
  }

  private nextFrom(pos: number): number {
    const next = this.hits.findIndex((hit) => placeOf(hit) >= pos);
    return next >= 0 || this.hits.length === 0 ? next : 0;
  }

  private nextAfter(hit: Hit, text: string): number {
    if (hit.line === null) return this.nextFrom(hit.from + text.length);
    const next = this.hits.findIndex((each) => each.line === hit.line && each.from >= hit.from + text.length);
    return next >= 0 ? next : this.nextFrom(hit.pos + 1);
  }

  private show(): void {
    const hit = this.hits[this.at];
    this.draw();
    if (hit === undefined) return;
    if (hit.line === null) {
      const { state } = this.core;
      this.core.dispatch(state.tr.setSelection(TextSelection.create(state.doc, hit.from, hit.to)));
    }
    this.page.reveal(hit);
  }

  private draw(): void {
    const { state } = this.core;
    const from = Math.max(0, this.at - DRAWN_MAX / 2);
    const decorations = this.hits.slice(from, from + DRAWN_MAX).flatMap((hit, index) => {
      const current = from + index === this.at ? " is-shown" : "";
      return hit.line === null ? [Decoration.inline(hit.from, hit.to, { class: `found${current}` })] : [];
    });
    this.core.dispatch(state.tr.setMeta(drawn, DecorationSet.create(state.doc, decorations)));
    const inLines = this.hits.filter((hit) => hit.line !== null);
    const hit = this.hits[this.at];
    this.page.markLines(inLines, hit === undefined || hit.line === null ? null : hit);
    this.page.told({ count: this.hits.length, at: this.at + 1 });
  }

  /** Writes `text` in these places; how many they were. The headings of parts stay as they are. */
  private write(hits: readonly Hit[], text: string): number {
    const { state, fixed } = this.core;
    const tr = state.tr;
    const body = hits.filter((hit): hit is BodyHit => hit.line === null && !isInFixed(fixed, state.doc, hit.from));
    // From the end, so that the places before stay where they are.
    for (const { from, to } of [...body].reverse()) {
      const marks = state.doc.nodeAt(from)?.marks ?? [];
      if (text === "") tr.delete(from, to);
      else tr.replaceWith(from, to, schema.text(text, marks));
    }
    const lines = hits.filter((hit): hit is LineHit => hit.line !== null).reverse();
    this.core.together(() => {
      if (tr.docChanged) this.core.dispatch(asAct(tr));
      if (lines.length > 0) this.core.act(() => lines.forEach((hit) => replaceInLine(hit, text)));
    });
    return body.length + lines.length;
  }
}

function replaceInLine({ line, from, to }: LineHit, text: string): void {
  const writer = new TextWriter(line);
  const attributes = attributesAt(runsOfLine(line), from);
  writer.delete(from, to - from);
  if (text !== "") writer.insertRuns(from, [{ text, attributes }], null);
}

function attributesAt(runs: readonly Run[], at: number): Run["attributes"] {
  let end = 0;
  for (const run of runs) {
    end += "text" in run ? run.text.length : 1;
    if (end > at) return run.attributes;
  }
  return {};
}

const placeOf = (hit: Hit): number => (hit.line === null ? hit.from : hit.pos);

const sameHits = (one: readonly Hit[], other: readonly Hit[]): boolean =>
  one.length === other.length &&
  one.every((hit, index) => {
    const { line, from, to } = other[index] as Hit;
    return hit.line === line && hit.from === from && hit.to === to;
  });

/** The place that was `shown`, or the next one. */
function nearest(hits: readonly Hit[], shown: Hit): number {
  const same = hits.findIndex((hit) => hit.line === shown.line && hit.from >= shown.from);
  if (same >= 0) return same;
  const next = hits.findIndex((hit) => placeOf(hit) >= placeOf(shown));
  return next >= 0 ? next : hits.length - 1;
}

/** Marks what is found; marks move with the text until it is searched again. */
const highlights = (): Plugin<DecorationSet> =>
  new Plugin<DecorationSet>({
    key: drawn,
    state: {
      init: () => DecorationSet.empty,
      apply: (tr, before) => (tr.getMeta(drawn) as DecorationSet | undefined) ?? before.map(tr.mapping, tr.doc),
    },
    props: { decorations: (state) => drawn.getState(state) },
  });
