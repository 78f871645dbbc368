// What is said of what is left to do before an edition, and of previews, in Spanish. Same rules as ../es.ts.
import { counting } from "../plural.ts";
import type { ReadyWords } from "./en.ts";

const { count } = counting("es");

export const ready: ReadyWords = {
  title: "Listo para publicar",
  lead: "Lo que falta antes de una edición final. La lista sigue al texto.",
  desk: "Lo que falta antes de una edición final de cada manual.",
  none: "Listo para publicar. No queda nada por hacer.",
  noneHere: "No queda nada por hacer en este capítulo.",
  here: "En este capítulo",
  looking: "Comprobando …",
  lookAgain: "Comprobar de nuevo",
  close: "Cerrar",
  failed: "No se pudo actualizar la lista. Su texto está a salvo; compruebe de nuevo cuando el servicio responda.",
  gone: "Este lugar ya no está en el texto. Compruebe de nuevo.",
  errors: (n) =>
    count(n, {
      one: "# punto impide una edición final",
      many: "# de puntos impiden una edición final",
      other: "# puntos impiden una edición final",
    }),
  warnings: (n) =>
    count(n, { one: "# punto por revisar", many: "# de puntos por revisar", other: "# puntos por revisar" }),
  severity: { error: "Impide una edición final", warning: "Por revisar" },
  forAll: "Para una edición abierta a todos",
  show: "Mostrar la lista",
  other: { what: "Algo no está listo.", todo: "Revise este lugar." },
  codes: {
    "no-alt": { what: "Una imagen no tiene descripción.", todo: "Diga qué muestra, o que es decorativa." },
    "skipped-level": {
      what: "Un título se salta un nivel.",
      todo: "Póngalo un nivel por debajo del título anterior.",
    },
    "suggestion-left": { what: "Una sugerencia no está decidida.", todo: "Acéptela o descártela." },
    "bracket-left": {
      what: "Un texto entre corchetes no está acordado.",
      todo: "Elija una de las alternativas.",
    },
    "no-glyph": {
      what: "Un signo no se puede imprimir: ninguna tipografía del PDF lo tiene.",
      todo: "Escríbalo de otro modo o quítelo.",
    },
    "empty-chapter": { what: "El capítulo está vacío.", todo: "Escríbalo o quítelo del manual." },
    "unreleased-case": {
      what: "Un estudio de caso es solo para la red.",
      todo: "Indique en el recuadro que se puede publicar, o congele la edición para los miembros.",
    },
    "broken-reference": {
      what: "Una referencia cruzada no lleva a ningún lugar.",
      todo: "Haga que nombre otro lugar o quítela.",
    },
    "no-picture": { what: "Falta una imagen.", todo: "Elija de nuevo la imagen o quite la figura." },
    "no-title": {
      what: "Falta un título.",
      todo: "Dé un título al capítulo en la página del manual, o al recuadro en su encabezado.",
    },
    "no-head-row": {
      what: "Una tabla no tiene fila de encabezado.",
      todo: "Indique en el menú de la tabla qué fila es la de encabezado.",
    },
  },

  preview: {
    title: "Vista previa",
    lead: "Tal como se imprimiría ahora. Una vista previa no es una edición, y cada página lo dice.",
    pdf: "Vista previa en PDF",
    docx: "Vista previa en Word",
    making: "La vista previa se está preparando. Tarda unos segundos.",
    done: "La vista previa está en sus descargas.",
    noPress:
      "Este servicio no tiene programa para PDF, así que no se puede producir ninguno. No se ha perdido nada: use la vista previa en Word o consulte a quien administra el servicio.",
    notPrinted:
      "No se produjo ningún PDF: no se logró o tardó demasiado. Su texto está a salvo; use la vista previa en Word o consulte a quien administra el servicio.",
    failed: "No se produjo ninguna vista previa. Su texto está a salvo; inténtelo de nuevo en un momento.",
  },
};
