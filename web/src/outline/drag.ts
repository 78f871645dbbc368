// Moving a chapter with the pointer: by its handle, with the mouse, a pen or a finger. Up and down chooses the gap, sideways
// how far in; Escape gives up. Writes nothing: it tells where the chapter would land, and in the end that it landed.
// Next: landing.ts, the rules.
import { landing, rowsWithout, type Landing } from "./landing.ts";
import type { Target } from "./place.ts";
import { allRows, type Row } from "./tree.ts";

export interface Dragging {
  readonly id: string;
  readonly landing: Landing;
}

export interface DragConfig {
  /** The rows as they are now, those at the top. */
  readonly rows: () => readonly Row[];
  /** Where the chapter would land; null: nothing is dragged any more. */
  readonly show: (dragging: Dragging | null) => void;
  readonly drop: (id: string, target: Target) => void;
}

/** So far the pointer goes before anything is dragged. */
const BEGINS_PX = 4;
/** So far sideways is one level. */
const LEVEL_PX = 24;
/** Near an edge of the window the page moves on. */
const EDGE_PX = 56;
const SCROLL_PX = 10;

interface Hand {
  readonly pointer: number;
  readonly id: string;
  readonly depth: number;
  readonly fromX: number;
  readonly fromY: number;
  x: number;
  y: number;
  dragging: Dragging | null;
}

/** Lets the rows of a list be dragged by what matches `.grip` in them. For `{@attach}`. */
export function drag(config: DragConfig): (list: HTMLElement) => () => void {
  return (list) => {
    const drags = new Drags(list, config);
    const stop = new AbortController();
    const { signal } = stop;
    list.addEventListener("pointerdown", (event) => drags.take(event), { signal });
    list.addEventListener("pointermove", (event) => drags.move(event), { signal });
    list.addEventListener("pointerup", (event) => drags.letGo(event), { signal });
    list.addEventListener("pointercancel", () => drags.end(), { signal });
    window.addEventListener("keydown", (event) => drags.pressed(event), { signal, capture: true });
    return () => {
      stop.abort();
      drags.end();
    };
  };
}

class Drags {
  #hand: Hand | null = null;

  constructor(
    readonly list: HTMLElement,
    readonly config: DragConfig,
  ) {}

  take(event: PointerEvent): void {
    const grip = event.target instanceof Element ? event.target.closest(".grip") : null;
    const id = grip?.closest<HTMLElement>("[data-row]")?.dataset["row"];
    const row = allRows(this.config.rows()).find((each) => each.id === id);
    if (row === undefined || event.button !== 0 || this.#hand !== null) return;
    event.preventDefault();
    // The list holds the pointer: the handle itself may be drawn anew meanwhile.
    this.list.setPointerCapture(event.pointerId);
    const { clientX: x, clientY: y, pointerId: pointer } = event;
    this.#hand = { pointer, id: row.id, depth: row.depth, fromX: x, fromY: y, x, y, dragging: null };
    requestAnimationFrame(() => this.#scroll());
  }

  move(event: PointerEvent): void {
    if (event.pointerId !== this.#hand?.pointer) return;
    [this.#hand.x, this.#hand.y] = [event.clientX, event.clientY];
    this.#look(this.#hand);
  }

  letGo(event: PointerEvent): void {
    if (event.pointerId !== this.#hand?.pointer) return;
    const { dragging } = this.#hand;
    this.end();
    if (dragging !== null) this.config.drop(dragging.id, dragging.landing.target);
  }

  pressed(event: KeyboardEvent): void {
    if (this.#hand === null || event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.end();
  }

  end(): void {
    if (this.#hand === null) return;
    const { pointer } = this.#hand;
    this.#hand = null;
    if (this.list.hasPointerCapture(pointer)) this.list.releasePointerCapture(pointer);
    this.config.show(null);
  }

  #look(hand: Hand): void {
    const begins = Math.hypot(hand.x - hand.fromX, hand.y - hand.fromY) >= BEGINS_PX;
    if (hand.dragging === null && !begins) return;
    hand.dragging = { id: hand.id, landing: landingOf(this.list, this.config.rows(), hand) };
    this.config.show(hand.dragging);
  }

  #scroll(): void {
    const hand = this.#hand;
    if (hand === null) return;
    const step = hand.y < EDGE_PX ? -SCROLL_PX : hand.y > window.innerHeight - EDGE_PX ? SCROLL_PX : 0;
    if (step !== 0 && hand.dragging !== null) {
      window.scrollBy(0, step);
      this.#look(hand);
    }
    requestAnimationFrame(() => this.#scroll());
  }
}

function landingOf(list: HTMLElement, rows: readonly Row[], hand: Hand): Landing {
  const others = rowsWithout(rows, hand.id);
  const heads = new Map(
    [...list.querySelectorAll<HTMLElement>("[data-row]")].map((each) => [each.dataset["row"], each.firstElementChild]),
  );
  const gap = others.filter(({ id }) => {
    const box = heads.get(id)?.getBoundingClientRect();
    return box !== undefined && (box.top + box.bottom) / 2 < hand.y;
  }).length;
  const inwards = getComputedStyle(list).direction === "rtl" ? hand.fromX - hand.x : hand.x - hand.fromX;
  return landing(others, gap, hand.depth + Math.round(inwards / LEVEL_PX));
}
