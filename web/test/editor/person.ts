// A person at an editor without a page, for tests: types, selects, presses keys, is cut off and comes back. Checks after
// every act that the view is what the text assembles to.
import { EditorState, TextSelection, type Command } from "prosemirror-state";
import { expect } from "vitest";
import * as Y from "yjs";
import { textBlocks } from "../../src/editor/flatten.ts";
import { EditorCore } from "../../src/editor/state.ts";
import { assembled, treeOf, type Block, type List, type Tree } from "./tree.ts";

export interface PersonOptions {
  client: number;
  /** The chapter as it stands; a body with one empty paragraph if none is given. */
  update?: Uint8Array;
  pauseMs?: number;
}

export class Person {
  readonly ydoc = new Y.Doc();
  readonly core: EditorCore;
  private made = 0;

  constructor(options: PersonOptions) {
    Y.applyUpdate(this.ydoc, options.update ?? seed());
    this.ydoc.clientID = options.client;
    this.core = new EditorCore({
      ydoc: this.ydoc,
      newId: () => `id${String(options.client).padStart(4, "0")}x${String(this.made++).padStart(5, "0")}`,
      ...(options.pauseMs === undefined ? {} : { pauseMs: options.pauseMs }),
    });
  }

  get state(): EditorState {
    return this.core.state;
  }

  /** Puts the caret into a block, `offset` units from its start, counted from its end if negative. */
  at(block: number, offset: number): this {
    return this.select(block, offset, block, offset);
  }

  select(fromBlock: number, from: number, toBlock: number, to: number): this {
    const place = (index: number, offset: number): number => {
      const block = textBlocks(this.state.doc.content)[index];
      if (block === undefined) throw new Error(`no block ${String(index)}`);
      return block.pos + 1 + (offset < 0 ? block.node.content.size + 1 + offset : offset);
    };
    const selection = TextSelection.create(this.state.doc, place(fromBlock, from), place(toBlock, to));
    this.core.dispatch(this.state.tr.setSelection(selection));
    return this;
  }

  type(text: string): this {
    this.core.dispatch(this.state.tr.insertText(text));
    return this.check();
  }

  do(command: Command): this {
    expect(this.core.run(command)).toBe(true);
    return this.check();
  }

  undo(): this {
    expect(this.core.undo()).toBe(true);
    return this.check();
  }

  redo(): this {
    expect(this.core.redo()).toBe(true);
    return this.check();
  }

  /** Where the caret is: block and offset. */
  get caret(): [number, number] {
    const { $head } = this.state.selection;
    return [textBlocks(this.state.doc.content).findIndex(({ pos }) => pos === $head.before()), $head.parentOffset];
  }

  get tree(): Tree {
    return treeOf(this.state.doc);
  }

  check(): this {
    this.state.doc.check();
    expect(treeOf(this.state.doc)).toEqual(treeOf(assembled(this.core.binding.body)));
    return this;
  }
}

/** A chapter with one paragraph mark, as the service creates it. */
export function seed(): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1;
  const mark = new Y.Map<unknown>(Object.entries({ id: "seedseedseed", kind: "p" }));
  ydoc.getText("body").insertEmbed(0, mark, {});
  return Y.encodeStateAsUpdate(ydoc);
}

/** A chapter of these paragraphs, written by somebody else. */
export function chapter(...paragraphs: string[]): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.clientID = 2;
  const body = ydoc.getText("body");
  paragraphs.forEach((text, index) => {
    body.insertEmbed(
      body.length,
      new Y.Map<unknown>(Object.entries({ id: `paragraph00${String(index)}`, kind: "p" })),
      {},
    );
    body.insert(body.length, text, {});
  });
  return Y.encodeStateAsUpdate(ydoc);
}

/** Everybody gets what the others have, until nobody has anything new. */
export function meet(...people: Person[]): void {
  for (let round = 0; round < 2; round += 1) {
    for (const from of people) {
      for (const to of people) {
        if (from !== to) Y.applyUpdate(to.ydoc, Y.encodeStateAsUpdate(from.ydoc, Y.encodeStateVector(to.ydoc)), "sync");
      }
    }
  }
  for (const person of people) {
    person.check();
    expect(person.tree).toEqual(people[0]?.tree);
  }
}

/** A tree as short lines: kind or list sign, then the text; `*…*` strong, `/…/` em, `[…]` link, `¶` line break. */
export function lines(tree: Tree, indent = ""): string[] {
  return tree.flatMap((node) => {
    if ("box" in node) return [`${indent}box:`, ...lines(node.blocks, `${indent}  `)];
    return "list" in node ? listLines(node, indent) : [`${indent}${node.kind}: ${text(node)}`];
  });
}

function listLines({ list, items }: List, indent: string): string[] {
  return items.flatMap(({ blocks: [first, ...rest] }) => [
    `${indent}${list === "bullet" ? "-" : "#"} ${lines([first as Block])[0] ?? ""}`,
    ...lines(rest, `${indent}  `),
  ]);
}

function text({ content }: Block): string {
  return content
    .map((inline) => {
      if ("break" in inline) return "¶";
      if (!("text" in inline)) return "note" in inline ? "†" : "◆";
      const { strong, em, link } = inline.marks ?? {};
      const linked = link === undefined ? inline.text : `[${inline.text}]`;
      return strong === true ? `*${linked}*` : em === true ? `/${linked}/` : linked;
    })
    .join("");
}
