// A box on the page: its heading (what kind it is, a title, and for a case the region, the period and who may read it), drawn
// from its payload, around the blocks that stand in it. A later part of the same box shows no heading. Next: ../boxes.ts.
import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import type { NodeView, ViewMutationRecord } from "prosemirror-view";
import * as Y from "yjs";
import { dissolveBox } from "../boxes.ts";
import { Field } from "../field/field.ts";
import { readBox, setBoxKind, setVisibility, type ShownBox } from "../payload/boxes.ts";
import type { Payload } from "../payload/tables.ts";
import type { BoxKind, Visibility } from "../values.ts";
import { labelOf } from "./atoms.ts";
import { asksForMenu, knownAs, type Entered } from "./block.ts";
import type { ViewContext } from "./context.ts";
import { el } from "./dom.ts";
import { openMenu, opener, type MenuItem } from "./menu.ts";

const KINDS: readonly BoxKind[] = ["case", "key", "checklist"];
const VISIBILITIES: readonly Visibility[] = ["network", "publishable"];

type Name = "title" | "region" | "period";

export class BoxView implements NodeView, Entered {
  readonly dom = el("section", { class: "box", role: "group" });
  readonly contentDOM = el("div", { class: "box-body" });
  private readonly head = el("div", { class: "box-head", contenteditable: "false" });
  private readonly kindLabel = el("span", { class: "kind-label" });
  private readonly facts = el("div", { class: "box-facts" });
  private readonly who = el("select");
  private readonly button: HTMLButtonElement;
  private fields: Record<Name, Field> | null = null;
  private stops: (() => void)[] = [];

  constructor(
    private node: Node,
    private readonly getPos: () => number | undefined,
    private readonly context: ViewContext,
  ) {
    this.button = opener("", () => {
      this.openMenu();
    });
    this.who.addEventListener("change", () => {
      this.act((box) => {
        setVisibility(box, this.who.value === "publishable" ? "publishable" : "network");
      });
    });
    this.who.append(...VISIBILITIES.map((each) => el("option", { value: each })));
    this.dom.append(this.head, this.contentDOM);
    knownAs(this.dom, this);
    this.begin();
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    const { node: before } = this;
    this.node = node;
    if (before.attrs["box"] !== node.attrs["box"] || before.attrs["part"] !== node.attrs["part"]) this.begin();
    return true;
  }

  stopEvent({ target }: Event): boolean {
    return target instanceof globalThis.Node && this.head.contains(target);
  }

  ignoreMutation({ target }: ViewMutationRecord): boolean {
    return !this.contentDOM.contains(target);
  }

  destroy(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    this.dropFields();
  }

  private get box(): string | null {
    return this.node.attrs["box"] as string | null;
  }

  private get payload(): Payload | null {
    const payload = this.box === null ? null : this.context.core.binding.ydoc.getMap("boxes").get(this.box);
    return payload instanceof Y.Map ? (payload as Payload) : null;
  }

  private get shown(): ShownBox {
    return readBox(this.payload);
  }

  private act(change: (box: Payload) => void): void {
    const { payload, context } = this;
    if (payload === null || !context.fields.editable) return;
    context.core.act(() => {
      change(payload);
    });
  }

  private begin(): void {
    this.destroy();
    const { context, box } = this;
    const isFirst = this.node.attrs["part"] === 1;
    this.head.hidden = !isFirst;
    if (box !== null) {
      this.stops.push(
        context.watch.on("boxes", box, () => {
          this.draw();
        }),
        context.painted(() => {
          this.draw();
        }),
      );
    }
    if (isFirst) this.makeHead();
    this.draw();
  }

  private makeHead(): void {
    const { box: words } = this.context.words();
    const fields = { title: this.field("title"), region: this.field("region"), period: this.field("period") };
    this.fields = fields;
    fields.title.dom.classList.add("box-title");
    const who = el("label", { class: "labelled" }, el("span", { class: "label" }, words.visibility), this.who);
    this.facts.replaceChildren(
      labelled(words.region, fields.region.dom),
      labelled(words.period, fields.period.dom),
      who,
    );
    const tools = el("div", { class: "block-tools" }, this.button);
    this.head.replaceChildren(tools, el("div", { class: "box-kind" }, this.kindLabel), fields.title.dom, this.facts);
  }

  private draw(): void {
    const { kind, visibility } = this.shown;
    const words = this.context.words();
    for (const each of KINDS) this.dom.classList.toggle(`box-${each}`, each === kind);
    this.dom.classList.toggle("continued", this.node.attrs["part"] !== 1);
    const number = this.context.numbers()?.boxes.get(this.box ?? "");
    const label = number === undefined ? words.box.menu : labelOf("box", number, words);
    this.dom.setAttribute("aria-label", this.fields === null ? words.box.continued(label) : label);
    if (this.fields === null) return;
    this.kindLabel.textContent = `${label} · ${words.box.kinds[kind]}`;
    this.button.textContent = words.box.menu;
    this.facts.hidden = kind !== "case";
    for (const option of this.who.options) option.textContent = words.box[option.value as Visibility];
    this.who.value = visibility;
    this.who.disabled = !this.context.fields.editable;
    for (const field of Object.values(this.fields)) field.dress();
  }

  private field(name: Name): Field {
    const text = (): Y.Text | null => this.shown[name];
    const { words } = this.context;
    return new Field(this.context.fields, {
      source: { kind: "plain", text, make: text },
      tabbable: true,
      label: () => words().box[name],
      hint: () => words().box[name],
      onKey: (event) => this.key(name, event),
      onEnter: () => {
        this.bringBody();
      },
    });
  }

  /** Enter goes on, from the title into what stands in the box; Escape goes there at once. */
  private key(name: Name, event: KeyboardEvent): boolean {
    if (asksForMenu(event)) {
      this.openMenu();
      return true;
    }
    const field = this.fields?.[name];
    const goesOn = event.key === "Enter" || (event.key === "ArrowDown" && field?.atEdge("down") === true);
    if (event.isComposing || (!goesOn && event.key !== "Escape")) return false;
    if (goesOn && this.shown.kind === "case" && name !== "period")
      this.fields?.[name === "title" ? "region" : "period"].enter("end");
    else this.leave();
    return true;
  }

  private leave(): void {
    const pos = this.getPos();
    if (pos === undefined) return;
    const { core, view } = this.context;
    core.dispatch(core.state.tr.setSelection(TextSelection.near(core.state.doc.resolve(pos + 1))).scrollIntoView());
    view().focus();
  }

  /** The caret of the body comes into the box. */
  private bringBody(): void {
    const pos = this.getPos();
    const { core } = this.context;
    if (pos === undefined) return;
    const { head } = core.state.selection;
    if (head > pos && head < pos + this.node.nodeSize) return;
    core.dispatch(core.state.tr.setSelection(TextSelection.near(core.state.doc.resolve(pos + 1))));
  }

  enterFresh(): void {
    this.fields?.title.enter("end");
  }

  openMenu(): void {
    const { core, host, words, fields } = this.context;
    const { box } = this;
    if (!fields.editable || box === null || this.head.hidden) return;
    const { kind } = this.shown;
    const kinds = KINDS.map((each): MenuItem => ({
      label: words().box.kinds[each],
      checked: each === kind,
      act: () => {
        this.act((payload) => {
          setBoxKind(payload, each);
        });
        this.leave();
      },
    }));
    const items: MenuItem[] = [
      ...kinds,
      {
        label: words().box.dissolve,
        apart: true,
        act: () => {
          core.runInBody(dissolveBox(box));
          this.context.view().focus();
        },
      },
      {
        label: words().box.delete,
        act: () => {
          const pos = this.getPos();
          if (pos !== undefined) core.dispatch(core.state.tr.delete(pos, pos + this.node.nodeSize).scrollIntoView());
          this.context.view().focus();
        },
      },
    ];
    openMenu({
      anchor: this.button,
      host,
      label: words().box.menu,
      items,
      atEnd: true,
      back: () => {
        this.leave();
      },
    });
  }

  private dropFields(): void {
    for (const field of Object.values(this.fields ?? {})) field.destroy();
    this.fields = null;
  }
}

function labelled(label: string, field: HTMLElement): HTMLElement {
  return el("div", { class: "labelled" }, el("span", { class: "label", "aria-hidden": "true" }, label), field);
}
