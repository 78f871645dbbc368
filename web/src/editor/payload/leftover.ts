// Words that arrived for something that others had removed meanwhile: found, put back, or left out by a person who read them
// (docs/document-model.md, Left over). Finding only reads. Next: ../views/.
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { payloadOf } from "../flatten.ts";
import { refsOf, type PayloadKind } from "../refs.ts";
import { isPayloadId } from "../values.ts";
import { FACTS, readBox } from "./boxes.ts";
import { clearLines, linesOf, linesUnder } from "./clear.ts";
import { rootOf } from "./create.ts";
import { hasWords, notesIn, plainOf, trimmed } from "./lines.ts";
import { idsOf } from "./places.ts";
import { linesOf as cellLines, type Payload } from "./tables.ts";

/** Words that have no place any more. */
export type Leftover =
  | { readonly kind: PayloadKind; readonly id: string; readonly text: string; readonly lines: readonly Y.Text[] }
  | {
      readonly kind: "row" | "column";
      /** The row or column that is not shown. */
      readonly id: string;
      readonly table: string;
      readonly text: string;
      readonly lines: readonly Y.Text[];
    };

const KINDS = ["note", "table", "figure", "box"] as const;

/** What is left over in a chapter that shows this document. Walks the payloads, not the text. */
export function leftovers(ydoc: Y.Doc, doc: Node): Leftover[] {
  const shown = shownPayloads(ydoc, doc);
  const found: Leftover[] = [];
  for (const kind of KINDS) {
    for (const id of [...rootOf(ydoc, kind).keys()].sort()) {
      if (isPayloadId(id)) {
        const isShown = shown.names.has(`${kind} ${id}`);
        found.push(...unseen(kind, id, unseenLines(ydoc, kind, id, isShown)));
      }
    }
  }
  for (const id of shown.tables) found.push(...leftInTable(id, rootOf(ydoc, "table").get(id)));
  return found;
}

/** The payloads that are referred to, notes in cells included; the tables among them also in the order of reading. */
function shownPayloads(ydoc: Y.Doc, doc: Node): { names: ReadonlySet<string>; tables: readonly string[] } {
  const names = new Set<string>();
  const tables: string[] = [];
  for (const { kind, node } of refsOf(doc)) {
    const id = payloadOf(node);
    if (id === null || names.has(`${kind} ${id}`)) continue;
    names.add(`${kind} ${id}`);
    if (kind !== "table") continue;
    tables.push(id);
    for (const line of linesOf(ydoc, kind, id)) for (const note of notesIn(line)) names.add(`note ${note}`);
  }
  return { names, tables };
}

/** The lines of what is not shown: of a table those of rows and columns too that it would not show, of a box that is shown and
 *  is no case its region and period. What a table that is shown does not show comes row by row. */
function unseenLines(ydoc: Y.Doc, kind: PayloadKind, id: string, isShown: boolean): readonly Y.Text[] {
  const payload = rootOf(ydoc, kind).get(id);
  if (payload instanceof Y.Map && kind === "box") {
    const box = payload as Payload;
    if (!isShown) return linesUnder(box, ["title", ...FACTS]);
    return readBox(box).kind === "case" ? [] : linesUnder(box, FACTS);
  }
  if (isShown) return [];
  if (kind !== "table" || !(payload instanceof Y.Map)) return linesOf(ydoc, kind, id);
  const cells = [...cellLines(payload as Payload)].sort(([one], [other]) => (one < other ? -1 : 1));
  return cells.flatMap(([, lines]) => lines.map(({ text }) => text));
}

function unseen(kind: PayloadKind, id: string, all: readonly Y.Text[]): Leftover[] {
  const lines = all.filter(hasWords);
  return lines.length === 0 ? [] : [{ kind, id, text: textOf(lines), lines }];
}

const textOf = (lines: readonly Y.Text[]): string => lines.map((line) => trimmed(plainOf(line))).join(" · ");

function leftInTable(table: string, payload: unknown): Leftover[] {
  if (!(payload instanceof Y.Map)) return [];
  const map = payload as Payload;
  const rows = new Set(idsOf(map, "rows"));
  const cols = new Set(idsOf(map, "cols"));
  const left = new Map<string, { kind: "row" | "column"; id: string; lines: Y.Text[] }>();
  for (const [place, lines] of [...cellLines(map)].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const [row = "", col = ""] = place.split(":");
    if (rows.has(row) && cols.has(col)) continue;
    const [kind, id] = rows.has(row) ? (["column", col] as const) : (["row", row] as const);
    const entry = left.get(`${kind} ${id}`) ?? { kind, id, lines: [] };
    entry.lines.push(...lines.map(({ text }) => text).filter(hasWords));
    left.set(`${kind} ${id}`, entry);
  }
  return [...left.values()]
    .filter(({ lines }) => lines.length > 0)
    .map(({ kind, id, lines }) => ({ kind, id, table, text: textOf(lines), lines }));
}

/** Gives a row or column its place back, at the end of its table. In a transaction of the person's own. */
export function putBackInTable(ydoc: Y.Doc, { kind, id, table }: Extract<Leftover, { table: string }>): void {
  const payload = rootOf(ydoc, "table").get(table);
  const array: unknown = payload instanceof Y.Map ? payload.get(kind === "row" ? "rows" : "cols") : null;
  if (array instanceof Y.Array && !array.toArray().includes(id)) array.push([id]);
}

/** Takes the words out, as a deletion does. In a transaction of the person's own. */
export function leaveOut({ lines }: Leftover): void {
  clearLines(lines);
}
