// The pictures that came with a paste or an import: one that the service has taken takes its place in the tree by what the
// service calls it; of one that it has not, the caption stays as a paragraph. Next: reader.ts, ../import/pictures.ts.
import type { PastedBlock, PastedFigure, PastedNode } from "./tree.ts";

export type StoredPicture = NonNullable<PastedFigure["image"]>;

/** Every picture in a tree that is still data. */
export function* dataIn(tree: readonly PastedNode[]): Generator<Blob> {
  for (const node of tree) {
    if ("items" in node) for (const { blocks } of node.items) yield* dataIn(blocks);
    else if ("blocks" in node) yield* dataIn(node.blocks);
    else if (node.figure?.data !== undefined) yield node.figure.data;
  }
}

/** The same tree without data. */
export function withPictures(tree: readonly PastedNode[], stored: ReadonlyMap<Blob, StoredPicture>): PastedNode[] {
  return tree.flatMap((node): PastedNode[] => {
    if ("items" in node)
      return [{ ...node, items: node.items.map(({ blocks }) => ({ blocks: withPictures(blocks, stored) })) }];
    if ("blocks" in node) return [{ ...node, blocks: withPictures(node.blocks, stored) }];
    const { figure } = node;
    if (figure?.data === undefined) return [node];
    const image = stored.get(figure.data);
    if (image === undefined) return withoutPicture(node, figure);
    return [{ ...node, figure: { image, alt: figure.alt, credit: figure.credit } }];
  });
}

function withoutPicture({ content, dir, lang }: PastedBlock, { alt }: PastedFigure): PastedBlock[] {
  const words = content.length > 0 ? content : alt === "" ? [] : [{ text: alt }];
  if (words.length === 0) return [];
  return [
    { kind: "p", content: words, ...(dir === undefined ? {} : { dir }), ...(lang === undefined ? {} : { lang }) },
  ];
}
