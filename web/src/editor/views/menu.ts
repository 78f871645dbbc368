// A menu in words, as pages/Menu.svelte draws it, for what stands inside the text. Arrow keys walk it, a letter finds an
// item, Escape gives the focus back, a choice closes it and acts. Next: table.ts.
import { Popover } from "./popover.ts";

export interface MenuItem {
  readonly label: string;
  readonly act: () => void;
  readonly disabled?: boolean;
  /** On or off, where the item is a switch. */
  readonly checked?: boolean;
  /** The keys that do the same. */
  readonly keys?: string;
  /** A line above it. */
  readonly apart?: boolean;
}

export interface MenuSpec {
  readonly anchor: HTMLElement;
  readonly host: HTMLElement;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly atEnd?: boolean;
  /** Where the focus goes when nothing was chosen. */
  readonly back: () => void;
}

/** Opens a menu beside an element. */
export function openMenu(spec: MenuSpec): Popover {
  const { anchor, host, label, items, atEnd = false } = spec;
  const content = document.createElement("div");
  content.className = "menu-list";
  content.setAttribute("role", "menu");
  content.setAttribute("aria-label", label);
  content.tabIndex = -1;
  anchor.setAttribute("aria-expanded", "true");
  const popover = new Popover({
    anchor,
    content,
    host,
    atEnd,
    onClose: (why) => {
      anchor.setAttribute("aria-expanded", "false");
      if (why === "escape") spec.back();
    },
  });
  const buttons = items.map((item) => button(item, popover));
  content.append(...buttons);
  popover.place();
  content.addEventListener("keydown", (event) => {
    walk(event, buttons, popover);
  });
  content.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !content.contains(relatedTarget)) popover.close("elsewhere");
  });
  (buttons.find((each) => each.getAttribute("aria-disabled") !== "true") ?? content).focus();
  return popover;
}

function button(item: MenuItem, popover: Popover): HTMLButtonElement {
  const dom = document.createElement("button");
  dom.type = "button";
  dom.className = item.apart === true ? "menu-item apart" : "menu-item";
  dom.tabIndex = -1;
  dom.setAttribute("role", item.checked === undefined ? "menuitem" : "menuitemcheckbox");
  if (item.checked !== undefined) dom.setAttribute("aria-checked", String(item.checked));
  if (item.disabled === true) dom.setAttribute("aria-disabled", "true");
  const label = document.createElement("span");
  label.textContent = item.label;
  dom.append(label);
  if (item.keys !== undefined) {
    const keys = document.createElement("kbd");
    keys.dir = "ltr";
    keys.textContent = item.keys;
    dom.append(keys);
  }
  dom.addEventListener("click", () => {
    if (item.disabled === true) return;
    popover.close("done");
    item.act();
  });
  return dom;
}

function walk(event: KeyboardEvent, buttons: readonly HTMLButtonElement[], popover: Popover): void {
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const to = target(event, buttons, at);
  if (event.key === "Tab") popover.close("escape");
  else if (to === null) return;
  else buttons[(to + buttons.length) % buttons.length]?.focus();
  event.preventDefault();
  event.stopPropagation();
}

function target(event: KeyboardEvent, buttons: readonly HTMLButtonElement[], at: number): number | null {
  switch (event.key) {
    case "ArrowDown":
      return at + 1;
    case "ArrowUp":
      return at < 0 ? buttons.length - 1 : at - 1;
    case "Home":
      return 0;
    case "End":
      return buttons.length - 1;
    default:
      return event.key.length === 1 && !event.ctrlKey && !event.metaKey ? startingWith(event.key, buttons, at) : null;
  }
}

function startingWith(letter: string, buttons: readonly HTMLButtonElement[], at: number): number | null {
  const found = (from: number, to: number): number => {
    for (let index = from; index < to; index += 1)
      if (buttons[index]?.textContent?.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase()) === true)
        return index;
    return -1;
  };
  const next = found(at + 1, buttons.length);
  const any = next >= 0 ? next : found(0, at);
  return any < 0 ? null : any;
}

/** A button in words that opens something. */
export function opener(text: string, open: (button: HTMLButtonElement) => void): HTMLButtonElement {
  const dom = document.createElement("button");
  dom.type = "button";
  dom.className = "tool opener";
  dom.textContent = text;
  dom.setAttribute("aria-haspopup", "menu");
  dom.setAttribute("aria-expanded", "false");
  // A press must not take the focus out of the line: what opens acts on where the person is.
  dom.addEventListener("mousedown", (event) => {
    event.preventDefault();
  });
  dom.addEventListener("click", () => {
    open(dom);
  });
  return dom;
}
