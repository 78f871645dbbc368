// What the screens say in English about finding words and definitions across a manual. Part of ../en.ts.
export const finding = {
  label: "Find in the manual",
  find: "Find",
  short: "Type two letters or more.",
  looking: "Looking…",
  found: "Found in these places:",
  more: "There are more places than these. Type more words to see fewer.",
  none: "Nothing was found. What was written a moment ago is found once it is saved.",
  onDevice: (n: number, of = n): string =>
    `The service did not answer, so only the chapters on this device were looked through: ${n.toLocaleString("en")} of ${of.toLocaleString("en")}.`,
  noneOnDevice: "Nothing was found in them.",
  failed: "The service did not answer, so nothing could be looked for. Try again when you are connected.",
  glossary: "Glossary",
  noDefinitions: "No chapter defines a term yet. Definitions appear here as they are written.",
};
