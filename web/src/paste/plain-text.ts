// A tree as plain text, for programs that take nothing else: paragraphs with an empty line between them, lists with bullets
// and numbers, tables with tabs, notes at the end. Next: ../editor/copied.ts, which copies.
import type { PastedBlock, PastedInline, PastedList, PastedNode } from "./tree.ts";

const INDENT = "  ";

export function plainTextOf(tree: readonly PastedNode[]): string {
  const writing = new Writing();
  const text = writing.nodes(tree);
  return writing.notes.length === 0 ? text : `${text}\n\n${writing.notes.join("\n")}`;
}

class Writing {
  readonly notes: string[] = [];

  nodes(nodes: readonly PastedNode[]): string {
    return nodes.map((node) => this.node(node)).join("\n\n");
  }

  private node(node: PastedNode): string {
    if ("items" in node) return this.list(node, "");
    if (!("blocks" in node)) return this.block(node);
    const { title } = node.heading;
    return [...(title === "" ? [] : [title]), this.nodes(node.blocks)].join("\n\n");
  }

  private list({ list, items }: PastedList, indent: string): string {
    return items
      .map(({ blocks }, index) => {
        const label = list === "bullet" ? "• " : `${String(index + 1)}. `;
        return blocks
          .map((node, place) => {
            if ("items" in node) return this.list(node, indent + INDENT);
            const lines = this.node(node).replace(/\n/g, `\n${indent}${INDENT}`);
            return `${indent}${place === 0 ? label : INDENT}${lines}`;
          })
          .join("\n");
      })
      .join("\n");
  }

  private block({ content, table, figure }: PastedBlock): string {
    const caption = this.inline(content);
    const rows = table?.rows.map(({ cells }) =>
      cells
        .map((cell) => this.inline(cell.content).replace(/\s+/gu, " ") + "\t".repeat((cell.across ?? 1) - 1))
        .join("\t"),
    );
    return [caption, ...(rows ?? []), ...(figure === undefined ? [] : [figure.alt, figure.credit])]
      .filter((line, index) => line !== "" || (index === 0 && table === undefined && figure === undefined))
      .join("\n");
  }

  private inline(content: readonly PastedInline[]): string {
    return content
      .map((part) => {
        if ("text" in part) return part.text;
        if ("break" in part) return part.break === true ? "\n" : "";
        return "note" in part ? this.note(part.content) : "";
      })
      .join("");
  }

  private note(content: readonly PastedInline[]): string {
    const place = this.notes.push("") - 1;
    const label = `[${String(place + 1)}]`;
    this.notes[place] = `${label} ${this.inline(content).replace(/\n/g, " ")}`;
    return label;
  }
}
