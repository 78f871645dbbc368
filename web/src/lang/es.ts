// The Spanish catalogue. The same shape as English, which the compiler checks. It says "usted" and never gives the reader
// a gender; questions open with ¿.
import type { Code } from "../code.ts";
import type { Words } from "./en.ts";
import { finding } from "./finding/es.ts";
import { counting } from "./plural.ts";
import { structure } from "./structure/es.ts";
import { writing } from "./writing/es.ts";

const { count, agree } = counting("es");

const changes = (n: number): string => count(n, { one: "# cambio", many: "# de cambios", other: "# cambios" });

const refusals: Record<Code, string> = {
  malformed: "El servicio no pudo leer lo que envió esta página.",
  "too-large": "El capítulo es ya demasiado largo para guardarlo. Traslade una parte a otro capítulo.",
  "forbidden-content": "El servicio no acepta este tipo de contenido en un capítulo.",
  "delete-ahead": "El servicio no pudo leer lo que envió esta página.",
  foreign:
    "Los cambios hechos en nombre de otro puesto, o antes de que se decidiera de nuevo a quién se nombra aquí, no se pueden enviar desde esta página.",
  gap: "Falta algo entre esta página y el servicio.",
  locked: "Este capítulo está bloqueado: se puede leer, y nadie lo modifica hasta que se desbloquee.",
  closed: "Este capítulo está cerrado: se puede leer, pero ya no modificar.",
  paused:
    "La Secretaría ha puesto el servicio en pausa: todo se puede leer. Su texto permanece aquí y se enviará por sí solo cuando el servicio se reanude.",
  "read-only": "Su puesto puede leer este capítulo, pero ya no puede escribir en él.",
  damaged:
    "Este capítulo está dañado en el servicio y se muestra en su último estado. La Secretaría puede restaurarlo; los demás capítulos funcionan.",
  "signed-out": "Su sesión está cerrada.",
  "not-allowed": "Su puesto no está autorizado a abrir este capítulo. Consulte a la Secretaría si debería estarlo.",
  "not-found": "Este capítulo no existe, o no está abierto a su puesto. La Secretaría puede informarle.",
  "foreign-origin": "Esta página se abrió desde una dirección que el servicio no conoce.",
  "invitation-refused":
    "El enlace o el código es erróneo, ya se utilizó o ha caducado. Compruebe el código e inténtelo de nuevo, o pida una nueva invitación a la Secretaría.",
  "sign-in-refused": "No se pudo iniciar la sesión. Inténtelo de nuevo, o pida una nueva invitación a la Secretaría.",
  "touch-needed": "Debe confirmarlo antes con su llave de acceso.",
  "too-many": "Demasiados intentos en poco tiempo. Espere un minuto e inténtelo de nuevo.",
  "too-many-pages":
    "Hay demasiadas páginas de este manual abiertas en este navegador. Cierre algunas; esta continuará por sí sola.",
  invalid: "El servicio no pudo leer lo que envió esta página.",
  "wrong-method": "El servicio no pudo leer lo que envió esta página.",
  conflict: "Otra persona cambió esto al mismo tiempo. Vuelva a cargar la página para ver cómo está ahora.",
  "not-freezable": "El manual no se puede congelar tal como está.",
  "members-only":
    "Algo en el manual es solo para miembros. Congele la edición para los miembros o haga antes que se pueda publicar.",
  "not-ready": "El manual no está listo para una edición final.",
  "no-press": "Ahora no se puede producir un PDF.",
  "not-persisted":
    "El servicio no puede guardar nada en este momento. Esta página conserva su texto y lo intenta de nuevo.",
  "too-slow": "La conexión era demasiado lenta. Esta página se pone al día por sí sola.",
  stopping: "El servicio se está reiniciando. Esta página volverá por sí sola.",
  unattributed: "En este capítulo no se nombra a nadie, y esto nombraría a alguien.",
  "mode-changed": "Se ha decidido de nuevo a quién se nombra en este capítulo. Esta página volverá por sí sola.",
  internal: "Algo falló en el servicio. Esta página lo intenta de nuevo.",
};

export const es: Words = {
  code: "es",
  name: "Español",
  direction: "ltr",

  product: "Chancery",
  language: "Idioma",
  loading: "Abriendo…",
  tryAgain: "Intentar de nuevo",
  backToManuals: "Todos los capítulos",
  signOut: "Cerrar sesión",
  signedInAs: (seat) => `Sesión iniciada como ${seat}`,
  skipToText: "Ir al texto",

  bar: { desk: "Mesa", seat: "Su puesto", access: "Su acceso" },

  signIn: {
    title: "Iniciar sesión",
    without: "Abra el enlace de su invitación para iniciar sesión.",
    withoutMore:
      "La Secretaría le envía un enlace y, por separado, un código. El enlace sirve una sola vez; pida uno nuevo si el suyo ya se utilizó.",
  },

  manual: {
    title: "Capítulos",
    chapterCount: (n) => count(n, { one: "# capítulo", many: "# de capítulos", other: "# capítulos" }),
    empty: "Aún no hay capítulos. La Secretaría añade el primero.",
    noManuals: "Aún no hay ningún manual. La Secretaría crea el primero.",
    untitled: "Capítulo sin título",
    failed: "No se pudieron cargar los capítulos. No se ha perdido nada; compruebe su conexión e inténtelo de nuevo.",
  },

  outline: {
    manuals: "Manuales",
    noManual: "No hay ningún manual en esta dirección, o no está abierto a su puesto.",
    editions: "Ediciones",
    changed: (when) => `modificado ${when}`,
    news: (when) => `modificado ${when}, después de su última visita`,
    justNow: "ahora mismo",
    noWords: "aún sin palabras",
    drag: "Arrastrar para mover",
    change: "Modificar",
    rename: "Cambiar el título",
    moves: {
      up: "Subir",
      down: "Bajar",
      under: "Poner bajo el capítulo anterior",
      out: "Subir un nivel",
    },
    addUnder: "Nuevo capítulo bajo este",
    delete: "Eliminar",
    titleOf: (title) => `Título de «${title}»`,
    importFile: "Importar un archivo de Word o Markdown",
    newChapter: "Nuevo capítulo",
    titleOfNew: "Título del nuevo capítulo",
    titleOfNewUnder: (title) => `Título del nuevo capítulo bajo «${title}»`,
    titleFirst: "Escriba primero un título. Podrá cambiarlo más tarde.",
    create: "Crear",
    cancel: "Cancelar",
    deleteTitle: (title) => `¿Eliminar «${title}»?`,
    deleteMore:
      "Se cierra para todos; los capítulos que están bajo él permanecen, y usted puede restaurarlo en cualquier momento.",
    keepIt: "Conservarlo",
    deletedTitle: (n) =>
      count(n, { one: "# capítulo eliminado", many: "# de capítulos eliminados", other: "# capítulos eliminados" }),
    restore: "Restaurar",
    needsService:
      "Para esto hace falta el servicio, y no responde. No se ha cambiado nada; mientras tanto, puede cambiar títulos y mover capítulos.",
    moved: (title, number = "1", above = "") =>
      above === ""
        ? `«${title}» es ahora el capítulo ${number}.`
        : `«${title}» es ahora el capítulo ${number}, bajo «${above}».`,
    cannot: {
      up: "Ya es el primero aquí.",
      down: "Ya es el último aquí.",
      under: "No hay ningún capítulo anterior bajo el que ponerlo.",
      out: "Ya está en el primer nivel.",
    },
    cannotThere: "No se puede mover a ese lugar.",
    renamed: (title) => `El capítulo se titula «${title}».`,
    blank: "Un capítulo necesita un título. Conserva el que tenía.",
    created: (title) => `Se ha creado el capítulo «${title}».`,
    deleted: (title) => `Se ha eliminado el capítulo «${title}». Está al final de la página, donde puede restaurarlo.`,
    restored: (title) => `Se ha restaurado el capítulo «${title}».`,
    keep: "Conservar este manual en este dispositivo",
    keepHint: "Todos sus capítulos se abren entonces sin conexión.",
    keepMemory: "No se conserva nada en este dispositivo: no es suyo, o no tiene espacio.",
    kept: (done, of = done) => `Capítulos que están en este dispositivo: ${String(done)} de ${String(of)}.`,
  },

  templates: {
    title: "Plantillas",
    hint: "Con qué puede empezar un capítulo nuevo. Solo las ve la Secretaría.",
    none: "Aún no hay plantillas. Con una, los capítulos de un mismo tipo empiezan con los mismos títulos.",
    untitled: "Plantilla sin título",
    newTemplate: "Nueva plantilla",
    titleOfNew: "Título de la nueva plantilla",
    beginWith: "Con qué empieza el capítulo",
    empty: "Una página vacía",
    created: (title) => `Se ha creado la plantilla «${title}». Ábrala para escribir sus títulos.`,
    renamed: (title) => `La plantilla se llama «${title}».`,
    blank: "Una plantilla necesita un título. Conserva el que tenía.",
    deleteTitle: (title) => `¿Eliminar la plantilla «${title}»?`,
    deleteMore:
      "Los capítulos hechos con ella conservan su texto y ya no se les pide nada. Puede restaurarla en cualquier momento.",
    deleted: (title) => `Se ha eliminado la plantilla «${title}». Está al final de la página y se puede restaurar.`,
    deletedTitle: (n) =>
      count(n, { one: "# plantilla eliminada", many: "# de plantillas eliminadas", other: "# plantillas eliminadas" }),
    restored: (title) => `Se ha restaurado la plantilla «${title}».`,
    missing: (n) =>
      `${agree(n, "falta", "faltan")} ${count(n, { one: "# parte", many: "# de partes", other: "# partes" })}`,
    isTemplate:
      "Esto es una plantilla. Cada título 2 o 3 será una parte que debe tener todo capítulo hecho con ella. Cualquier otro texto se muestra allí como indicación a quien escribe y nunca pasa al capítulo. Las tablas, las imágenes y los recuadros se copian.",
    start: "Empiece con un título: será la primera parte. Solo la Secretaría ve esta página.",
    parts: "Partes de este capítulo",
    written: (n, of = n) =>
      n < of || of === 0
        ? `${String(n)} de ${count(of, { one: "# parte", many: "# de partes", other: "# partes" })} con texto`
        : agree(
            of,
            "Todo está escrito",
            `Las ${count(of, { one: "# parte", many: "# de partes", other: "# partes" })} están escritas`,
          ),
    needed: "Todavía falta:",
    putBack: (title) => `Volver a poner «${title}»`,
    fixed: "Este título viene de la plantilla y se queda como está. Escriba debajo.",
  },

  chapter: {
    textOf: (title) => `Texto de «${title}»`,
    empty: "Empiece a escribir. Todos los puestos ven su texto a medida que lo escribe; nada es público.",
    here: "En este capítulo",
    you: (name) => `${name} (usted)`,
    joined: (names) => `Entrada en el capítulo: ${names}`,
    words: (n) => count(n, { one: "# palabra", many: "# de palabras", other: "# palabras" }),
    unknown: "Un elemento que esta versión no puede mostrar",
    pageFailed:
      "No se pudo cargar esta página. No se ha perdido nada; compruebe su conexión y vuelva a cargar la página.",
    nowhere: "No hay nada en esta dirección. Puede que el enlace sea antiguo.",
  },

  toolbar: {
    label: "Formato",
    kind: "Tipo de párrafo",
    kinds: { p: "Texto", h2: "Título 2", h3: "Título 3", h4: "Título 4", quote: "Cita", def: "Definición" },
    mixed: "Mixto",
    caption: "Leyenda",
    strong: "Negrita",
    em: "Cursiva",
    bullet: "Viñetas",
    number: "Numeración",
    deeper: "Más sangría",
    shallower: "Menos sangría",
    link: "Vínculo",
    undo: "Deshacer",
    redo: "Rehacer",
    sub: "Subíndice",
    sup: "Superíndice",
    more: "Más",
    keys: "Teclas",
  },

  link: {
    title: "Vínculo",
    address: "Dirección",
    hint: "Una dirección que empiece por https:// o http://, o una dirección de correo electrónico.",
    apply: "Insertar vínculo",
    remove: "Quitar vínculo",
    cancel: "Cancelar",
    wrong:
      "El manual no puede remitir a esta dirección. Empiécela por https:// o indique una dirección de correo electrónico.",
  },

  keys: {
    title: "Teclas",
    close: "Cerrar",
    text: "Texto",
    heading: "Título 2, 3, 4",
    lists: "Numeración, viñetas",
    level: "Nivel de lista",
    all: "Esta lista",
  },

  status: {
    label: "Estado",
    word: {
      opening: "Abriendo…",
      unreachable: "Aún sin conexión",
      saved: "Guardado",
      saving: "Guardando…",
      reading: "Lectura",
      connecting: "Conectando…",
      offline: "Sin conexión",
      "cannot-keep": "No se conserva en este dispositivo",
      "signed-out": "Sesión cerrada",
      "other-seat": "Otro puesto ha iniciado sesión",
      outdated: "Vuelva a cargar la página",
      refused: "No enviado",
    },
    waits: (n) => `${changes(n)} en espera`,
    savedHint: "Todo lo que ha escrito está en el disco del servicio.",
    savedAt: (time) => `Guardado. Hora: ${time}. Todo lo que ha escrito está en el disco del servicio.`,
    opening: "Abriendo…",
    unreachable:
      "Aún sin conexión. Este capítulo no se ha abierto antes en este dispositivo; se abrirá en cuanto el servicio responda.",
    reading: "Lectura. Su puesto puede leer este capítulo, pero no escribir en él.",
    paused: "En pausa",
    readingDamaged: `Solo lectura. ${refusals.damaged}`,
    keptHere: (n) => `${changes(n)} ${agree(n, "se conserva", "se conservan")} en este dispositivo.`,
    onPage: (n) => `${changes(n)} ${agree(n, "está", "están")} solo en esta página: manténgala abierta.`,
    notKept: (n) =>
      `${changes(n)} aún no ${agree(n, "se conserva", "se conservan")} en este dispositivo: mantenga abierta esta página.`,
    offline: {
      head: "Sin conexión.",
      some: "Puede seguir escribiendo. Todo se enviará cuando vuelva la conexión.",
      none: "Puede seguir escribiendo: sus cambios se conservan en este dispositivo y se enviarán cuando vuelva la conexión.",
      noneOnPage:
        "Puede seguir escribiendo, pero mantenga abierta esta página: no se conserva nada en este dispositivo, como usted pidió.",
      reader: "Puede seguir leyendo lo que contiene este dispositivo.",
    },
    cannotKeep: {
      full: "A este dispositivo ya no le queda espacio para conservar sus cambios.",
      private: "Este navegador no nos permite conservar sus cambios en el dispositivo.",
      blocked: "Otra pestaña impide que esta página conserve sus cambios. Cierre las demás pestañas de este manual.",
      damaged: "Lo que conservaba este dispositivo está dañado, por lo que no puede conservar sus cambios.",
      gone: "Lo que conservaba este dispositivo se ha borrado. No conservará nada más hasta que vuelva a cargar la página.",
      onlyPage: (n) => `${changes(n)} ${agree(n, "está", "están")} solo en esta página.`,
      upNone: "Mientras haya conexión, todo se guarda a medida que escribe.",
      upSome: "Mantenga abierta esta página durante el envío.",
      downNone: "Espere a que vuelva la conexión antes de seguir escribiendo, o guarde una copia de lo que escriba.",
      downSome: "No cierre esta página. Guarde una copia ahora; el resto se enviará cuando vuelva la conexión.",
    },
    signedOut: {
      head: "Su sesión está cerrada.",
      none: "Todo lo que ha escrito está guardado. Abra el enlace de una invitación para iniciar sesión de nuevo.",
      some: "Inicie sesión de nuevo en el mismo puesto, y todo se enviará.",
    },
    otherSeat: {
      head: (name) => `La sesión en este dispositivo es ahora la de ${name}.`,
      none: (name) => `Todo lo que ha escrito está guardado. Vuelva a cargar la página para continuar como ${name}.`,
      some: (name) =>
        `Nada de lo que ha escrito se envía en nombre de ${name}. Se enviará cuando su puesto vuelva a iniciar sesión aquí.`,
    },
    outdated: {
      head: "El servicio se renovó o se restauró; esta página es de antes.",
      none: "Vuelva a cargarla cuando le convenga: lo que guarda este dispositivo y le falta al servicio se recupera entonces.",
      some: "No se envía nada hasta que vuelva a cargar la página. Hágalo cuando le convenga.",
    },
    refused: {
      head: (code) => refusals[code],
      some: "No se ha podido hacer el envío. Inténtelo de nuevo, o guarde una copia.",
    },
    shelved: {
      head: (n) => `${changes(n)} de su parte no ${agree(n, "pudo incorporarse", "pudieron incorporarse")}.`,
      rest: (code) => `${refusals[code]} Su texto se conserva en el estante de este dispositivo.`,
    },
    showShelf: "Mostrar mi texto",
    saveText: "Guardar mi texto",
    saveEdits: "Guardar mis cambios",
    copy: "Copiar mi texto",
    copied: "Copiado. Péguelo en un archivo para conservarlo.",
    copyFailed: "No se pudo copiar. Seleccione el texto y cópielo usted directamente.",
    more: "Más",
    less: "Menos",
    close: "Cerrar",
    reload: "Volver a cargar",
    update: "Hay una versión nueva lista. Vuelva a cargar la página cuando le convenga.",
  },

  leaving: {
    title: "Cerrar sesión",
    sending: "Enviando sus últimos cambios…",
    progress: (n) => `${changes(n)} aún en espera.`,
    stuck: (n) => `${changes(n)} no ${agree(n, "pudo enviarse", "pudieron enviarse")}`,
    stuckMore:
      "El servicio no los recibió a tiempo. Mantenga la sesión abierta y se enviarán cuando vuelva la conexión, o guarde una copia antes de cerrarla.",
    shelf: (n) =>
      `El contenido de su estante se eliminará de este dispositivo: ${count(n, { one: "# elemento", many: "# de elementos", other: "# elementos" })}.`,
    shelfTitle: "Su estante no está vacío",
    save: "Guardar una copia",
    stay: "Mantener la sesión abierta",
    lose: (n) => `Cerrar sesión y perder ${changes(n)}`,
    loseShelf: "Cerrar sesión y perder el contenido del estante",
    failed:
      "El servicio no respondió, por lo que su sesión sigue abierta. Inténtelo de nuevo cuando vuelva la conexión.",
    notWiped:
      "Su sesión está cerrada, pero este dispositivo no pudo eliminar lo que conservaba. Cierre todas las pestañas de este manual y borre lo que el navegador almacena para esta dirección.",
  },

  kept: {
    title: "Conservado en este dispositivo",
    lead: (seat) => `Para ${seat}, solo en este dispositivo.`,
    memory: "No se conserva nada en este dispositivo, como usted pidió al iniciar sesión.",
    nobody: "No hay ninguna sesión abierta en este dispositivo. Inicie sesión para ver lo que conserva para su puesto.",
    failed:
      "No se pudo leer lo que conserva este dispositivo. Cierre las demás pestañas de este manual y vuelva a cargar la página.",
    waiting: "En espera de envío",
    waitingNone: "No hay nada en espera. Todo lo que ha escrito está guardado.",
    waitingMore: "Abra el capítulo con conexión, y sus cambios se enviarán.",
    changes,
    shelf: "Estante",
    shelfMore:
      "Fragmentos de su texto que no pudieron incorporarse a un capítulo. Permanecen aquí hasta que usted los quite.",
    shelfNone: "El estante está vacío.",
    onDate: (date) => `Conservado desde el ${date}`,
    words: "Su texto",
    noWords: "No hay texto que mostrar: estos cambios afectaban al formato o a texto eliminado.",
    copy: "Copiar",
    copied: "Copiado",
    saveText: "Guardar como texto",
    saveEdits: "Guardar los cambios",
    remove: "Quitar",
    removeSure: "¿Quitar este texto de este dispositivo? No se puede deshacer.",
    removeYes: "Quitarlo",
    removeNo: "Conservarlo",
    manuals: "Manuales para usar sin conexión",
    manualsMore: "Todos los capítulos de un manual que se conserva aquí se abren sin conexión.",
    manualsNone: "Ningún manual se conserva entero. Los capítulos que ha abierto están aquí en cualquier caso.",
    stopKeeping: "Dejar de conservarlo",
    signOut: "Al cerrar sesión",
    signOutMore:
      "Cuando cierra sesión, todo lo que figura aquí se elimina de este dispositivo. Antes se le pregunta si algo no se ha enviado.",
    outline: "Títulos y orden de los capítulos",
  },

  proposals: { title: "Propuestas", draft: "Escribir en un borrador privado" },

  appear: {
    title: "Cómo le ven los demás",
    isOn: "Los demás le ven como miembro",
    as: "Aparecer como miembro de la red",
    named: "Los demás ven el nombre de su puesto: en la lista de quienes están aquí y junto a su cursor.",
    hidden: "Los demás ven que un miembro de la red está aquí y dónde escribe, en gris. No ven de qué puesto se trata.",
    still:
      "Lo que usted escribe no muestra el nombre de nadie, como siempre. El registro del servicio sigue indicando qué puesto lo escribió, y quien haya visto su nombre antes puede adivinarlo.",
    holds: "Vale en todos los capítulos en este dispositivo, hasta que lo desactive o cierre la sesión.",
    unknown: "El servicio no responde ahora. Podrá consultarlo y cambiarlo cuando vuelva la conexión.",
    failed: "No se ha cambiado nada: el servicio no respondió. Compruebe su conexión e inténtelo de nuevo.",
    member: (n) => (n === 1 ? "Un miembro" : `Miembro ${n.toLocaleString("es")}`),
  },

  writing,

  structure,

  finding,

  problem: {
    ...refusals,
    unreachable: "El servicio no respondió. Compruebe su conexión e inténtelo de nuevo.",
  },
};
