// What is said about tables, notes, figures, boxes and cross-references, in English. Next: ../en.ts, the rest.

export const structure = {
  /** What a person sees in the place of a caption that is not written yet. */
  caption: "Caption",
  /** What things are called where they are referred to, with their number. */
  labels: {
    section: (number: string): string => `Section ${number}`,
    table: (number: string): string => `Table ${number}`,
    figure: (number: string): string => `Figure ${number}`,
    box: (number: string): string => `Box ${number}`,
    note: (number: string): string => `Note ${number}`,
    removed: "(removed)",
    again: (label: string): string => `Shown above as ${label}`,
  },
  pageBreak: "Page break",

  table: {
    menu: "Table",
    cell: (row: number, column = 1): string => `Row ${String(row)}, column ${String(column)}`,
    chosen: (n: number): string => (n === 1 ? "1 cell chosen" : `${String(n)} cells chosen`),
    rowAbove: "Add row above",
    rowBelow: "Add row below",
    columnBefore: "Add column before",
    columnAfter: "Add column after",
    merge: "Merge cells",
    split: "Split cells",
    rowUp: "Move row up",
    rowDown: "Move row down",
    columnBack: "Move column back",
    columnOn: "Move column forward",
    wider: "Wider column",
    narrower: "Narrower column",
    deleteRow: (n: number): string => (n === 1 ? "Delete row" : `Delete ${String(n)} rows`),
    deleteColumn: (n: number): string => (n === 1 ? "Delete column" : `Delete ${String(n)} columns`),
    headRow: "Header row",
    headColumn: "Header column",
    delete: "Delete table",
  },

  note: {
    title: "Notes",
    text: (number: string): string => `Text of note ${number}`,
    hint: "Write the note here",
    back: (number: string): string => `Back to note ${number} in the text`,
    delete: "Delete note",
    inList: "Show in the list",
  },

  figure: {
    menu: "Figure",
    describe: "Describe this picture",
    alt: "What the picture shows",
    altHint: "Read out to those who cannot see it",
    credit: "Credit",
    creditHint: "Whose picture it is",
    decorative: "Decoration only: it shows nothing that the text does not say",
    missing: "This picture has no description yet.",
    choose: "Choose a picture",
    replace: "Replace picture",
    none: "No picture yet",
    done: "Done",
    show: "Show picture",
    broken: "The picture could not be loaded. It appears when the connection returns.",
    sending: "The picture is on its way…",
    failed: "The picture could not be sent. Nothing was changed; check the connection and try again.",
    wrongType: "This is not a picture that the manual can take. Choose a PNG, JPEG, WebP or GIF file.",
    tooLarge: "The picture is too large. Choose a smaller one.",
    delete: "Delete figure",
  },

  box: {
    menu: "Box",
    kinds: { case: "Case study", key: "Key message", checklist: "Checklist" },
    title: "Title",
    region: "Region",
    period: "Period",
    visibility: "Who may read it",
    network: "Only for the network",
    publishable: "May be published",
    continued: (title: string): string => `${title}, continued`,
    dissolve: "Remove box, keep the text",
    delete: "Delete box and text",
  },

  xref: {
    chapter: "In the chapter",
    here: "This chapter",
    nothing: "Nothing here goes by these words.",
    untitled: "without a title",
  },

  left: {
    title: (n: number): string =>
      n === 1
        ? "Words arrived for something that had been removed."
        : `Words arrived for ${String(n)} things that had been removed.`,
    safe: "They are kept. Decide what becomes of them.",
    kinds: {
      note: "For a note",
      table: "For a table",
      figure: "For a figure",
      box: "For a box",
      row: "For a row of a table",
      column: "For a column of a table",
    },
    show: "Show",
    hide: "Hide",
    putBack: "Put back",
    leaveOut: "Leave out",
  },
};

export type Structure = typeof structure;
