// A second implementation of docs/edition-format.md, written from that page and from docs/document-model.md alone, on
// npm's yjs. It shares no line with the service or with the editor: where both get the same hashes, the pages say enough.
//
//   node tests/stock/edition.mjs FOLDER MANIFEST
//
// FOLDER holds `<id>.yjs` for the outline and each chapter, as `chancery export --raw` writes them; of MANIFEST only what
// no document says is taken: the manual, the edition, when and where it was frozen, what was before, how long a picture's
// file is. Prints what comes out: `{"sha256": …, "chapters": [{"id", "sha256", "words", "terms", "text"}, …]}`.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { chapters, compare } from "./edition-outline.mjs";
import { CONTROLS, clean, line } from "./edition-text.mjs";
import { hasTerm, words } from "./edition-words.mjs";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const Y = createRequire(join(repository, "web/package.json"))("yjs");

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

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

// Payloads: what stands in the side maps, as plain values

const PAYLOAD = /^[A-Za-z0-9]{12}$/;
const isPayload = (value) => typeof value === "string" && PAYLOAD.test(value);

/** The entries of a shared map, `read` each; of anything else none. */
function entries(map, read, isKey = isPayload) {
  if (!(map instanceof Y.Map)) return new Map();
  return new Map([...map.entries()].filter(([key]) => isKey(key)).map(([key, value]) => [key, read(value)]));
}

function payloads(doc) {
  const all = (root, read) => entries(doc.getMap(root), read);
  return {
    notes: all("notes", lineOf),
    tables: all("tables", table),
    figures: all("figures", (map) => (map instanceof Y.Map ? figure(map) : figure(new Y.Doc().getMap()))),
    boxes: all("boxes", (map) => (map instanceof Y.Map ? heading(map) : { kind: "key", title: "" })),
  };
}

/** The units of a line: cleaned, empty texts gone. */
function lineOf(text) {
  if (!(text instanceof Y.Text)) return [];
  const units = text.toDelta().map(({ insert, attributes }) => {
    if (typeof insert === "string") return { text: clean(insert), attributes: values(attributes) };
    return {
      embed: insert instanceof Y.AbstractType ? null : cleanEmbed(embedded(insert)),
    };
  });
  return units.filter(({ text }) => text !== "");
}

/** The content of a line. Nothing leaks into one. */
function contentOf(units, inNote) {
  const content = [];
  for (const unit of units) {
    if (unit.text !== undefined) append(content, unit.text, shown(unit.attributes, new Map()));
    else {
      const inline = inlineOf(unit.embed);
      content.push(inNote && inline.note !== undefined ? unknown({ note: inline.note }) : inline);
    }
  }
  return content;
}

const plain = (units) => units.map(({ text }) => (text ?? "").replace(CONTROLS, " ")).join("");

function heading(map) {
  const kind = map.get("kind");
  const title = plain(lineOf(map.get("title")));
  if (kind !== "case") return { kind: kind === "checklist" ? kind : "key", title };
  const [region, period] = ["region", "period"].map((name) => plain(lineOf(map.get(name))));
  const visibility = map.get("visibility") === "publishable" ? "publishable" : "network";
  return { kind, title, region, period, visibility };
}

const TYPES = ["image/png", "image/jpeg", "image/webp"];
const isPixels = (number) => Number.isInteger(number) && number >= 1 && number <= 20000;

function figure(map) {
  const shape = {
    alt: plain(lineOf(map.get("alt"))),
    credit: plain(lineOf(map.get("credit"))),
  };
  const { sha256, width, height, type } = Object(map.get("image"));
  const isPicture = typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256) && TYPES.includes(type);
  if (isPicture && isPixels(width) && isPixels(height)) shape.image = { sha256, width, height, type };
  if (map.get("decorative") === true) shape.decorative = true;
  return shape;
}

function table(map) {
  if (!(map instanceof Y.Map)) return table(new Y.Doc().getMap());
  const list = (name) => (map.get(name) instanceof Y.Array ? map.get(name).toArray().filter(isPayload) : []);
  const isKey = (key) => key.split(":").length === 3 && key.split(":").every(isPayload);
  return {
    rows: list("rows"),
    cols: list("cols"),
    cells: [...entries(map.get("cells"), lineOf, isKey)].sort(([one], [other]) => compare(one, other)),
    widths: entries(map.get("widths"), (width) =>
      Number.isInteger(width) && width >= 1 && width <= 100 ? width : null,
    ),
    spans: [...entries(map.get("spans"), span)].sort(([one], [other]) => compare(one, other)).map(([, names]) => names),
    headRow: map.get("headRow") === true,
    headCol: map.get("headCol") === true,
  };
}

function span(value) {
  const { rows, cols } = Object(value);
  return Array.isArray(rows) && Array.isArray(cols) ? { rows, cols } : { rows: [], cols: [] };
}

/** What a table shows where so many places are left. */
function shownTable(parts, placesLeft) {
  const cols = [...new Set(parts.cols)].slice(0, 64);
  const fit = cols.length === 0 ? 1000 : Math.floor(placesLeft / cols.length);
  const rows = [...new Set(parts.rows)].slice(0, Math.min(fit, 1000));
  const owner = new Map(); // of each covered place, where its cell begins
  const size = new Map();
  for (const names of parts.spans) {
    const [row, down] = run(rows, names.rows);
    const [col, across] = run(cols, names.cols);
    const places = [];
    for (let r = row; r < row + down; r += 1) for (let c = col; c < col + across; c += 1) places.push(`${r} ${c}`);
    if (places.length < 2 || places.some((place) => owner.has(place))) continue;
    for (const place of places) owner.set(place, places[0]);
    size.set(places[0], { across, down });
  }
  const contents = new Map();
  const rowOf = new Map(rows.map((id, place) => [id, place]));
  const colOf = new Map(cols.map((id, place) => [id, place]));
  const lines = parts.cells.flatMap(([key, units]) => {
    const [row, col] = [rowOf.get(key.split(":")[0]), colOf.get(key.split(":")[1])];
    return row === undefined || col === undefined || units.length === 0 ? [] : [{ row, col, units }];
  });
  lines.sort((one, other) => one.row - other.row || one.col - other.col); // stable: within a cell by key
  for (const { row, col, units } of lines) {
    const place = owner.get(`${row} ${col}`) ?? `${row} ${col}`;
    const content = contents.get(place) ?? contents.set(place, []).get(place);
    if (content.length > 0) content.push({ break: true });
    content.push(...contentOf(units, false));
  }
  const cell = (place) => {
    const { across, down } = size.get(place) ?? { across: 1, down: 1 };
    const shape = { content: contents.get(place) ?? [] };
    if (across > 1) shape.across = across;
    if (down > 1) shape.down = down;
    return shape;
  };
  const begins = (place) => (owner.get(place) ?? place) === place;
  const shape = {
    cols: cols.map((id) => (parts.widths.get(id) ? { id, width: parts.widths.get(id) } : { id })),
    rows: rows.map((id, r) => ({
      id,
      cells: cols
        .map((_, c) => `${r} ${c}`)
        .filter(begins)
        .map(cell),
    })),
  };
  if (parts.headRow) shape.headRow = true;
  if (parts.headCol) shape.headCol = true;
  return shape;
}

/** The run that begins with the first one shown that is named: where, how long. */
function run(shown, names) {
  const first = shown.findIndex((id) => names.includes(id));
  let length = 0;
  while (first >= 0 && first + length < shown.length && names.includes(shown[first + length])) length += 1;
  return [first, length];
}

// Assemble: blocks in the order of the text, then boxes, then lists, then what payloads show

const KINDS = ["p", "h2", "h3", "h4", "quote", "def", "table", "figure"];
const START = "start";

/** The blocks of a body, each with its shape, its box and its place in lists. */
function assembled(body) {
  const delta = body.toDelta();
  const marks = delta.filter(({ insert }) => insert instanceof Y.Map).map(({ insert }) => values(insert.toJSON()));
  const boxes = boxesOf(marks.map((keys) => (isPayload(keys.get("box")) ? keys.get("box") : null)));
  const blocks = [];
  const taken = new Set();
  const open = (id, keys, leaked, box) => {
    const last = blocks.at(-1);
    const above = last?.box === box ? last.place : null;
    blocks.push({ ...opened(keys, viewId(id, taken), above), leaked, box });
  };
  for (const { insert, attributes } of delta) {
    if (insert instanceof Y.Map) {
      const keys = values(insert.toJSON());
      const id = keys.get("id");
      open(typeof id === "string" && id !== "" && id !== START ? id : "mark", keys, values(attributes), boxes.shift());
      continue;
    }
    const isText = typeof insert === "string";
    const text = isText ? clean(insert) : null;
    if (text === "") continue;
    if (blocks.length === 0) open(START, new Map(), new Map(), null);
    const { leaked, shape } = blocks.at(-1);
    if (isText) append(shape.content, text, shown(values(attributes), leaked));
    else shape.content.push(inlineOf(insert instanceof Y.AbstractType ? null : cleanEmbed(embedded(insert))));
  }
  if (blocks.length === 0) open(START, new Map(), new Map(), null);
  return blocks;
}

/** The box that each mark stands in: its own, else that of the nearest mark before whose box comes again. */
function boxesOf(own) {
  const last = new Map(own.map((box, index) => [box, index]));
  return own.map((box, index) => {
    if (box !== null) return box;
    for (let before = index - 1; before >= 0; before -= 1) {
      if (own[before] !== null && last.get(own[before]) > index) return own[before];
    }
    return null;
  });
}

function opened(keys, id, above) {
  const word = (key) => (typeof keys.get(key) === "string" ? keys.get(key) : "");
  const kind = KINDS.includes(word("kind")) ? word("kind") : "p";
  const isInset = kind === "table" || kind === "figure";
  const shape = { kind, id, content: [] };
  if (["ltr", "rtl"].includes(word("dir"))) shape.dir = word("dir");
  if (isLanguage(word("lang"))) shape.lang = word("lang");
  if (isInset && isPayload(word("payload"))) shape.payload = word("payload");
  return {
    shape,
    place: isInset ? null : placed(word("list"), writtenDepth(keys.get("depth")), above),
  };
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

/** The members of an embedded object that are strings, cleaned. */
function cleanEmbed(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(values(value));
}

const unknown = (value) => ({ unknown: clean(canonical(value)) });

/** What an embedded value is: exactly the members that are known, or unknown. */
function inlineOf(value) {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return unknown(value);
  const { break: page, note, xref, chapter } = value;
  const isTarget = typeof xref === "string" && xref.length >= 1 && xref.length <= 64;
  switch (Object.keys(value).sort().join()) {
    case "break":
      return page === "page" ? { break: "page" } : unknown(value);
    case "note":
      return isPayload(note) ? { note } : unknown(value);
    case "xref":
      return isTarget ? { xref } : unknown(value);
    case "chapter,xref":
      return isTarget && typeof chapter === "string" && ID.test(chapter) ? { xref, chapter } : unknown(value);
    default:
      return unknown(value);
  }
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

/** Neighbours in one box to its parts; the first of each has the heading. */
function boxed(blocks, headings) {
  const nodes = [];
  const parts = new Map();
  for (let from = 0; from < blocks.length;) {
    const { box } = blocks[from];
    let to = from;
    while (to < blocks.length && blocks[to].box === box) to += 1;
    const inner = nested(blocks.slice(from, to));
    from = to;
    if (box === null) {
      nodes.push(...inner);
      continue;
    }
    const part = (parts.get(box) ?? 0) + 1;
    parts.set(box, part);
    const head = part === 1 ? { heading: headings.get(box) ?? { kind: "key", title: "" } } : { part };
    nodes.push({ box, blocks: inner, ...head });
  }
  return nodes;
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

/** Shows each payload where it is referred to first. The blocks are in the order of reading. */
function reveal(blocks, { notes, tables, figures }) {
  const seen = new Set();
  const first = (name) => !seen.has(name) && seen.add(name) !== undefined;
  let placesLeft = 65536;
  const inContent = (content) => {
    for (const inline of content) {
      if (inline.note !== undefined && first(`note ${inline.note}`))
        inline.content = contentOf(notes.get(inline.note) ?? [], true);
    }
  };
  for (const { shape } of blocks) {
    inContent(shape.content);
    if (shape.payload === undefined || !first(`${shape.kind} ${shape.payload}`)) continue;
    if (shape.kind === "figure") shape.figure = figures.get(shape.payload) ?? { alt: "", credit: "" };
    else {
      shape.table = shownTable(tables.get(shape.payload) ?? table(null), placesLeft);
      placesLeft -= shape.table.rows.length * shape.table.cols.length;
      for (const { cells } of shape.table.rows) for (const { content } of cells) inContent(content);
    }
  }
}

// The edition

function frozen(folder, { id, title }) {
  const doc = open(join(folder, `${id}.yjs`));
  const side = payloads(doc);
  const blocks = assembled(doc.getText("body"));
  reveal(blocks, side);
  const nodes = boxed(blocks, side.boxes);
  return {
    text: canonical({ format: 3, id, title, blocks: nodes }),
    words: words(blocks, nodes),
    terms: blocks.filter(({ shape }) => hasTerm(shape)).length,
    images: blocks.flatMap(({ shape }) => shape.figure?.image ?? []),
  };
}

function edition(folder, facts) {
  const documents = readdirSync(folder).filter((name) => name.endsWith(".yjs"));
  const outline = documents.map((name) => open(join(folder, name))).find((doc) => doc.getMap("chapters").size > 0);
  const listed = outline === undefined ? [] : chapters(outline);
  const made = listed.map((chapter) => ({
    ...chapter,
    ...frozen(folder, chapter),
  }));
  const entry = ({ id, title, parent, text, words, terms }) => {
    return {
      id,
      title,
      parent,
      sha256: sha256(text),
      bytes: Buffer.byteLength(text),
      words,
      terms,
    };
  };
  const { manual, edition, title, position, frozen_at, previous, revision } = facts;
  const sizes = new Map(facts.images.map(({ sha256, bytes }) => [sha256, bytes]));
  const types = new Map(
    made
      .flatMap(({ images }) => images)
      .reverse()
      .map(({ sha256, type }) => [sha256, type]),
  );
  const images = [...types].sort(([one], [other]) => compare(one, other));
  const manifest = {
    ...{
      format: 3,
      manual,
      edition,
      title,
      position,
      frozen_at,
      previous,
      revision,
      chapters: made.map(entry),
    },
    images: images.map(([sha256, type]) => ({
      sha256,
      bytes: sizes.get(sha256) ?? 0,
      type,
    })),
  };
  const chapter = ({ id, text, words, terms }) => ({
    id,
    sha256: sha256(text),
    words,
    terms,
    text,
  });
  return { sha256: sha256(canonical(manifest)), chapters: made.map(chapter) };
}

const [folder, manifest] = process.argv.slice(2);
console.log(JSON.stringify(edition(folder, JSON.parse(readFileSync(manifest, "utf8")))));
