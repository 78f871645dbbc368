// What can be pointed at in a chapter that is not open: read once from its document. Writes nothing. Next: numbers.ts.
import type * as Y from "yjs";
import { assemble, resolve, shownBlocks } from "./assemble.ts";
import { readBlocks } from "./flat.ts";
import { numbersOf, type XrefTarget } from "./numbers.ts";
import { payloadsOf } from "./payload/counted.ts";

export function targetsOf(ydoc: Y.Doc, chapter: string | null): readonly XrefTarget[] {
  const shown = shownBlocks(readBlocks(ydoc.getText("body")));
  resolve(shown);
  return numbersOf(assemble(shown).doc, payloadsOf(ydoc), chapter).targets;
}
