// The words of proposals in the language of the page: asked for by what shows them, so that no other page carries them.
import { en, type ProposalWords } from "./en.ts";

export type { ProposalWords } from "./en.ts";

export async function proposalWords(code: string): Promise<ProposalWords> {
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
