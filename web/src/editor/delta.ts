// What a transaction did to the flat text, read off its items. Yjs offers the same as `event.delta`, but asking for that
// deletes format marks which do nothing here and now, and so changes the text by itself (see ../untidied.ts). This only reads.
// Next: flat.ts, which takes the deltas in.
import * as Y from "yjs";
import { sameValue, type Attributes, type Delta } from "./flat.ts";

type Op = { -readonly [key in keyof Delta[number]]: Delta[number][key] };

/** The operations that lead from the text before the event's transaction to the text after it. */
export function deltaOf(event: Y.YEvent<Y.AbstractType<unknown>>): Delta {
  const ops: Op[] = [];
  const before = new Map<string, unknown>();
  const after = new Map<string, unknown>();
  let change: Attributes | undefined;
  for (let item = event.target._start; item !== null; item = item.right) {
    const isNew = event.adds(item);
    const wasThere = !isNew && (!item.deleted || event.deletes(item));
    if (item.content instanceof Y.ContentFormat) {
      if (wasThere) set(before, item.content);
      if (!item.deleted) set(after, item.content);
      change = difference(before, after);
    } else if (item.countable && wasThere) {
      if (item.deleted) remove(ops, item.length);
      else keep(ops, item.length, change);
    } else if (item.countable && isNew && !item.deleted) {
      for (const insert of contentOf(item.content)) ops.push({ insert, attributes: Object.fromEntries(after) });
    }
  }
  return ops;
}

function set(attributes: Map<string, unknown>, { key, value }: Y.ContentFormat): void {
  if (value === null) attributes.delete(key);
  else attributes.set(key, value);
}

/** The attributes that differ, null for those that are gone; undefined if none does. */
function difference(before: Map<string, unknown>, after: Map<string, unknown>): Attributes | undefined {
  const names = new Set([...before.keys(), ...after.keys()]);
  const changed = [...names].filter((name) => !sameValue(before.get(name), after.get(name)));
  return changed.length === 0 ? undefined : Object.fromEntries(changed.map((name) => [name, after.get(name) ?? null]));
}

function contentOf(content: Y.Item["content"]): unknown[] {
  if (content instanceof Y.ContentString) return [content.str];
  return content instanceof Y.ContentType ? [content.type] : content.getContent();
}

/** Deletes side by side are one. */
function remove(ops: Op[], length: number): void {
  const last = ops.at(-1);
  if (last?.delete !== undefined) last.delete += length;
  else ops.push({ delete: length });
}

/** So are retains with one change. Most of a text is such, so this makes nothing new for each item. */
function keep(ops: Op[], length: number, attributes: Attributes | undefined): void {
  const last = ops.at(-1);
  if (last?.retain !== undefined && last.attributes === attributes) last.retain += length;
  else ops.push(attributes === undefined ? { retain: length } : { retain: length, attributes });
}
