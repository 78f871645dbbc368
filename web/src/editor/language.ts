// Which language a chapter is written in, so that it is read out and checked in it: the one that most of its paragraphs name,
// else the one its letters belong to; empty where nobody can tell. Counts are kept by top node. Next: index.ts.
import type { Node } from "prosemirror-model";

type Counts = ReadonlyMap<string, number>;

/** Scripts in which one of the languages of the manual is written, and no other. */
const SCRIPTS: readonly (readonly [RegExp, string])[] = [
  [/\p{Script=Arabic}/gu, "ar"],
  [/\p{Script=Han}/gu, "zh"],
  [/\p{Script=Cyrillic}/gu, "ru"],
];
const known = new WeakMap<Node, Counts>();

export function languageOf(doc: Node): string {
  const total = new Map<string, number>();
  for (let index = 0; index < doc.childCount; index += 1)
    for (const [language, units] of countsOf(doc.child(index))) total.set(language, (total.get(language) ?? 0) + units);
  let most = "";
  for (const [language, units] of total) if (units > (total.get(most) ?? 0)) most = language;
  return most;
}

/** How many letters are in which language; those nobody can tell under the empty one. */
function countsOf(node: Node): Counts {
  let counts = known.get(node);
  if (counts === undefined) {
    const found = new Map<string, number>();
    const add = (language: string, units: number): void => void found.set(language, (found.get(language) ?? 0) + units);
    const see = (block: Node): void => {
      const text = block.textContent;
      const named = block.attrs["lang"] as string | null;
      if (named !== null) return add(named, text.length);
      let rest = text.length;
      for (const [letters, language] of SCRIPTS) {
        const units = text.match(letters)?.length ?? 0;
        if (units > 0) add(language, units);
        rest -= units;
      }
      add("", rest / 2);
    };
    if (node.isTextblock) see(node);
    else node.descendants((child) => (child.isTextblock ? (see(child), false) : true));
    counts = found;
    known.set(node, counts);
  }
  return counts;
}
