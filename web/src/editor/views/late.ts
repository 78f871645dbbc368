// What is inside payloads is drawn by a part of the editor that comes a moment after the text, so that a text can be written
// in before its tables can be; and at once where it is here already. Until then a table is its caption. Next: index.ts.
import { DOMSerializer, type Node } from "prosemirror-model";
import { Plugin } from "prosemirror-state";
import type { EditorProps, EditorView } from "prosemirror-view";
import type { Peer } from "../cursor.ts";
import type { EditorCore } from "../state.ts";
import type { Views, ViewsOptions } from "./index.ts";

type NodeViews = NonNullable<EditorProps["nodeViews"]>;

const NAMES = ["table", "figure", "box", "note", "xref", "page_break", "unknown"] as const;

let arrived: typeof Views | null = null;
const coming = import("./index.ts").then(
  ({ Views }) => (arrived = Views),
  // Without a line, and never loaded before: the captions are there, and the next load brings the rest.
  () => null,
);

export class LateViews {
  private views: Views | null = null;
  private view: EditorView | null = null;
  private gone = false;
  private peers: readonly Peer[] = [];
  /** Nodes that were drawn before the views came. */
  private makeshift = false;

  constructor(private readonly core: EditorCore) {}

  /** The views, if they are here. */
  get now(): Views | null {
    return this.views;
  }

  /** How nodes are drawn, now and when the views are here. */
  get nodeViews(): NodeViews {
    return Object.fromEntries(
      NAMES.map((name): [string, NodeViews[string]] => [
        name,
        (node, ...more) => this.views?.nodeViews[name]?.(node, ...more) ?? this.drawn(node),
      ]),
    );
  }

  /** What the views do with keys, pastes and drops in the body. */
  readonly plugin = new Plugin({
    props: {
      handleKeyDown: (view, event) => this.views?.onKey(view, event) === true,
      handlePaste: (view, event) => this.views?.onPaste(view, event) === true,
      handleDrop: (view, event) => this.views?.onDrop(view, event) === true,
    },
  });

  /** Makes the views as soon as they can be. Before the body's editor is made, so that nothing is drawn twice. */
  begin(options: Omit<ViewsOptions, "core">): void {
    const make = (Made: typeof Views): void => {
      if (!this.gone) this.views = new Made({ ...options, core: this.core });
    };
    if (arrived !== null) make(arrived);
    else {
      void coming.then((Made) => {
        if (Made === null) return;
        make(Made);
        this.join();
      });
    }
  }

  /** The editor of the body is there. */
  attach(view: EditorView): void {
    this.view = view;
    this.join();
  }

  showPeers(peers: readonly Peer[]): void {
    this.peers = peers;
    this.views?.showPeers(peers);
  }

  destroy(): void {
    this.gone = true;
    this.views?.destroy();
  }

  private join(): void {
    const { views, view } = this;
    if (views === null || view === null || view.isDestroyed) return;
    views.attach(view);
    views.showPeers(this.peers);
    if (this.makeshift) view.setProps({ nodeViews: this.nodeViews });
  }

  private drawn(node: Node): { dom: HTMLElement; contentDOM?: HTMLElement } {
    this.makeshift = true;
    const spec = node.type.spec.toDOM?.(node) ?? ["span"];
    const { dom, contentDOM } = DOMSerializer.renderSpec(document, spec);
    return { dom: dom as HTMLElement, ...(contentDOM === undefined ? {} : { contentDOM }) };
  }
}
