// The words of getting ready for an edition in the language of the page: asked for by what shows them, so that no other page
// carries them.
import { ready, type ReadyWords } from "./en.ts";

export type { ReadyWords } from "./en.ts";

export async function readyWords(code: string): Promise<ReadyWords> {
  switch (code) {
    case "fr":
      return (await import("./fr.ts")).ready;
    case "es":
      return (await import("./es.ts")).ready;
    case "pt":
      return (await import("./pt.ts")).ready;
    case "ar":
      return (await import("./ar.ts")).ready;
    default:
      return ready;
  }
}
