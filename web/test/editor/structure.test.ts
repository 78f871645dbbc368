// Two people, cut off from each other, and what their changes of tables, notes, figures and boxes come to when they meet:
// rows of the table in docs/document-model.md ("When two meet"). Each runs with both orders of client ids.
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { schema } from "../../src/editor/schema.ts";
import { setBoxKind } from "../../src/editor/payload/boxes.ts";
import { dissolveBox, insertBox } from "../../src/editor/boxes.ts";
import { insertFigure, insertNote, insertTable } from "../../src/editor/insert.ts";
import { plainOf } from "../../src/editor/payload/lines.ts";
import { treeOf } from "./tree.ts";
import { chapter, meet, Person } from "./person.ts";
import * as acts from "./structure-acts.ts";

type Act = (person: Person) => void;

interface Row {
  name: string;
  before: Act;
  one: Act;
  other: Act;
  after: string[] | [string[], string[]];
  left?: string[];
  /** After everything left over was put back. */
  putBack?: string[];
}

const image = (digit: string) => ({ sha256: digit.repeat(64), width: 4, height: 3, type: "image/png" });

const table: Act = (person) => {
  person.at(0, -1).do(insertTable(2, 2));
  for (const [row, col, words] of [
    [0, 0, "a"],
    [0, 1, "b"],
    [1, 0, "c"],
    [1, 1, "d"],
  ] as const)
    acts.writeCell(person, row, col, words);
};
const note: Act = (person) => {
  person.at(0, 3).do(insertNote);
  acts.write(person, acts.note(person), "source");
};
const figure: Act = (person) => void person.at(0, -1).do(insertFigure(image("1")));
const box: Act = (person) => {
  person.at(0, 0).do(insertBox("key"));
  acts.write(person, acts.payload(person, "box").get("title") as never, "Title");
};

const caseStudy: Act = (person) => {
  person.at(0, 0).do(insertBox("case"));
  acts.write(person, acts.payload(person, "box").get("title") as never, "Title");
  acts.write(person, acts.payload(person, "box").get("region") as never, "West Africa");
};
/** A note that is referred to twice: behind the first word and behind the second. */
const noteTwice: Act = (person) => {
  note(person);
  const again = schema.node("note", { payload: acts.idOf(person, "note") });
  const end = person.at(0, -1).state.selection.head;
  person.core.dispatch(person.state.tr.insert(end, again));
};

const rows: Row[] = [
  {
    name: "a row is added while a column is added",
    before: table,
    one: acts.addRow,
    other: acts.addCol,
    after: ["p: One two", "table: ", "  a |  | b", "   |  | ", "  c |  | d", "p: "],
  },
  {
    name: "a row is deleted while words arrive in it",
    before: table,
    one: (person) => {
      acts.removeRow(person, 1);
    },
    other: (person) => {
      acts.writeCell(person, 1, 0, " more");
    },
    after: ["p: One two", "table: ", "  a | b", "p: "],
    left: ["row: more"],
    putBack: ["p: One two", "table: ", "  a | b", "   more | ", "p: "],
  },
  {
    name: "cells are merged while somebody types in one of them",
    before: table,
    one: (person) => {
      acts.mergeCells(person, { top: 0, bottom: 2, start: 0, end: 1 });
    },
    other: (person) => {
      acts.writeCell(person, 1, 0, " more");
    },
    after: ["p: One two", "table: ", "  a/c more(1x2) | b", "  d", "p: "],
  },
  {
    name: "cells are merged while a row comes in between them",
    before: table,
    one: (person) => {
      acts.mergeCells(person, { top: 0, bottom: 2, start: 0, end: 1 });
    },
    other: acts.addRow,
    after: ["p: One two", "table: ", "  a | b", "   | ", "  c | d", "p: "],
  },
  {
    name: "two write the first letter in one empty cell",
    before: (person) => void person.at(0, -1).do(insertTable(1, 1)),
    one: (person) => {
      acts.writeCell(person, 0, 0, "A");
    },
    other: (person) => {
      acts.writeCell(person, 0, 0, "B");
    },
    after: [
      ["p: One two", "table: ", "  A/B", "p: "],
      ["p: One two", "table: ", "  B/A", "p: "],
    ],
  },
  {
    name: "two change the order of the same two rows",
    before: table,
    one: (person) => {
      acts.moveRow(person, 0, 1);
    },
    other: (person) => {
      acts.moveRow(person, 1, -1);
    },
    after: ["p: One two", "table: ", "  c | d", "  a | b", "p: "],
  },
  {
    name: "a row is deleted while another moves it",
    before: table,
    one: (person) => {
      acts.removeRow(person, 0);
    },
    other: (person) => {
      acts.moveRow(person, 0, 1);
    },
    after: ["p: One two", "table: ", "  c | d", "   | ", "p: "],
  },
  {
    name: "two merge cells, each over the other's",
    before: table,
    one: (person) => {
      acts.mergeCells(person, { top: 0, bottom: 1, start: 0, end: 2 });
    },
    other: (person) => {
      acts.mergeCells(person, { top: 0, bottom: 2, start: 0, end: 1 });
    },
    after: ["p: One two", "table: ", "  a/b(2x1)", "  c | d", "p: "],
  },
  {
    name: "a table is deleted while its caption is written",
    before: table,
    one: (person) => {
      acts.deleteBlocks(person, 1, 2);
    },
    other: (person) => void person.at(1, 0).type(", three"),
    after: ["p: One two, three", "p: "],
  },
  {
    name: "a table is deleted while words arrive in it",
    before: table,
    one: (person) => {
      acts.deleteBlocks(person, 1, 2);
    },
    other: (person) => {
      acts.writeCell(person, 0, 1, " more");
    },
    after: ["p: One two", "p: "],
    left: ["table: more"],
  },
  {
    name: "a sentence is deleted while its note is written",
    before: note,
    one: (person) => {
      acts.selectAllIn(person, 0);
      person.core.dispatch(person.state.tr.deleteSelection());
    },
    other: (person) => {
      acts.write(person, acts.note(person), ", 2019");
    },
    after: ["p: "],
    left: ["note: , 2019"],
    putBack: ["p: †{, 2019}"],
  },
  {
    name: "one reference to a note is deleted, and the other one by somebody else",
    before: noteTwice,
    one: (person) => {
      const [pos = 0] = acts.noteRefs(person);
      person.core.dispatch(person.state.tr.delete(pos, pos + 1));
    },
    other: (person) => {
      const [, pos = 0] = acts.noteRefs(person);
      person.core.dispatch(person.state.tr.delete(pos, pos + 1));
    },
    after: ["p: One two"],
    left: ["note: source"],
    putBack: ["p: One two†{source}"],
  },
  {
    name: "a sentence is cut and pasted while its note is written",
    before: note,
    one: (person) => {
      acts.cutAndPaste(person, 0);
    },
    other: (person) => {
      acts.write(person, acts.note(person), ", 2019");
    },
    after: ["p: One†{source} two"],
    left: ["note: , 2019"],
  },
  {
    name: "two delete one sentence with its note",
    before: note,
    one: (person) => {
      acts.selectAllIn(person, 0);
      person.core.dispatch(person.state.tr.deleteSelection());
    },
    other: (person) => {
      acts.selectAllIn(person, 0);
      person.core.dispatch(person.state.tr.deleteSelection());
    },
    after: ["p: "],
    left: [],
  },
  {
    name: "a picture is replaced by both, and both describe it",
    before: figure,
    one: (person) => {
      person.core.act(() => {
        acts.payload(person, "figure").set("image", image("2"));
      });
      acts.write(person, acts.payload(person, "figure").get("alt") as never, "A.");
    },
    other: (person) => {
      person.core.act(() => {
        acts.payload(person, "figure").set("image", image("3"));
      });
      acts.write(person, acts.payload(person, "figure").get("alt") as never, "B.");
    },
    after: [
      ["p: One two", "figure:  <3> A.B.", "p: "],
      ["p: One two", "figure:  <2> B.A.", "p: "],
    ],
  },
  {
    name: "a box is taken away while its title is written",
    before: box,
    one: (person) => void person.at(0, 0).do(dissolveBox(acts.idOf(person, "box"))),
    other: (person) => {
      acts.write(person, acts.payload(person, "box").get("title") as never, " more");
    },
    after: ["p: One two"],
    left: ["box: more"],
  },
  {
    name: "a case study becomes a key message while its region is written",
    before: caseStudy,
    one: (person) => {
      person.core.act(() => {
        setBoxKind(acts.payload(person, "box"), "key");
      });
    },
    other: (person) => {
      acts.write(person, acts.payload(person, "box").get("region") as never, " and beyond");
    },
    after: ["[Title]", "  p: One two"],
    left: ["box: and beyond"],
    putBack: ["[case Title,  and beyond, ]", "  p: One two"],
  },
  {
    name: "a paragraph in a box is split while the other writes behind the box's last words",
    before: box,
    one: (person) =>
      void person.at(0, 3).do((state, dispatch) => {
        dispatch?.(state.tr.split(state.selection.from));
        return true;
      }),
    other: (person) => void person.at(0, -1).type("!"),
    after: ["[Title]", "  p: One", "  p:  two!"],
  },
];

describe.each([
  ["the one has the smaller id", 11, 22],
  ["the other has the smaller id", 22, 11],
] as const)("%s", (_, oneId, otherId) => {
  it.each(rows)("$name", (row) => {
    const author = new Person({ client: 5, update: chapter("One two") });
    row.before(author);
    const update = Y.encodeStateAsUpdate(author.ydoc);
    const one = new Person({ client: oneId, update });
    const other = new Person({ client: otherId, update });
    row.one(one);
    row.other(other);
    meet(one, other);
    const expected = oneId < otherId ? row.after[0] : row.after[1];
    const after = Array.isArray(expected) ? expected : (row.after as string[]);
    for (const person of [one, other]) {
      expect(acts.drawn(treeOf(person.state.doc, person.ydoc))).toEqual(after);
      expect(acts.left(person)).toEqual(row.left ?? []);
    }
    if (row.putBack === undefined) return;
    acts.putBack(one);
    meet(one, other);
    expect(acts.drawn(treeOf(other.state.doc, other.ydoc))).toEqual(row.putBack);
    expect(acts.left(other)).toEqual([]);
  });
});

const two = (): [Person, Person] => {
  const update = chapter("One two");
  return [new Person({ client: 11, update }), new Person({ client: 22, update })];
};

describe("undo", () => {
  it("of a note that somebody else wrote in leaves that person's words over", () => {
    const [one, other] = two();
    one.at(0, 3).do(insertNote);
    meet(one, other);
    acts.write(other, acts.note(other), "a source");
    meet(one, other);
    one.undo();
    meet(one, other);
    expect(acts.drawn(treeOf(other.state.doc, other.ydoc))).toEqual(["p: One two"]);
    expect(acts.left(other)).toEqual(["note: a source"]);
    one.redo();
    expect(acts.drawn(treeOf(one.state.doc, one.ydoc))).toEqual(["p: One†{a source} two"]);
    expect(acts.left(one)).toEqual([]);
  });

  it("of a table that somebody else wrote in leaves that person's words over", () => {
    const [one, other] = two();
    one.at(0, -1).do(insertTable(1, 1));
    meet(one, other);
    acts.writeCell(other, 0, 0, "words");
    meet(one, other);
    one.undo();
    expect(acts.left(one)).toEqual(["table: words"]);
  });

  it("of a row that somebody else wrote in leaves that person's words over", () => {
    const update = chapter("One two");
    const author = new Person({ client: 5, update });
    table(author);
    const grown = Y.encodeStateAsUpdate(author.ydoc);
    const [one, other] = [new Person({ client: 11, update: grown }), new Person({ client: 22, update: grown })];
    acts.addRow(one);
    meet(one, other);
    acts.writeCell(other, 1, 0, "words");
    meet(one, other);
    one.undo();
    meet(one, other);
    expect(acts.drawn(treeOf(other.state.doc, other.ydoc))).toEqual([
      "p: One two",
      "table: ",
      "  a | b",
      "  c | d",
      "p: ",
    ]);
    expect(acts.left(other)).toEqual(["row: words"]);
  });

  it("of a deletion brings back a note with what it said", () => {
    const person = new Person({ client: 11, update: chapter("One two"), pauseMs: 0 });
    note(person);
    acts.selectAllIn(person, 0);
    person.core.dispatch(person.state.tr.deleteSelection());
    expect(acts.left(person)).toEqual([]);
    person.undo();
    expect(acts.drawn(treeOf(person.state.doc, person.ydoc))).toEqual(["p: One†{source} two"]);
  });

  it("of a removed row brings back the row with its words", () => {
    const person = new Person({ client: 11, update: chapter("One two"), pauseMs: 0 });
    table(person);
    acts.removeRow(person, 0);
    person.undo();
    expect(acts.drawn(treeOf(person.state.doc, person.ydoc))).toContain("  a | b");
  });
});

it("takes no words along with a box that nobody saw in it", () => {
  const author = new Person({ client: 5, update: chapter("One two") });
  box(author);
  acts.payload(author, "box").set("region", new Y.Text("West Africa"));
  expect(acts.left(author)).toEqual(["box: West Africa"]);
  author.at(0, 0).do(dissolveBox(acts.idOf(author, "box")));
  expect(acts.left(author)).toEqual(["box: West Africa"]);
});

it("leaves out what is left over as a deletion of text does, for everybody", () => {
  const author = new Person({ client: 5, update: chapter("One two") });
  note(author);
  const update = Y.encodeStateAsUpdate(author.ydoc);
  const [one, other] = [new Person({ client: 11, update }), new Person({ client: 22, update })];
  acts.selectAllIn(one, 0);
  one.core.dispatch(one.state.tr.deleteSelection());
  acts.write(other, acts.note(other), "!");
  meet(one, other);
  acts.leaveAllOut(one);
  meet(one, other);
  expect(acts.left(other)).toEqual([]);
  expect(plainOf(other.ydoc.getMap("notes").values().next().value as never)).toBe("");
});

describe("a note that stands in the text and in a cell keeps its words", () => {
  const person = (): Person => {
    const person = new Person({ client: 11, update: chapter("One two"), pauseMs: 0 });
    table(person);
    note(person);
    acts.noteInCell(person, 1, 0);
    return person;
  };
  const places = (person: Person): number =>
    acts.drawn(treeOf(person.state.doc, person.ydoc)).join("").split("†").length - 1;

  it.each<[string, Act]>([
    [
      "its sentence goes",
      (person) => {
        acts.selectAllIn(person, 0);
        person.core.dispatch(person.state.tr.deleteSelection());
      },
    ],
    [
      "its row goes",
      (person) => {
        acts.removeRow(person, 1);
      },
    ],
    [
      "its cell is emptied",
      (person) => {
        acts.emptyCell(person, 1, 0);
      },
    ],
    [
      "its table goes",
      (person) => {
        acts.deleteBlocks(person, 1, 2);
      },
    ],
  ])("until both are gone: %s", (_, first) => {
    const one = person();
    const says = acts.note(one);
    expect(places(one)).toBe(2);
    first(one);
    expect([places(one), plainOf(says)]).toEqual([1, "source"]);
    acts.deleteBlocks(one, 0, one.state.doc.childCount);
    expect([places(one), plainOf(says)]).toEqual([0, ""]);
    expect(acts.left(one)).toEqual([]);
  });
});
