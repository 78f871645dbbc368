// The picture of a figure: loaded when it comes into sight, or when the person asks for it where data is to be saved; with
// room kept for it from the start, so that nothing jumps. Next: sending.ts.
import type { ImageJson } from "../payload/shapes.ts";
import type { ViewContext } from "./context.ts";
import { el } from "./dom.ts";

/** Pictures that the person has asked for on this page. */
const askedFor = new Set<string>();

export class Picture {
  readonly dom = el("div", { class: "figure-picture", contenteditable: "false" });
  private image: ImageJson | null = null;
  private drawn: string | null = null;
  private readonly img = el("img", { loading: "lazy", decoding: "async" });

  constructor(
    private readonly context: ViewContext,
    private readonly choose: () => void,
  ) {
    this.img.addEventListener("error", () => {
      this.broken();
    });
    addEventListener("online", this.again);
  }

  show(image: ImageJson | null, alt: string): void {
    this.image = image;
    this.img.alt = alt;
    const { pictures, words, fields } = this.context;
    const url = image === null ? "" : (pictures?.url(image.sha256) ?? "");
    const key = image === null ? `none ${String(fields.editable)}` : `${image.sha256} ${url}`;
    if (this.drawn === key) return;
    this.drawn = key;
    if (image === null) {
      this.dom.replaceChildren(
        place(
          words().figure.none,
          ...(pictures === null || !fields.editable ? [] : [this.button(words().figure.choose, this.choose)]),
        ),
      );
    } else if (savesData() && !askedFor.has(image.sha256)) {
      const ask = this.button(words().figure.show, () => {
        askedFor.add(image.sha256);
        this.load(image);
      });
      this.dom.replaceChildren(place(alt, ask));
    } else this.load(image);
  }

  destroy(): void {
    removeEventListener("online", this.again);
  }

  private load({ sha256, width, height }: ImageJson): void {
    const url = this.context.pictures?.url(sha256) ?? "";
    this.img.width = width;
    this.img.height = height;
    if (url === "") this.img.removeAttribute("src");
    else this.img.src = url;
    this.dom.replaceChildren(this.img);
  }

  private broken(): void {
    this.dom.replaceChildren(place(this.context.words().figure.broken));
  }

  /** The line is back. */
  private readonly again = (): void => {
    if (this.image !== null && !this.dom.contains(this.img) && !savesData()) this.load(this.image);
  };

  private button(label: string, act: () => void): HTMLButtonElement {
    const dom = el("button", { type: "button", class: "button plain small" }, label);
    dom.addEventListener("click", act);
    return dom;
  }
}

function place(text: string, ...more: HTMLElement[]): HTMLElement {
  return el("div", { class: "figure-place" }, ...(text === "" ? [] : [el("div", {}, text)]), ...more);
}

/** Whether pictures are to wait until they are asked for. */
function savesData(): boolean {
  if (document.documentElement.dataset["images"] === "ask") return true;
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}
