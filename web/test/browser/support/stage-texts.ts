// What stands in the chapters of a stage beside the one with everything in it: invented, and the same in both languages.
// Names no person and no country. Next: stage.ts.
import type { StageLanguage } from "./stage.ts";

type Block = readonly [kind: "p" | "h2" | "quote" | "item" | "def", words: string];

export interface StageText {
  readonly manual: string;
  readonly first: { readonly title: string; readonly blocks: readonly Block[] };
  /** `typed` is what somebody adds to it. */
  readonly office: { readonly title: string; readonly blocks: readonly Block[]; readonly typed: string };
  /** The title of a chapter in which nothing stands yet. */
  readonly last: string;
  /** A template, with what each part asks for; and a chapter made from it, in which the first part is written. */
  readonly template: {
    readonly title: string;
    readonly parts: readonly (readonly [title: string, hint: string])[];
    readonly chapter: string;
    readonly written: string;
  };
  /** The title of a chapter into which something is pasted. */
  readonly pasted: string;
  /** What somebody wrote into a note while another one deleted it. */
  readonly late: string;
  readonly edition: string;
}

export const STAGE_TEXTS: Record<StageLanguage, StageText> = {
  en: {
    manual: "Manual for focal points",
    first: {
      title: "Why a focal point",
      blocks: [
        ["p", "Prevention has many parents. With one appointed person there is a telephone number."],
        ["h2", "What a focal point does"],
        ["p", "It asks a question across departments that nobody else is placed to ask."],
        ["def", "Focal point: a senior official who makes prevention somebody's daily work."],
        ["def", "Early warning: what a government does so that a worrying sign reaches a desk in time."],
      ],
    },
    office: {
      title: "Setting up the office",
      blocks: [
        [
          "p",
          "A focal point needs three things before anything else: a mandate in writing, a desk that other ministries know, and time that belongs to the task.",
        ],
        ["h2", "The mandate"],
        [
          "p",
          "Most mandates fit on one page. They name the office, say to whom it reports, and give it the right to ask others for what they know.",
        ],
        ["item", "the office and its place in the ministry"],
        ["item", "whom it may ask, and how fast they answer"],
        ["item", "what it owes to parliament"],
        ["quote", "A mandate that nobody can find is no mandate."],
      ],
      typed: "It says when it is looked at again.",
    },
    last: "Case studies",
    template: {
      title: "A case study",
      parts: [
        ["What happened", "Where and when, in ten lines. Name no person."],
        ["What was done", "By whom, how early, and what it cost."],
        ["What others can learn from it", "One thing that worked, and one that did not."],
      ],
      chapter: "The harvest office",
      written: "An adviser noticed that seasonal workers were sent home early, all of them from the same villages.",
    },
    pasted: "From the regional meeting",
    late: "The minister confirmed this in writing.",
    edition: "First edition 2027",
  },
  ar: {
    manual: "دليل جهات الاتصال",
    first: {
      title: "لماذا جهة الاتصال",
      blocks: [
        ["p", "للوقاية آباء كثيرون. وحين يُكلَّف شخص واحد يصبح هناك رقم هاتف."],
        ["h2", "ما الذي تفعله جهة الاتصال"],
        ["p", "تطرح على الإدارات سؤالًا لا يستطيع غيرها طرحه."],
        ["def", "جهة الاتصال: مسؤول رفيع يجعل الوقاية عملًا يوميًا لشخص بعينه."],
        ["def", "الإنذار المبكر: ما تفعله الحكومة كي تصل الإشارة المقلقة إلى مكتب في الوقت المناسب."],
      ],
    },
    office: {
      title: "إنشاء المكتب",
      blocks: [
        [
          "p",
          "تحتاج جهة الاتصال قبل كل شيء إلى ثلاثة أمور: تكليف مكتوب، ومكتب تعرفه الوزارات الأخرى، ووقت مخصص للمهمة.",
        ],
        ["h2", "التكليف"],
        [
          "p",
          "يكفي للتكليف غالبًا صفحة واحدة. تسمّي المكتب، وتحدد الجهة التي يتبع لها، وتعطيه الحق في سؤال الآخرين عما يعرفونه.",
        ],
        ["item", "المكتب ومكانه في الوزارة"],
        ["item", "من يجوز له أن يسأل، وبأي سرعة يجيبون"],
        ["item", "ما يجب عليه تجاه البرلمان"],
        ["quote", "تكليف لا يجده أحد ليس تكليفًا."],
      ],
      typed: "وتذكر متى يُراجَع.",
    },
    last: "دراسات حالة",
    template: {
      title: "دراسة حالة",
      parts: [
        ["ما الذي حدث", "أين ومتى، في عشرة أسطر. بلا أسماء أشخاص."],
        ["ما الذي فُعل", "من فعله، وكم كان مبكرًا، وكم كلّف."],
        ["ما الذي يمكن أن يتعلمه الآخرون", "شيء واحد نجح، وشيء واحد لم ينجح."],
      ],
      chapter: "مكتب الحصاد",
      written: "لاحظ أحد المستشارين أن العمال الموسميين أُعيدوا مبكرًا إلى بيوتهم، وكلهم من القرى نفسها.",
    },
    pasted: "من الاجتماع الإقليمي",
    late: "وأكّد الوزير ذلك كتابةً.",
    edition: "الطبعة الأولى 2027",
  },
};
