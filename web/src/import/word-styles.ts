// What the styles of a Word file say of a paragraph's direction, language and place in the outline, and of hidden text.
// Follows what a style is based on, not further than styles go. Next: prepare.ts.
import { attribute, isOn, scan } from "./xml.ts";

export interface WordStyle {
  readonly name: string;
  readonly basedOn: string | null;
  readonly bidi?: boolean;
  /** 1 to 9, as headings are; 0: body text. */
  readonly level?: number;
  readonly lang?: string;
  /** The language of text that runs from right to left. */
  readonly langBidi?: string;
  readonly hidden?: boolean;
}

type Said = "bidi" | "level" | "lang" | "langBidi" | "hidden";
type Found = { -readonly [Key in keyof WordStyle]: WordStyle[Key] };

const BASED_MAX = 20;

export class WordStyles {
  private readonly styles = new Map<string, Found>();
  private readonly defaults: Found = { name: "", basedOn: null };
  private normal: string | null = null;

  constructor(xml: string | null) {
    if (xml !== null) this.read(xml);
  }

  /** What a style says, or what it is based on, or what holds for all. */
  said<Key extends Said>(id: string | null, what: Key): WordStyle[Key] | undefined {
    let style = this.styles.get(id ?? this.normal ?? "");
    for (let steps = 0; style !== undefined && steps < BASED_MAX; steps += 1) {
      if (style[what] !== undefined) return style[what];
      style = this.styles.get(style.basedOn ?? "");
    }
    return this.defaults[what];
  }

  private read(xml: string): void {
    let style: Found | null = null;
    scan(xml, (tag) => {
      const { name } = tag;
      const value = (key: string): string | null => attribute(xml, tag, key);
      if (tag.is === "close") {
        if (name === "w:style" || name === "w:docDefaults") style = null;
      } else if (name === "w:docDefaults") style = this.defaults;
      else if (name === "w:style") {
        style = { name: "", basedOn: null };
        const id = value("w:styleId") ?? "";
        if (!this.styles.has(id)) this.styles.set(id, style);
        if (value("w:type") === "paragraph" && /^(?:1|true)$/.test(value("w:default") ?? "")) this.normal = id;
      } else if (style === null) return;
      else if (name === "w:name") {
        style.name = value("w:val") ?? "";
        const heading = /^heading ([1-9])$/i.exec(style.name)?.[1];
        if (heading !== undefined) style.level ??= Number(heading);
        if (/^title$/i.test(style.name)) style.level ??= 1;
      } else if (name === "w:basedOn") style.basedOn = value("w:val");
      else if (name === "w:bidi") style.bidi = isOn(xml, tag);
      else if (name === "w:vanish") style.hidden = isOn(xml, tag);
      else if (name === "w:outlineLvl") style.level = levelOf(value("w:val"));
      else if (name === "w:lang") {
        const [lang, langBidi] = [value("w:val"), value("w:bidi")];
        if (lang !== null) style.lang = lang;
        if (langBidi !== null) style.langBidi = langBidi;
      }
    });
  }
}

/** Word counts the levels of its outline from 0; 9 is the body. */
export function levelOf(value: string | null): number {
  const level = Number(value ?? Number.NaN);
  return Number.isInteger(level) && level >= 0 && level < 9 ? level + 1 : 0;
}
