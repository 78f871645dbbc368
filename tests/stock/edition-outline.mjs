// Part of edition.mjs: the chapters of an outline in the order in which they are shown (docs/document-model.md, "The outline").
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { line } from "./edition-text.mjs";

const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const Y = createRequire(join(repository, "web/package.json"))("yjs");
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function chapters(outline) {
  const written = new Map();
  for (const [id, value] of outline.getMap("chapters").entries()) {
    const isChapter = value instanceof Y.Map && value.get("template") !== true;
    if (ID.test(id) && isChapter) written.set(id, chapter(value));
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

export const compare = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

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
