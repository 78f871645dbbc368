// Who works on this device: the seat that is signed in, or, while the service cannot be asked, the one that was here last.
// Decides nothing about rights; the service does. Next: directory.ts, index.ts.
import { session, type Appears, type Seat, type Session } from "../api.ts";
import { goBlind } from "./blind.ts";
import { recallHere, rememberHere } from "./directory.ts";
import { leasesHere, sealFor, storeOf } from "./leases.ts";
import { canSeal, fromText, toText } from "./seal.ts";
import { browserTabs } from "./tabs.ts";

export interface Who {
  readonly seat: Seat | null;
  readonly right: string | null;
  /** What others are told of this person; not known while the service cannot be asked. */
  readonly appears?: Appears | undefined;
  /** Which data folder the service serves; null if it could not be asked and nobody was here before. */
  readonly epoch: string | null;
  readonly signedIn: "yes" | "no" | "unknown";
  /** Whether the person said that this device is their own: only then is anything kept on it. */
  readonly own: boolean;
}

/** On this channel a page that finds somebody signed in says so: others may have waited for it. */
export const SIGNED_IN = "chancery.signed-in";

/** A device that knows who was here last does not wait longer for a service that may be away. */
const PATIENCE_MS = 2_000;
/** Where it lies open: where nothing can be sealed, and as pages of before left it. */
const LAST = "last";
/** Where it lies sealed, with the name of the store whose key opens it. */
const HERE = "here";
const OWN = "own";

interface Last {
  readonly seat: Seat;
  readonly right: string | null;
  readonly epoch: string;
}

interface Here {
  readonly store: string;
  readonly sealed: Uint8Array;
}

/** Asks the service who is signed in; if it does not answer, the last seat of this device. */
export async function whoIsHere(): Promise<Who> {
  const asked = session().catch(() => null);
  const [last, own] = await Promise.all([lastSeat(), recallHere<boolean>(OWN).then((own) => own ?? true)]);
  const answer = last === null ? await asked : await Promise.race([asked, silence()]);
  if (answer !== null) return told(answer, own, last);
  if (last === null && (await recallHere<Here>(HERE)) !== null) goBlind({ why: "past" });
  if (last === null) return { seat: null, right: null, epoch: null, signedIn: "unknown", own };
  return { ...last, signedIn: "unknown", own };
}

/** Who was here last, without asking anybody; null: nobody, or they signed out. */
export async function lastHere(): Promise<Who | null> {
  const [last, own] = await Promise.all([lastSeat(), recallHere<boolean>(OWN)]);
  return last === null || own === false ? null : { ...last, signedIn: "unknown", own: true };
}

/** What the person answered to "Is this your own device?". To be told before the sign-in that it belongs to. */
export function answerOwnDevice(own: boolean): Promise<void> {
  return rememberHere(OWN, own);
}

/** What the person last answered to it on this device; before they did, that it is theirs. */
export async function ownDevice(): Promise<boolean> {
  return (await recallHere<boolean>(OWN)) ?? true;
}

/** Nobody is here any more: part of signing out. */
export async function forgetWho(): Promise<void> {
  await rememberHere(HERE, null);
  await rememberHere(LAST, null);
}

async function told(answer: Session, own: boolean, last: Last | null): Promise<Who> {
  const epoch = answer.epoch ?? null;
  hearSession(answer);
  if (!answer.signed_in) return { seat: null, right: null, epoch, signedIn: "no", own };
  const { seat } = answer;
  const right = answer.right ?? null;
  if (own && epoch !== null) await keepLast({ seat, right, epoch }, last);
  const channel = browserTabs.channel(SIGNED_IN, () => undefined);
  channel.post(seat.id);
  channel.close();
  return { seat, right, appears: answer.appears, epoch, signedIn: "yes", own };
}

/** The one word of the service that takes away what this device keeps. */
export function hearSession(answer: Session): void {
  if (!answer.signed_in && answer.revoked === true)
    void import("./ended.ts").then(({ sessionEnded }) => sessionEnded());
}

async function lastSeat(): Promise<Last | null> {
  const here = await recallHere<Here>(HERE);
  if (here === null) return recallHere<Last>(LAST);
  const lease = canSeal() ? (await leasesHere()).find(({ name }) => name === here.store) : undefined;
  const seal = lease === undefined ? null : await sealFor(lease);
  const last = seal === null ? null : await seal.open("last", here.sealed);
  return last === null ? null : (JSON.parse(toText(last)) as Last);
}

async function keepLast(now: Last, before: Last | null): Promise<void> {
  const words = JSON.stringify(now);
  if (!canSeal()) return rememberHere(LAST, now);
  if (words === JSON.stringify(before) && (await recallHere(LAST)) === null) return;
  try {
    const { name, seal } = await storeOf(now.epoch, now.seat.id, true);
    await rememberHere(HERE, { store: name, sealed: await seal.seal("last", fromText(words)) } satisfies Here);
    await rememberHere(LAST, null);
  } catch {
    // The service is asked each time.
  }
}

function silence(): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
}
