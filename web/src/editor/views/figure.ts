// A figure on the page: the picture or a calm place for it, the caption (the block's own text), and what is said for those
// who do not see it. A picture that has no description says so in words. Next: picture.ts.
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { Field } from "../field/field.ts";
import { readFigure, setDecorative, type ShownFigure } from "../payload/figures.ts";
import { plainOf } from "../payload/lines.ts";
import { pictureWaits } from "../payload/waiting.ts";
import { BlockView } from "./block.ts";
import type { ViewContext } from "./context.ts";
import { el } from "./dom.ts";
import { openMenu, type MenuItem } from "./menu.ts";
import { Picture } from "./picture.ts";
import { askForPicture, sendPasted, sendPicture, sendingOf } from "./sending.ts";

export class FigureView extends BlockView {
  private readonly picture: Picture;
  private readonly told = el("div", { class: "figure-told", role: "status", contenteditable: "false" });
  private readonly credit = el("div", { class: "figure-credit", dir: "auto", contenteditable: "false" });
  private readonly panel = el("div", { class: "figure-panel", contenteditable: "false" });
  private readonly decorative = el("input", { type: "checkbox" });
  private fieldsOf: { readonly alt: Field; readonly credit: Field } | null = null;
  private readonly describe: HTMLButtonElement;
  private readonly stopDrawing: () => void;
  private telling = "";

  constructor(node: Node, getPos: () => number | undefined, context: ViewContext) {
    super(node, getPos, context, "figures");
    this.picture = new Picture(context, () => {
      void this.choose();
    });
    this.describe = el("button", { type: "button", class: "text-button" });
    this.describe.addEventListener("click", () => {
      this.openPanel();
    });
    this.decorative.addEventListener("change", () => {
      this.act((figure) => {
        setDecorative(figure, this.decorative.checked);
      });
    });
    this.panel.hidden = true;
    this.stopDrawing = context.painted(() => {
      this.draw();
    });
    this.dom.append(this.picture.dom, this.caption, this.credit, this.told, this.panel);
    this.begin();
  }

  openMenu(): void {
    const { host, words, pictures } = this.context;
    const figure = this.shown;
    const items: MenuItem[] = [
      {
        label: words().figure.describe,
        act: () => {
          this.openPanel();
        },
      },
      {
        label: figure.image === null ? words().figure.choose : words().figure.replace,
        act: () => void this.choose(),
        disabled: pictures === null,
      },
      {
        label: words().figure.delete,
        act: () => {
          this.remove();
        },
        apart: true,
      },
    ];
    openMenu({
      anchor: this.button,
      host,
      label: words().figure.menu,
      items,
      atEnd: true,
      back: () => {
        this.leave("caption");
      },
    });
  }

  enterFresh(): void {
    if (this.shown.image === null && this.context.pictures !== null) void this.choose();
  }

  override destroy(): void {
    super.destroy();
    this.stopDrawing();
    this.picture.destroy();
    this.closePanel();
  }

  protected concerns(): boolean {
    return true;
  }

  protected draw(): void {
    const { figure: words } = this.context.words();
    const { image, alt, credit, decorative } = this.shown;
    const said = plainOf(alt);
    const sending = sendingOf(this.payloadId);
    this.picture.show(this.isShown ? image : null, decorative ? "" : said);
    this.picture.dom.hidden = !this.isShown;
    this.credit.textContent = plainOf(credit);
    this.credit.hidden = this.credit.textContent === "" || !this.isShown;
    this.decorative.checked = decorative;
    const missing = image !== null && said.trim() === "" && !decorative;
    this.describe.textContent = words.describe;
    const isClosed = this.panel.hidden !== false;
    this.tell(this.isShown ? sending : null, missing && this.isShown && this.fields.editable && isClosed);
    const id = this.payloadId;
    if (id !== null && pictureWaits(id))
      queueMicrotask(() => {
        sendPasted(this.context, id);
      });
  }

  /** What is told is said aloud: it is written only when it changed. */
  private tell(sending: ReturnType<typeof sendingOf>, missing: boolean): void {
    const { figure: words } = this.context.words();
    const what = sending !== null ? words[sending] : missing ? words.missing : "";
    if (what === this.telling) return;
    this.telling = what;
    this.told.classList.toggle("warns", sending !== "sending");
    this.told.replaceChildren(...(what === words.missing ? [what, " ", this.describe] : what === "" ? [] : [what]));
  }

  private get shown(): ShownFigure {
    return readFigure(this.payload);
  }

  private async choose(): Promise<void> {
    if (!this.fields.editable) return;
    // What was pressed goes away: whoever pressed it goes on in the caption.
    this.leave("caption");
    const file = await askForPicture();
    const id = this.payloadId;
    if (file !== null && id !== null)
      await sendPicture(this.context, id, file, () => {
        this.draw();
      });
  }

  /** What is said for those who do not see the picture, to be written. */
  private openPanel(): void {
    if (!this.fields.editable || !this.isShown) return;
    if (this.fieldsOf === null) this.makePanel();
    this.panel.hidden = false;
    this.draw();
    this.fieldsOf?.alt.enter("end");
  }

  private makePanel(): void {
    const { figure: words } = this.context.words();
    const alt = this.field("alt", words.alt, words.altHint);
    const credit = this.field("credit", words.credit, words.creditHint);
    const check = el("label", { class: "figure-check" }, this.decorative, el("span", {}, words.decorative));
    const close = el("button", { type: "button", class: "text-button" }, words.done);
    close.addEventListener("click", () => {
      this.leave("caption");
      this.closePanel();
      this.draw();
    });
    this.panel.append(labelled(words.alt, alt.dom), check, labelled(words.credit, credit.dom), close);
    this.fieldsOf = { alt, credit };
  }

  private field(name: "alt" | "credit", label: string, hint: string): Field {
    const text = (): Y.Text | null => this.shown[name];
    return new Field(this.fields, {
      source: { kind: "plain", text, make: text },
      tabbable: true,
      label: () => label,
      hint: () => hint,
      onKey: ({ key }) => {
        if (key === "Escape") {
          this.leave("caption");
          this.closePanel();
          this.draw();
        }
        return key === "Escape";
      },
      onEnter: () => {
        this.bringBody();
      },
    });
  }

  private closePanel(): void {
    this.panel.hidden = true;
    this.panel.replaceChildren();
    this.fieldsOf?.alt.destroy();
    this.fieldsOf?.credit.destroy();
    this.fieldsOf = null;
  }
}

function labelled(label: string, field: HTMLElement): HTMLElement {
  return el("div", { class: "labelled" }, el("span", { class: "label", "aria-hidden": "true" }, label), field);
}
