// From the runs of a line or a block to the nodes that show them: texts with their marks, line breaks, notes,
// cross-references, page breaks, placeholders. Rules 7 to 9 of docs/document-model.md. Pure. Next: flatten.ts.
import type { Mark, Node } from "prosemirror-model";
import { NO_ATTRIBUTES, sameValue, type Attributes, type Run } from "./flat.ts";
import { schema } from "./schema.ts";
import { isAddress, isChapterId, isControl, isLanguage, isPayloadId, isTarget, type Json } from "./values.ts";

/** The nodes that show runs. `leaks`: the attributes that the block's own mark carries, which are hidden in it. */
export function inlineNodes(runs: readonly Run[], leaks: Attributes = NO_ATTRIBUTES, notes = true): Node[] {
  const nodes: Node[] = [];
  for (const run of runs) {
    if ("text" in run) pushText(nodes, run.text, shownMarks(run, leaks));
    else nodes.push(embedNode(run.embed, notes));
  }
  return joinTexts(nodes);
}

/** The node that shows what is embedded; what has not exactly the shape of something known is a placeholder. */
function embedNode(embed: unknown, notes: boolean): Node {
  if (typeof embed === "object" && embed !== null && !Array.isArray(embed)) {
    const { note, xref, chapter, break: broken } = embed as Record<string, unknown>;
    const members = Object.keys(embed).length;
    if (members === 1 && notes && isPayloadId(note)) return schema.node("note", { payload: note });
    if (members === 1 && broken === "page") return schema.node("page_break");
    if (members === 1 && isTarget(xref)) return schema.node("xref", { target: xref });
    if (members === 2 && isTarget(xref) && isChapterId(chapter)) return schema.node("xref", { target: xref, chapter });
  }
  return schema.node("unknown", { embed });
}

/** What stands in the text for an inline node that is no text and no line break. */
export function embedOf(node: Node, payloadOf: (node: Node) => unknown): Json {
  switch (node.type.name) {
    case "note":
      return { note: payloadOf(node) as Json };
    case "xref": {
      const { target, chapter } = node.attrs as { target: string; chapter: string | null };
      return chapter === null ? { xref: target } : { xref: target, chapter };
    }
    case "page_break":
      return { break: "page" };
    default:
      return node.attrs["embed"] as Json;
  }
}

/** Line breaks stand alone and show no attributes. */
function pushText(nodes: Node[], text: string, marks: readonly Mark[]): void {
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const isBreak = at < text.length && isControl(text.charCodeAt(at));
    if (at < text.length && !isBreak) continue;
    if (at > from) nodes.push(schema.text(text.slice(from, at), marks));
    if (isBreak) nodes.push(schema.node("hard_break"));
    from = at + 1;
  }
}

/** Texts that look the same are one. */
function joinTexts(nodes: readonly Node[]): Node[] {
  const joined: Node[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (last?.isText === true && node.isText && last.sameMarkup(node)) {
      joined[joined.length - 1] = schema.text((last.text ?? "") + (node.text ?? ""), node.marks);
    } else joined.push(node);
  }
  return joined;
}

function shownMarks(run: Run, leaks: Attributes): readonly Mark[] {
  let marks: readonly Mark[] = [];
  for (const [name, value] of Object.entries(run.attributes)) {
    if (leaks[name] !== undefined && sameValue(leaks[name], value)) continue;
    const mark = markFor(name, value);
    if (mark !== null) marks = mark.addToSet(marks);
  }
  return marks;
}

/** The mark that shows an inline attribute; null if its name or value is not known. */
export function markFor(name: string, value: unknown): Mark | null {
  switch (name) {
    case "strong":
    case "em":
    case "sub":
    case "sup":
    case "code":
      return value === true ? schema.mark(name) : null;
    case "link":
      return isAddress(value) ? schema.mark(name, { value }) : null;
    case "lang":
      return isLanguage(value) ? schema.mark(name, { value }) : null;
    case "term":
      return typeof value === "string" && value !== "" ? schema.mark(name, { value }) : null;
    default:
      return null;
  }
}
