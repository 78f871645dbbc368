// Reads one file that a person chose, away from the page: if the file harms, it harms this worker, which the page ends.
// Fetches nothing. Next: docx.ts, markdown.ts.
import { importDocx } from "./docx.ts";
import type { Imported } from "./imported.ts";
import { importMarkdown } from "./markdown.ts";
import { Refused, type Why } from "./refused.ts";

export interface Asked {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly name: string;
}
export type Answer = { readonly imported: Imported } | { readonly refused: Why };

/** What of a worker's surroundings is used here. */
interface Surroundings {
  readonly addEventListener: (type: "message", listener: (event: MessageEvent<Asked>) => void) => void;
  readonly postMessage: (answer: Answer) => void;
}

const worker = globalThis as unknown as Surroundings;

worker.addEventListener("message", ({ data }) => {
  void read(data).then((answer) => {
    worker.postMessage(answer);
  });
});

async function read({ bytes, name }: Asked): Promise<Answer> {
  try {
    const isText = /\.(?:md|markdown|mdown|txt)$/i.test(name);
    return { imported: isText ? importMarkdown(bytes, name) : await importDocx(bytes, name) };
  } catch (error) {
    return { refused: error instanceof Refused ? error.why : "damaged" };
  }
}
