// What the screens say in Spanish about importing a file and about what a paste could not keep. Loaded with the pages that do either.
import type { ImportingWords } from "./en.ts";
import { counting } from "../plural.ts";

const { count } = counting("es");

export const importing: ImportingWords = {
  title: "Importar un archivo",
  lead: "Un archivo de Word (.docx) o Markdown (.md). Se lee en este dispositivo; no se envía nada antes de que usted haga de él un capítulo.",
  file: "Elegir un archivo",
  reading: "Leyendo el archivo…",
  cancel: "Cancelar",
  close: "Cerrar",
  another: "Elegir otro archivo",
  chapterTitle: "Título del nuevo capítulo",
  comesIn: "Lo que se incorpora",
  counts: {
    headings: (n) => count(n, { one: "# título", many: "# de títulos", other: "# títulos" }),
    tables: (n) => count(n, { one: "# tabla", many: "# de tablas", other: "# tablas" }),
    notes: (n) => count(n, { one: "# nota al pie", many: "# de notas al pie", other: "# notas al pie" }),
    pictures: (n) => count(n, { one: "# imagen", many: "# de imágenes", other: "# imágenes" }),
  },
  leftTitle: "Lo que no se pudo conservar",
  leftNone: "Se pudo conservar todo.",
  left: {
    deletion: (n) =>
      count(n, {
        one: "Se omite # eliminación del control de cambios; las inserciones se incorporan.",
        many: "Se omiten # de eliminaciones del control de cambios; las inserciones se incorporan.",
        other: "Se omiten # eliminaciones del control de cambios; las inserciones se incorporan.",
      }),
    comment: (n) =>
      count(n, {
        one: "Se omite # comentario.",
        many: "Se omiten # de comentarios.",
        other: "Se omiten # comentarios.",
      }),
    image: (n) =>
      count(n, {
        one: "Se omite # imagen. Insértela en el capítulo.",
        many: "Se omiten # de imágenes. Insértelas en el capítulo.",
        other: "Se omiten # imágenes. Insértelas en el capítulo.",
      }),
    object: (n) =>
      count(n, {
        one: "Se omite # objeto incrustado.",
        many: "Se omiten # de objetos incrustados.",
        other: "Se omiten # objetos incrustados.",
      }),
    equation: (n) =>
      count(n, {
        one: "# ecuación queda como texto sencillo.",
        many: "# de ecuaciones quedan como texto sencillo.",
        other: "# ecuaciones quedan como texto sencillo.",
      }),
    "text-box": (n) =>
      count(n, {
        one: "# cuadro de texto: sus palabras están en el texto.",
        many: "# de cuadros de texto: sus palabras están en el texto.",
        other: "# cuadros de texto: sus palabras están en el texto.",
      }),
    header: (n) =>
      count(n, {
        one: "Se omite # encabezado o pie de página.",
        many: "Se omiten # de encabezados y pies de página.",
        other: "Se omiten # encabezados y pies de página.",
      }),
    field: (n) =>
      count(n, {
        one: "# campo queda tal como se mostraba; ya no cambia.",
        many: "# de campos quedan tal como se mostraban; ya no cambian.",
        other: "# campos quedan tal como se mostraban; ya no cambian.",
      }),
  },
  make: "Hacer de esto un nuevo capítulo",
  making: "Creando el capítulo…",
  made: (title) => `El capítulo ${title} está creado.`,
  unsaved:
    "Se creó el capítulo, pero su texto no está guardado. Su archivo no ha cambiado: elimine el capítulo e importe el archivo de nuevo.",
  open: "Abrir el capítulo",
  refused: {
    "too-large":
      "El archivo es demasiado grande. Un archivo puede tener hasta 20 MB; guárdelo sin imágenes o en partes.",
    "too-long": "Es más texto del que cabe en un capítulo. Guárdelo en partes e importe cada una como un capítulo.",
    "not-known":
      "No es un archivo de Word (.docx) ni Markdown (.md). Guárdelo en uno de esos formatos e inténtelo de nuevo.",
    "old-word": "Este archivo es de un Word antiguo (.doc). Ábralo en Word, guárdelo como .docx e inténtelo de nuevo.",
    locked: "Este archivo pide una contraseña. Guárdelo sin ella e inténtelo de nuevo.",
    damaged: "Este archivo está dañado y no se puede leer. Ábralo en Word, guárdelo otra vez e inténtelo de nuevo.",
    unsafe:
      "Este archivo contiene algo que ningún texto necesita, así que no se leyó. Ábralo en Word, guárdelo otra vez e inténtelo de nuevo.",
    "too-slow": "La lectura del archivo duró demasiado. Guárdelo en partes e importe cada una como un capítulo.",
    empty: "En este archivo no hay texto.",
  },
  pasted: "Pegado. No se pudo conservar todo.",
};
