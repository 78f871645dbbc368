// Addresses and the page each of them means.
import { expect, test } from "vitest";

import { syncAddress } from "../../src/api.ts";
import {
  chapterPath,
  editionsPath,
  manualPath,
  placeOf,
  proposalPath,
  proposalsPath,
  readingPath,
} from "../../src/router.ts";

const ID = "0b7f6a2e-8f0a-4a6c-9d5e-3f1f0a4f7c11";

test("an address means one page", () => {
  expect(placeOf("/")).toEqual({ is: "manuals" });
  expect(placeOf("/sign-in/a-b_c")).toEqual({ is: "sign-in", secret: "a-b_c" });
  expect(placeOf(chapterPath(ID))).toEqual({ is: "chapter", id: ID });
  expect(placeOf(`${chapterPath(ID)}/`)).toEqual({ is: "chapter", id: ID });
  expect(placeOf("/access")).toEqual({ is: "access" });
  expect(placeOf("/sign-in")).toEqual({ is: "sign-in", secret: "" });
  expect(placeOf("/kept")).toEqual({ is: "kept" });
  expect(placeOf("/manuals/a-manual")).toEqual({ is: "manual", slug: "a-manual" });
  expect(placeOf(manualPath("دليل"))).toEqual({ is: "manual", slug: "دليل" });
  expect(placeOf(editionsPath("a-manual"))).toEqual({ is: "editions", slug: "a-manual" });
  expect(placeOf(proposalsPath("a-manual"))).toEqual({ is: "proposals", slug: "a-manual" });
  expect(placeOf(proposalPath(ID))).toEqual({ is: "proposal", id: ID });
  expect(readingPath("a-manual", 2)).toBe("/a-manual/editions/2");
  expect(placeOf("/a-manual/editions/2")).toEqual({ is: "nowhere" });
  for (const path of [
    "/kept/more",
    "/manuals",
    "/manuals/a/elsewhere",
    "/manuals/a/editions/1",
    "/chapters",
    "/chapters/7",
    `/chapters/${ID}/more`,
    "/proposals",
    "/proposals/7",
    "/elsewhere",
  ]) {
    expect(placeOf(path)).toEqual({ is: "nowhere" });
  }
});

test("the room of a chapter is at the same host, on a safe line where the page is", () => {
  const at = (href: string) => syncAddress(ID, new URL(href) as unknown as Location);
  expect(at("http://127.0.0.1:8080/chapters/x")).toBe(`ws://127.0.0.1:8080/api/v1/sync/${ID}`);
  expect(at("https://manual.example/")).toBe(`wss://manual.example/api/v1/sync/${ID}`);
});
