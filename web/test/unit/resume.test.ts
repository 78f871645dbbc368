// The place of the writer in a text that was put back: the same words, or the nearest place that is left.
import type { Node } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import { expect, test } from "vitest";
import * as Y from "yjs";

import { resumed } from "../../src/editor/resume.ts";
import { EditorCore } from "../../src/editor/state.ts";

let ids = 0;
const newId = (): string => `id${String((ids += 1))}`;

function docOf(...paragraphs: string[]): Node {
  const ydoc = new Y.Doc();
  const body = ydoc.getText("body");
  for (const text of paragraphs) {
    // A paragraph that stays keeps its id.
    const mark = new Y.Map([
      ["id", paragraphs.length === 1 ? "only" : (text.split(" ")[0] ?? "")],
      ["kind", "p"],
    ]);
    body.insertEmbed(body.length, mark as unknown as object);
    body.insert(body.length, text);
  }
  return new EditorCore({ ydoc, newId }).state.doc;
}

/** The text with the caret that was left as "|", and where it stands in the other text. */
function check(left: string, now: string): void {
  const lines = left.replace("|", "").split("\n");
  const doc = docOf(...lines);
  const pos = left.slice(0, left.indexOf("|")).replaceAll("\n", "\n ").length + 1;
  expect(TextSelection.near(doc.resolve(pos)).head).toBe(pos);
  const other = docOf(...now.replace("|", "").split("\n"));
  const { head } = resumed({ doc, anchor: pos, head: pos, focused: true }, other);
  expect(head, `${left} -> ${now}`).toBe(now.slice(0, now.indexOf("|")).replaceAll("\n", "\n ").length + 1);
}

test("words keep their place when something else goes, and a place that went becomes the nearest", () => {
  check("Same wor|ds.", "Same wor|ds.");
  check("Before ref|used words.", "Before ref|used words.");
  check("Gone words. Here| we are.", "Here| we are.");
  check("Here| we are. Gone words.", "Here| we are.");
  check("Kept. Gone wo|rds. Kept too.", "Kept. |Kept too.");
  check("First\nGone\nHere| we are", "First\nHere| we are");
  check("First\nGo|ne\nHere we are", "First\n|Here we are");
  check("All of it go|es", "|");
});
