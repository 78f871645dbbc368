// What the screens say in Portuguese about finding words and definitions across a manual. Part of ../pt.ts.
import type { finding as en } from "./en.ts";

export const finding: typeof en = {
  label: "Procurar no manual",
  find: "Procurar",
  short: "Escreva duas letras ou mais.",
  looking: "Procurando…",
  found: "Encontrado nestes lugares:",
  more: "Há mais lugares. Escreva mais palavras para ver menos.",
  none: "Nada foi encontrado. O que acaba de ser escrito é encontrado assim que estiver gravado.",
  onDevice: (n, of = n) =>
    `O serviço não respondeu; a procura foi feita só nos capítulos que estão neste dispositivo: ${n.toLocaleString("pt")} de ${of.toLocaleString("pt")}.`,
  noneOnDevice: "Nada foi encontrado neles.",
  failed: "O serviço não respondeu e não foi possível procurar. Tente de novo quando houver conexão.",
  glossary: "Glossário",
  noDefinitions: "Nenhum capítulo define ainda um termo. As definições aparecem aqui à medida que são escritas.",
};
