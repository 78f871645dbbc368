// Keys as they are written on the person's own keyboard: "Ctrl+Maj+7" in French, "⇧⌘7" on a Mac. Names them, presses none.
// Next: KeysDialog.svelte.
import type { Words } from "../lang/index.ts";

export const MAC = /Mac|iPhone|iPad/.test(typeof navigator === "undefined" ? "" : navigator.userAgent);

/** Names of keys in the order in which a Mac writes them. */
const MAC_SIGNS: readonly (readonly [string, string])[] = [
  ["Ctrl", "⌃"],
  ["Alt", "⌥"],
  ["Shift", "⇧"],
  ["Mod", "⌘"],
];

/** How keys are written: `Mod` is Ctrl, or ⌘ on a Mac. Several keys that do the same are parted by commas. */
export function keyWords(words: Words, keys: string, mac = MAC): string {
  return keys
    .split(", ")
    .map((each) =>
      mac
        ? onMac(words, each.split("-"))
        : each
            .split("-")
            .map((key) => nameOf(words, key))
            .join("+"),
    )
    .join(", ");
}

function onMac(words: Words, keys: readonly string[]): string {
  const signs = MAC_SIGNS.filter(([name]) => keys.includes(name)).map(([, sign]) => sign);
  const rest = keys.filter((key) => !MAC_SIGNS.some(([name]) => name === key));
  return [...signs, ...rest.map((key) => nameOf(words, key))].join("");
}

const NAMES: Readonly<Record<string, string>> = { Mod: "Ctrl", Up: "↑", Down: "↓" };

function nameOf({ writing: { keyNames } }: Words, key: string): string {
  if (key === "Shift") return keyNames.shift;
  if (key === "Esc") return keyNames.escape;
  return key === "Enter" ? keyNames.enter : (NAMES[key] ?? key);
}
