// What is said of what is left to do before an edition, and of previews, in English: loaded with what shows them. Same rules as
// ../en.ts. It gives the others their shape. Next: index.ts.

export const ready = {
  title: "Ready to publish",
  lead: "What is left to do before a final edition. The list follows the text.",
  desk: "What is left to do before a final edition of each manual.",
  none: "Ready to publish. Nothing is left to do.",
  noneHere: "Nothing is left to do in this chapter.",
  here: "In this chapter",
  looking: "Looking …",
  lookAgain: "Look again",
  close: "Close",
  failed: "The list could not be brought up to date. Your text is safe; look again when the service answers.",
  gone: "This place is not in the text any more. Look again.",
  errors: (n: number): string =>
    n === 1 ? "1 thing stops a final edition" : `${n.toLocaleString("en")} things stop a final edition`,
  warnings: (n: number): string => (n === 1 ? "1 thing to look at" : `${n.toLocaleString("en")} things to look at`),
  severity: { error: "Stops a final edition", warning: "To look at" },
  forAll: "For an edition that is open to everybody",
  show: "Show the list",
  other: { what: "Something is not ready.", todo: "Look at this place." },
  codes: {
    "no-alt": { what: "A picture has no description.", todo: "Say what it shows, or that it is decoration." },
    "skipped-level": { what: "A heading skips a level.", todo: "Make it one level below the heading before it." },
    "suggestion-left": { what: "A suggestion is not decided.", todo: "Take it, or leave it out." },
    "bracket-left": { what: "A text in brackets is not agreed.", todo: "Choose one of the alternatives." },
    "no-glyph": {
      what: "A sign cannot be printed: no typeface of the PDF has it.",
      todo: "Write it another way, or leave it out.",
    },
    "empty-chapter": { what: "The chapter is empty.", todo: "Write it, or take it out of the manual." },
    "unreleased-case": {
      what: "A case study is only for the network.",
      todo: "Say in the box that it may be published, or freeze the edition for members.",
    },
    "broken-reference": {
      what: "A cross-reference leads nowhere.",
      todo: "Let it name another place, or take it out.",
    },
    "no-picture": { what: "A picture is missing.", todo: "Choose the picture again, or take the figure out." },
    "no-title": {
      what: "A title is missing.",
      todo: "Give the chapter a title on the page of the manual, or the box one at its head.",
    },
    "no-head-row": {
      what: "A table has no header row.",
      todo: "Say in the menu of the table which row is the header row.",
    },
  },

  preview: {
    title: "Preview",
    lead: "As it would be printed now. A preview is no edition and says so on every page.",
    pdf: "Preview as PDF",
    docx: "Preview as Word",
    making: "The preview is being made. This takes some seconds.",
    done: "The preview is with your downloads.",
    noPress:
      "This service has no program for PDF, so no PDF can be made. Nothing is lost: preview as Word, or ask whoever runs the service.",
    notPrinted:
      "No PDF was made: it did not succeed, or took too long. Your text is safe; preview as Word, or ask whoever runs the service.",
    failed: "No preview was made. Your text is safe; try again in a moment.",
  },
};

export type ReadyWords = typeof ready;
