// What the screens say in English about importing a file and about what a paste could not keep. Loaded with the pages that do either.
export const importing = {
  title: "Import a file",
  lead: "A Word file (.docx) or Markdown (.md). It is read on this device; nothing is sent before you make a chapter of it.",
  file: "Choose a file",
  reading: "Reading the file…",
  cancel: "Cancel",
  close: "Close",
  another: "Choose another file",
  chapterTitle: "Title of the new chapter",
  comesIn: "What comes in",
  counts: {
    headings: (n: number): string => (n === 1 ? "1 heading" : `${n.toLocaleString("en")} headings`),
    tables: (n: number): string => (n === 1 ? "1 table" : `${n.toLocaleString("en")} tables`),
    notes: (n: number): string => (n === 1 ? "1 footnote" : `${n.toLocaleString("en")} footnotes`),
    pictures: (n: number): string => (n === 1 ? "1 picture" : `${n.toLocaleString("en")} pictures`),
  },
  leftTitle: "What could not be kept",
  leftNone: "Everything could be kept.",
  left: {
    deletion: (n: number): string =>
      n === 1
        ? "1 deletion of the tracked changes is left out; insertions are kept."
        : `${n.toLocaleString("en")} deletions of the tracked changes are left out; insertions are kept.`,
    comment: (n: number): string =>
      n === 1 ? "1 comment is left out." : `${n.toLocaleString("en")} comments are left out.`,
    image: (n: number): string =>
      n === 1
        ? "1 picture is left out. Insert it in the chapter."
        : `${n.toLocaleString("en")} pictures are left out. Insert them in the chapter.`,
    object: (n: number): string =>
      n === 1 ? "1 embedded object is left out." : `${n.toLocaleString("en")} embedded objects are left out.`,
    equation: (n: number): string =>
      n === 1 ? "1 equation is kept as plain text." : `${n.toLocaleString("en")} equations are kept as plain text.`,
    "text-box": (n: number): string =>
      n === 1
        ? "1 text box: its words stand in the text."
        : `${n.toLocaleString("en")} text boxes: their words stand in the text.`,
    header: (n: number): string =>
      n === 1 ? "1 header or footer is left out." : `${n.toLocaleString("en")} headers and footers are left out.`,
    field: (n: number): string =>
      n === 1
        ? "1 field is kept as it was shown; it does not change any more."
        : `${n.toLocaleString("en")} fields are kept as they were shown; they do not change any more.`,
  },
  make: "Make this a new chapter",
  making: "Making the chapter…",
  made: (title: string): string => `The chapter ${title} is made.`,
  unsaved:
    "The chapter was made, but its text is not saved. Your file is unchanged: delete the chapter and import the file again.",
  open: "Open the chapter",
  refused: {
    "too-large": "The file is too large. A file may have up to 20 MB; save it without its pictures, or in parts.",
    "too-long": "This is more text than one chapter can hold. Save it in parts and import each as a chapter.",
    "not-known": "This is neither a Word file (.docx) nor Markdown (.md). Save it as one of them and try again.",
    "old-word": "This file was made by an old Word (.doc). Open it in Word, save it as .docx and try again.",
    locked: "This file needs a password. Save it without one and try again.",
    damaged: "This file is damaged and cannot be read. Open it in Word, save it again and try once more.",
    unsafe:
      "This file holds something that no text needs, so it was not read. Open it in Word, save it again and try once more.",
    "too-slow": "Reading the file took too long. Save it in parts and import each as a chapter.",
    empty: "There is no text in this file.",
  },
  pasted: "Pasted. Not everything could be kept.",
};

export type ImportingWords = typeof importing;
