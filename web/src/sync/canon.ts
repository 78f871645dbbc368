// All that can be read of a document, in the one form that the service writes too: the mirror of manual::canon, where the
// form is told. Both read crates/manual/vectors/canon.json. Writes nothing into the document. Late. Next: comparing.ts.
import * as Y from "yjs";

const MAPS = ["boxes", "brackets", "chapters", "figures", "notes", "restored", "suggestions", "tables"];
const DEPTH_MAX = 64;

/** The canonical form of what a document holds. */
export function canon(doc: Y.Doc): string {
  const body = textOf(doc.getText("body"), DEPTH_MAX);
  const maps = MAPS.map((name) => {
    const map = doc.getMap(name);
    return map.size > 0 ? stringOf(name) + sharedOf(map, DEPTH_MAX) : "";
  });
  return (body === "T." ? "" : body) + maps.join("");
}

/** Pieces as long as their attributes stay the same. */
function textOf(text: Y.Text, depth: number): string {
  let [out, run, formats] = ["T", "", ""];
  const close = (): void => {
    if (run !== "") out += stringOf(run) + formats;
    run = "";
  };
  for (const { insert, attributes } of text.toDelta() as readonly Piece[]) {
    const here = formatsOf(attributes);
    if (here !== formats) {
      close();
      formats = here;
    }
    if (typeof insert === "string") run += insert;
    else {
      close();
      out += sharedOf(insert, depth) + formats;
    }
  }
  close();
  return `${out}.`;
}

interface Piece {
  readonly insert: unknown;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

function formatsOf(attributes: Piece["attributes"]): string {
  const entries = Object.entries(attributes ?? {});
  return entries.length === 0 ? "" : braced(entries.map(([key, value]) => [key, anyOf(value, DEPTH_MAX)]));
}

function sharedOf(value: unknown, depth: number): string {
  // No document has XML or documents in it: the service lets none in.
  if (value instanceof Y.Text) return depth === 0 ? "x" : textOf(value, depth - 1);
  if (value instanceof Y.Array) {
    if (depth === 0) return "x";
    return `A${value
      .toArray()
      .map((each) => sharedOf(each, depth - 1))
      .join("")}.`;
  }
  if (!(value instanceof Y.Map)) return anyOf(value, depth);
  if (depth === 0) return "x";
  return `M${braced([...value.entries()].map(([key, each]) => [String(key), sharedOf(each, depth - 1)]))}`;
}

function anyOf(value: unknown, depth: number): string {
  switch (typeof value) {
    case "boolean":
      return value ? "t" : "f";
    case "bigint":
      return `i${String(value)};`;
    case "number":
      return numberOf(value);
    case "string":
      return stringOf(value);
    case "object":
      break;
    default:
      return "n";
  }
  if (value === null || value instanceof Uint8Array || depth === 0) return "n";
  if (Array.isArray(value)) return `[${value.map((each) => anyOf(each, depth - 1)).join("")}]`;
  return braced(Object.entries(value).map(([key, each]) => [key, anyOf(each, depth - 1)]));
}

function numberOf(value: number): string {
  if (Number.isNaN(value)) return "n";
  // Adding 0 makes the other zero this one.
  if (Number.isInteger(value) && Math.abs(value) <= 2 ** 53) return `i${String(value + 0)};`;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  return `d${bits.getBigUint64(0).toString(16).padStart(16, "0")}`;
}

function braced(entries: (readonly [string, string])[]): string {
  const inOrder = entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${inOrder.map(([key, value]) => stringOf(key) + value).join("")}}`;
}

/** Its length goes first, so that no text can pass for something else. */
const stringOf = (text: string): string => `"${String(text.length)}:${text}`;
