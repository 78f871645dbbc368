// What the service is asked about a person's ways in: passkeys and sessions, and which ways there are. Every refusal is a
// `Problem` of ../api.ts. Next: browser.ts.
import { ask, get, Problem } from "../api.ts";
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
  /** What people call the provider that vouches for them; null: none is configured. */
  readonly provider: string | null;
}

/** That a provider vouches for the person who asks. */
export interface Linked {
  readonly provider: string;
  readonly since: string;
  /** It is the one that is configured now. */
  readonly works: boolean;
}

/** What the provider sends a browser back with. Without a code it sent an error. */
export interface Brought {
  readonly state: string;
  readonly code: string | null;
  readonly iss: string | null;
}

/** The service asks another one before it answers. */
const PROVIDER_PATIENCE_MS = 40_000;

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

/** Where the browser is to go to sign in with the provider. An invitation links whoever comes back to its person. */
export async function providerAddress(
  ownDevice: boolean,
  invitation: { readonly link: string; readonly code: string } | null,
): Promise<string> {
  const body = JSON.stringify({ own_device: ownDevice, ...(invitation === null ? {} : { invitation }) });
  const answer = await ask("sign-in/provider", { method: "POST", body, patienceMs: PROVIDER_PATIENCE_MS });
  const { address } = (await answer.json()) as { address: string };
  // A page goes nowhere but over http, whatever it is told.
  if (!/^https?:/.test(new URL(address).protocol)) throw new Problem("internal");
  return address;
}

/** Signs in with what the provider sent. */
export async function finishAtProvider(brought: Brought): Promise<void> {
  const { state, code, iss } = brought;
  const body = JSON.stringify({ state, ...(code === null ? {} : { code }), ...(iss === null ? {} : { iss }) });
  await ask("sign-in/provider/finish", { method: "POST", body, patienceMs: PROVIDER_PATIENCE_MS });
}

/** The provider that vouches for whoever asks, if one does. */
export async function linked(): Promise<Linked | null> {
  return (await get<{ linked: Linked | null }>("identity")).linked;
}

export async function unlink(): Promise<void> {
  await ask("identity", { method: "DELETE" });
}

/** Touches a passkey of whoever is signed in, which grave acts want. */
export async function touchPasskey(): Promise<void> {
  const asked = await ask("passkeys/touch/challenge", { method: "POST" });
  const credential = await showPasskey((await asked.json()) as RequestAsked);
  await ask("passkeys/touch", { method: "POST", body: JSON.stringify({ credential }) });
}

export async function endSession(id: string): Promise<void> {
  await ask(`sessions/${encodeURIComponent(id)}`, { method: "DELETE" });
}

/** Ends all sessions of this person, this one too. */
export async function signOutEverywhere(): Promise<void> {
  await ask("sessions", { method: "DELETE" });
}
