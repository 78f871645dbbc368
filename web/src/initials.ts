// Two letters for a seat, and its number if there is one: "Ghana 2" is GH2, "Steering group" is SG. Never the letters of
// a person's name, for no person's name is shown.

export function initials(name: string): string {
  const parts = name.trim().split(/\s+/u);
  const last = parts.at(-1) ?? "";
  const number = parts.length > 1 && /^\d+$/u.test(last) ? last : "";
  const words = number === "" ? parts : parts.slice(0, -1);
  const letters = words.length > 1 ? words.slice(0, 2).map(firstLetter) : [...(words[0] ?? "")].slice(0, 2);
  return letters.join("").toLocaleUpperCase("en") + number;
}

function firstLetter(word: string): string {
  return [...word][0] ?? "";
}
