// Tells of words that arrived for something that had been removed, above the text, to everybody who opens the chapter: show
// them, put them back, leave them out. Looks for them when something came from elsewhere or went from sight, a moment later,
// never while a person types. Next: ../payload/leftover.ts.
import { leftovers, type Leftover } from "../payload/leftover.ts";
import { leaveOut, putBack } from "../payload/put-back.ts";
import { SIDES } from "../payload/watch.ts";
import type { ViewContext } from "./context.ts";
import { el } from "./dom.ts";

const CALM_MS = 300;

export class LeftPanel {
  readonly dom = el("section", { class: "left-over" });
  private readonly title = el("span", { class: "left-title" });
  private readonly toggle = el("button", { type: "button", class: "text-button" });
  private readonly list = el("ul");
  private readonly stops: (() => void)[];
  private timer = 0;
  private open = false;
  private found: readonly Leftover[] = [];
  private drawn = "";

  constructor(private readonly context: ViewContext) {
    const { watch, words } = context;
    this.stops = SIDES.map((side) =>
      watch.on(side, null, (_events, { local, origin }) => {
        // What a person types into a line that is shown is never left over.
        if (!local || !context.core.binding.owns(origin)) this.look();
      }),
    );
    this.stops.push(
      context.painted(() => {
        this.look();
      }),
    );
    this.toggle.addEventListener("click", () => {
      this.open = !this.open;
      this.draw();
    });
    this.dom.hidden = true;
    this.dom.setAttribute("aria-label", words().left.title(1));
    const safe = el("span", {}, words().left.safe);
    this.dom.append(el("div", { class: "left-head", role: "status" }, this.title, " ", safe, " "), this.list);
    this.dom.firstElementChild?.after(this.toggle);
    this.look();
  }

  destroy(): void {
    clearTimeout(this.timer);
    for (const stop of this.stops) stop();
    this.dom.remove();
  }

  private look(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      const { core } = this.context;
      this.found = leftovers(core.binding.ydoc, core.state.doc);
      this.draw();
    }, CALM_MS) as unknown as number;
  }

  private draw(): void {
    const words = this.context.words().left;
    this.dom.hidden = this.found.length === 0;
    if (this.dom.hidden) {
      this.open = false;
      return;
    }
    const title = words.title(this.found.length);
    if (this.title.textContent !== title) this.title.textContent = title;
    this.toggle.textContent = this.open ? words.hide : words.show;
    this.toggle.setAttribute("aria-expanded", String(this.open));
    this.list.hidden = !this.open;
    // Rows that stay as they are keep the focus of whoever is about to press something in one.
    const rows = JSON.stringify([
      this.open,
      this.context.fields.editable,
      this.found.map(({ kind, id, text }) => [kind, id, text]),
    ]);
    if (rows === this.drawn) return;
    this.drawn = rows;
    this.list.replaceChildren(...(this.open ? this.found.map((each) => this.row(each)) : []));
  }

  private row(leftover: Leftover): HTMLElement {
    const { core, words, fields, view } = this.context;
    const { left } = words();
    const act = (label: string, what: () => void): HTMLButtonElement => {
      const button = el("button", { type: "button", class: "button plain small" }, label);
      button.addEventListener("click", () => {
        what();
        view().focus();
        this.look();
      });
      return button;
    };
    const acts = fields.editable
      ? [
          act(left.putBack, () => {
            putBack(core, leftover);
          }),
          act(left.leaveOut, () => {
            leaveOut(core, leftover);
          }),
        ]
      : [];
    return el(
      "li",
      {},
      el("span", { class: "left-kind" }, left.kinds[leftover.kind]),
      el("span", { class: "left-text", dir: "auto" }, leftover.text),
      el("span", { class: "left-acts" }, ...acts),
    );
  }
}
