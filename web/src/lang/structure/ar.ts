// What is said about tables, notes, figures, boxes and cross-references, in Arabic. Next: ../ar.ts, the rest.
import { count } from "../arabic-plural.ts";
import type { Structure } from "./en.ts";

export const structure: Structure = {
  caption: "التسمية التوضيحية",
  labels: {
    section: (number) => `القسم ${number}`,
    table: (number) => `الجدول ${number}`,
    figure: (number) => `الشكل ${number}`,
    box: (number) => `الإطار ${number}`,
    note: (number) => `الحاشية ${number}`,
    removed: "(محذوف)",
    again: (label) => `يظهر أعلاه: ${label}`,
  },
  pageBreak: "فاصل صفحات",

  table: {
    menu: "جدول",
    cell: (row, column = 1) => `الصف ${String(row)}، العمود ${String(column)}`,
    chosen: (n) =>
      count(n, {
        zero: "لم تُختر أي خلية",
        one: "اختيرت خلية واحدة",
        two: "اختيرت خليتان",
        few: "اختيرت # خلايا",
        many: "اختيرت # خلية",
        other: "اختيرت # خلية",
      }),
    rowAbove: "إضافة صف في الأعلى",
    rowBelow: "إضافة صف في الأسفل",
    columnBefore: "إضافة عمود قبله",
    columnAfter: "إضافة عمود بعده",
    merge: "دمج الخلايا",
    split: "تقسيم الخلايا",
    rowUp: "نقل الصف إلى أعلى",
    rowDown: "نقل الصف إلى أسفل",
    columnBack: "إرجاع العمود",
    columnOn: "تقديم العمود",
    wider: "توسيع العمود",
    narrower: "تضييق العمود",
    deleteRow: (n) =>
      count(n, {
        zero: "حذف الصفوف",
        one: "حذف الصف",
        two: "حذف صفين",
        few: "حذف # صفوف",
        many: "حذف # صفًا",
        other: "حذف # صف",
      }),
    deleteColumn: (n) =>
      count(n, {
        zero: "حذف الأعمدة",
        one: "حذف العمود",
        two: "حذف عمودين",
        few: "حذف # أعمدة",
        many: "حذف # عمودًا",
        other: "حذف # عمود",
      }),
    headRow: "صف العناوين",
    headColumn: "عمود العناوين",
    delete: "حذف الجدول",
  },

  note: {
    title: "الحواشي",
    text: (number) => `نص الحاشية ${number}`,
    hint: "اكتب الحاشية هنا",
    back: (number) => `العودة إلى الحاشية ${number} في النص`,
    delete: "حذف الحاشية",
    inList: "إظهارها في القائمة",
  },

  figure: {
    menu: "شكل",
    describe: "وصف هذه الصورة",
    alt: "ما تُظهره الصورة",
    altHint: "يُقرأ لمن لا يستطيع رؤيتها",
    credit: "المصدر",
    creditHint: "لمن هذه الصورة",
    decorative: "للزينة فقط: لا تُظهر شيئًا لا يقوله النص",
    missing: "ليس لهذه الصورة وصف بعد.",
    choose: "اختيار صورة",
    replace: "استبدال الصورة",
    none: "لا صورة بعد",
    done: "تم",
    show: "إظهار الصورة",
    broken: "تعذّر تحميل الصورة. تظهر عندما يعود الاتصال.",
    sending: "الصورة في طريقها…",
    failed: "تعذّر إرسال الصورة. لم يتغير شيء؛ تحقق من الاتصال وحاول مجددًا.",
    wrongType: "لا يستطيع الدليل قبول هذه الصورة. اختر ملف PNG أو JPEG أو WebP أو GIF.",
    tooLarge: "الصورة أكبر مما يمكن قبوله. اختر صورة أصغر.",
    delete: "حذف الشكل",
  },

  box: {
    menu: "إطار",
    kinds: { case: "دراسة حالة", key: "رسالة رئيسية", checklist: "قائمة تحقق" },
    title: "العنوان",
    region: "المنطقة",
    period: "الفترة",
    visibility: "من يحق له قراءته",
    network: "للشبكة فقط",
    publishable: "يجوز نشره",
    continued: (title) => `${title}، تتمة`,
    dissolve: "إزالة الإطار والإبقاء على النص",
    delete: "حذف الإطار ونصه",
  },

  xref: {
    chapter: "في الفصل",
    here: "هذا الفصل",
    nothing: "لا شيء هنا بهذه الكلمات.",
    untitled: "بلا عنوان",
  },

  left: {
    title: (n) =>
      count(n, {
        zero: "لم تصل كلمات تخص شيئًا محذوفًا.",
        one: "وصلت كلمات تخص شيئًا كان قد حُذف.",
        two: "وصلت كلمات تخص شيئين كانا قد حُذفا.",
        few: "وصلت كلمات تخص # أشياء كانت قد حُذفت.",
        many: "وصلت كلمات تخص # شيئًا كانت قد حُذفت.",
        other: "وصلت كلمات تخص # شيء كانت قد حُذفت.",
      }),
    safe: "هي محفوظة. قرر ما يكون من أمرها.",
    kinds: {
      note: "لحاشية",
      table: "لجدول",
      figure: "لشكل",
      box: "لإطار",
      row: "لصف في جدول",
      column: "لعمود في جدول",
    },
    show: "إظهار",
    hide: "إخفاء",
    putBack: "إعادتها",
    leaveOut: "استبعادها",
  },
};
