// The shapes in which payloads leave the editor: for a clipboard, for tests, for what is told to other parts. They are those
// of docs/document-model.md (Shape of the tree). Values alone; nothing here reads or writes a shared type. Next: lines.ts.
import type { Attributes } from "../flat.ts";
import type { BoxKind, Json, Visibility } from "../values.ts";

export type Inline =
  | { text: string; marks?: Attributes }
  | { break: true }
  | { break: "page" }
  | { note: string; content?: Inline[] }
  | { xref: string; chapter?: string }
  | { unknown: Json };

export interface CellJson {
  content: Inline[];
  across?: number;
  down?: number;
}

export interface TableJson {
  cols: { id: string; width?: number }[];
  rows: { id: string; cells: CellJson[] }[];
  headRow?: true;
  headCol?: true;
}

export interface ImageJson {
  sha256: string;
  width: number;
  height: number;
  type: string;
}

export interface FigureJson {
  image?: ImageJson;
  alt: string;
  credit: string;
  decorative?: true;
}

export type HeadingJson =
  | { kind: "case"; title: string; region: string; period: string; visibility: Visibility }
  | { kind: Exclude<BoxKind, "case">; title: string };
