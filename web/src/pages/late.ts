// The pages that come when they are asked for, each a file of its own, so that nobody loads what they do not open. A new page
// is one line here and one address in ../router.ts. Next: App.svelte.
import type { Component } from "svelte";

import type { LanguageCode, Words } from "../lang/index.ts";
import type { Place } from "../router.ts";

/** What an address may name. */
export const NAMED = { slug: "", secret: "", id: "" };

/** What each of them is given; it asks for as much of it as it needs. */
type Given = typeof NAMED & { words: Words; choose: (code: LanguageCode) => Promise<void> };
type LatePlace = Exclude<Place["is"], "manuals" | "manual" | "chapter" | "nowhere">;

export const LATE: Record<LatePlace, () => Promise<{ default: Component<Given> }>> = {
  editions: () => import("./Editions.svelte"),
  access: () => import("./Access.svelte"),
  kept: () => import("./Kept.svelte"),
  proposals: () => import("../branch/Queue.svelte"),
  proposal: () => import("../branch/Proposal.svelte"),
  desk: () => import("../desk/Desk.svelte"),
  seat: () => import("../desk/SeatPage.svelte"),
  "sign-in": () => import("./SignIn.svelte"),
};
