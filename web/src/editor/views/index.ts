// Everything a person sees and does inside payloads, put onto one editor: the views of tables, figures, boxes and notes, the
// fields in them, the numbers, and whoever else is in one of those. The body's own editor is ../index.ts's. Next: table.ts.
import type { Slice } from "prosemirror-model";
import { Plugin, Selection } from "prosemirror-state";
import type { EditorProps, EditorView } from "prosemirror-view";
import type { Peer } from "../cursor.ts";
import { lineSerializer } from "../field/draw.ts";
import { Fields } from "../field/fields.ts";
import type { KeyActions } from "../keys.ts";
import type { Numbers, XrefTarget } from "../numbers.ts";
import { Watch } from "../payload/watch.ts";
import type { EditorCore } from "../state.ts";
import { drawAtom, paintAtom, PAINTED, type AtomContext } from "./atoms.ts";
import { BoxView } from "./box.ts";
import type { Pictures, StructureWords, ViewContext } from "./context.ts";
import { el } from "./dom.ts";
import { FigureView } from "./figure.ts";
import { noteAt, Notes } from "./note.ts";
import { LeftPanel } from "./left.ts";
import { NotesList } from "./notes-list.ts";
import { countAgain, countPayloads, numbering, numbersIn } from "./numbering.ts";
import { asksForMenu, viewAround } from "./block.ts";
import { dropPictures, takePictures } from "./sending.ts";
import { tableEntry } from "./table-keys.ts";
import { TableView } from "./table.ts";
import { follow, xrefAt, xrefPressed } from "./xref.ts";

export interface ViewsOptions {
  readonly core: EditorCore;
  /** The element that holds the editor of the body. */
  readonly host: HTMLElement;
  readonly newId: () => string;
  readonly words: () => StructureWords;
  /** What stands for something this version cannot show. */
  readonly unknown: () => string;
  readonly actions: KeyActions;
  /** How lines are copied, and pasted into: `fit` is what of a paste may go in. */
  readonly clipboard: (fit: (slice: Slice) => Slice) => Plugin;
  readonly pictures: Pictures | null;
  /** The number of the chapter in its outline; null while that is not known. */
  readonly number: () => string | null;
  /** What can be pointed at in another chapter; null while that is not known. */
  readonly elsewhere: (chapter: string) => readonly XrefTarget[] | null;
  /** What another chapter is called; null if that is not known. */
  readonly nameOf: (chapter: string) => string | null;
  /** Leaves this chapter for another one. */
  readonly openChapter: (chapter: string) => void;
  readonly editable: () => boolean;
  /** Something in a line changed, or the person came or went. */
  readonly changed: () => void;
}

type NodeViews = NonNullable<EditorProps["nodeViews"]>;

export class Views {
  readonly fields: Fields;
  readonly nodeViews: NodeViews;
  readonly notes: Notes;
  readonly context: ViewContext;
  private readonly atoms: AtomContext;
  private readonly watch: Watch;
  private readonly voice = el("div", { class: "unseen", "aria-live": "polite" });
  private readonly list: NotesList;
  private readonly left: LeftPanel;
  private readonly paints = new Set<() => void>();
  private readonly stops: (() => void)[] = [];
  private readonly keysInLines = new Plugin({
    props: { handleKeyDown: (view, event) => this.onKey(view, event) },
  });
  private body: EditorView | null = null;
  private painted: Numbers | null = null;

  constructor(private readonly options: ViewsOptions) {
    const { core, host, newId, words, pictures } = options;
    const numbers = (): Numbers | null => numbersIn(core.state);
    this.atoms = { ...options, numbers, doc: () => core.state.doc };
    this.watch = new Watch(core.binding.ydoc);
    this.stops.push(core.use(numbering(core.binding.ydoc, options.number)));
    const atomViews = this.atomViews();
    this.fields = new Fields({
      core,
      watch: this.watch,
      serializer: lineSerializer((node) => drawAtom(node, this.atoms)),
      nodeViews: atomViews,
      actions: options.actions,
      plugins: (field) => [
        ...(field.kind === "rich" ? [this.keysInLines] : []),
        options.clipboard((slice) => field.fit(slice)),
      ],
      editable: options.editable,
      changed: options.changed,
    });
    const context: ViewContext = {
      core,
      fields: this.fields,
      watch: this.watch,
      newId,
      words,
      numbers,
      openChapter: options.openChapter,
      pictures,
      host,
      view: () => this.body as EditorView,
      say: (text) => (this.voice.textContent = text),
      painted: (paint) => {
        this.paints.add(paint);
        return () => this.paints.delete(paint);
      },
      repaint: () => {
        this.paint();
      },
    };
    this.context = context;
    this.nodeViews = {
      ...atomViews,
      table: (node, _view, getPos) => new TableView(node, getPos, context),
      figure: (node, _view, getPos) => new FigureView(node, getPos, context),
      box: (node, _view, getPos) => new BoxView(node, getPos, context),
    };
    this.notes = new Notes(context, (id) => {
      this.list.enter(id);
    });
    this.list = new NotesList(context, (id) => {
      this.notes.goTo(id);
    });
    this.left = new LeftPanel(context);
    host.append(this.voice);
    this.fields.listen(host);
    const pressed = (event: MouseEvent): void => {
      const xref = xrefPressed(event, options.editable());
      if (xref !== null) follow(context, xref);
    };
    host.addEventListener("click", pressed);
    host.addEventListener("keydown", this.turning, true);
    this.stops.push(() => {
      host.removeEventListener("click", pressed);
      host.removeEventListener("keydown", this.turning, true);
    });
    this.stops.push(countPayloads(core, this.watch));
  }

  /** The editor of the body is there. */
  attach(view: EditorView): void {
    this.body = view;
    // The notes stand under the text, and come behind it for the keyboard too.
    view.dom.after(this.list.dom);
    view.dom.before(this.left.dom);
    this.paint();
  }

  /** To be called after every change of the state: paints what carries numbers if they changed. */
  update(): void {
    const numbers = numbersIn(this.options.core.state);
    if (this.body === null || numbers === this.painted) return;
    if (numbers?.blocks === this.painted?.blocks) this.paintAtoms(".xref");
    else this.paint();
    this.painted = numbers;
  }

  /** A key in the body or in a cell; whether something was done with it. */
  onKey(view: EditorView, event: KeyboardEvent): boolean {
    const note = noteAt(view.state, event);
    if (note !== null) this.notes.show(note);
    const xref = xrefAt(view.state, event);
    if (xref !== null) follow(this.context, xref);
    if (note !== null || xref !== null || tableEntry(view, event)) return true;
    const asks = view === this.body && this.options.editable() && asksForMenu(event);
    const around = asks ? viewAround(view) : null;
    around?.openMenu();
    return around !== null;
  }

  /** A page on or back from inside a table or box: from the text beside it, for the line is no longer than it is. */
  private readonly turning = ({ key, target }: KeyboardEvent): void => {
    const { body } = this;
    const way = key === "PageDown" ? 1 : key === "PageUp" ? -1 : 0;
    if (way === 0 || body === null || body.dom === target || !body.dom.contains(target as Node)) return;
    const { $head } = body.state.selection;
    const beside = $head.depth === 0 ? $head.pos : way > 0 ? $head.after() : $head.before();
    body.dispatch(body.state.tr.setSelection(Selection.near(body.state.doc.resolve(beside), way)));
    body.focus();
  };

  onPaste(_view: EditorView, { clipboardData }: ClipboardEvent): boolean {
    return takePictures(this.context, clipboardData, clipboardData?.getData("text/html") ?? "");
  }

  onDrop(view: EditorView, event: DragEvent): boolean {
    return dropPictures(this.context, view, event);
  }

  /** Brings the person into what they put in just now: the first cell of a table, the title of a box, a picture to choose. */
  enterFresh(): void {
    if (this.body !== null) viewAround(this.body)?.enterFresh();
  }

  /** The number of the chapter changed. */
  countAgain(): void {
    countAgain(this.options.core);
  }

  showPeers(peers: readonly Peer[]): void {
    this.fields.showPeers(peers);
  }

  /** What may be written, or the language of the page, changed. */
  dress(): void {
    this.fields.dressAll();
    this.paint();
  }

  destroy(): void {
    for (const stop of this.stops) stop();
    this.notes.destroy();
    this.list.destroy();
    this.left.destroy();
    this.fields.destroy();
    this.watch.destroy();
    this.voice.remove();
  }

  private paint(): void {
    this.painted = numbersIn(this.options.core.state);
    this.paintAtoms(PAINTED);
    for (const paint of [...this.paints]) paint();
    this.list.draw();
  }

  private paintAtoms(which: string): void {
    for (const dom of this.options.host.querySelectorAll<HTMLElement>(which)) paintAtom(dom, this.atoms);
  }

  private atomViews(): NodeViews {
    const view: NodeViews[string] = (node) => ({ dom: drawAtom(node, this.atoms), ignoreMutation: () => true });
    return { note: view, xref: view, page_break: view, unknown: view };
  }
}
