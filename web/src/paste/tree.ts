// What a paste or an import gives: a plain tree in the shape that docs/document-model.md names ("Shape of the tree"),
// without ids, and with what payloads say written where they are referred to. Values only; nothing here knows a page.
// Next: clean.ts, which makes it of HTML; copy.ts, which makes HTML and text of it.

export type PastedKind = "p" | "h2" | "h3" | "h4" | "quote" | "def" | "table" | "figure";

export type PastedNode = PastedBlock | PastedList | PastedBox;

export interface PastedBlock {
  readonly kind: PastedKind;
  readonly dir?: "ltr" | "rtl";
  readonly lang?: string;
  /** Of a table or a figure: its caption. */
  readonly content: readonly PastedInline[];
  readonly table?: PastedTable;
  readonly figure?: PastedFigure;
}

export interface PastedList {
  readonly list: "bullet" | "number";
  readonly items: readonly { readonly blocks: readonly PastedNode[] }[];
}

/** From our own clipboard alone. */
export interface PastedBox {
  readonly box: null;
  readonly heading: PastedHeading;
  readonly blocks: readonly PastedNode[];
}

export type PastedHeading =
  | {
      readonly kind: "case";
      readonly title: string;
      readonly region: string;
      readonly period: string;
      readonly visibility: "network" | "publishable";
    }
  | { readonly kind: "key" | "checklist"; readonly title: string };

/** Every row fills `cols`, with the cells that spans cover left out. */
export interface PastedTable {
  readonly cols: readonly { readonly width?: number }[];
  readonly rows: readonly { readonly cells: readonly PastedCell[] }[];
  readonly headRow?: true;
  readonly headCol?: true;
}

export interface PastedCell {
  readonly content: readonly PastedInline[];
  readonly across?: number;
  readonly down?: number;
}

export interface PastedFigure {
  /** A picture to upload. */
  readonly data?: Blob;
  /** A picture that the service has already: from our own clipboard. */
  readonly image?: { readonly sha256: string; readonly width: number; readonly height: number; readonly type: string };
  readonly alt: string;
  readonly credit: string;
  readonly decorative?: true;
}

export type PastedMarks = Readonly<Record<string, string | true>>;

export type PastedInline =
  | { readonly text: string; readonly marks?: PastedMarks }
  | { readonly break: true | "page" }
  | { readonly note: null; readonly content: readonly PastedInline[] }
  | { readonly xref: string; readonly chapter?: string };

/** What a paste or an import can leave out. The page has a sentence for each. */
export type LeftOut = "deletion" | "comment" | "image" | "object" | "equation" | "text-box" | "header" | "field";

/** One kind of thing that was left out: how often, and what of it can be told in words. */
export interface Left {
  readonly what: LeftOut;
  readonly count: number;
  /** The first few, shortened. */
  readonly words: readonly string[];
}

export interface Pasted {
  readonly tree: readonly PastedNode[];
  /** The first block is the title of the whole. */
  readonly isTitled: boolean;
  readonly left: readonly Left[];
}
