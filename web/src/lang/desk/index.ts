// The words of the desk in the language of the page: asked for by its pages, so that no other page carries them.
import { en, type DeskWords } from "./en.ts";

export type { DeskWords } from "./en.ts";

export async function deskWords(code: string): Promise<DeskWords> {
  switch (code) {
    case "fr":
      return (await import("./fr.ts")).fr;
    case "es":
      return (await import("./es.ts")).es;
    case "pt":
      return (await import("./pt.ts")).pt;
    case "ar":
      return (await import("./ar.ts")).ar;
    default:
      return en;
  }
}
