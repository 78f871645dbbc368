// A chapter that is not open, read once from its document: what it shows, and what can be pointed at in it. Writes nothing.
// Next: numbers.ts.
import type { Node } from "prosemirror-model";
import type * as Y from "yjs";
import { assemble, resolve, shownBlocks } from "./assemble.ts";
import { readBlocks } from "./flat.ts";
import { numbersOf, type XrefTarget } from "./numbers.ts";
import { payloadsOf } from "./payload/counted.ts";

export function targetsOf(ydoc: Y.Doc, chapter: string | null): readonly XrefTarget[] {
  return numbersOf(documentOfChapter(ydoc), payloadsOf(ydoc), chapter).targets;
}

/** What a chapter shows. */
export function documentOfChapter(ydoc: Y.Doc): Node {
  const shown = shownBlocks(readBlocks(ydoc.getText("body")));
  resolve(shown);
  return assemble(shown).doc;
}
