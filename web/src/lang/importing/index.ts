// The words of importing a file, and of what a paste could not keep, in the language of the page: asked for by what says them,
// so that no page carries them from the beginning.
import { importing, type ImportingWords } from "./en.ts";

export type { ImportingWords } from "./en.ts";

export async function importingWords(code: string): Promise<ImportingWords> {
  switch (code) {
    case "fr":
      return (await import("./fr.ts")).importing;
    case "es":
      return (await import("./es.ts")).importing;
    case "pt":
      return (await import("./pt.ts")).importing;
    case "ar":
      return (await import("./ar.ts")).importing;
    default:
      return importing;
  }
}
