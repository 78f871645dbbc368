// What the screens say in Spanish about finding words and definitions across a manual. Part of ../es.ts.
import type { finding as en } from "./en.ts";

export const finding: typeof en = {
  label: "Buscar en el manual",
  find: "Buscar",
  short: "Escriba dos letras o más.",
  looking: "Buscando…",
  found: "Se encontró en estos lugares:",
  more: "Hay más lugares. Escriba más palabras para ver menos.",
  none: "No se encontró nada. Lo que se acaba de escribir se encuentra en cuanto está guardado.",
  onDevice: (n, of = n) =>
    `El servicio no respondió; solo se ha buscado en los capítulos que están en este dispositivo: ${n.toLocaleString("es")} de ${of.toLocaleString("es")}.`,
  noneOnDevice: "No se ha encontrado nada en ellos.",
  failed: "El servicio no respondió y no se pudo buscar. Inténtelo de nuevo cuando haya conexión.",
  glossary: "Glosario",
  noDefinitions: "Ningún capítulo define todavía un término. Las definiciones aparecen aquí a medida que se escriben.",
};
