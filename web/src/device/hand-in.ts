// Hands edits in for the seat whose session on this device was taken away: the service makes a proposal of them, without an
// author where nobody is named, and gives nothing back. The one place that knows how that is asked. Next: ended.ts.

/** "later": the service could not be asked, or asks to be asked again. "refused": it will never take this. */
export type HandedIn = "taken" | "later" | "refused";

/** `unnamed`: it was written where nobody is named. */
export type HandIn = (document: string, update: Uint8Array, unnamed: boolean) => Promise<HandedIn>;

/** Says of an update that it was written where nobody is named, so that it is taken without a name. */
export const NO_NAME = { "chancery-author": "none" };

const PATIENCE_MS = 5_000;
const LATER = new Set([408, 425, 429]);

export const handIn: HandIn = async (document, update, unnamed) => {
  try {
    const response = await fetch(`/api/v1/hand-in/${encodeURIComponent(document)}`, {
      method: "POST",
      headers: { "content-type": "application/octet-stream", ...(unnamed ? NO_NAME : {}) },
      body: update as Uint8Array<ArrayBuffer>,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (response.ok) return "taken";
    return response.status >= 500 || LATER.has(response.status) ? "later" : "refused";
  } catch {
    return "later";
  }
};
