// A part of a Word file made ready for the library that reads it: what the library does not look at (direction, language,
// outline, page breaks) is written into bookmarks, which it keeps; what it would lose (the words of fields, equations,
// shapes) is put where it looks; what is left out is told. Only cuts and inserts; all else stays byte for byte.
// Next: marked.ts, which reads the bookmarks again.
import type { Leaving } from "../paste/left.ts";
import { language, primary } from "../paste/line.ts";
import { attribute, escaped, isOn, scan, unescaped, type Tag } from "./xml.ts";
import { levelOf, type WordStyles } from "./word-styles.ts";

/** How the names of our bookmarks begin. */
export const MARK = "chancery.";

/** Elements whose tags go and whose content stays: the library passes over what it does not know. */
const UNWRAPPED = new Set(
  "w:fldSimple w:bdo w:dir w:ruby w:rubyBase w:smartTagPr w:subDoc v:oval v:line v:polyline v:arc v:curve".split(" "),
);
const SHAPES = new Set("v:oval v:line v:polyline v:arc v:curve".split(" "));
/** Elements that go with all that is in them. What was moved away stands where it was moved to. */
const DROPPED = new Set(["w:rt", "w:rubyPr", "w:moveFrom"]);
const FIELDS_KEPT = /^\s*(?:HYPERLINK|FORMCHECKBOX|FORMTEXT|FORMDROPDOWN)\b/i;

interface Paragraph {
  /** Where in the output its bookmark goes, once what it says is known. */
  slot: number | null;
  style: string | null;
  bidi: boolean | null;
  level: number | null;
  pageBreak: boolean;
  /** How many letters are in which language. */
  readonly letters: Map<string, number>;
  readonly runs: { readonly begin: number; readonly end: number; readonly lang: string }[];
}

interface Run {
  /** How many paragraphs it stands in. */
  readonly within: number;
  readonly from: number;
  readonly slot: number;
  lang: string | null;
  langBidi: string | null;
  rtl: boolean;
  style: string | null;
  hidden: boolean;
  letters: number;
}

/** The prepared text of a part. */
export function prepare(xml: string, styles: WordStyles, leaving: Leaving): string {
  return new Preparing(xml, styles, leaving).all();
}

class Preparing {
  private readonly out: string[] = [];
  private copied = 0;
  private readonly paragraphs: Paragraph[] = [];
  private readonly runs: Run[] = [];
  /** The element around, of which something is being taken: its words go elsewhere, or nowhere. */
  private taking: {
    readonly name: string;
    readonly depth: number;
    readonly words: string[];
    readonly end: (words: string) => void;
  } | null = null;
  private textFrom: number | null = null;
  /** The choices that stand alone, and how deep those of them are that are open. */
  private readonly chosen = new Set<number>();
  private readonly choices: number[] = [];
  private instruction: string[] = [];
  /** What the last drawing shows, in words. */
  private alt = "";
  private readonly tableMarks: boolean[] = [];
  /** The properties around, of a paragraph or a run. */
  private readonly properties: string[] = [];

  constructor(
    private readonly xml: string,
    private readonly styles: WordStyles,
    private readonly leaving: Leaving,
  ) {}

  all(): string {
    this.choose();
    scan(this.xml, (tag) => {
      if (this.taking !== null) this.take(tag);
      else this.tag(tag);
    });
    this.copyTo(this.xml.length);
    return this.out.join("");
  }

  /** Where a drawing is written in two ways the library reads the older one: the newer goes, or takes its place. */
  private choose(): void {
    const open: { choices: number[]; hasOther: boolean }[] = [];
    scan(this.xml, ({ is, name, from }) => {
      if (name === "mc:AlternateContent" && is === "open") open.push({ choices: [], hasOther: false });
      else if (name === "mc:Choice" && is === "open") open.at(-1)?.choices.push(from);
      else if (name === "mc:Fallback") open.splice(-1, 1, { choices: open.at(-1)?.choices ?? [], hasOther: true });
      else if (name === "mc:AlternateContent" && is === "close") {
        const { choices, hasOther } = open.pop() ?? { choices: [], hasOther: false };
        choices.forEach((choice, index) => hasOther || index > 0 || this.chosen.add(choice));
      }
    });
  }

  private choice(tag: Tag): void {
    if (tag.is !== "open") return;
    if (!this.chosen.has(tag.from)) return this.takeAll(tag, () => undefined);
    this.choices.push(tag.depth);
    this.replace(tag, "<mc:Fallback>");
  }

  private tag(tag: Tag): void {
    const { name, is } = tag;
    if (is === "close") return this.close(tag);
    if (is === "open" && name.endsWith("PrChange")) return this.takeAll(tag, () => undefined);
    if (name === "w:p") return is === "open" ? this.openParagraph() : undefined;
    const paragraph = this.paragraphs.at(-1);
    if (paragraph !== undefined && paragraph.slot === null && this.properties.length === 0 && name !== "w:pPr")
      paragraph.slot = this.slotAt(tag.from);
    if (is === "open" && (name === "w:pPr" || name === "w:rPr")) this.properties.push(name);
    if (this.properties.length > 0) this.property(tag);
    else this.content(tag);
  }

  private content(tag: Tag): void {
    const { name, is } = tag;
    if (name === "w:r" && is === "open") this.openRun(tag);
    else if (name === "w:t" && is === "open") this.textFrom = tag.to;
    else if (name === "w:tbl" && is === "open") this.tableMarks.push(false);
    else if (name === "w:bidiVisual" && isOn(this.xml, tag)) this.tableMarks.splice(-1, 1, true);
    else if (name === "w:del") this.deletion(tag);
    else if (name === "wp:docPr") this.alt = attribute(this.xml, tag, "descr") ?? "";
    else if (name === "a:blip") this.picture(tag);
    else if (name === "w:drawing" && is === "open") this.drawing(tag);
    else if (name === "w:txbxContent") this.leaving.add("text-box");
    else if (name === "m:oMath" && is === "open") this.equation(tag);
    else if (name === "w:object" || name === "w:altChunk" || name === "c:chart" || name === "dgm:relIds")
      this.leaving.add("object");
    else if (name === "w:fldChar") this.field(tag);
    else if (name === "w:fldSimple") this.countField(attribute(this.xml, tag, "w:instr") ?? "");
    else if (name === "w:instrText" && is === "open") this.textFrom = tag.to;
    if (this.taking !== null) return;
    if (DROPPED.has(name) && is === "open") this.takeAll(tag, () => undefined);
    else if (name === "mc:Choice") this.choice(tag);
    else if (SHAPES.has(name)) this.replace(tag, is === "open" ? "<v:rect>" : "");
    else if (UNWRAPPED.has(name)) this.replace(tag, "");
  }

  private property(tag: Tag): void {
    const { name } = tag;
    const [paragraph, run] = [this.paragraphs.at(-1), this.runs.at(-1)];
    const value = (key = "w:val"): string | null => attribute(this.xml, tag, key);
    if (paragraph === undefined) return;
    if (name === "w:pStyle") paragraph.style = value();
    else if (name === "w:bidi") paragraph.bidi = isOn(this.xml, tag);
    else if (name === "w:outlineLvl") paragraph.level = levelOf(value());
    else if (name === "w:pageBreakBefore") paragraph.pageBreak = isOn(this.xml, tag);
    else if (run?.within !== this.paragraphs.length || this.properties.includes("w:pPr")) return;
    else if (name === "w:rStyle") run.style = value();
    else if (name === "w:rtl") run.rtl = isOn(this.xml, tag);
    else if (name === "w:vanish") run.hidden = isOn(this.xml, tag);
    else if (name === "w:lang") {
      run.lang = value() ?? run.lang;
      run.langBidi = value("w:bidi") ?? run.langBidi;
    }
  }

  private close(tag: Tag): void {
    const { name } = tag;
    if (name === "w:pPr" || name === "w:rPr") this.closeProperties(tag);
    else if (name === "w:t") this.closeText(tag);
    else if (name === "w:instrText") this.closeInstruction(tag);
    else if (name === "w:r") this.closeRun(tag);
    else if (name === "w:p") this.closeParagraph(tag);
    else if (name === "w:tbl") this.tableMarks.pop();
    else if (name === "mc:Choice" && this.choices.at(-1) === tag.depth) {
      this.choices.pop();
      this.replace(tag, "</mc:Fallback>");
    } else if (SHAPES.has(name)) this.replace(tag, "</v:rect>");
    else if (UNWRAPPED.has(name)) this.replace(tag, "");
  }

  // Paragraphs.

  private openParagraph(): void {
    this.paragraphs.push({
      slot: null,
      style: null,
      bidi: null,
      level: null,
      pageBreak: false,
      letters: new Map(),
      runs: [],
    });
  }

  private closeProperties(tag: Tag): void {
    this.properties.pop();
    const paragraph = this.paragraphs.at(-1);
    if (tag.name === "w:pPr" && this.properties.length === 0 && paragraph?.slot === null)
      paragraph.slot = this.slotAt(tag.to);
  }

  private closeParagraph(tag: Tag): void {
    const paragraph = this.paragraphs.pop();
    if (paragraph === undefined) return;
    const { style } = paragraph;
    const bidi = paragraph.bidi ?? this.styles.said(style, "bidi") ?? false;
    const level = paragraph.level ?? this.styles.said(style, "level") ?? 0;
    const lang = [...paragraph.letters].reduce((most, each) => (each[1] > most[1] ? each : most), ["", 0] as [
      string,
      number,
    ])[0];
    const says = [
      bidi ? "rtl" : "",
      lang,
      level > 0 ? String(level) : "",
      paragraph.pageBreak ? "b" : "",
      this.tableMarks.at(-1) === true ? "t" : "",
    ];
    const slot = paragraph.slot ?? this.slotAt(tag.from);
    if (says.some((each) => each !== "")) this.out[slot] = bookmark(`p.${says.join(".")}`);
    for (const run of paragraph.runs) {
      if (primary(run.lang) === primary(lang)) continue;
      this.out[run.begin] = bookmark(`l.${run.lang}`);
      this.out[run.end] = bookmark("l.");
    }
  }

  // Runs.

  private openRun(tag: Tag): void {
    const slot = this.slotAt(tag.from);
    this.runs.push({
      within: this.paragraphs.length,
      from: tag.from,
      slot,
      lang: null,
      langBidi: null,
      rtl: false,
      style: null,
      hidden: false,
      letters: 0,
    });
  }

  private closeText(tag: Tag): void {
    const run = this.runs.at(-1);
    if (run !== undefined && this.textFrom !== null)
      run.letters += this.xml.slice(this.textFrom, tag.from).replace(/[^\p{L}]/gu, "").length;
    this.textFrom = null;
  }

  private closeRun(tag: Tag): void {
    const run = this.runs.pop();
    const paragraph = this.paragraphs.at(-1);
    if (run === undefined || paragraph === undefined) return;
    if (run.hidden || (run.style !== null && this.styles.said(run.style, "hidden") === true)) {
      // What nobody sees is not imported; but a note in it would be missed by its text.
      if (!/<w:(?:foot|end)noteReference\b/.test(this.xml.slice(run.from, tag.to)))
        return this.cutFrom(run.slot, tag.to);
    }
    const said = run.rtl
      ? (run.langBidi ?? this.styles.said(paragraph.style, "langBidi"))
      : (run.lang ?? this.styles.said(paragraph.style, "lang"));
    const lang = language(said);
    if (lang === null || run.letters === 0) return;
    paragraph.letters.set(lang, (paragraph.letters.get(lang) ?? 0) + run.letters);
    this.copyTo(tag.to);
    paragraph.runs.push({ begin: run.slot, end: this.out.push("") - 1, lang });
  }

  // What goes elsewhere, or nowhere.

  private deletion(tag: Tag): void {
    // Without content it stands in the properties of a row that was deleted.
    if (tag.is === "empty") this.leaving.add("deletion");
    else this.takeAll(tag, (words) => words.trim() !== "" && this.leaving.add("deletion", words));
  }

  /** One that stands somewhere else did not come with the file. */
  private picture(tag: Tag): void {
    const isElsewhere = attribute(this.xml, tag, "r:embed") === null && attribute(this.xml, tag, "r:link") !== null;
    if (isElsewhere) this.leaving.add("image", this.alt);
  }

  /** A drawing that only newer programs know: its text goes where older ones had it. */
  private drawing(tag: Tag): void {
    const end = this.xml.indexOf("</w:drawing>", tag.to);
    const from = this.xml.indexOf("<w:txbxContent", tag.to);
    const to = this.xml.lastIndexOf("</w:txbxContent>", end);
    if (from < 0 || from > end || to < from) return;
    this.takeAll(tag, () => {
      this.leaving.add("text-box");
      const content = this.xml.slice(from, to);
      this.out.push(`<w:pict><v:rect><v:textbox>${content}</w:txbxContent></v:textbox></v:rect></w:pict>`);
    });
  }

  private equation(tag: Tag): void {
    this.takeAll(tag, (words) => {
      this.leaving.add("equation", words);
      this.out.push(`<w:r><w:t xml:space="preserve">${escaped(words)}</w:t></w:r>`);
    });
  }

  /** Everything up to the end of this element is taken out of the text. */
  private takeAll(tag: Tag, end: (words: string) => void): void {
    this.copyTo(tag.from);
    this.taking = { name: tag.name, depth: tag.depth, words: [], end };
  }

  private take(tag: Tag): void {
    const { taking } = this;
    if (taking === null) return;
    if (tag.is === "open" && /^(?:w:t|w:delText|m:t)$/.test(tag.name)) this.textFrom = tag.to;
    if (tag.is === "close" && this.textFrom !== null && /^(?:w:t|w:delText|m:t)$/.test(tag.name)) {
      taking.words.push(unescaped(this.xml.slice(this.textFrom, tag.from)));
      this.textFrom = null;
    }
    if (tag.is !== "close" || tag.name !== taking.name || tag.depth !== taking.depth) return;
    this.taking = null;
    this.copied = tag.to;
    taking.end(taking.words.join(""));
  }

  // Fields: their words stay, what made them does not.

  private field(tag: Tag): void {
    const type = attribute(this.xml, tag, "w:fldCharType");
    if (type === "begin") this.instruction = [];
    else if (type === "separate" || type === "end") {
      if (this.instruction.length > 0) this.countField(this.instruction.join(""));
      this.instruction = [];
    }
  }

  private closeInstruction(tag: Tag): void {
    if (this.textFrom !== null) this.instruction.push(unescaped(this.xml.slice(this.textFrom, tag.from)));
    this.textFrom = null;
  }

  private countField(instruction: string): void {
    if (!FIELDS_KEPT.test(instruction)) this.leaving.add("field", instruction.trim().split(/\s+/, 1)[0] ?? "");
  }

  // The output.

  private copyTo(to: number): void {
    if (to > this.copied) this.out.push(this.xml.slice(this.copied, to));
    this.copied = Math.max(this.copied, to);
  }

  private slotAt(at: number): number {
    this.copyTo(at);
    return this.out.push("") - 1;
  }

  private replace(tag: Tag, text: string): void {
    this.copyTo(tag.from);
    this.copied = tag.to;
    this.out.push(text);
  }

  private cutFrom(slot: number, to: number): void {
    this.out.length = slot;
    this.copied = to;
  }
}

const bookmark = (says: string): string => `<w:bookmarkStart w:id="0" w:name="${escaped(MARK + says)}"/>`;
