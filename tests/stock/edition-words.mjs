// Part of edition.mjs: how words are counted, and what has a term (docs/edition-format.md, "The manifest").
const ALONE = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu;
const SPACES = " \\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACE = new RegExp(`[${SPACES}\\n]+`);
const ENDS = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "g");

function wordsIn(text) {
  const alone = text.match(ALONE)?.length ?? 0;
  const others = text.replace(ALONE, " ").split(SPACE);
  return alone + others.filter((word) => word !== "").length;
}

const wordsOf = (content) =>
  wordsIn(content.map(({ text, note }) => text ?? (note === undefined ? "\n" : "")).join("")) +
  content.reduce((sum, inline) => sum + (inline.note === undefined ? 0 : wordsOf(inline.content ?? [])), 0);

export function words(blocks, nodes) {
  let count = 0;
  for (const { shape } of blocks) {
    count += wordsOf(shape.content) + wordsIn(shape.figure?.credit ?? "");
    for (const { cells } of shape.table?.rows ?? []) for (const { content } of cells) count += wordsOf(content);
  }
  for (const { heading } of nodes) {
    if (heading !== undefined) for (const name of ["title", "region", "period"]) count += wordsIn(heading[name] ?? "");
  }
  return count;
}

const trimmed = (text) => text.replace(ENDS, "");

/** Whether a definition has a term: a first run of words marked as one, or words before a colon. */
export function hasTerm({ kind, content }) {
  if (kind !== "def") return false;
  for (let from = 0; from < content.length; from += 1) {
    if (content[from].marks?.term === undefined) continue;
    let term = "";
    for (let to = from; content[to]?.marks?.term !== undefined; to += 1) term += content[to].text;
    if (trimmed(term) !== "") return true;
    break;
  }
  const text = content.map((inline) => inline.text ?? "").join("");
  return text.includes(":") && trimmed(text.slice(0, text.indexOf(":"))) !== "";
}
