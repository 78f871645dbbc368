// What is said about tables, notes, figures, boxes and cross-references, in Spanish. Next: ../es.ts, the rest.
import { counting } from "../plural.ts";
import type { Structure } from "./en.ts";

const { count } = counting("es");

export const structure: Structure = {
  caption: "Leyenda",
  labels: {
    section: (number) => `Sección ${number}`,
    table: (number) => `Tabla ${number}`,
    figure: (number) => `Figura ${number}`,
    box: (number) => `Recuadro ${number}`,
    note: (number) => `Nota ${number}`,
    removed: "(eliminado)",
    again: (label) => `Aparece arriba como ${label}`,
  },
  pageBreak: "Salto de página",

  table: {
    menu: "Tabla",
    cell: (row, column = 1) => `Fila ${String(row)}, columna ${String(column)}`,
    chosen: (n) => count(n, { one: "# celda elegida", many: "# de celdas elegidas", other: "# celdas elegidas" }),
    rowAbove: "Añadir fila encima",
    rowBelow: "Añadir fila debajo",
    columnBefore: "Añadir columna antes",
    columnAfter: "Añadir columna después",
    merge: "Combinar celdas",
    split: "Dividir celdas",
    rowUp: "Subir la fila",
    rowDown: "Bajar la fila",
    columnBack: "Mover la columna hacia atrás",
    columnOn: "Mover la columna hacia delante",
    wider: "Columna más ancha",
    narrower: "Columna más estrecha",
    deleteRow: (n) =>
      n === 1
        ? "Eliminar la fila"
        : count(n, { one: "Eliminar # fila", many: "Eliminar # de filas", other: "Eliminar # filas" }),
    deleteColumn: (n) =>
      n === 1
        ? "Eliminar la columna"
        : count(n, { one: "Eliminar # columna", many: "Eliminar # de columnas", other: "Eliminar # columnas" }),
    headRow: "Fila de encabezado",
    headColumn: "Columna de encabezado",
    delete: "Eliminar la tabla",
  },

  note: {
    title: "Notas al pie",
    text: (number) => `Texto de la nota ${number}`,
    hint: "Escriba la nota aquí",
    back: (number) => `Volver a la nota ${number} en el texto`,
    delete: "Eliminar la nota",
    inList: "Mostrar en la lista",
  },

  figure: {
    menu: "Ilustración",
    describe: "Describir esta imagen",
    alt: "Qué muestra la imagen",
    altHint: "Se lee en voz alta a quien no puede verla",
    credit: "Crédito",
    creditHint: "De quién es la imagen",
    decorative: "Solo decorativa: no muestra nada que el texto no diga",
    missing: "Esta imagen aún no tiene descripción.",
    choose: "Elegir una imagen",
    replace: "Reemplazar la imagen",
    none: "Aún no hay imagen",
    done: "Listo",
    show: "Mostrar la imagen",
    broken: "La imagen no se pudo cargar. Aparecerá cuando vuelva la conexión.",
    sending: "La imagen está en camino…",
    failed: "La imagen no se pudo enviar. No cambió nada; compruebe la conexión e inténtelo de nuevo.",
    wrongType: "El manual no puede recibir esta imagen. Elija un archivo PNG, JPEG, WebP o GIF.",
    tooLarge: "La imagen es demasiado grande. Elija una más pequeña.",
    delete: "Eliminar la ilustración",
  },

  box: {
    menu: "Recuadro",
    kinds: { case: "Estudio de caso", key: "Mensaje clave", checklist: "Lista de verificación" },
    title: "Título",
    region: "Región",
    period: "Período",
    visibility: "Quién puede leerlo",
    network: "Solo para la red",
    publishable: "Se puede publicar",
    continued: (title) => `${title}, continuación`,
    dissolve: "Quitar el recuadro y conservar el texto",
    delete: "Eliminar el recuadro y su texto",
  },

  xref: {
    chapter: "En el capítulo",
    here: "Este capítulo",
    nothing: "Aquí no hay nada con estas palabras.",
    untitled: "sin título",
  },

  left: {
    title: (n) =>
      n === 1
        ? "Llegaron palabras para algo que se había eliminado."
        : count(n, {
            one: "Llegaron palabras para # elemento que se había eliminado.",
            many: "Llegaron palabras para # de elementos que se habían eliminado.",
            other: "Llegaron palabras para # elementos que se habían eliminado.",
          }),
    safe: "Se conservan. Decida qué se hace con ellas.",
    kinds: {
      note: "Para una nota",
      table: "Para una tabla",
      figure: "Para una ilustración",
      box: "Para un recuadro",
      row: "Para una fila de una tabla",
      column: "Para una columna de una tabla",
    },
    show: "Mostrar",
    hide: "Ocultar",
    putBack: "Reponer",
    leaveOut: "Dejar fuera",
  },
};
