// One line of a payload with an editor of its own, without a page: what is written, what is shown, and where the caret stays
// when others write (docs/document-model.md, Payloads; W1, W4, W5).
import { Fragment, Slice } from "prosemirror-model";
import { EditorState, TextSelection, type Command } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { Binding } from "../../src/editor/binding.ts";
import { setLink, toggleInline } from "../../src/editor/commands.ts";
import { docOfLine, inLine, LineBinding } from "../../src/editor/field/line.ts";
import { schema } from "../../src/editor/schema.ts";
import type { LineKind } from "../../src/editor/state.ts";

/** Somebody at the line `notes.n`, or at none until they write. */
class Liner {
  readonly ydoc = new Y.Doc();
  readonly body: Binding;
  readonly line: LineBinding;
  made = 0;
  state: EditorState;

  constructor(
    client: number,
    readonly kind: LineKind = "rich",
    update?: Uint8Array,
  ) {
    if (update !== undefined) Y.applyUpdate(this.ydoc, update);
    this.ydoc.clientID = client;
    const notes = this.ydoc.getMap<Y.Text>("notes");
    this.body = new Binding(this.ydoc, () => `id${String(client).padStart(10, "0")}`);
    this.line = new LineBinding(this.body, {
      kind,
      text: () => notes.get("n") ?? null,
      make: () => {
        this.made += 1;
        return this.body.make(() => notes.set("n", new Y.Text()));
      },
    });
    this.state = EditorState.create({ schema, doc: this.line.doc });
    this.line.subscribe((patch) => (this.state = patch(this.state)));
  }

  at(from: number, to = from): this {
    this.state = this.state.apply(this.state.tr.setSelection(TextSelection.create(this.state.doc, from, to)));
    return this;
  }

  type(text: string): this {
    this.state = this.line.apply(this.state, this.state.tr.insertText(text));
    return this.check();
  }

  do(command: Command): this {
    expect(command(this.state, (tr) => (this.state = this.line.apply(this.state, tr)))).toBe(true);
    return this.check();
  }

  get text(): Y.Text {
    return this.ydoc.getMap<Y.Text>("notes").get("n") as Y.Text;
  }

  get delta(): unknown {
    return this.text.toDelta();
  }

  check(): this {
    this.state.doc.check();
    expect(this.state.doc.toJSON()).toEqual(
      docOfLine(this.ydoc.getMap<Y.Text>("notes").get("n") ?? null, this.kind).toJSON(),
    );
    return this;
  }
}

function pair(text: string, kind: LineKind = "rich"): [Liner, Liner] {
  const ydoc = new Y.Doc();
  ydoc.clientID = 1;
  ydoc.getMap("notes").set("n", new Y.Text(text));
  const update = Y.encodeStateAsUpdate(ydoc);
  return [new Liner(10, kind, update), new Liner(20, kind, update)];
}

function meet(one: Liner, other: Liner): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const)
    Y.applyUpdate(to.ydoc, Y.encodeStateAsUpdate(from.ydoc, Y.encodeStateVector(to.ydoc)), "sync");
  one.check();
  other.check();
  expect(one.state.doc.toJSON()).toEqual(other.state.doc.toJSON());
}

describe("writing", () => {
  it("makes no line before the first key, and one with it", () => {
    const who = new Liner(10);
    who.at(0);
    expect([who.made, who.ydoc.store.clients.size]).toEqual([0, 0]);
    who.type("a").type("b");
    expect([who.made, who.text.toString()]).toEqual([1, "ab"]);
  });

  it("takes the line that somebody else made meanwhile", () => {
    const who = new Liner(10);
    const other = new Liner(20).type("Ben");
    Y.applyUpdate(who.ydoc, Y.encodeStateAsUpdate(other.ydoc), "sync");
    who.line.adopt();
    who.at(3).type("!");
    expect([who.made, who.text.toString()]).toEqual([0, "Ben!"]);
  });

  it("is the person's own, and the making of the line is not", () => {
    const who = new Liner(10);
    const origins: unknown[] = [];
    who.ydoc.on("afterTransaction", ({ origin }) => origins.push(origin));
    who.type("a");
    expect(origins.map((origin) => origin === who.body.origin)).toEqual([false, true]);
    expect(origins.every((origin) => who.body.owns(origin))).toBe(true);
  });

  it("writes what the person did and nothing else (W1)", () => {
    const [ann] = pair("one two three");
    ann.at(4, 7).type("2");
    expect(ann.delta).toEqual([{ insert: "one 2 three" }]);
  });

  it("gives inserted text its own marks (W4)", () => {
    const [ann] = pair("one two");
    ann.at(0, 3).do(toggleInline("strong")).at(3).do(toggleInline("strong")).type(" plain");
    expect(ann.delta).toEqual([{ insert: "one", attributes: { strong: true } }, { insert: " plain two" }]);
  });

  it("takes marks off, and sets and takes links", () => {
    const [ann] = pair("one two");
    ann.at(0, 3).do(toggleInline("em")).do(toggleInline("em")).at(4, 7).do(setLink("https://un.example"));
    expect(ann.delta).toEqual([{ insert: "one " }, { insert: "two", attributes: { link: "https://un.example" } }]);
    ann.at(5).do(setLink(null));
    expect(ann.delta).toEqual([{ insert: "one two" }]);
  });

  it("keeps whole characters whole (W5)", () => {
    const [ann] = pair("a😀b");
    ann.at(2).type("x");
    expect(ann.text.toString()).toBe("ax😀b");
    ann.at(3, 4).type("");
    expect(ann.text.toString()).toBe("axb");
  });

  it("writes breaks, notes and cross-references", () => {
    const [ann] = pair("");
    const nodes = [
      schema.text("a"),
      schema.node("hard_break"),
      schema.node("note", { payload: "noteAAAAAAAA" }),
      schema.node("xref", { target: "blockAAAAAAA" }),
    ];
    ann.state = ann.line.apply(ann.state, ann.state.tr.replaceWith(0, 0, nodes));
    ann.check();
    expect(ann.delta).toEqual([
      { insert: "a\n" },
      { insert: { note: "noteAAAAAAAA" } },
      { insert: { xref: "blockAAAAAAA" } },
    ]);
  });
});

describe("plain lines", () => {
  it("show breaks as spaces, no marks, and what is not text as a placeholder", () => {
    const [ann] = pair("one\ntwo", "plain");
    ann.text.format(0, 3, { strong: true });
    ann.text.insertEmbed(7, { note: "noteAAAAAAAA" });
    ann.check();
    expect(ann.state.doc.toString()).toBe('plain("one two", unknown)');
    ann.at(7).type("!");
    expect(ann.text.toString()).toBe("one\ntwo!");
    expect(toggleInline("strong")(ann.at(0, 3).state)).toBe(false);
  });
});

describe("what others write", () => {
  it("is shown, and the caret stays at its words", () => {
    const [ann, ben] = pair("one two");
    ann.at(4, 7);
    ben.at(0).type("zero ").at(12).type("!");
    meet(ann, ben);
    const { from, to } = ann.state.selection;
    expect(ann.state.doc.textBetween(from, to)).toBe("two");
  });

  it("meets what is typed here, each letter once", () => {
    const [ann, ben] = pair("one two");
    ann.at(3).type(" A").type("nn");
    ben.at(0, 3).type("1").at(1).type(" Ben");
    meet(ann, ben);
    expect(ann.text.toString()).toContain("Ann");
    expect(ann.text.toString()).toContain("Ben");
  });

  it("is shown when another part of this page wrote it, under the same origin", () => {
    const [ann] = pair("one two");
    ann.ydoc.transact(() => {
      ann.text.delete(0, 4);
    }, ann.body.origin);
    ann.check();
    expect(ann.state.doc.textContent).toBe("two");
  });

  it("never differs, whatever two people do (500 acts)", () => {
    const [ann, ben] = pair("one two three");
    let seed = 7;
    const chance = (below: number): number => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % below;
    };
    for (let act = 0; act < 500; act += 1) {
      const who = chance(2) === 0 ? ann : ben;
      const size = who.state.doc.content.size;
      const from = chance(size + 1);
      const to = Math.min(size, from + chance(4));
      who.at(from, to);
      const what = chance(6);
      if (what < 3) who.type(`${"ab😀c".slice(chance(3))}${String(act)}`);
      else if (what === 3) who.type("");
      else if (from < to) who.do(toggleInline(what === 4 ? "strong" : "em"));
      if (chance(5) === 0) meet(ann, ben);
    }
    meet(ann, ben);
  });
});

describe("pasting into a line", () => {
  it("a table becomes its words, whatever shape it comes in", () => {
    const table = (content: unknown): Slice =>
      new Slice(Fragment.from(schema.node("table", { content }, schema.text("Rivers"))), 0, 0);
    const rows = [
      { cells: [{ content: [{ text: "a" }] }, { content: [{ text: "b" }] }] },
      { cells: [{ content: [] }] },
    ];
    expect(inLine(table({ rows }), "rich").content.toString()).toBe('<"Rivers", hard_break, "a · b", hard_break>');
    for (const hostile of [null, 7, { rows: 7 }, { rows: [7, { cells: "x" }, { cells: [null, { content: 7 }] }] }])
      expect(inLine(table(hostile), "rich").content.textBetween(0, 6)).toBe("Rivers");
  });

  const blocks = new Slice(
    Fragment.from([
      schema.node("paragraph", null, [schema.text("one", [schema.mark("em")])]),
      schema.node("bullet_list", null, [
        schema.node("list_item", null, [
          schema.node("paragraph", null, [schema.text("two"), schema.node("note", { payload: "noteAAAAAAAA" })]),
        ]),
      ]),
    ]),
    1,
    3,
  );

  it.each([
    ["rich", 'em("one"), hard_break, "two", note'],
    ["note", 'em("one"), hard_break, "two"'],
    ["plain", '"one two"'],
  ] as const)("%s: blocks become one line", (kind, shown) => {
    expect(inLine(blocks, kind).content.toString()).toBe(`<${shown}>`);
  });
});
