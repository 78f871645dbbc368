// What numbers need to know of payloads: the notes in the cells of a table, the title of a box.
// Only reads. Next: ../numbers.ts.
import * as Y from "yjs";
import type { Payloads } from "../numbers.ts";
import { readBox } from "./boxes.ts";
import { notesIn, plainOf } from "./lines.ts";
import { rowsFitting } from "./places.ts";
import { readTable, type Payload } from "./tables.ts";

export function payloadsOf(ydoc: Y.Doc): Payloads {
  const of = (side: "tables" | "boxes", id: string): Payload | null => {
    const payload = ydoc.getMap(side).get(id);
    return payload instanceof Y.Map ? (payload as Payload) : null;
  };
  return {
    cellsOf: (table, placesLeft) => {
      const payload = of("tables", table);
      const { rows, cols } = readTable(payload, rowsFitting(payload, placesLeft));
      const notes = rows.flatMap(({ cells }) =>
        cells.flatMap(({ lines }) => lines.flatMap(({ text }) => notesIn(text))),
      );
      return { places: rows.length * cols.length, notes };
    },
    titleOf: (box) => plainOf(readBox(of("boxes", box)).title),
  };
}
