// A short chapter in two languages, long enough to show every kind of block, and how somebody writes it by hand.
import type { Writer } from "./writer.ts";

export const TEXTS = {
  en: {
    title: "Setting up the office",
    words: [
      "A focal point needs three things before anything else: a mandate in writing, a desk that other ministries know, and time that belongs to the task.",
      "The mandate",
      "Most mandates fit on one page. They name the office, say to whom it reports, and give it the right to ask others for what they know.",
      "the office and its place in the ministry",
      "whom it may ask, and how fast they answer",
      "what it owes to parliament",
      "A mandate that nobody can find is no mandate.",
    ],
    heading: "The mandate",
    items: ["the office and its place", "whom it may ask", "what it owes to parliament"],
    quote: "A mandate that nobody",
    quoteName: "Quote",
    here: "Most mandates fit on one page",
    there: "and its place",
    typed: "or on half of one",
    long: "Whoever signs the mandate should also say who answers when the office asks.",
    showShelf: "Show my words",
    edition: "First edition 2027",
  },
  ar: {
    title: "الإنذار المبكر",
    words: [
      "الإنذار المبكر عمل يومي لا حدث استثنائي. يبدأ بسؤال بسيط: من يعرف ماذا، ومتى يعرفه، ولمن يقوله؟",
      "جمع الإشارات",
      "تصل الإشارات من مصادر كثيرة، ولا يكفي أي مصدر وحده. تقارنها جهة الاتصال كل أسبوع وتكتب ما تغيّر.",
      "البعثات في الخارج",
      "الوزارات المعنية والشرطة",
      "منظمات المجتمع المدني",
      "الإشارة التي لا تصل إلى أحد ليست إنذارًا.",
    ],
    heading: "جمع الإشارات",
    items: ["البعثات في الخارج", "الوزارات المعنية", "منظمات المجتمع المدني"],
    quote: "الإشارة التي لا تصل",
    quoteName: "اقتباس",
    here: "من مصادر كثيرة",
    there: "في الخارج",
    typed: "ومختلفة",
    long: "على من يوقّع التكليف أن يقول أيضًا من يجيب عندما يسأل المكتب.",
    showShelf: "أظهر كلماتي",
    edition: "الطبعة الأولى 2027",
  },
} as const;

export type Text = (typeof TEXTS)["en"] | (typeof TEXTS)["ar"];

/** Writes the chapter as a person would, block by block, and waits until it is saved. */
export async function compose(writer: Writer, text: Text): Promise<void> {
  await writer.page.click(".ProseMirror");
  for (const [index, words] of text.words.entries()) {
    if (index > 0) await writer.presses("Enter");
    await writer.page.keyboard.insertText(words);
  }
  await writer.caret(text.heading);
  await writer.presses("Control+Alt+2");
  for (const item of text.items) {
    await writer.caret(item);
    await writer.presses("Control+Shift+8");
  }
  await writer.caret(text.quote);
  await writer.makes(text.quoteName);
  await writer.settled();
}
