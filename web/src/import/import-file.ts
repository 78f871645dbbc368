// The page's side of an import: gives the file to a worker of its own. Next: ask-worker.ts, import-worker.ts.
import { trustedScript } from "../trusted.ts";
import { askWorker } from "./ask-worker.ts";
import address from "./import-worker.ts?worker&url";
import type { Imported } from "./imported.ts";
import { FILE_BYTES_MAX } from "./limits.ts";
import { Refused } from "./refused.ts";

/** What the file says, or `Refused`. */
export async function importFile(file: File, stop: AbortSignal): Promise<Imported> {
  if (file.size > FILE_BYTES_MAX) throw new Refused("too-large");
  const bytes = new Uint8Array(await file.arrayBuffer());
  const worker = new Worker(trustedScript(address), { type: "module" });
  return askWorker(worker, { bytes, name: file.name }, stop);
}
