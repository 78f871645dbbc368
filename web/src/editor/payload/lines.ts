// A line is a text inside a payload: a cell's, a note's, the title of a box. Read here as runs, as nodes, as plain text and
// as JSON (docs/document-model.md, Payloads). Never writes. Next: tables.ts.
import type { Node } from "prosemirror-model";
import * as Y from "yjs";
import { NO_ATTRIBUTES, type Attributes, type Run } from "../flat.ts";
import { attributesOf } from "../flatten.ts";
import { inlineNodes } from "../inline.ts";
import { isControl, type Json } from "../values.ts";
import type { Inline } from "./shapes.ts";

/** The runs of a line; a shared type in it is a placeholder. */
export function runsOfLine(text: Y.Text): Run[] {
  const delta = text.toDelta() as { insert?: unknown; attributes?: Attributes }[];
  return delta.map(({ insert, attributes = NO_ATTRIBUTES }) =>
    typeof insert === "string"
      ? { text: insert, attributes }
      : { embed: insert instanceof Y.AbstractType ? null : (insert ?? null), attributes },
  );
}

/** What a line shows. In a note, a note is a placeholder. */
export const lineNodes = (text: Y.Text, notes: boolean): Node[] => inlineNodes(runsOfLine(text), NO_ATTRIBUTES, notes);

/** The characters of a line, each break as a space. */
export function plainOf(text: Y.Text | null): string {
  if (text === null) return "";
  const characters = runsOfLine(text).map((run) => ("text" in run ? run.text : ""));
  return spaced(characters.join(""));
}

/** A text with its breaks as spaces. */
export function spaced(text: string): string {
  let plain = "";
  for (let at = 0; at < text.length; at += 1) plain += isControl(text.charCodeAt(at)) ? " " : text.charAt(at);
  return plain;
}

/** Nodes as JSON. `noteOf` gives what a note says; null where the note is only referred to. */
export function inlineJson(nodes: readonly Node[], noteOf: (payload: string) => Inline[] | null): Inline[] {
  return nodes.map((node): Inline => {
    switch (node.type.name) {
      case "text": {
        const marks = attributesOf(node.marks);
        return Object.keys(marks).length === 0 ? { text: node.text ?? "" } : { text: node.text ?? "", marks };
      }
      case "hard_break":
        return { break: true };
      case "page_break":
        return { break: "page" };
      case "xref": {
        const { target, chapter } = node.attrs as { target: string; chapter: string | null };
        return chapter === null ? { xref: target } : { xref: target, chapter };
      }
      case "note": {
        const note = String(node.attrs["payload"]);
        const content = noteOf(note);
        return content === null ? { note } : { note, content };
      }
      default:
        return { unknown: node.attrs["embed"] as Json };
    }
  });
}

/** The ids of the notes in a line, in order. */
export function notesIn(text: Y.Text): string[] {
  return lineNodes(text, true).flatMap((node) => (node.type.name === "note" ? [String(node.attrs["payload"])] : []));
}

// What counts as a space here is the same in every implementation; `trim` knows others.
const SPACES =
  /^[ \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[ \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

/** A text without the spaces at both ends. */
export const trimmed = (text: string): string => text.replace(SPACES, "");

/** Whether a line has words: characters that are neither spaces nor breaks. */
export const hasWords = (text: Y.Text): boolean => trimmed(plainOf(text)) !== "";
