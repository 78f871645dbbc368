// Why a file is not imported. Each reason has a sentence in lang/ (section `importing`). Next: docx.ts.

export type Why =
  /** Larger than can be read, or it says that it unpacks to more than that. */
  | "too-large"
  /** More text than a chapter can hold. */
  | "too-long"
  /** No .docx and no text. */
  | "not-known"
  /** A .doc of Word before 2007. */
  | "old-word"
  /** It needs a password. */
  | "locked"
  /** It is not what it says of itself: sizes, names, structure. */
  | "damaged"
  /** It is made to do harm: references to other files, structures without end. */
  | "unsafe"
  /** It was not read in time. */
  | "too-slow"
  /** There is no text in it. */
  | "empty";

export class Refused extends Error {
  constructor(readonly why: Why) {
    super(why);
    this.name = "Refused";
  }
}
