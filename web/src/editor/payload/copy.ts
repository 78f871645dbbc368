// What a payload says, as the JSON that goes with it onto a clipboard (docs/document-model.md: Inline[], Table, Figure,
// Heading). Only reads. Next: ../clipboard.ts.
import * as Y from "yjs";
import type { PayloadKind } from "../refs.ts";
import type { Json } from "../values.ts";
import { boxJson, readBox } from "./boxes.ts";
import { rootOf } from "./create.ts";
import { figureJson, readFigure } from "./figures.ts";
import { noteJson } from "./notes.ts";
import { readTable, tableJson } from "./tables.ts";

/** The content of a payload; that of an empty one if it is not there. */
export function contentOf(ydoc: Y.Doc, kind: PayloadKind, id: string | null): Json {
  if (kind === "note") return (id === null ? [] : noteJson(ydoc, id)) as Json;
  const payload = id === null ? undefined : rootOf(ydoc, kind).get(id);
  const map = payload instanceof Y.Map ? (payload as Y.Map<unknown>) : null;
  switch (kind) {
    case "table":
      return tableJson(readTable(map), (note) => noteJson(ydoc, note)) as unknown as Json;
    case "figure":
      return figureJson(readFigure(map)) as unknown as Json;
    case "box":
      return boxJson(readBox(map)) as unknown as Json;
  }
}
