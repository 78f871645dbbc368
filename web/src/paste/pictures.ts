// The pictures that came with a paste or an import. Of an import, one that the service has taken takes its place in the tree by
// what the service calls it; of one that it has not, the caption stays as a paragraph. Of a paste, figures stand with their
// data until the editor has sent it. Next: reader.ts, ../import/pictures.ts.
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

/** Figures for pictures that came as files. */
export const figuresOf = (files: readonly Blob[]): PastedNode[] =>
  files.map((data) => ({ kind: "figure", content: [], figure: { data, alt: "", credit: "" } }));

/** Whether there is anything in a tree but pictures. */
export const hasWords = (tree: readonly PastedNode[]): boolean =>
  tree.some((node) => {
    if ("items" in node) return node.items.some(({ blocks }) => hasWords(blocks));
    if ("blocks" in node) return hasWords(node.blocks);
    return node.table !== undefined || node.content.some((inline) => !("text" in inline) || inline.text.trim() !== "");
  });
