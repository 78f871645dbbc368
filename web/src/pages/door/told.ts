// A failure for which the page that met it has a sentence, in the language that the page is in when it is read.

export class Told extends Error {
  constructor(readonly sentence: () => string) {
    super("told");
    this.name = "Told";
  }
}
