// The editing rules of docs/document-model.md, one by one, as what they leave in the flat text.
import { setBlockType } from "prosemirror-commands";
import { Fragment, Slice } from "prosemirror-model";
import { TextSelection } from "prosemirror-state";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { backspaceAtStart, enter, setKind, setLink, toggleInline, toggleList } from "../../src/editor/commands.ts";
import { schema } from "../../src/editor/schema.ts";
import { chapter, lines, meet, Person } from "./person.ts";

type Op = { insert: unknown; attributes?: Record<string, unknown> };

const deltaOf = (person: Person): Op[] => person.core.binding.body.toDelta() as Op[];

/** The flat text in short: characters, in brackets with their attributes if they have any, and marks as their ids. */
function flat(person: Person): string {
  return deltaOf(person)
    .map(({ insert, attributes }) => {
      const content = insert instanceof Y.Map ? `<${String(insert.get("id"))}>` : String(insert);
      return attributes === undefined ? content : `(${content} ${Object.keys(attributes).join(" ")})`;
    })
    .join("");
}

const marksOf = (person: Person): unknown[] =>
  deltaOf(person).flatMap(({ insert }) => (insert instanceof Y.Map ? [insert] : []));

const person = (...paragraphs: string[]): Person => new Person({ client: 7, update: chapter(...paragraphs) });

/** What a change of the document writes, item by item: how many items came and how many units went. */
function written(who: Person, act: () => void): { came: number; went: number } {
  let came = 0;
  let went = 0;
  const count = (update: Uint8Array): void => {
    const { structs, ds } = Y.decodeUpdate(update);
    came += structs.length;
    for (const ranges of ds.clients.values()) went += ranges.reduce((sum, range) => sum + range.len, 0);
  };
  who.ydoc.on("update", count);
  act();
  who.ydoc.off("update", count);
  return { came, went };
}

describe("W1: outside the changed ranges nothing is deleted or inserted", () => {
  it("typing a letter inserts one unit", () => {
    const who = person("one", "two").at(1, 1);
    expect(written(who, () => who.type("x"))).toEqual({ came: 1, went: 0 });
  });

  it("a word typed over is deleted whole, also where letters are the same", () => {
    const who = person("a cat sits").select(0, 2, 0, 5);
    expect(written(who, () => who.type("car"))).toEqual({ came: 1, went: 3 });
  });

  it("two changes in one transaction leave what is between them", () => {
    const who = person("one", "two", "three");
    const { tr } = who.state;
    expect(written(who, () => void who.core.dispatch(tr.insertText("x", 12).insertText("y", 2)))).toEqual({
      came: 2,
      went: 0,
    });
    expect(lines(who.check().tree)).toEqual(["p: oyne", "p: two", "p: txhree"]);
  });

  it("a list item wrapped, lifted or sunk by a step keeps its text", () => {
    const who = person("one");
    expect(written(who, () => who.do(toggleList("bullet"))).went).toBe(0);
  });
});

describe("W2: changed marks keep their identity", () => {
  it.each([
    ["the editor's own command", setKind("h3")],
    ["a step that replaces the node", setBlockType(schema.node("heading").type, { level: 3 })],
  ])("%s", (_name, command) => {
    const who = person("one", "two").at(1, 0);
    const before = marksOf(who);
    expect(written(who, () => who.do(command))).toEqual({ came: 1, went: 1 });
    expect(marksOf(who)).toEqual(before);
    expect(lines(who.tree)).toEqual(["p: one", "h3: two"]);
  });

  it("a selection of all that is typed over keeps the first mark", () => {
    const who = person("one", "two");
    const [first] = marksOf(who);
    who.select(0, 0, 1, -1).type("x");
    expect(marksOf(who)).toEqual([first]);
  });
});

describe("W3: only what the person changed is written", () => {
  it("a depth that is shown clamped stays as written", () => {
    const who = person("one");
    (marksOf(who)[0] as Y.Map<unknown>).set("list", "bullet");
    (marksOf(who)[0] as Y.Map<unknown>).set("depth", 4);
    who.at(0, 0).type("x").do(setKind("h2"));
    expect((marksOf(who)[0] as Y.Map<unknown>).toJSON()).toMatchObject({ depth: 4, kind: "h2" });
  });

  it("unknown keys and unknown attributes stay as written", () => {
    const who = person("one");
    (marksOf(who)[0] as Y.Map<unknown>).set("table", "t1");
    who.core.binding.body.format(1, 3, { colour: "red" });
    who.check().at(0, 1).type("x").do(setKind("quote"));
    expect(flat(who)).toBe("<paragraph000>(oxne colour)");
    expect((marksOf(who)[0] as Y.Map<unknown>).get("table")).toBe("t1");
  });

  it("a change from elsewhere writes nothing", () => {
    const [one, other] = [person("one"), new Person({ client: 8, update: chapter("one") })];
    one.at(0, 1).do(enter).type("x");
    const nothing = written(other, () => {
      Y.applyUpdate(other.ydoc, Y.encodeStateAsUpdate(one.ydoc), "elsewhere");
    });
    expect(other.core.owns("elsewhere")).toBe(false);
    expect(nothing.came).toBeGreaterThan(0);
    expect(Y.encodeStateVector(other.ydoc)).toEqual(Y.encodeStateVector(one.ydoc));
  });
});

describe("W4: inserted text carries its own attributes", () => {
  it("plain words behind bold ones are plain", () => {
    const who = person("one");
    who.select(0, 0, 0, 3).do(toggleInline("strong")).at(0, 3).do(toggleInline("strong")).type("x");
    expect(flat(who)).toBe("<paragraph000>(one strong)x");
  });

  it("bold words in plain ones do not spill", () => {
    const who = person("one").at(0, 1).do(toggleInline("strong")).type("x");
    expect(lines(who.tree)).toEqual(["p: o*x*ne"]);
    expect(flat(who)).toBe("<paragraph000>o(x strong)ne");
  });
});

describe("W5: edits fall on borders of whole characters", () => {
  const wide = "a😀b";

  it("half a character is deleted whole", () => {
    expect(flat(person(wide).select(0, 1, 0, 2).type(""))).toBe("<paragraph000>ab");
    expect(flat(person(wide).select(0, 2, 0, 4).type("x"))).toBe("<paragraph000>ax");
  });

  it("half a character is not inserted", () => {
    expect(flat(person(wide).at(0, 1).type("x\ud83d"))).toBe("<paragraph000>ax😀b");
  });

  it("an insertion inside a character goes before it", () => {
    expect(flat(person(wide).at(0, 2).type("x"))).toBe("<paragraph000>ax😀b");
  });

  it("half a character that makes way for another half is replaced whole", () => {
    const who = person(wide).select(0, 2, 0, 3);
    who.core.dispatch(who.state.tr.insertText("\ude01"));
    expect(flat(who.check())).toBe("<paragraph000>a😁b");
  });

  it("formatting takes in whole characters", () => {
    expect(flat(person(wide).select(0, 0, 0, 2).do(toggleInline("em")))).toBe("<paragraph000>(a😀 em)b");
  });
});

describe("M3: Enter", () => {
  it("at the start of a block puts the new mark before the old one", () => {
    expect(flat(person("one").at(0, 0).do(enter))).toBe("<id0007x00000><paragraph000>one");
  });

  it("at the end puts it after the text", () => {
    expect(flat(person("one").at(0, 3).do(enter))).toBe("<paragraph000>one<id0007x00000>");
  });
});

describe("M4: ids", () => {
  const paste = (who: Person, id: string): void => {
    const block = schema.node("paragraph", { id }, schema.text("new"));
    const end = who.state.doc.content.size;
    who.core.dispatch(who.state.tr.replace(end, end, new Slice(Fragment.from(block), 0, 0)));
    who.check();
  };

  it("are kept by a paste if they are nowhere in the text", () => {
    const who = person("one");
    paste(who, "ABCDEFabcdef");
    expect(flat(who)).toBe("<paragraph000>one<ABCDEFabcdef>new");
  });

  it("are made afresh if they are", () => {
    const who = person("one");
    paste(who, "paragraph000");
    expect(flat(who)).toBe("<paragraph000>one<id0007x00000>new");
  });

  it("are made afresh if they are not such as marks carry", () => {
    const who = person("one");
    paste(who, "start");
    expect(flat(who)).toBe("<paragraph000>one<id0007x00000>new");
  });
});

describe("F1: formatting never covers a mark", () => {
  it("over several blocks is written block by block", () => {
    const who = person("one", "two").select(0, 1, 1, 2).do(toggleInline("strong"));
    expect(flat(who)).toBe("<paragraph000>o(ne strong)<paragraph001>(tw strong)o");
  });

  it("a split inside bold words makes a plain mark", () => {
    const who = person("one").select(0, 0, 0, 3).do(toggleInline("strong")).at(0, 1).do(enter);
    expect(flat(who)).toBe("<paragraph000>(o strong)<id0007x00000>(ne strong)");
  });
});

describe("F2, F3: what leaks into a block", () => {
  /** The second block's mark and text carry what ran away from the first. */
  const leaking = (): Person => {
    const who = person("one", "two", "three");
    who.core.binding.body.format(1, 7, { strong: true });
    return who.check();
  };

  it("ends at the paragraph", () => {
    expect(lines(leaking().tree)).toEqual(["p: *one*", "p: two", "p: three"]);
  });

  it("is cleared by a formatting, which then takes", () => {
    const who = leaking().select(1, 0, 1, 2).do(toggleInline("strong"));
    expect(lines(who.tree)).toEqual(["p: *one*", "p: *tw*o", "p: three"]);
    expect(flat(who)).toBe("<paragraph000>(one strong)<paragraph001>(tw strong)o<paragraph002>three");
  });

  it("does not come back when the block is split or joined", () => {
    expect(lines(leaking().at(1, 1).do(enter).tree)).toEqual(["p: *one*", "p: t", "p: wo", "p: three"]);
    expect(lines(leaking().at(1, 0).do(backspaceAtStart).tree)).toEqual(["p: *one*two", "p: three"]);
  });

  it("typing in such a block is plain", () => {
    expect(lines(leaking().at(1, 1).type("x").tree)).toEqual(["p: *one*", "p: txwo", "p: three"]);
  });

  it("bold typed into such a block is bold", () => {
    const who = leaking().at(1, 1).do(toggleInline("strong")).type("x");
    expect(lines(who.tree)).toEqual(["p: *one*", "p: t*x*wo", "p: three"]);
  });

  it.each([
    [10, 20],
    [20, 10],
  ])("a runaway in stock Yjs ends at the paragraph (ids %i and %i)", (one, other) => {
    const update = chapter("one two three", "next");
    const [ann, ben] = [new Person({ client: one, update }), new Person({ client: other, update })];
    ann.select(0, 4, 0, 7).do(toggleInline("strong"));
    meet(ann, ben);
    ann.select(0, 4, 0, 7).do(toggleInline("strong"));
    ben.at(0, 5);
    ben.core.dispatch(ben.state.tr.setStoredMarks([]).insertText("x"));
    meet(ann, ben);
    expect(lines(ann.tree).at(-1)).toBe("p: next");
  });
});

describe("text before the first mark", () => {
  const startless = (): Person => {
    const ydoc = new Y.Doc();
    ydoc.getText("body").insert(0, "lost");
    ydoc.getText("body").insertEmbed(4, new Y.Map(Object.entries({ id: "paragraph000", kind: "p" })), {});
    return new Person({ client: 7, update: Y.encodeStateAsUpdate(ydoc) });
  };

  it("is typed in without a mark", () => {
    expect(flat(startless().at(0, 2).type("x"))).toBe("loxst<paragraph000>");
  });

  it("gets a mark when it becomes something else", () => {
    expect(flat(startless().at(0, 2).do(setKind("h2")))).toBe("<id0007x00000>lost<paragraph000>");
    expect(
      flat(
        startless()
          .at(0, 2)
          .do(setBlockType(schema.node("quote").type)),
      ),
    ).toBe("<id0007x00000>lost<paragraph000>");
    expect(flat(startless().at(0, 2).do(toggleList("bullet")))).toBe("<id0007x00000>lost<paragraph000>");
  });

  it("gets a mark when it is emptied or something comes before it", () => {
    expect(lines(startless().select(0, 0, 0, 4).type("").tree)).toEqual(["p: ", "p: "]);
    expect(lines(startless().at(0, 0).do(enter).tree)).toEqual(["p: ", "p: lost", "p: "]);
    const who = startless();
    who.core.dispatch(who.state.tr.insert(0, schema.node("paragraph", null, schema.text("x"))));
    expect(lines(who.check().tree)).toEqual(["p: x", "p: lost", "p: "]);
  });

  it("an empty body can be typed in", () => {
    const who = new Person({ client: 7, update: Y.encodeStateAsUpdate(new Y.Doc()) });
    expect(lines(who.at(0, 0).type("x").do(enter).type("y").tree)).toEqual(["p: x", "p: y"]);
  });
});

it("links are written only if they are addresses", () => {
  const who = person("one").select(0, 0, 0, 3);
  expect(who.core.run(setLink("javascript:alert(1)"))).toBe(false);
  expect(lines(who.do(setLink("https://example.org/")).tree)).toEqual(["p: [one]"]);
  who.core.dispatch(who.state.tr.setSelection(TextSelection.create(who.state.doc, 2)));
  expect(lines(who.do(setLink(null)).tree)).toEqual(["p: one"]);
});
