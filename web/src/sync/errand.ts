// Documents without a page: opened for as long as it takes to send what waits or to fetch what is new. Shows nothing and makes no edit. Next: open-document.ts.
import type { Device } from "../device/index.ts";
import type { SeatDevice } from "../device/seat-device.ts";
import type { Who } from "../device/who.ts";
import { OpenDocument, type DocumentFact } from "./open-document.ts";

const AT_ONCE = 2;
const PATIENCE_MS = 60_000;
/** How often to look whether an ended tab left something to be sent. */
const LOOK_EVERY_MS = 5_000;

/** Sends, for as long as the page lives, what tabs that ended left on the device. */
export async function sendWaiting(device: SeatDevice, who: Who): Promise<void> {
  for (;;) {
    // A page that is being opened takes its own document's.
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    const left = [...(await device.leftBehind())];
    const work = async (): Promise<void> => {
      for (let document = left.shift(); document !== undefined; document = left.shift())
        await errand(device, who, document);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
}

/** One document, until it is in step and nothing of it is ours to send; false if that did not come about. */
export async function errand(device: Device, who: Who, document: string): Promise<boolean> {
  let tell: (fact: DocumentFact) => void = () => undefined;
  const open = new OpenDocument({
    document,
    who,
    device,
    isOwn: () => false,
    unseen: true,
    tell: (fact) => tell(fact),
  });
  const ended = new Promise<boolean>((resolve) => {
    const late = setTimeout(() => resolve(false), PATIENCE_MS);
    let inStep = false;
    tell = (fact) => {
      if (fact.is === "in-step") inStep = true;
      const isOver = ["lost", "refused", "signed-out", "other-seat", "outdated"].includes(fact.is);
      if (!isOver && !(inStep && open.waiting === 0)) return;
      clearTimeout(late);
      resolve(!isOver);
    };
  });
  try {
    await open.load();
    open.connect();
    return await ended;
  } finally {
    await open.close();
  }
}
