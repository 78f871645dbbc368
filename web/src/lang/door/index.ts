// The words of signing in and of the page "Your access": they come with those pages, and weigh on no other.
// Each language is a file of this folder. Next: ../../door/words.svelte.ts.
import type { door } from "./en.ts";

export type DoorWords = typeof door;

export async function loadDoor(code: string): Promise<DoorWords> {
  switch (code) {
    case "fr":
      return (await import("./fr.ts")).door;
    case "es":
      return (await import("./es.ts")).door;
    case "pt":
      return (await import("./pt.ts")).door;
    case "ar":
      return (await import("./ar.ts")).door;
    default:
      return (await import("./en.ts")).door;
  }
}
