// A second implementation of docs/edition-format.md, written from that page and from docs/document-model.md alone, on
// npm's yjs. It shares no line with the service or with the editor: where both get the same hashes, the pages say enough.
//
//   node tests/stock/edition.mjs FOLDER MANIFEST
//
// FOLDER holds `<id>.yjs` for the outline and each chapter, as `chancery export --raw` writes them; of MANIFEST only what
// no document says is taken: the manual, the edition, when and where it was frozen, what was before. Prints what comes
// out: `{"sha256": …, "chapters": [{"id", "sha256", "words", "text"}, …]}`.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const Y = createRequire(join(repository, "web/package.json"))("yjs");

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;
const TURNING = /[\u202a-\u202e\u2066-\u2069]/g;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const clean = (text) => text.replace(TURNING, "");
const line = (text) => clean(text).replace(CONTROLS, " ");
const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

// RFC 8785 is what JSON.stringify does, once names are sorted.
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const member = (name) => `${JSON.stringify(name)}:${canonical(value[name])}`;
  return `{${Object.keys(value).sort().map(member).join(",")}}`;
}

// Documents

function open(path) {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, readFileSync(path));
  if (doc.store.pendingStructs !== null || doc.store.pendingDs !== null) throw new Error(`${path} is not whole`);
  return doc;
}

/** JSON as it may be embedded: what is deeper than 64 is null. */
function embedded(value, depth = 64) {
  if (value === null || typeof value !== "object") return value ?? null;
  if (depth === 0) return null;
  if (Array.isArray(value)) return value.map((each) => embedded(each, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, embedded(each, depth - 1)]));
}

/** The values of a mark or of a run, cleaned. */
function values(attributes) {
  const cleaned = (value) => (typeof value === "string" ? clean(value) : value);
  return new Map(Object.entries(attributes ?? {}).map(([name, value]) => [name, cleaned(value)]));
}

// Assemble: blocks in the order of the text, then lists

const KINDS = ["p", "h2", "h3", "h4", "quote"];
const START = "start";

/** The blocks of a body, each with its shape and its place in lists. */
function assembled(body) {
  const blocks = [];
  const taken = new Set();
  const open = (id, keys, leaked) => {
    blocks.push({ ...opened(keys, viewId(id, taken), blocks.at(-1)?.place), leaked });
  };
  for (const { insert, attributes } of body.toDelta()) {
    if (insert instanceof Y.Map) {
      const keys = values(insert.toJSON());
      const id = keys.get("id");
      open(typeof id === "string" && id !== "" && id !== START ? id : "mark", keys, values(attributes));
      continue;
    }
    const isText = typeof insert === "string";
    const text = isText ? clean(insert) : null;
    if (text === "") continue;
    if (blocks.length === 0) open(START, new Map(), new Map());
    const { leaked, shape } = blocks.at(-1);
    if (isText) append(shape.content, text, shown(values(attributes), leaked));
    else shape.content.push({ unknown: clean(canonical(insert instanceof Y.AbstractType ? null : embedded(insert))) });
  }
  if (blocks.length === 0) open(START, new Map(), new Map());
  return blocks;
}

function opened(keys, id, above) {
  const word = (key) => (typeof keys.get(key) === "string" ? keys.get(key) : "");
  const shape = { kind: KINDS.includes(word("kind")) ? word("kind") : "p", id, content: [] };
  if (["ltr", "rtl"].includes(word("dir"))) shape.dir = word("dir");
  if (isLanguage(word("lang"))) shape.lang = word("lang");
  return { shape, place: placed(word("list"), writtenDepth(keys.get("depth")), above) };
}

function writtenDepth(depth) {
  const number = typeof depth === "bigint" ? Number(depth) : depth;
  return Number.isInteger(number) ? Math.min(Math.max(number, 0), 5) : 0;
}

/** Where a block stands in lists; null outside them. */
function placed(list, depth, above) {
  if (list === "bullet" || list === "number") return { list, depth: above ? Math.min(depth, above.depth + 1) : 0 };
  if (list === "cont" && above) return { list, depth: Math.min(depth, above.depth) };
  return null;
}

function viewId(id, taken) {
  let view = id;
  for (let n = 2; taken.has(view); n += 1) view = `${id}~${n}`;
  taken.add(view);
  return view;
}

/** The attributes that a run shows, but for those that leaked over the mark of its block. */
function shown(attributes, leaked) {
  const pairs = [...attributes].filter(([name, value]) => leaked.get(name) !== value && isShown(name, value));
  return Object.fromEntries(pairs);
}

function isShown(name, value) {
  if (["strong", "em", "sub", "sup", "code"].includes(name)) return value === true;
  if (typeof value !== "string") return false;
  if (name === "link") return isAddress(value);
  if (name === "lang") return isLanguage(value);
  return name === "term" && value !== "";
}

const isLanguage = (text) => text.length <= 35 && /^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/.test(text);
const isAddress = (text) =>
  /^(https:\/\/|http:\/\/|mailto:)./isu.test(text) && !/ /.test(text) && !CONTROL.test(text) && text.length <= 2048;

/** Control characters break; texts that look the same are one. */
function append(content, text, marks) {
  for (const [n, piece] of text.split(CONTROL).entries()) {
    if (n > 0) content.push({ break: true });
    if (piece === "") continue;
    const last = content.at(-1);
    const run = Object.keys(marks).length === 0 ? { text: piece } : { text: piece, marks };
    if (last?.text !== undefined && canonical(last.marks ?? {}) === canonical(marks)) last.text += piece;
    else content.push(run);
  }
}

/** Blocks one after another to lists in lists: `open[d]` is the list that is open at depth d. */
function nested(blocks) {
  const nodes = [];
  const open = [];
  for (const { shape, place } of blocks) {
    open.length = Math.min(open.length, place === null ? 0 : place.depth + 1);
    const inside = (depth) => (depth < 0 ? nodes : open[depth].items.at(-1).blocks);
    if (place === null) nodes.push(shape);
    else if (place.list === "cont") inside(place.depth).push(shape);
    else {
      if (open[place.depth]?.list !== place.list) {
        open[place.depth] = { list: place.list, items: [] };
        inside(place.depth - 1).push(open[place.depth]);
      }
      open[place.depth].items.push({ blocks: [shape] });
    }
  }
  return nodes;
}

// Words

const ALONE = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{3ffff}]/gu;
const SPACE = /[ \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\n]+/;

function words(blocks) {
  const text = blocks.map(({ shape }) => shape.content.map((piece) => piece.text ?? "\n").join("")).join("\n");
  const alone = text.match(ALONE)?.length ?? 0;
  return (
    alone +
    text
      .replace(ALONE, " ")
      .split(SPACE)
      .filter((word) => word !== "").length
  );
}

// The outline

function chapters(outline) {
  const written = new Map();
  for (const [id, value] of outline.getMap("chapters").entries()) {
    if (ID.test(id) && value instanceof Y.Map) written.set(id, chapter(value));
  }
  const parent = (id) => (written.has(written.get(id).parent) ? written.get(id).parent : null);
  const parents = new Map([...written.keys()].map((id) => [id, parent(id)]));
  for (const id of [...written.keys()].sort()) if (isTopOfCycle(id, parents)) parents.set(id, null);
  const shownUnder = (id) => {
    let above = parents.get(id);
    while (above !== null && written.get(above).deleted) above = parents.get(above);
    return above;
  };
  const below = (above) =>
    [...written.keys()]
      .filter((id) => !written.get(id).deleted && shownUnder(id) === above)
      .sort((one, other) => compare(written.get(one).order, written.get(other).order) || compare(one, other))
      .flatMap((id) => [{ id, parent: above, title: written.get(id).title }, ...below(id)]);
  return below(null);
}

const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

function chapter(map) {
  const title = map.get("title");
  const place = map.get("place");
  const { parent, order } = place !== null && typeof place === "object" ? place : {};
  const isOrder = typeof order === "string" && /^[0-9A-Za-z]{0,63}[1-9A-Za-z]$/.test(order);
  return {
    title: line([...(title instanceof Y.Text ? title.toString() : "")].slice(0, 200).join("")),
    parent: typeof parent === "string" ? parent : null,
    order: isOrder ? order : "",
    deleted: map.get("deleted") === true,
  };
}

/** Whether the way up comes back here, and nowhere on it is a smaller id. */
function isTopOfCycle(id, parents) {
  let above = parents.get(id);
  for (let steps = 0; above !== null && above >= id && steps <= parents.size; steps += 1) {
    if (above === id) return true;
    above = parents.get(above);
  }
  return false;
}

// The edition

function frozen(folder, { id, title }) {
  const blocks = assembled(open(join(folder, `${id}.yjs`)).getText("body"));
  return { text: canonical({ format: 1, id, title, blocks: nested(blocks) }), words: words(blocks) };
}

function edition(folder, facts) {
  const documents = readdirSync(folder).filter((name) => name.endsWith(".yjs"));
  const outline = documents.map((name) => open(join(folder, name))).find((doc) => doc.getMap("chapters").size > 0);
  const listed = outline === undefined ? [] : chapters(outline);
  const made = listed.map((chapter) => ({ ...chapter, ...frozen(folder, chapter) }));
  const entry = ({ id, title, parent, text, words }) => {
    return { id, title, parent, sha256: sha256(text), bytes: Buffer.byteLength(text), words };
  };
  const { manual, edition, title, position, frozen_at, previous } = facts;
  const manifest = { format: 1, manual, edition, title, position, frozen_at, previous, chapters: made.map(entry) };
  const chapter = ({ id, text, words }) => ({ id, sha256: sha256(text), words, text });
  return { sha256: sha256(canonical(manifest)), chapters: made.map(chapter) };
}

const [folder, manifest] = process.argv.slice(2);
console.log(JSON.stringify(edition(folder, JSON.parse(readFileSync(manifest, "utf8")))));
