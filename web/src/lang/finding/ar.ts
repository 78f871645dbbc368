// What the screens say in Arabic about finding words and definitions across a manual. Part of ../ar.ts.
import type { finding as en } from "./en.ts";

export const finding: typeof en = {
  label: "البحث في الدليل",
  find: "بحث",
  short: "اكتب حرفين أو أكثر.",
  looking: "جارٍ البحث…",
  found: "وُجد في المواضع التالية:",
  more: "هناك مواضع أخرى. اكتب كلمات أكثر لترى عددًا أقل.",
  none: "لم يُعثر على شيء. ما كُتب قبل لحظات يُعثر عليه حالما يُحفظ.",
  onDevice: (n, of = n) =>
    `لم تستجب الخدمة، فجرى البحث في الفصول الموجودة على هذا الجهاز وحدها: ${n.toLocaleString("ar-u-nu-latn")} من ${of.toLocaleString("ar-u-nu-latn")}.`,
  noneOnDevice: "لم يُعثر فيها على شيء.",
  failed: "لم تُجب الخدمة، فتعذّر البحث. حاول مرة أخرى عند عودة الاتصال.",
  glossary: "مسرد المصطلحات",
  noDefinitions: "لا يعرّف أي فصل مصطلحًا بعد. تظهر التعريفات هنا كلما كُتبت.",
};
