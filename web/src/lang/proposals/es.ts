// What the screens say in Spanish about proposals and private drafts. See en.ts.
import { counting } from "../plural.ts";
import type { ProposalWords } from "./en.ts";

const { count } = counting("es");

export const es: ProposalWords = {
  title: "Propuestas",
  leadKeeper:
    "Lo que los puestos han escrito para los capítulos y han ofrecido. No está en ningún capítulo hasta que usted lo incorpore.",
  lead: "Lo que su puesto ha escrito para los capítulos y no está en ellos. La Secretaría decide una vez que se le ofrece.",
  none: "No hay propuestas.",
  failed:
    "No se pudieron cargar las propuestas. Están a salvo en el servicio; compruebe su conexión y vuelva a cargar la página.",
  notThere: "Esta propuesta no existe o no está abierta a su puesto.",
  number: (n) => `Propuesta ${n.toLocaleString("es")}`,
  aDraft: "Borrador privado",
  by: (seat) => `de ${seat}`,
  byMember: "de un miembro",
  handedIn:
    "Se entregaron sin nombre: la Secretaría decide sobre ellos, y no se pueden retirar ni seguir, porque nadie sabe de quién son. Puede leer y copiar aquí sus palabras.",
  added: (n) => count(n, { one: "# palabra añadida", many: "# de palabras añadidas", other: "# palabras añadidas" }),
  removed: (n) =>
    count(n, { one: "# palabra eliminada", many: "# de palabras eliminadas", other: "# palabras eliminadas" }),
  states: {
    draft: "Solo la ve su puesto",
    open: "A la espera de una decisión",
    merged: "Incorporada",
    closed: "Cerrada",
  },
  reasons: {
    draft: "Empezada como borrador privado",
    chosen: "Propuesta a propósito",
    locked: "El capítulo se bloqueó",
    right: "El puesto no puede escribir en este capítulo",
    deleted: "El capítulo se eliminó",
    "handed-over": "Escrita antes de que el puesto cambiara de manos o terminara la sesión",
    unnamed: "No pudo entrar en un capítulo en el que no se nombra a nadie",
  },
  note: (words) => `Nota: ${words}`,

  page: {
    changes: "Lo que cambia",
    inline: "En un solo texto",
    sides: "Lado a lado",
    before: "El capítulo",
    after: "La propuesta",
    wasAdded: "añadido:",
    wasRemoved: "eliminado:",
    moved: "Está en otro lugar",
    form: "Otro formato",
    same: (n) =>
      count(n, { one: "# párrafo sin cambios", many: "# de párrafos sin cambios", other: "# párrafos sin cambios" }),
    nothing: "No cambia ninguna palabra.",
    merge: "Incorporar al capítulo",
    merged: "Incorporada. Las palabras están en el capítulo, con el nombre de quien las escribió.",
    close: "Cerrar con una nota",
    closeTitle: "¿Cerrar esta propuesta?",
    closeMore: "No se pierde nada: queda aquí para leerla y se puede volver a abrir.",
    noteLabel: "Nota para el puesto que la escribió",
    noteHint: "Puede dejarla vacía. Se lee junto a la propuesta.",
    closeNow: "Cerrarla",
    cancel: "Cancelar",
    closed: "Cerrada. Se puede volver a abrir.",
    reopen: "Volver a abrirla",
    reopened: "Está abierta de nuevo.",
    edit: "Abrir en el editor",
    offer: "Ofrecer a la Secretaría",
    offered: "Ofrecida. La Secretaría ya la ve.",
    chapter: "Ver el capítulo",
    notDone: "No se ha cambiado nada.",
  },

  bar: {
    label: "Esto es una propuesta",
    followed: {
      locked: "Este capítulo se bloqueó mientras usted escribía.",
      "read-only": "Su puesto ya no puede escribir en este capítulo.",
      "not-found": "Este capítulo se eliminó mientras usted escribía.",
    },
    safe: "Sus cambios están a salvo en una propuesta; la Secretaría decide sobre ellos. Puede seguir escribiendo aquí.",
    draft: "Solo su puesto ve este borrador.",
    open: "Está escribiendo en una propuesta; la Secretaría decide sobre ella.",
    reading: (seat) => `Está leyendo una propuesta de ${seat}.`,
    readingMember: "Está leyendo una propuesta de un miembro. No se dice a nadie de quién es.",
    merged: "Esta propuesta se incorporó: sus palabras están en el capítulo.",
    closed: "Esta propuesta se cerró. Puede leer y copiar sus palabras.",
    chapter: "Ver el capítulo",
    changes: "Ver lo que cambia",
    offer: "Ofrecer a la Secretaría",
    offered: "Está ofrecida; la Secretaría decide sobre ella.",
    notOffered: "No se pudo ofrecer. Se conserva como está; inténtelo de nuevo cuando tenga conexión.",
  },

  begin: {
    title: "Escribir en un borrador privado",
    more: "Obtiene una copia de este capítulo tal como está ahora, para escribir con calma. Solo la ve su puesto hasta que la ofrezca a la Secretaría; el capítulo queda como está.",
    start: "Empezar el borrador",
    cancel: "Cancelar",
    failed: "No se pudo empezar el borrador. No se ha cambiado nada; inténtelo de nuevo cuando tenga conexión.",
    already: "Ya está en un borrador o en una propuesta.",
  },
};
