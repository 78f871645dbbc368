// Markdown (CommonMark, with tables, footnotes and struck-out text) as a plain tree: markdown-it makes HTML of it, which is
// cleaned like a paste, so that HTML inside the Markdown is no way around. Runs in the worker. Next: worker.ts.
import MarkdownIt from "markdown-it";
import footnotes from "markdown-it-footnote";

import { cleaned } from "../paste/clean.ts";
import { imported, type Imported } from "./imported.ts";
import { MARKDOWN_BYTES_MAX } from "./limits.ts";
import { Refused } from "./refused.ts";

const NESTING_MAX = 100;

export function importMarkdown(bytes: Uint8Array, fileName: string): Imported {
  if (bytes.length > MARKDOWN_BYTES_MAX) throw new Refused("too-large");
  const { matter, text } = apart(textOf(bytes));
  const reader = new MarkdownIt({ html: true, linkify: false, typographer: false, maxNesting: NESTING_MAX }).use(
    footnotes,
  );
  return imported(cleaned(reader.render(text)), fileName, matter);
}

function textOf(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (text.includes("\u0000")) throw new Refused("not-known");
    return text;
  } catch {
    throw new Refused("not-known");
  }
}

/** Many programs put a head of their own before the text; its title is worth having. */
function apart(text: string): { matter: string; text: string } {
  const head = /^---\r?\n([^]{0,10000}?)\r?\n---\r?\n/.exec(text);
  if (head === null) return { matter: "", text };
  const title = /^title:[ \t]*["']?(.*?)["']?[ \t]*$/m.exec(head[1] ?? "")?.[1] ?? "";
  return { matter: title, text: text.slice(head[0].length) };
}
