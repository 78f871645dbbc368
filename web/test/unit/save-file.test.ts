// Names of files that every system takes, and a chapter's words as plain text.
import { expect, test } from "vitest";
import * as Y from "yjs";

import { plainText } from "../../src/pages/plain-text.ts";
import { fileName } from "../../src/pages/save-file.ts";

test("a title becomes a name of a file on every system", () => {
  expect(fileName("Setting up: the office / part 1?")).toBe("Setting up  the office   part 1");
  expect(fileName("الإنذار المبكر")).toBe("الإنذار المبكر");
  expect(fileName("...")).toBe("chapter");
  expect(fileName("")).toBe("chapter");
  expect([...fileName("𝔸".repeat(300))]).toHaveLength(80);
});

test("one paragraph is one line, and what is no text is left out", () => {
  const doc = new Y.Doc();
  const body = doc.getText("body");
  const mark = (): object => new Y.Map([["kind", "p"]]) as unknown as object;
  body.insertEmbed(0, mark());
  body.insert(1, "First.", { strong: true });
  body.insert(7, " Still first.", { strong: null });
  body.insertEmbed(body.length, mark());
  body.insert(body.length, "Second");
  body.insertEmbed(body.length, { note: "id" });
  body.insert(body.length, ".");
  expect(plainText(doc)).toBe("First. Still first.\nSecond.");
  expect(plainText(new Y.Doc())).toBe("");
});
