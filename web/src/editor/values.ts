// The values a chapter's text may show: addresses of links and language tags (docs/document-model.md, The body).
// Never changes a value: what is not valid is simply not shown. Next: schema.ts.

export const ADDRESS_UNITS_MAX = 2048;
export const LANGUAGE_UNITS_MAX = 35;
export const DEPTH_MAX = 5;

export type Kind = "p" | "h2" | "h3" | "h4" | "quote" | "def" | "table" | "figure";
/** The kinds that a block of running text can be given. */
export type TextKind = Exclude<Kind, "table" | "figure">;
export type BoxKind = "case" | "key" | "checklist";
export type Visibility = "network" | "publishable";
export type ListType = "bullet" | "number";
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const KINDS: ReadonlySet<unknown> = new Set<Kind>(["p", "h2", "h3", "h4", "quote", "def", "table", "figure"]);
const BOX_KINDS: ReadonlySet<unknown> = new Set<BoxKind>(["case", "key", "checklist"]);
// eslint-disable-next-line no-control-regex -- control characters are what an address must not hold
const ADDRESS = /^(?:https?:\/\/|mailto:)[^\u0000-\u0020\u007f-\u009f]+$/i;
const LANGUAGE = /^[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*$/;
const ID = /^[A-Za-z0-9]{12}$/;

const CHAPTER_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SHORT_UNITS_MAX = 64;

export const isKind = (value: unknown): value is Kind => KINDS.has(value);

export const isAddress = (value: unknown): value is string =>
  typeof value === "string" && value.length <= ADDRESS_UNITS_MAX && ADDRESS.test(value);

export const isLanguage = (value: unknown): value is string =>
  typeof value === "string" && value.length <= LANGUAGE_UNITS_MAX && LANGUAGE.test(value);

/** An id as marks carry it; ids that only the view shows (`start`, `<id>~2`) are none. */
export const isMarkId = (value: unknown): value is string => typeof value === "string" && ID.test(value);

/** The id of a payload has the same form. */
export const isPayloadId = isMarkId;

/** The id of a chapter, in the form in which the service prints it. */
export const isChapterId = (value: unknown): value is string => typeof value === "string" && CHAPTER_ID.test(value);

/** What a cross-reference points at: the view id of a block, or the id of a box. */
export const isTarget = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= SHORT_UNITS_MAX;

/** The name of a part that a template asks for. */
export const isPart = isTarget;

export const isBoxKind = (value: unknown): value is BoxKind => BOX_KINDS.has(value);

/** Whether a unit of text shows as a line break: a newline or another control character. */
export const isControl = (unit: number): boolean => unit < 0x20 || (unit >= 0x7f && unit <= 0x9f);

export const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
export const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** A text without halves of characters (W5): none can be written. */
export const wholeCharacters = (text: string): string => text.replace(/\p{Surrogate}/gu, "");

/** JSON from elsewhere, of which nobody knows yet whether it has the members that are looked for. */
export type Shape = Readonly<Record<string, Json | undefined>>;

/** The elements of a list; none of what is no list. */
export const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

/** The members of an object; none of what is no object. */
export const shapeOf = (value: Json | undefined): Shape =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
