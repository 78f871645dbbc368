// The editor as the chapter page sees it: a place to mount it, commands for the toolbar, what is active at the caret,
// and which Yjs transactions are the person's own. Puts a ProseMirror view on state.ts; everything else in this folder
// runs without a DOM. Next: state.ts.
import { EditorView } from "prosemirror-view";
import type * as Y from "yjs";
import { active, sameActive, type Active } from "./active.ts";
import { insertBox, leaveBox } from "./boxes.ts";
import { indent, outdent, setKind, setLink, toggleInline, toggleList, type MarkName } from "./commands.ts";
import { current } from "./current.ts";
import { carets, cursorOf, withPeers, type CursorJson, type Peer } from "./cursor.ts";
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
import { keys } from "./keys.ts";
import { insertTree } from "./paste.ts";
import type { ImageJson } from "./payload/shapes.ts";
import { clipboard, type HtmlReader } from "./clipboard.ts";
import { resumed, type Left } from "./resume.ts";
import { sides } from "./sides.ts";
import { EditorCore } from "./state.ts";
import type { BoxKind, Json, ListType, TextKind } from "./values.ts";
import { countWords, countWordsBetween } from "./words.ts";

export { newId } from "./ids.ts";
export { selectedWords } from "./words.ts";
export type { Active } from "./active.ts";
export type { MarkName } from "./commands.ts";
export type { CursorJson, Peer } from "./cursor.ts";
export type { Left } from "./resume.ts";
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
}

export interface CreateEditor {
  readonly mount: HTMLElement;
  readonly ydoc: Y.Doc;
  readonly presence: Presence | null;
  readonly labels: Labels;
  readonly editable: boolean;
  /** The number of words, and of those selected, at most once a frame. */
  readonly onWords?: (words: number, selected: number) => void;
  /** Ctrl+K was pressed; `commands.link` is the answer. */
  readonly onLinkRequested?: () => void;
  /** Brings what reads HTML of other programs; until it is here, the browser's own reading does. */
  readonly htmlReader?: () => Promise<HtmlReader>;
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
  active(): Active;
  /** Called when something in `active` changed. */
  subscribe(listener: (active: Active) => void): () => void;
  setEditable(editable: boolean): void;
  focus(): void;
  words(): number;
  /** Where the person is, for the editor of the text that replaces this one. */
  leave(): Left;
  /** Whether a Yjs transaction of this origin is an edit of the person here: send exactly these. */
  owns(origin: unknown): boolean;
  destroy(): void;
}

export function createEditor(options: CreateEditor): Editor {
  const { mount, ydoc, presence, labels } = options;
  let editable = options.editable;
  let reader: HtmlReader | null = null;
  void options.htmlReader?.().then((read) => (reader = read));
  const core = new EditorCore({
    ydoc,
    newId,
    plugins: (own) => [
      keys({ undo: () => own.undo(), redo: () => own.redo(), askForLink: () => options.onLinkRequested?.() }),
      clipboard(ydoc, () => reader),
      carets(own.binding),
      current(),
      sides(),
    ],
  });
  const view = new EditorView(mount, {
    state: core.state,
    dispatchTransaction: core.dispatch,
    editable: () => editable,
    attributes: () => ({
      class: "chapter-text",
      role: "textbox",
      "aria-multiline": "true",
      spellcheck: "true",
      "aria-label": labels.text,
      ...(editable ? {} : { "aria-readonly": "true", tabindex: "0" }),
    }),
    nodeViews: { unknown: (node) => ({ dom: placeholder(labels.unknown, JSON.stringify(node.attrs["embed"])) }) },
    handleDOMEvents: {
      focus: () => later(report),
      blur: () => later(report),
    },
  });

  const listeners = new Set<(active: Active) => void>();
  let shown = active(core);
  let frame = 0;
  let words = -1;
  let selected = -1;
  const stopCore = core.subscribe((state) => {
    view.updateState(state);
    frame ||= requestAnimationFrame(report);
  });
  const stopPresence = presence?.subscribe((peers) => {
    core.dispatch(withPeers(core.state, peers));
  });
  frame = requestAnimationFrame(report);
  if (options.resume) goOn(options.resume);

  /** Tells the page what changed, once a frame. */
  function report(): void {
    frame = 0;
    const now = active(core);
    if (!sameActive(now, shown)) {
      shown = now;
      for (const listener of listeners) listener(now);
    }
    const { doc, selection } = core.state;
    const count = countWords(doc);
    const part = selection.empty ? 0 : countWordsBetween(doc, selection.from, selection.to);
    if (count !== words || part !== selected) options.onWords?.((words = count), (selected = part));
    presence?.setCursor(view.hasFocus() ? cursorOf(core.binding, core.state) : null);
  }

  function goOn(left: Left): void {
    core.dispatch(core.state.tr.setSelection(resumed(left, core.state.doc)));
    if (left.focused) view.focus();
  }

  function later(what: () => void): boolean {
    frame ||= requestAnimationFrame(what);
    return false;
  }

  function change(command: Parameters<EditorCore["run"]>[0]): boolean {
    if (!editable) return false;
    const done = core.run(command);
    view.focus();
    return done;
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
      table: (rows, cols) => void change(insertTable(rows, cols)),
      note: () => void change(insertNote),
      figure: (image) => void change(insertFigure(image as unknown as Json)),
      box: (kind) => void change(insertBox(kind)),
      leaveBox: () => void change(leaveBox),
      definition: () => void change(definition),
      xref: (target, chapter) => void change(insertXref(target, chapter)),
      pageBreak: () => void change(pageBreak),
      direction: (dir) => void change(setDirection(dir)),
      language: (lang) => void change(setLanguage(lang)),
      insertTree: (tree) => {
        if (editable) insertTree(core, tree);
      },
      undo: () => void change(() => core.undo()),
      redo: () => void change(() => core.redo()),
    },
    active: () => active(core),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setEditable(now) {
      editable = now;
      view.setProps({ editable: () => editable });
    },
    focus: () => {
      view.focus();
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
      stopPresence?.();
      stopCore();
      presence?.setCursor(null);
      view.destroy();
      core.destroy();
      listeners.clear();
    },
  };
}

function placeholder(label: string, embed: string): HTMLElement {
  const dom = document.createElement("span");
  dom.className = "unknown";
  dom.dataset["embed"] = embed;
  dom.textContent = label;
  return dom;
}
