// The words of editions in the language of the page: asked for by their pages, so that no other page carries them.
import { editions, type EditionsWords } from "./en.ts";

export type { EditionsWords } from "./en.ts";

export async function editionsWords(code: string): Promise<EditionsWords> {
  switch (code) {
    case "fr":
      return (await import("./fr.ts")).editions;
    case "es":
      return (await import("./es.ts")).editions;
    case "pt":
      return (await import("./pt.ts")).editions;
    case "ar":
      return (await import("./ar.ts")).editions;
    default:
      return editions;
  }
}
