// The editor as the chapter page sees it: a place to mount it, commands for the toolbar, what is active at the caret,
// and which Yjs transactions are the person's own. Puts a ProseMirror view on state.ts; everything else in this folder
// runs without a DOM. Next: state.ts.
import type { Command } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { active, sameActive, type Active } from "./active.ts";
import { insertBox, leaveBox } from "./boxes.ts";
import { indent, outdent, setKind, setLink, toggleInline, toggleList, type MarkName } from "./commands.ts";
import { current } from "./current.ts";
import { carets, withPeers, type CursorJson, type Peer } from "./cursor.ts";
import { newId } from "./ids.ts";
import {
  definition,
  insertFigure,
  insertNote,
  insertTable,
  insertXref,
  pageBreak,
  setDirection,
  setLanguage,
} from "./insert.ts";
import { goTo, keys, type KeyActions } from "./keys.ts";
import { insertTree } from "./paste.ts";
import type { ImageJson } from "./payload/shapes.ts";
import { clipboard, type HtmlReader } from "./clipboard.ts";
import { languageOf } from "./language.ts";
import { readOnKey } from "./read-in.ts";
import { resumed, type Left } from "./resume.ts";
import { bars, reveal } from "./reveal.ts";
import { sides } from "./sides.ts";
import { EditorCore } from "./state.ts";
import type { BoxKind, Json, ListType, TextKind } from "./values.ts";
import type { XrefTarget } from "./numbers.ts";
import type { Pictures, StructureWords } from "./views/context.ts";
import { LateViews } from "./views/late.ts";
import { countWords, countWordsBetween } from "./words.ts";

export { newId } from "./ids.ts";
export { selectedWords } from "./words.ts";
export type { Active } from "./active.ts";
export type { MarkName } from "./commands.ts";
export type { CursorJson, Peer } from "./cursor.ts";
export type { Left } from "./resume.ts";
export type { XrefTarget } from "./numbers.ts";
export type { Pictures } from "./views/context.ts";
export type { HtmlReader } from "./clipboard.ts";
export type { BoxKind, ListType, TextKind } from "./values.ts";

/** Who else is here. Whoever implements it decides how often it reports. */
export interface Presence {
  /** Where the caret is; null when the text has no focus. */
  setCursor(cursor: CursorJson | null): void;
  /** The others, at once and after every change. */
  subscribe(listener: (peers: readonly Peer[]) => void): () => void;
}

export interface Labels {
  /** What the text is called for screen readers. */
  readonly text: string;
  /** What stands for something this version cannot show. */
  readonly unknown: string;
  /** What is said about tables, notes, figures, boxes and cross-references. */
  readonly structure: StructureWords;
}

export interface CreateEditor {
  readonly mount: HTMLElement;
  readonly ydoc: Y.Doc;
  readonly presence: Presence | null;
  readonly labels: Labels;
  readonly editable: boolean;
  /** The number of words, and of those selected, a few times a second at most. */
  readonly onWords?: (words: number, selected: number) => void;
  /** Ctrl+K was pressed; `commands.link` is the answer. */
  readonly onLinkRequested?: () => void;
  /** Brings what reads HTML of other programs, when some is pasted. */
  readonly htmlReader?: () => Promise<HtmlReader>;
  /** The number of the chapter in its outline, where that is known. */
  readonly number?: string | null;
  /** Where pictures are, and the way to send one; without it there are none. */
  readonly pictures?: Pictures;
  /** What can be pointed at in another chapter; null while that is not known. */
  readonly elsewhere?: (chapter: string) => readonly XrefTarget[] | null;
  /** What another chapter is called; null if that is not known. */
  readonly nameOf?: (chapter: string) => string | null;
  /** A cross-reference to another chapter is followed. */
  readonly openChapter?: (chapter: string) => void;
  /** Where the person was in the text that this one replaces: they go on at the same words. */
  readonly resume?: Left | null;
}

export interface Commands {
  kind(kind: TextKind): void;
  list(list: ListType): void;
  indent(): void;
  outdent(): void;
  mark(name: MarkName): void;
  /** False if the address is not one that a text may link to. */
  link(address: string | null): boolean;
  /** An empty table behind the block at the caret. */
  table(rows: number, cols: number): void;
  /** A note at the caret. */
  note(): void;
  /** A figure behind the block at the caret; without an image, a place for one. */
  figure(image: ImageJson | null): void;
  /** A box around the selected blocks. */
  box(kind: BoxKind): void;
  /** Takes the selected blocks out of their box. */
  leaveBox(): void;
  definition(): void;
  /** A cross-reference to a block or box of this chapter, or of another one. */
  xref(target: string, chapter: string | null): void;
  pageBreak(): void;
  /** Null: found from the first letter. */
  direction(dir: "ltr" | "rtl" | null): void;
  /** Null: that of the chapter. */
  language(lang: string | null): void;
  /** What was read from a file (docs/document-model.md, Shape of the tree, without ids). */
  insertTree(tree: Json): void;
  undo(): void;
  redo(): void;
}

export interface Editor {
  readonly commands: Commands;
  /** For what is loaded after the text: finding, the outline, moving blocks. */
  readonly core: EditorCore;
  readonly view: EditorView;
  /** The element that shows a line of a payload; null where none does. */
  lineDom(line: Y.Text): HTMLElement | null;
  active(): Active;
  /** Called when something in `active` changed. */
  subscribe(listener: (active: Active) => void): () => void;
  setEditable(editable: boolean): void;
  /** The number of the chapter in its outline became known, or changed. */
  setNumber(number: string | null): void;
  /** What is known of other chapters, or the language of the page, changed. */
  repaint(): void;
  focus(): void;
  words(): number;
  /** Where the person is, for the editor of the text that replaces this one. */
  leave(): Left;
  /** Whether a Yjs transaction of this origin is an edit of the person here: send exactly these. */
  owns(origin: unknown): boolean;
  destroy(): void;
}

const COUNT_EVERY_MS = 250;

export function createEditor(options: CreateEditor): Editor {
  const { mount, ydoc, presence, labels } = options;
  let editable = options.editable;
  let chapterNumber = options.number ?? null;
  const actions: KeyActions = {
    undo: () => core.undo(),
    redo: () => core.redo(),
    note: putNote,
    goTo: (end, how) => {
      core.runInBody(goTo(end, how));
      view.focus();
      reveal(view, core.state.selection.head);
      return true;
    },
    askForLink: () => options.onLinkRequested?.(),
  };
  let late!: LateViews;
  const core: EditorCore = new EditorCore({
    ydoc,
    newId,
    plugins: (own) => [
      (late = new LateViews(own)).plugin,
      keys(actions),
      clipboard(ydoc, options.htmlReader, undefined, options.pictures !== undefined),
      carets(own.binding),
      current(),
      sides(),
    ],
  });
  late.begin({
    host: mount,
    newId,
    words: () => labels.structure,
    unknown: () => labels.unknown,
    actions,
    clipboard: (fit) => clipboard(ydoc, options.htmlReader, fit),
    pictures: options.pictures ?? null,
    number: () => chapterNumber,
    elsewhere: options.elsewhere ?? (() => null),
    nameOf: options.nameOf ?? (() => null),
    openChapter: options.openChapter ?? (() => undefined),
    editable: () => editable,
    changed: () => void later(report),
  });
  let language = "";
  const view = new EditorView(mount, {
    state: core.state,
    dispatchTransaction: core.dispatch,
    editable: () => editable,
    attributes: () => ({
      class: "chapter-text",
      role: "textbox",
      "aria-multiline": "true",
      spellcheck: "true",
      // Not the language of the page around it: where nobody knows, it is said that nobody does.
      lang: language,
      "aria-label": labels.text,
      ...(editable ? {} : { "aria-readonly": "true", tabindex: "0" }),
    }),
    nodeViews: late.nodeViews,
    // The caret is not in sight under what sticks to the edges of the window.
    scrollThreshold: bars,
    scrollMargin: bars,
    handleDOMEvents: {
      keydown: readOnKey,
      focus: () => {
        late.now?.fields.leave();
        return later(report);
      },
      blur: () => later(report),
    },
  });
  late.attach(view);

  const listeners = new Set<(active: Active) => void>();
  let shown = active(core);
  let frame = 0;
  let counting: ReturnType<typeof setTimeout> | undefined;
  let words = -1;
  let selected = -1;
  const stopCore = core.subscribe((state) => {
    view.updateState(state);
    late.now?.update();
    frame ||= requestAnimationFrame(report);
  });
  const stopPresence = presence?.subscribe((peers) => {
    core.dispatch(withPeers(core.state, peers));
    late.showPeers(peers);
  });
  frame = requestAnimationFrame(() => {
    nameLanguage();
    report();
  });
  if (options.resume) goOn(options.resume);

  /** Tells the page what changed, once a frame. */
  function report(): void {
    frame = 0;
    const now = active(core);
    if (!sameActive(now, shown)) {
      shown = now;
      for (const listener of listeners) listener(now);
    }
    counting ??= setTimeout(count, COUNT_EVERY_MS);
    presence?.setCursor(view.hasFocus() || late.now?.fields.live?.hasFocus === true ? core.cursor() : null);
  }

  /** What nobody waits for with their fingers on the keys. */
  function count(): void {
    counting = undefined;
    nameLanguage();
    const { doc, selection } = core.state;
    const all = countWords(doc);
    const part = selection.empty ? 0 : countWordsBetween(doc, selection.from, selection.to);
    if (all !== words || part !== selected) options.onWords?.((words = all), (selected = part));
  }

  function nameLanguage(): void {
    const spoken = languageOf(core.state.doc);
    if (spoken === language) return;
    language = spoken;
    view.setProps({});
  }

  function goOn(left: Left): void {
    core.dispatch(core.state.tr.setSelection(resumed(left, core.state.doc)));
    if (left.focused) view.focus();
  }

  function later(what: () => void): boolean {
    frame ||= requestAnimationFrame(what);
    return false;
  }

  /** Runs a command where the person is, in the body or in a line of a payload. */
  function change(command: Command): boolean {
    if (!editable) return false;
    const done = core.run(command);
    (core.target ?? view).focus();
    return done;
  }

  /** Runs a command that only the body knows; from a cell it acts where its table stands. */
  function changeBody(command: Command): boolean {
    if (!editable) return false;
    const done = core.runInBody(command);
    view.focus();
    return done;
  }

  /** Puts something in and brings the person into it. */
  function put(command: Command): void {
    if (changeBody(command)) late.now?.enterFresh();
  }

  /** Puts a note in where the person is, and opens it; there is none in a note. */
  function putNote(): boolean {
    if (core.target !== null && core.target.kind !== "rich") return false;
    if (change(insertNote)) late.now?.notes.openFresh();
    return true;
  }

  return {
    core,
    view,
    commands: {
      kind: (kind) => void change(setKind(kind)),
      list: (list) => void change(toggleList(list)),
      indent: () => void change(indent),
      outdent: () => void change(outdent),
      mark: (name) => void change(toggleInline(name)),
      link: (address) => change(setLink(address)),
      table: (rows, cols) => put(insertTable(rows, cols)),
      note: () => void putNote(),
      figure: (image) => put(insertFigure(image as unknown as Json)),
      box: (kind) => put(insertBox(kind)),
      leaveBox: () => void changeBody(leaveBox),
      definition: () => void changeBody(definition),
      xref: (target, chapter) => {
        if (core.target?.kind !== "plain") change(insertXref(target, chapter));
      },
      pageBreak: () => void changeBody(pageBreak),
      direction: (dir) => void changeBody(setDirection(dir)),
      language: (lang) => void changeBody(setLanguage(lang)),
      insertTree: (tree) => {
        if (editable) insertTree(core, tree);
      },
      undo: () => void change(() => core.undo()),
      redo: () => void change(() => core.redo()),
    },
    lineDom: (line) => late.now?.fields.domOf(line) ?? null,
    active: () => active(core),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setEditable(now) {
      editable = now;
      view.setProps({ editable: () => editable });
      late.now?.dress();
    },
    setNumber(number) {
      if (number === chapterNumber) return;
      chapterNumber = number;
      late.now?.countAgain();
    },
    repaint: () => {
      late.now?.dress();
    },
    focus: () => {
      (core.target ?? view).focus();
    },
    words: () => countWords(core.state.doc),
    leave: () => ({
      doc: core.state.doc,
      anchor: core.state.selection.anchor,
      head: core.state.selection.head,
      focused: view.hasFocus(),
    }),
    owns: (origin) => core.owns(origin),
    destroy() {
      cancelAnimationFrame(frame);
      clearTimeout(counting);
      stopPresence?.();
      stopCore();
      presence?.setCursor(null);
      view.destroy();
      late.destroy();
      core.destroy();
      listeners.clear();
    },
  };
}
