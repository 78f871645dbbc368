// What a person has switched on beside the text, remembered on this device: how they like to write, nothing of what they
// write. Where the device remembers nothing, it holds for this page.

export interface Comforts {
  /** How many words there are, and how long they take to read. */
  readonly count: boolean;
  /** The chapter's outline beside the sheet, where there is room. */
  readonly outline: boolean;
  /** Nothing but the sheet, and the paragraph at the caret in full ink. */
  readonly focus: boolean;
  /** What is typed as Markdown becomes what it stands for. */
  readonly shortcuts: boolean;
}

const KEPT_AS = "chancery.comforts";
const FIRST: Comforts = { count: true, outline: false, focus: false, shortcuts: true };

export function keptComforts(): Comforts {
  try {
    return { ...FIRST, ...readComforts(JSON.parse(localStorage.getItem(KEPT_AS) ?? "{}")) };
  } catch {
    return FIRST;
  }
}

export function keepComforts(comforts: Comforts): void {
  try {
    localStorage.setItem(KEPT_AS, JSON.stringify(comforts));
  } catch {
    // A private window may forbid it.
  }
}

/** What is on or off in a value of any shape. */
export function readComforts(value: unknown): Partial<Comforts> {
  if (typeof value !== "object" || value === null) return {};
  const known = Object.entries(value).filter(([name, on]) => name in FIRST && typeof on === "boolean");
  return Object.fromEntries(known) as Partial<Comforts>;
}
