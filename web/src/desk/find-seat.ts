// Which seats a few typed letters mean: by the name of the seat or of somebody who holds it or held it; neither case nor accents count.
// Pure. Next: Seats.svelte.
import { folded } from "../editor/fold-text.ts";
import type { DeskSeat } from "./desk-api.ts";

export function found(seats: readonly DeskSeat[], sought: string): readonly DeskSeat[] {
  const wanted = folded(sought).trim();
  if (wanted === "") return seats;
  return seats.filter(({ name, people }) =>
    [name, ...people.map((person) => person.name ?? "")].some((each) => folded(each).includes(wanted)),
  );
}
