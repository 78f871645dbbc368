// Refused edits become a proposal at the service: all that wait in one update, posted once, and remembered here before
// anything of it leaves this device. Edits refused while that proposal is still open go on into it. What was written where
// nobody is named becomes a proposal without an author, of which nothing is remembered. Takes nothing out of what waits; putting-back.ts does, and only after this. Next: ../branch/ask.ts.
import * as Y from "yjs";

import { Problem } from "../api.ts";
import { proposal, propose as post } from "../branch/ask.ts";
import { know, knowAsLast, knownAs, lastOf, type Known } from "../branch/known.ts";
import { isRetriable, type Code } from "../code.ts";
import type { Device, OpenDocumentStore } from "../device/index.ts";
import { isUnnamed, type Entry } from "../device/rows.ts";
import { documentOf, isWhole } from "./from-updates.ts";

export interface Proposing {
  readonly store: OpenDocumentStore;
  readonly device: Device;
  readonly title: string;
  /** At least one. */
  readonly goes: readonly Entry[];
  /** Holds what is durable and nothing else. */
  readonly durable: Y.Doc;
  /** The document with all the edits in it. */
  readonly shown: Y.Doc;
}

export type Proposed =
  | {
      readonly is: "proposed";
      readonly proposal: Known;
      /** What is durable in the proposal, as far as this page knows: all of what goes, or nothing if it was there before. */
      readonly durable: readonly Uint8Array[];
    }
  /** They are with whoever decides, as nobody's: they can be neither followed nor taken back. */
  | { readonly is: "unnamed" }
  /** There is no answer now: everything stays where it is, until it is tried again. */
  | { readonly is: "later" }
  /** There is none to be made of these: the shelf has them. */
  | { readonly is: "not" };

/** These are about the right to write and the state of the chapter, and never about what an edit says. */
const BECOMES_PROPOSAL: ReadonlySet<string> = new Set(["read-only", "locked", "not-found"]);

/** Whether edits refused for this reason may still become a proposal. */
export const becomesProposal = (code: Code): boolean => BECOMES_PROPOSAL.has(code);

/** Under a lock: two tabs that are refused in one moment make one proposal, and the second goes on into it. */
export async function propose(what: Proposing): Promise<Proposed> {
  const { store, goes } = what;
  const done = new AbortController();
  await store.tabs.hold(`${store.name} proposing`, done.signal);
  try {
    // What a proposal takes no more, because it was merged meanwhile, is proposed for its chapter.
    const chapter = (await knownAs(what.device, store.document))?.chapter ?? store.document;
    // What nobody is named for goes into nothing that is somebody's.
    return goes.some(isUnnamed)
      ? await anew(what, chapter, true)
      : ((await intoLast(what, chapter)) ?? (await anew(what, chapter, false)));
  } catch (error) {
    return { is: helpsToWait(error) ? "later" : "not" };
  } finally {
    done.abort();
  }
}

/** The proposal that earlier edits became, if it is open and these fit in; null if not. */
async function intoLast({ store, device, goes }: Proposing, chapter: string): Promise<Proposed | null> {
  const last = await lastOf(device, chapter);
  if (last === null || last.id === store.document) return null;
  const now = await proposal(last.id).catch((error: unknown) => {
    if (helpsToWait(error)) throw error;
    return null;
  });
  if (now === null || (now.state !== "open" && now.state !== "draft")) return null;
  const fit = async (): Promise<boolean> => {
    const { durable, pending } = await device.open(last.id).keeper.load();
    return makeWhole([...durable, ...[...pending, ...goes].map(({ bytes }) => bytes)]);
  };
  // After a sudden end this device may not have it yet.
  const fits = (await fit()) || ((await device.fetch(last.id)) && (await fit()));
  return fits ? { is: "proposed", proposal: last, durable: [] } : null;
}

async function anew(what: Proposing, chapter: string, unnamed: boolean): Promise<Proposed> {
  const { device, title, durable } = what;
  const update = updateOf(what);
  if (update === null) return { is: "not" };
  const answer = await post(chapter, update, unnamed);
  if (answer === "unnamed") return { is: "unnamed" };
  // The chapter has all of it by now, and says so the next time it is offered.
  if (answer === null) return { is: "later" };
  const made: Known = { id: answer.id, n: answer.n, chapter };
  // Before the edits leave: whoever comes here again, after a sudden end too, goes on into this one.
  await knowAsLast(device, made);
  await know(device, made, title);
  return { is: "proposed", proposal: made, durable: [Y.encodeStateAsUpdate(durable), update] };
}

/** All that goes, with what it rests on where the service cannot have that; null: something is missing here too. */
function updateOf({ goes, durable, shown }: Proposing): Uint8Array | null {
  const merged = Y.mergeUpdates(goes.map(({ bytes }) => bytes));
  if (makeWhole([Y.encodeStateAsUpdate(durable), merged])) return merged;
  return isWhole(shown) ? Y.encodeStateAsUpdate(shown, Y.encodeStateVector(durable)) : null;
}

function makeWhole(updates: readonly Uint8Array[]): boolean {
  const trial = documentOf(updates);
  const whole = isWhole(trial);
  trial.destroy();
  return whole;
}

/** What was not refused may still come true. */
function helpsToWait(error: unknown): boolean {
  if (!(error instanceof Problem)) return true;
  return error.code === "unreachable" || error.code === "signed-out" || isRetriable(error.code);
}
