// A right as a word, also where there is none and where nothing was decided. Pure. Next: SeatRights.svelte, Exceptions.svelte.
import type { DeskWords } from "../lang/desk/index.ts";
import type { Decided } from "./desk-api.ts";

export function wordOfRight(desk: DeskWords, right: Decided): string {
  if (right === "default") return desk.manualRights.asKind;
  return right === "none" ? desk.chapters.hidden : desk.seats.rights[right];
}
