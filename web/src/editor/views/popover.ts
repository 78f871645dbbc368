// What opens at a place on the page and goes away again: menus, the text of a note. It lies above the text, beside the
// element it belongs to, and inside the sheet; Escape and a press elsewhere close it. Places itself through the CSSOM: the
// content security policy allows no style attribute. Next: menu.ts.
import { free } from "../reveal.ts";

export interface PopoverSpec {
  /** What it belongs to. */
  readonly anchor: Element;
  readonly content: HTMLElement;
  /** Where it is put into the page: a positioned element around the text. */
  readonly host: HTMLElement;
  /** At which end of its anchor it begins. */
  readonly atEnd?: boolean;
  readonly onClose?: (why: Closing) => void;
}

/** Escape gives the focus back to whatever opened it; a press elsewhere goes where it was meant. */
export type Closing = "escape" | "elsewhere" | "done";

const GAP_PX = 6;
const EDGE_PX = 16;
const LEAST_PX = 160;

export class Popover {
  private readonly stops: (() => void)[] = [];
  private open = true;

  constructor(private readonly spec: PopoverSpec) {
    const { content, host } = spec;
    content.classList.add("popover");
    host.append(content);
    this.place();
    const pressed = ({ target }: Event): void => {
      if (target instanceof Node && !content.contains(target) && !spec.anchor.contains(target)) this.close("elsewhere");
    };
    const key = (event: KeyboardEvent): void => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      this.close("escape");
    };
    const placed = (): void => {
      this.place();
    };
    document.addEventListener("mousedown", pressed, true);
    content.addEventListener("keydown", key);
    addEventListener("resize", placed);
    this.stops.push(() => {
      document.removeEventListener("mousedown", pressed, true);
      content.removeEventListener("keydown", key);
      removeEventListener("resize", placed);
    });
  }

  get isOpen(): boolean {
    return this.open;
  }

  /** Below its anchor, or above where there is no room below; where there is none above either, as high as it has to be. */
  place(): void {
    const { anchor, content, host, atEnd = false } = this.spec;
    const within = content.offsetParent ?? host;
    const around = within.getBoundingClientRect();
    const at = anchor.getBoundingClientRect();
    const rtl = getComputedStyle(within).direction === "rtl";
    content.style.maxBlockSize = "";
    const { offsetWidth: width, offsetHeight: height } = content;
    const visible = document.documentElement.clientWidth;
    const wanted = rtl !== atEnd ? at.right - width : at.left;
    const left = Math.max(EDGE_PX, Math.min(wanted, visible - width - EDGE_PX));
    const [head, foot] = free(document, GAP_PX);
    const room = Math.max(foot - head, LEAST_PX);
    const high = Math.min(height, room);
    const [below, above] = [at.bottom + GAP_PX, at.top - GAP_PX - high];
    const top = below + high <= foot ? below : above >= head ? above : Math.max(head, foot - high);
    if (height > room) content.style.maxBlockSize = `${String(room)}px`;
    content.style.insetBlockStart = `${String(top - around.top)}px`;
    content.style.insetInlineStart = `${String(rtl ? around.right - left - width : left - around.left)}px`;
  }

  close(why: Closing = "done"): void {
    if (!this.open) return;
    this.open = false;
    for (const stop of this.stops) stop();
    this.spec.content.remove();
    this.spec.onClose?.(why);
  }
}
