// What the service is asked about a person's ways in: passkeys and sessions, and which ways there are. Every refusal is a
// `Problem` of ../api.ts. Next: browser.ts.
import { ask, get } from "../api.ts";
import { makePasskey, showPasskey, type CreationAsked, type RequestAsked } from "./browser.ts";

export interface Passkey {
  readonly id: string;
  readonly name: string;
  /** RFC 3339, as all times. */
  readonly added: string;
  /** Null: nobody has signed in with it yet. */
  readonly last_used: string | null;
}

export interface OpenSession {
  readonly id: string;
  readonly began: string;
  /** A day. */
  readonly last_seen: string;
  /** Families of browser and system; null: the browser said nothing. */
  readonly device: { readonly browser: string; readonly system: string } | null;
  /** The one that asks. */
  readonly current: boolean;
}

/** Which ways in there are beside an invitation. */
export interface Ways {
  readonly passkeys: boolean;
}

export const ways = (): Promise<Ways> => get("sign-in");
export const passkeys = (): Promise<Passkey[]> => get("passkeys");
export const sessions = (): Promise<OpenSession[]> => get("sessions");

/** Makes a passkey on this device and adds it. */
export async function addPasskey(name: string): Promise<void> {
  const asked = await ask("passkeys/registration", { method: "POST" });
  const credential = await makePasskey((await asked.json()) as CreationAsked);
  await ask("passkeys", { method: "POST", body: JSON.stringify({ name, credential }) });
}

export async function renamePasskey(id: string, name: string): Promise<void> {
  await ask(`passkeys/${encodeURIComponent(id)}/name`, { method: "POST", body: JSON.stringify({ name }) });
}

export async function removePasskey(id: string): Promise<void> {
  await ask(`passkeys/${encodeURIComponent(id)}`, { method: "DELETE" });
}

/** Signs in with whichever passkey of this service the device has. */
export async function signInWithPasskey(ownDevice: boolean): Promise<void> {
  const asked = await ask("sign-in/passkey/challenge", { method: "POST" });
  const credential = await showPasskey((await asked.json()) as RequestAsked);
  await ask("sign-in/passkey", { method: "POST", body: JSON.stringify({ credential, own_device: ownDevice }) });
}

export async function endSession(id: string): Promise<void> {
  await ask(`sessions/${encodeURIComponent(id)}`, { method: "DELETE" });
}

/** Ends all sessions of this person, this one too. */
export async function signOutEverywhere(): Promise<void> {
  await ask("sessions", { method: "DELETE" });
}
