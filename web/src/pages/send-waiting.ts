// Sends what waits on this device for one seat, for a while: before signing out. Loaded when it is needed; the text of
// chapters is not shown here.
import type { Device } from "../device/index.ts";
import type { Who } from "../device/who.ts";
import { OpenDocument } from "../sync/open-document.ts";

const LOOK_EVERY_MS = 250;

/** Opens every document in which edits wait, until nothing waits or the time is over. How many still wait. */
export async function sendWaiting(
  who: Who,
  device: Device,
  forMs: number,
  told: (left: number) => void,
): Promise<number> {
  const documents = (await device.pending()).map(({ document }) => document);
  const opened = documents.map(
    (document) => new OpenDocument({ document, who, device, isOwn: () => false, tell: () => undefined }),
  );
  for (const open of opened) void open.load().then(() => open.connect());
  try {
    return await untilSent(device, performance.now() + forMs, told);
  } finally {
    await Promise.all(opened.map((open) => open.close()));
  }
}

async function untilSent(device: Device, end: number, told: (left: number) => void): Promise<number> {
  for (;;) {
    const left = (await device.pending()).reduce((sum, { changes }) => sum + changes, 0);
    told(left);
    if (left === 0 || performance.now() >= end) return left;
    await new Promise((done) => setTimeout(done, LOOK_EVERY_MS));
  }
}
