// Whether a document holds what the service says that it holds: the fingerprint of its canonical form, as in
// collab::fingerprint. Looks, and changes nothing. Late: seldom asked. Next: canon.ts; open-document.ts for what follows.
import type * as Y from "yjs";

import { canon } from "./canon.ts";

/** The form is taken at once, before anything else happens to the document. */
export async function differs(doc: Y.Doc, fingerprint: string): Promise<boolean> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canon(doc)));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("") !== fingerprint;
}
