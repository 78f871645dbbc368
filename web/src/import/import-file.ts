// The page's side of an import: gives the file to a worker of its own, and ends the worker when it has answered, when it
// takes too long or when the person goes away. Next: import-worker.ts.
import { trustedScript } from "../trusted.ts";
import type { Answer } from "./import-worker.ts";
import address from "./import-worker.ts?worker&url";
import type { Imported } from "./imported.ts";
import { FILE_BYTES_MAX, PATIENCE_MS } from "./limits.ts";
import { Refused } from "./refused.ts";

/** What the file says, or `Refused`. */
export async function importFile(file: File, stop: AbortSignal): Promise<Imported> {
  if (file.size > FILE_BYTES_MAX) throw new Refused("too-large");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const worker = new Worker(trustedScript(address), { type: "module" });
  try {
    const answer = await new Promise<Answer>((go, fail) => {
      const refuse = (): void => {
        fail(new Refused("too-slow"));
      };
      const patience = setTimeout(refuse, PATIENCE_MS);
      stop.addEventListener("abort", refuse);
      worker.addEventListener("message", ({ data }: MessageEvent<Answer>) => {
        clearTimeout(patience);
        go(data);
      });
      // Out of memory, or out of stack.
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        clearTimeout(patience);
        fail(new Refused("unsafe"));
      });
      worker.postMessage({ bytes, name: file.name }, [bytes.buffer]);
    });
    if ("refused" in answer) throw new Refused(answer.refused);
    return answer.imported;
  } finally {
    worker.terminate();
  }
}
