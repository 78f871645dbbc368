// The canonical form of a document against the vectors that the service's form is tested with.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { canon } from "../../src/sync/canon.ts";
import { documentOf } from "../../src/sync/from-updates.ts";
import { keepUntidied } from "../../src/untidied.ts";

const FILE = fileURLToPath(new URL("../../../crates/manual/vectors/canon.json", import.meta.url));

interface Vector {
  readonly name: string;
  readonly update: string;
  readonly canon: string;
}

const vectors = JSON.parse(readFileSync(FILE, "utf8")) as readonly Vector[];

it.each(vectors)("$name", ({ update, canon: form }) => {
  const doc = documentOf([Uint8Array.from(Buffer.from(update, "hex"))], keepUntidied);
  expect(canon(doc)).toBe(form);
});
