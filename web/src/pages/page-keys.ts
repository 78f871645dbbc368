// The keys of the chapter page that are not the text's own: a key press becomes what it asks for. Letters are told by what
// they write, and on keyboards that write other scripts by their place. Presses nothing. Next: Writing.svelte.
import { MAC } from "./key-names.ts";

export type PageKey = "next-area" | "previous-area" | "find" | "replace" | "focus" | "keys";

type Press = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey">;

/** What a key press asks of the page; null: nothing. */
export function pageKey(press: Press, mac = MAC): PageKey | null {
  if (press.key === "F6") return press.shiftKey ? "previous-area" : "next-area";
  const control = mac ? press.metaKey : press.ctrlKey;
  if (!control || press.altKey) return null;
  // On many keyboards the stroke is written with Shift.
  if (press.key === "/") return "keys";
  switch (letterOf(press)) {
    case "f":
      return press.shiftKey ? "focus" : "find";
    case "h":
      // On a Mac the bare key hides the window.
      return press.shiftKey === mac ? "replace" : null;
    default:
      return null;
  }
}

/** The Latin letter of a key. */
export function letterOf({ key, code }: Pick<KeyboardEvent, "key" | "code">): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase();
  // A letter of another script, where the keyboard has no Latin ones: its place is meant.
  return /^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key)
    ? (/^Key([A-Z])$/.exec(code)?.[1] ?? "").toLowerCase()
    : "";
}
