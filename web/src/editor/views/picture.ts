// The picture of a figure: loaded when it comes into sight, or when the person asks for it where data is to be saved; with
// room kept for it from the start, so that nothing jumps. Next: sending.ts.
import type { ImageJson } from "../payload/shapes.ts";
import type { ViewContext } from "./context.ts";
import { el } from "./dom.ts";

/** Pictures that the person has asked for on this page. */
const askedFor = new Set<string>();

/** What stands in the place of the picture: nothing to show yet, a question, the picture, or why it is not there. */
type Mode = "none" | "ask" | "picture" | "broken";

export class Picture {
  readonly dom = el("div", { class: "figure-picture", contenteditable: "false" });
  private image: ImageJson | null = null;
  private alt = "";
  private address = "";
  private mode: Mode = "none";
  private drawn = "";
  private readonly img = el("img", { loading: "lazy", decoding: "async" });

  constructor(
    private readonly context: ViewContext,
    private readonly choose: () => void,
  ) {
    this.img.addEventListener("error", () => {
      this.mode = "broken";
      this.draw();
    });
    addEventListener("online", this.again);
  }

  show(image: ImageJson | null, alt: string): void {
    const address = image === null ? "" : (this.context.pictures?.url(image.sha256) ?? "");
    if (image?.sha256 !== this.image?.sha256 || address !== this.address || this.drawn === "") {
      this.image = image;
      this.address = address;
      this.mode = image === null ? "none" : savesData() && !askedFor.has(image.sha256) ? "ask" : "picture";
    }
    this.alt = alt;
    this.draw();
  }

  destroy(): void {
    removeEventListener("online", this.again);
  }

  private draw(): void {
    const { pictures, words, fields } = this.context;
    const { image, alt, mode, address } = this;
    const drawn = JSON.stringify([mode, image?.sha256, address, alt, fields.editable, words().figure.choose]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.dom.dataset["picture"] = image?.sha256 ?? "";
    const { figure } = words();
    if (image !== null && mode === "picture") this.load(image);
    else if (image !== null && mode === "ask") {
      this.dom.replaceChildren(place([alt], this.button(figure.show, this.ask)));
    } else if (mode === "broken") this.dom.replaceChildren(place([alt, figure.broken]));
    else {
      const canChoose = pictures !== null && fields.editable;
      this.dom.replaceChildren(place([figure.none], ...(canChoose ? [this.button(figure.choose, this.choose)] : [])));
    }
  }

  private load({ width, height }: ImageJson): void {
    this.img.alt = this.alt;
    this.img.width = width;
    this.img.height = height;
    if (this.address === "") this.img.removeAttribute("src");
    else if (this.img.getAttribute("src") !== this.address || this.img.naturalWidth === 0) this.img.src = this.address;
    if (!this.dom.contains(this.img)) this.dom.replaceChildren(this.img);
  }

  private readonly ask = (): void => {
    if (this.image !== null) askedFor.add(this.image.sha256);
    this.mode = "picture";
    this.draw();
  };

  /** The line is back. */
  private readonly again = (): void => {
    if (this.mode !== "broken") return;
    this.mode = "picture";
    this.draw();
  };

  private button(label: string, act: () => void): HTMLButtonElement {
    const dom = el("button", { type: "button", class: "button plain small" }, label);
    dom.addEventListener("click", act);
    return dom;
  }
}

function place(texts: readonly string[], ...more: HTMLElement[]): HTMLElement {
  const lines = texts.filter((text) => text !== "").map((text) => el("div", { dir: "auto" }, text));
  return el("div", { class: "figure-place" }, ...lines, ...more);
}

/** Whether pictures are to wait until they are asked for. */
function savesData(): boolean {
  if (document.documentElement.dataset["images"] === "ask") return true;
  return (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;
}
