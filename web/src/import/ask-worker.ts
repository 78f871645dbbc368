// One question to a worker that may be harmed by it: its answer, or a refusal when it dies, takes too long, or nobody wants to
// know any more. The worker is ended in every case, so that the next file gets a fresh one. Next: import-worker.ts.
import type { Answer, Asked } from "./import-worker.ts";
import type { Imported } from "./imported.ts";
import { PATIENCE_MS } from "./limits.ts";
import { Refused } from "./refused.ts";

/** What the file says, or `Refused`. */
export async function askWorker(
  worker: Pick<Worker, "addEventListener" | "postMessage" | "terminate">,
  { bytes, name }: Asked,
  stop: AbortSignal,
): Promise<Imported> {
  const done = new AbortController();
  let patience: ReturnType<typeof setTimeout> | undefined;
  try {
    const answer = await new Promise<Answer>((go, fail) => {
      const tooSlow = (): void => {
        fail(new Refused("too-slow"));
      };
      patience = setTimeout(tooSlow, PATIENCE_MS);
      stop.addEventListener("abort", tooSlow, { signal: done.signal });
      worker.addEventListener("message", (event) => {
        go((event as MessageEvent<Answer>).data);
      });
      // Out of memory, or out of stack.
      worker.addEventListener("error", (event) => {
        event.preventDefault();
        fail(new Refused("unsafe"));
      });
      if (stop.aborted) tooSlow();
      else worker.postMessage({ bytes, name }, [bytes.buffer]);
    });
    if ("refused" in answer) throw new Refused(answer.refused);
    return answer.imported;
  } finally {
    clearTimeout(patience);
    done.abort();
    worker.terminate();
  }
}
