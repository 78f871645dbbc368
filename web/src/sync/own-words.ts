// The words that some edits brought into a document, so that a person can read what could not go in: each block of text
// that holds any of them, whole. Reads the document as it is; knows nothing of its shape but that texts hold words and
// that an embedded type begins a block. Next: put-back.ts.
import * as Y from "yjs";

import type { Spans } from "./covered.ts";

/** The blocks that hold characters of these spans, in the order of the document, an empty line between them. */
export function ownWords(doc: Y.Doc, spans: Spans): string {
  const blocks: string[] = [];
  for (const type of doc.share.values()) collect(type, isIn(spans), blocks);
  return blocks.join("\n\n");
}

/** The words of updates without a document, in the order in which they were made. */
export function bareWords(updates: readonly Uint8Array[]): string {
  const words = updates.flatMap((update) =>
    Y.decodeUpdate(update).structs.map((struct) =>
      struct instanceof Y.Item && struct.content instanceof Y.ContentString ? struct.content.str : "",
    ),
  );
  return words.join("").trim();
}

type AnyType = NonNullable<ReturnType<Y.Doc["share"]["get"]>>;
type IsOwn = (item: Y.Item) => boolean;

function isIn(spans: Spans): IsOwn {
  return ({ id, length }) =>
    (spans.get(id.client) ?? []).some(([clock, size]) => clock < id.clock + length && id.clock < clock + size);
}

// A root that nobody has asked for by its kind is a plain type: its items say as much.
function collect(type: AnyType, isOwn: IsOwn, blocks: string[]): void {
  let [words, own] = ["", false];
  const close = (): void => {
    if (own && words.trim() !== "") blocks.push(words.trim());
    [words, own] = ["", false];
  };
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentString) {
      words += content.str;
      own ||= isOwn(item);
    } else if (content instanceof Y.ContentType) {
      close();
      collect(content.type, isOwn, blocks);
    }
  }
  close();
  for (const item of type._map.values())
    if (!item.deleted && item.content instanceof Y.ContentType) collect(item.content.type, isOwn, blocks);
}
