// What a paste may cost. Beyond a bound nothing is thrown away that can be kept: tags are ignored, text stays. Next: html.ts.

/** Longer HTML is not read at all; the clipboard's plain text is taken in its place. */
export const HTML_UNITS_MAX = 16_000_000;
/** Elements inside each other. What is nested deeper stands beside the last one. Our own recursion is bounded by this. */
export const DEPTH_MAX = 160;
export const ELEMENTS_MAX = 100_000;
export const ATTRIBUTES_MAX = 64;
export const STYLE_UNITS_MAX = 4_096;
export const STYLE_RULES_MAX = 2_000;
export const STYLE_SHEET_UNITS_MAX = 1_000_000;
/** The bounds of a table in a chapter (docs/document-model.md, Payloads). */
export const TABLE_ROWS_MAX = 1_000;
export const TABLE_COLS_MAX = 64;
export const IMAGE_BYTES_MAX = 10_000_000;
export const IMAGES_MAX = 100;
/** The text of notes to which several references lead is written again for each, up to this much in all. */
export const NOTE_COPIES_UNITS_MAX = 500_000;
/** What is told of one kind of thing that was left out. */
export const LEFT_WORDS_MAX = 20;
export const LEFT_UNITS_MAX = 160;
