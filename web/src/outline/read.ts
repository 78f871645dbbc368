// What is written in an outline document: one Yjs document with the root map `chapters`. The mirror of the reading half of
// manual::outline. Reading never fails and never loses a chapter, whatever was written; it writes nothing. Templates stand in
// the same map and are told apart: `read` knows none, `templates` nothing else.
import * as Y from "yjs";

import { arrange, byPlace, type OutlineChapter, type Written } from "./arrange.ts";
import { isOrder } from "./order.ts";

/** Longest title of a chapter, in characters. Reading cuts what is longer. */
export const TITLE_CHARS_MAX = 200;

const CHAPTERS = "chapters";
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

/** The chapters in the order people read them, each before its children; deleted ones too. */
export function read(doc: Y.Doc): OutlineChapter[] {
  return arrange(written(doc));
}

/** A template as the outline shows it. */
export interface Template {
  readonly id: string;
  readonly title: string;
  readonly deleted: boolean;
}

/** The templates, the oldest first; deleted ones too. */
export function templates(doc: Y.Doc): Template[] {
  const all = entries(doc, (entry) => isTemplate(entry)).sort(byPlace);
  return all.map(({ id, title, deleted }) => ({ id, title, deleted }));
}

/** What is written of chapters, as it is written. */
export function written(doc: Y.Doc): Written[] {
  return entries(doc, (entry) => !isTemplate(entry));
}

function entries(doc: Y.Doc, which: (entry: Y.Map<unknown>) => boolean): Written[] {
  const found: Written[] = [];
  for (const [id, value] of root(doc))
    if (ID.test(id) && isMap(value) && which(value)) found.push(writtenEntry(id, value));
  return found;
}

const isTemplate = (entry: Y.Map<unknown>): boolean => entry.get("template") === true;

/** A chapter's own map; null if there is no such chapter. */
export function chapterMap(doc: Y.Doc, id: string): Y.Map<unknown> | null {
  const value = ID.test(id) ? root(doc).get(id) : undefined;
  return isMap(value) ? value : null;
}

/** The text of a chapter's title; null if none is written, or something that is no text. */
export function titleText(doc: Y.Doc, id: string): Y.Text | null {
  const title = chapterMap(doc, id)?.get("title");
  return isText(title) ? title : null;
}

/** Control characters as spaces, one for one, so that positions stay what they are. */
export function plain(text: string): string {
  return text.replace(CONTROL, " ");
}

function root(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap<unknown>(CHAPTERS);
}

function writtenEntry(id: string, entry: Y.Map<unknown>): Written {
  const place = entry.get("place");
  const parent = word(place, "parent");
  const order = word(place, "order");
  const title = entry.get("title");
  const from = entry.get("from");
  return {
    id,
    title: isText(title) ? plain(Array.from(String(title)).slice(0, TITLE_CHARS_MAX).join("")) : "",
    parent: parent !== null && ID.test(parent) ? parent : null,
    order: order !== null && isOrder(order) ? order : "",
    deleted: entry.get("deleted") === true,
    ...(typeof from === "string" && ID.test(from) ? { from } : {}),
  };
}

function word(place: unknown, key: string): string | null {
  if (typeof place !== "object" || place === null || Array.isArray(place) || !Object.hasOwn(place, key)) return null;
  const value = (place as Record<string, unknown>)[key];
  return typeof value === "string" ? value : null;
}

// Not `instanceof`: what XML builds on maps and texts is neither here.
const isMap = (value: unknown): value is Y.Map<unknown> => value instanceof Y.Map && value.constructor === Y.Map;
const isText = (value: unknown): value is Y.Text => value instanceof Y.Text && value.constructor === Y.Text;
