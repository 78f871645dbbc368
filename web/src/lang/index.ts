// Which language the interface speaks: the one chosen on this device, else the browser's, else English. The direction of
// the page follows it. Other languages are loaded when they are chosen.
import { en, type Words } from "./en.ts";

export type { Words } from "./en.ts";

/** What can be chosen, each by its own name. */
export const LANGUAGES = [
  { code: "en", name: "English" },
  { code: "fr", name: "Français" },
  { code: "es", name: "Español" },
  { code: "pt", name: "Português" },
  { code: "ar", name: "العربية" },
] as const;

export type LanguageCode = (typeof LANGUAGES)[number]["code"];

const KEPT_AS = "chancery.language";

/** The language to begin with. */
export function preferred(): LanguageCode {
  const wanted = [kept(), ...navigator.languages].map((tag) => tag?.split("-")[0]);
  return wanted.find(isKnown) ?? "en";
}

export async function load(code: LanguageCode): Promise<Words> {
  switch (code) {
    case "en":
      return en;
    case "fr":
      return (await import("./fr.ts")).fr;
    case "es":
      return (await import("./es.ts")).es;
    case "pt":
      return (await import("./pt.ts")).pt;
    case "ar":
      return (await import("./ar.ts")).ar;
  }
}

/** How dates and times are written in a language: as this browser's own country does, if it speaks the language. */
export function localeOf(code: string): string {
  const own = navigator.languages.find((tag) => tag.split("-")[0] === code && tag.includes("-"));
  return `${own ?? (code === "en" ? "en-GB" : code)}-u-nu-latn`;
}

/** Keeps a choice on this device, where the device allows it. */
export function keep(code: LanguageCode): void {
  try {
    localStorage.setItem(KEPT_AS, code);
  } catch {
    // A private window may forbid it; the choice then holds for this page.
  }
}

function kept(): string | undefined {
  try {
    return localStorage.getItem(KEPT_AS) ?? undefined;
  } catch {
    return undefined;
  }
}

function isKnown(code: string | undefined): code is LanguageCode {
  return LANGUAGES.some((language) => language.code === code);
}
