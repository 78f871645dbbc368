// A chapter with everything in it that has an inside: a table with a note in a cell, a figure, the three kinds of boxes, notes
// and cross-references; in English or in Arabic. Written as an unmodified Yjs client would.
import * as Y from "yjs";

import { newId } from "../../../src/editor/ids.ts";
import { createPayload } from "../../../src/editor/payload/create.ts";
import type { PayloadKind } from "../../../src/editor/refs.ts";
import type { Json } from "../../../src/editor/values.ts";

type Piece = string | { note: Json[] } | { xref: string } | { break: "page" };

/** Puts blocks at the end of a chapter. */
export class Pen {
  private readonly body: Y.Text;

  constructor(readonly doc: Y.Doc) {
    this.body = doc.getText("body");
  }

  /** One block; its id. The first one takes the mark that the service has made. */
  block(kind: string, pieces: readonly Piece[], keys: Record<string, unknown> = {}): string {
    const first = this.body.length === 1 ? (this.body.toDelta() as { insert: unknown }[])[0]?.insert : null;
    const id = first instanceof Y.Map ? String(first.get("id")) : newId();
    this.doc.transact(() => {
      if (first instanceof Y.Map) for (const [key, value] of Object.entries({ kind, ...keys })) first.set(key, value);
      else this.body.insertEmbed(this.body.length, new Y.Map(Object.entries({ id, kind, ...keys })), {});
      for (const piece of pieces) {
        if (typeof piece === "string") this.body.insert(this.body.length, piece, {});
        else if ("note" in piece) {
          const note = this.payload("note", piece.note);
          this.body.insertEmbed(this.body.length, { note }, {});
        } else this.body.insertEmbed(this.body.length, piece, {});
      }
    });
    return id;
  }

  payload(kind: PayloadKind, content: Json): string {
    return createPayload(this.doc, newId, kind, content);
  }

  table(caption: string, rows: readonly (readonly Json[])[], more: Record<string, Json> = {}): string {
    const cells = rows.map((row) => ({
      cells: row.map((cell): Json =>
        typeof cell === "string" ? { content: cell === "" ? [] : [{ text: cell }] } : cell,
      ),
    }));
    const payload = this.payload("table", { rows: cells, headRow: true, ...more });
    return this.block("table", caption === "" ? [] : [caption], { payload });
  }
}

export interface StructureText {
  readonly title: string;
  readonly heading: string;
  /** A word that is there several times. */
  readonly find: string;
  readonly lead: string;
  readonly note: string;
  readonly second: string;
  readonly caption: string;
  readonly rows: readonly (readonly string[])[];
  readonly cellNote: string;
  readonly sub: string;
  readonly see: string;
  readonly boxTitle: string;
  readonly region: string;
  readonly period: string;
  readonly boxText: readonly string[];
  readonly key: string;
  readonly keyText: string;
  readonly check: string;
  readonly items: readonly string[];
  readonly figure: string;
}

export const STRUCTURE: Record<"en" | "ar", StructureText> = {
  en: {
    title: "Early warning",
    heading: "Signals and their sources",
    find: "source",
    lead: "No source is enough by itself. A focal point compares what comes in every week and writes down what has changed",
    note: "Weekly is the least; in a crisis it is daily.",
    second: ". Whoever reads it must know where it came from.",
    caption: "Where signals come from",
    rows: [
      ["Source", "What it knows", "How fast"],
      ["Missions abroad", "What is said in the capital, and what is not", "days"],
      ["Police and line ministries", "Movements, incidents, hate speech", "hours"],
      ["Civil society", "What people are afraid of", "weeks"],
    ],
    cellNote: "Sooner where there is a standing arrangement.",
    sub: "Writing it down",
    see: "Compare what arrived with ",
    boxTitle: "A telephone list that worked",
    region: "West Africa",
    period: "2019 to 2021",
    boxText: [
      "The office kept one list of forty names and called ten of them every Monday.",
      "Nobody was asked for secrets; everybody was asked what had changed.",
    ],
    key: "Before anything else",
    keyText: "A signal that reaches nobody is no warning.",
    check: "Every Monday",
    items: ["Call ten of the forty", "Write down what has changed", "Send it before noon"],
    figure: "The way of a signal through the office",
  },
  ar: {
    title: "الإنذار المبكر",
    heading: "الإشارات ومصادرها",
    find: "ما تغيّر",
    lead: "لا يكفي أي مصدر وحده. تقارن جهة الاتصال كل أسبوع ما يصلها وتكتب ما تغيّر",
    note: "مرة في الأسبوع على الأقل، وكل يوم في الأزمات.",
    second: ". وعلى من يقرأ أن يعرف من أين جاء ذلك.",
    caption: "من أين تأتي الإشارات",
    rows: [
      ["المصدر", "ما يعرفه", "السرعة"],
      ["البعثات في الخارج", "ما يُقال في العاصمة وما لا يُقال", "أيام"],
      ["الشرطة والوزارات", "التحركات والحوادث وخطاب الكراهية", "ساعات"],
      ["المجتمع المدني", "ما يخشاه الناس", "أسابيع"],
    ],
    cellNote: "وأسرع حيث يوجد ترتيب دائم.",
    sub: "تدوينها",
    see: "قارن ما وصل بما في ",
    boxTitle: "قائمة هاتف أفادت",
    region: "غرب أفريقيا",
    period: "2019 إلى 2021",
    boxText: [
      "احتفظ المكتب بقائمة من أربعين اسمًا واتصل بعشرة منهم كل اثنين.",
      "لم يُسأل أحد عن سر، وسُئل الجميع عما تغيّر.",
    ],
    key: "قبل كل شيء",
    keyText: "الإشارة التي لا تصل إلى أحد ليست إنذارًا.",
    check: "كل يوم اثنين",
    items: ["اتصل بعشرة من الأربعين", "اكتب ما تغيّر", "أرسله قبل الظهر"],
    figure: "طريق الإشارة في المكتب",
  },
};

/** Writes the chapter of a language. */
export function writeStructure(doc: Y.Doc, text: StructureText, image: Json = null): void {
  const pen = new Pen(doc);
  pen.block("h2", [text.heading]);
  pen.block("p", [text.lead, { note: [{ text: text.note }] }, text.second]);
  const rows = text.rows.map((row, y): Json[] =>
    row.map((cell, x): Json =>
      y === 2 && x === 2 ? { content: [{ text: cell }, { note: "new", content: [{ text: text.cellNote }] }] } : cell,
    ),
  );
  const table = pen.table(text.caption, rows);
  pen.block("h3", [text.sub]);
  pen.block("p", [text.see, { xref: table }, "."]);
  const box = pen.payload("box", {
    kind: "case",
    title: text.boxTitle,
    region: text.region,
    period: text.period,
    visibility: "publishable",
  });
  for (const words of text.boxText) pen.block("p", [words], { box });
  const figure = pen.payload("figure", image === null ? {} : { image });
  pen.block("figure", [text.figure], { payload: figure });
  const key = pen.payload("box", { kind: "key", title: text.key });
  pen.block("p", [text.keyText], { box: key });
  const check = pen.payload("box", { kind: "checklist", title: text.check });
  for (const item of text.items) pen.block("p", [item], { box: check, list: "bullet", depth: 0 });
  pen.block("p", []);
}
