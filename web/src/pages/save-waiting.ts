// Everything on this device that the service does not have, as files: the words of its chapters and of the shelf in one
// text, and the edits in one file that a program can put back. Loaded when it is needed. Next: save-file.ts.
import type { Device } from "../device/index.ts";
import type { Words } from "../lang/index.ts";
import { plainText } from "./plain-text.ts";
import { saveEdits, saveText, wholeOf, type SavedEdits } from "./save-file.ts";
import { titleOnDevice } from "./titles.ts";

/** Some browsers drop the second of two downloads that begin at once. */
const BETWEEN_MS = 500;

export async function saveWaiting(words: Words, device: Device): Promise<void> {
  const texts: string[] = [];
  const edits: SavedEdits[] = [];
  for (const { document } of await device.pending()) {
    const doc = await device.read(document);
    if (doc === null) continue;
    const title = (await titleOnDevice(device, document)) ?? words.kept.outline;
    texts.push(`${title}\n\n${plainText(doc)}`);
    edits.push({ document, title, at: Date.now(), update: wholeOf(doc) });
  }
  for (const { document, title, at, text, bytes } of await device.shelf()) {
    texts.push(`${title}\n\n${text}`);
    edits.push({ document, title, at, update: bytes });
  }
  saveText(words.kept.waiting, texts.join("\n\n\n"));
  await new Promise((done) => setTimeout(done, BETWEEN_MS));
  saveEdits(words.kept.waiting, edits);
}
