// What the desk, the page of a seat and "Who wrote this" say, in Spanish. Same rules as ../es.ts.
import { counting } from "../plural.ts";
import type { DeskWords } from "./en.ts";

const { count } = counting("es");

export const es: DeskWords = {
  needsService:
    "Para esto hace falta el servicio, y no responde. No se ha cambiado nada; inténtelo de nuevo cuando vuelva.",
  nothingChanged: "No se ha cambiado nada.",
  failed: "No se pudo leer la página. No se ha perdido nada; compruebe su conexión e inténtelo de nuevo.",
  notYours: "Esta página es de la Secretaría.",
  save: "Guardar",
  former: "alguien que estuvo en el puesto",
  dated: { until: (day) => `hasta el ${day}`, from: (day) => `desde el ${day}` },

  desk: {
    title: "La mesa de la Secretaría",
    lead: "Quién ocupa cada puesto, cómo está cada capítulo y qué espera una decisión.",
    parts: "En esta página",
  },

  seats: {
    title: "Puestos",
    count: (n) => count(n, { one: "# puesto", many: "# de puestos", other: "# puestos" }),
    filter: "Buscar un puesto o una persona",
    noneFound: "Ningún puesto ni ninguna persona se llama así.",
    add: "Añadir un puesto",
    name: "Nombre del puesto",
    nameMissing: "Escriba primero un nombre.",
    kind: "Clase",
    kinds: {
      state: "Estado",
      organisation: "Organización",
      secretariat: "Secretaría",
      steering: "Grupo directivo",
      observer: "Observación",
    },
    right: "Derecho",
    rights: { read: "lee", comment: "comenta", suggest: "propone", edit: "escribe", keep: "administra" },
    vacant: "vacante",
    seen: (day) => `última visita: ${day}`,
    neverSeen: "sin visitas todavía",
  },

  manualRights: {
    title: "Lo que puede hacer este puesto",
    lead: "En cada manual. Un capítulo puede ser una excepción: eso se decide en el capítulo.",
    change: "Cambiar",
    changeOf: (manual) => `Cambiar lo que puede hacer este puesto en ${manual}`,
    of: (seat, manual = "") => `Lo que puede hacer el puesto de ${seat} en ${manual}`,
    asKind: "según su clase",
    more: {
      default: "Nada propio: lo que pueden los puestos de su clase.",
      none: "El manual no existe para este puesto: no figura en ninguna lista ni en ninguna búsqueda.",
      read: "Lee todo y no cambia nada.",
      comment: "Lee y comenta, sin cambiar el texto.",
      suggest: "Lee y hace propuestas, que pasan al texto cuando se incorporan.",
      edit: "Escribe en cada capítulo que esté abierto.",
      keep: "Escribe, añade y mueve capítulos, los bloquea y los cierra, incorpora propuestas y decide quién puede hacer qué.",
    },
    keepsAll: "Este puesto administra el servicio y, con él, cada manual.",
    atOnce: "Las páginas abiertas del puesto reciben aviso de inmediato. Lo que se escribió en ellas permanece.",
    saved: (manual, right = "") => `${manual}: ${right}. Las páginas abiertas ya han recibido el aviso.`,
    none: "Todavía no hay ningún manual.",
  },

  people: {
    title: "Personas",
    none: "Nadie ocupa este puesto ahora.",
    roles: { "focal-point": "punto focal", deputy: "adjunto", colleague: "colega" },
    admin: "administración del puesto",
    adminMore: "Puede invitar a colegas a este puesto y poner fin a su acceso.",
    invite: "Invitar a colegas",
    inviteTo: (seat) => `Invitar a alguien al puesto de ${seat}`,
    name: "Nombre",
    nameMissing: "Escriba primero el nombre de la persona.",
    email: "Correo electrónico (opcional)",
    emailMore: "Se conserva sellado, como el nombre.",
    role: "Función",
    until: "Hasta (si se conoce el día)",
    make: "Crear la invitación",
    invited: "invitación abierta",
    again: "Nueva invitación",
    againOf: (name) => `Nueva invitación para ${name}`,
    end: "Poner fin al acceso",
    endOf: (name) => `Poner fin al acceso de ${name}`,
    endTitle: (name) => `¿Poner fin al acceso de ${name}?`,
    endMore:
      "Todas sus sesiones se cierran en dos segundos y su invitación termina. Lo que escribió queda como está y pertenece al puesto.",
    endKeep: "Mantener el acceso",
    erase: "Borrar el nombre",
    eraseOf: (name) => `Borrar el nombre ${name}`,
    eraseTitle: (name) => `¿Borrar para siempre el nombre ${name}?`,
    eraseMore:
      "El nombre y el correo se borran en todo el servicio. Lo escrito queda y pertenece al puesto. Esto no se puede deshacer.",
    eraseKeep: "Mantener el nombre",
    before: "Lo ocuparon antes",
  },

  invitation: {
    title: (name) => `La invitación para ${name}`,
    lead: (day) =>
      `Sirve una sola vez, hasta el ${day}. El enlace y el código deben viajar por dos vías distintas; el enlace solo no abre nada.`,
    linkStep: "Envíe el enlace, por ejemplo por correo electrónico.",
    mailed: "El enlace se envió por correo a la persona. Comunique el código por otra vía.",
    notMailed: "No se pudo enviar por correo: copie el enlace y envíelo usted.",
    copy: "Copiar el enlace",
    copied: "El enlace está copiado.",
    notCopied: "No se pudo copiar el enlace. Selecciónelo y cópielo a mano.",
    codeStep:
      "Comunique el código por otra vía: por teléfono, en un mensaje o en persona. Nunca en el mismo correo que el enlace.",
    show: "Mostrar el código",
    once: "El código solo se muestra ahora. Si se pierde, cree una nueva invitación; la anterior termina entonces.",
    waiting: "Invitaciones en espera",
    waitingMore:
      "Cada una sirve una sola vez. El enlace y el código solo se muestran al crearla; si alguno se pierde, cree una nueva.",
    waitingNone: "Ninguna invitación está en espera.",
  },

  handover: {
    start: "Traspasar este puesto",
    title: (seat) => `Traspasar el puesto de ${seat}`,
    leaving: "Quién se va",
    leavingNone: "Elija quién se va.",
    coming: "Quién llega",
    happens: "Qué ocurre",
    signedOut:
      "Las sesiones de quien se va se cierran en dos segundos, y sus dispositivos ya no pueden abrir el manual.",
    stays: "Los borradores y las propuestas quedan en el puesto, para quien llega.",
    unsent:
      "Los cambios que aún no se enviaron no se pierden: el dispositivo los entrega y se convierten en una propuesta del puesto.",
    past: "Todo lo escrito hasta ahora queda exactamente como está.",
    now: "Traspasar ahora",
  },

  holdings: {
    welcome: (seat: string): string =>
      `Le damos la bienvenida. Usted toma el relevo por ${seat}: esto es lo que contiene el puesto, y le corresponde continuarlo.`,
    title: "Qué contiene su puesto",
    lead: "Para quien llega a este puesto: lo que se escribió desde aquí y lo que espera.",
    chapters: "Capítulos en los que escribió",
    proposals: "Propuestas abiertas",
    drafts: "Borradores privados",
    editions: "Ediciones congeladas desde entonces",
    nothing: "Nada por ahora.",
  },

  seat: {
    title: "Su puesto",
    lead: (seat) => `El puesto de ${seat} y las personas que lo ocupan. Permanece cuando ellas se van.`,
    ask: "La administración del puesto o la Secretaría invita a colegas a este puesto.",
  },

  chapters: {
    title: "Capítulos",
    lead: "Si se puede escribir en un capítulo, qué se dice de quién lo escribió y qué puestos tienen en él un derecho propio.",
    state: "Estado del capítulo",
    states: { open: "abierto", locked: "bloqueado", closed: "cerrado" },
    stateMore: {
      open: "Cada puesto escribe según su derecho.",
      locked:
        "Nadie escribe en él hasta que se desbloquee. Lo que se escriba entretanto se convierte en una propuesta.",
      closed: "Solo para leer. No admite propuestas.",
    },
    mode: "Quién escribió qué",
    modes: { named: "con nombre", seat: "por puesto", unattributed: "sin atribución" },
    modeMore: {
      named: "Los miembros ven qué persona escribió qué, y de qué puesto.",
      seat: "Los miembros ven qué puesto escribió qué, y ninguna persona.",
      unattributed:
        "A nadie se le dice quién escribe ni quién está: ni la persona ni el puesto (regla de Chatham House). Sus propuestas no llevan nombre, y no admite borradores privados.",
    },
    auditKey: "Clave de auditoría (opcional)",
    auditKeyMore:
      "Con la mitad pública de una clave, quien tenga la otra mitad puede saber después quién escribió. Sin ella nadie podrá nunca.",
    audited: "Hay una clave de auditoría: quien tenga la otra mitad puede saber quién escribió.",
    modePast: "Lo escrito antes queda como estaba: un nuevo modo ni lo oculta ni lo revela.",
    change: "Cambiar",
    changeOf: (title) => `Cambiar: ${title}`,
    exceptions: "Derechos de puestos concretos",
    exceptionsMore: "Un puesto que no figura aquí tiene su derecho en el manual.",
    hidden: "no lo ve",
    addException: "Añadir",
    remove: "Quitar",
    removeException: (seat) => `Quitar la línea de ${seat}`,
    seat: "Puesto",
    saved: (title) => `«${title}» ha cambiado.`,
  },

  proposals: {
    title: "Propuestas en espera",
    lead: "Cambios que no pudieron entrar y borradores que los puestos han ofrecido.",
    none: "Ninguna propuesta está en espera.",
    count: (n) =>
      count(n, {
        one: "# propuesta en espera",
        many: "# de propuestas en espera",
        other: "# propuestas en espera",
      }),
  },

  sessions: {
    someDevice: "un dispositivo que no dijo cuál es",
    on: (browser, system = "") => `${browser} en ${system}`,
    otherBrowser: "otro navegador",
    otherSystem: "otro sistema",
    title: "Sesiones",
    none: "No hay ninguna sesión iniciada.",
    began: (when) => `desde ${when}`,
    current: "esta",
    end: "Cerrar",
    endOf: (device) => `Cerrar la sesión en ${device}`,
    ended: "La sesión está cerrada.",
  },

  roster: {
    title: "Lista de puestos",
    lead: "Todos los puestos y las personas que los ocupan en una sola lista (CSV), para una hoja de cálculo.",
    download: "Descargar la lista",
    import: "Importar una lista",
    file: "Elegir un archivo",
    paste: "O pegue aquí sus líneas",
    columns: "La primera línea nombra las columnas, como en la lista que puede descargar.",
    check: "Comprobar",
    empty: "Elija primero un archivo o pegue algunas líneas.",
    good: (n) =>
      count(n, {
        one: "# línea está en orden.",
        many: "# de líneas están en orden.",
        other: "# líneas están en orden.",
      }),
    bad: (n) =>
      `${count(n, { one: "# línea tiene un error", many: "# de líneas tienen errores", other: "# líneas tienen errores" })}. No se importa nada hasta que todas estén en orden.`,
    line: "Línea",
    problem: "Qué falla",
    ok: "en orden",
    now: "Importar ahora",
    imported: (n) =>
      `La lista está importada: ${count(n, { one: "# línea", many: "# de líneas", other: "# líneas" })}.`,
    again: "Cambiar las líneas",
  },

  audit: {
    title: "Registro",
    lead: "Lo que se hizo, en orden, y desde qué puesto. Cada línea lleva la huella de la anterior, de modo que ninguna puede cambiarse ni quitarse sin que se note.",
    earlier: "Anteriores",
    download: "Descargarlo todo",
    empty: "Nada por ahora.",
    service: "el servicio",
    list: "Últimos actos",
  },

  acts: {
    "chapter-state": "Se decidió el estado de un capítulo",
    "chapter-mode": "Se decidió qué se dice de quien escribe un capítulo",
    "right-in-manual": "Se decidió el derecho de un puesto en un manual",
    "right-in-chapter": "Se decidió el derecho de un puesto en un capítulo",
    "service-paused": "Toda escritura se puso en pausa",
    "service-resumed": "Terminó la pausa",
    "person-added": "Se añadió una persona a un puesto",
    "person-changed": "Se cambió lo que se dice de una persona",
    "person-renamed": "Se cambió el nombre de una persona",
    "person-ended": "Terminó el acceso de una persona",
    "person-erased": "Se borró el nombre de una persona",
    "session-revoked": "Se cerró la sesión de alguien",
    proposed: "Se creó una propuesta o un borrador",
    "draft-offered": "Se ofreció un borrador",
    "proposal-merged": "Una propuesta entró en su capítulo",
    "proposal-closed": "Se cerró una propuesta",
    "proposal-reopened": "Se volvió a abrir una propuesta",
    "forged-id-refused": "Se rechazaron cambios con un número ajeno",
    "passkey-added": "Se añadió una llave de acceso",
    "passkey-renamed": "Se cambió el nombre de una llave de acceso",
    "passkey-used": "Se usó una llave de acceso",
    "passkey-ended": "Se quitó una llave de acceso",
    "identity-linked": "Se vinculó una cuenta externa",
    "identity-ended": "Se quitó el vínculo con una cuenta externa",
    "device-key-given": "Un dispositivo recibió su clave",
    "device-key-destroyed": "Se destruyó la clave de un dispositivo",
    "folder-began": "Se creó la carpeta de datos",
    "seat-added": "Se añadió un puesto",
    "seat-right": "Se decidió el derecho de un puesto",
    "invitation-made": "Se creó una invitación",
    "wrong-code-typed": "Se escribió un código erróneo",
    "invitation-used": "Se usó una invitación",
    "token-made": "Se creó una ficha para un programa",
    "signed-in": "Se inició una sesión",
    "session-ended": "Terminó una sesión",
    appears: "Alguien eligió cómo aparecer",
    "manual-made": "Se creó un manual",
    "chapter-made": "Se creó un capítulo",
    "template-made": "Se creó una plantilla",
    "chapter-made-from": "Se creó un capítulo a partir de una plantilla",
    "chapter-deleted": "Se eliminó un capítulo",
    "chapter-restored": "Se restauró un capítulo",
    "freeze-began": "Se empezó a congelar una edición",
    "edition-published": "Se congeló una edición",
    "freeze-dropped": "Se abandonó una congelación",
  },

  pause: {
    title: "Poner en pausa toda escritura",
    lead: "Para una hora difícil: en dos segundos nadie puede escribir ni cambiar nada, todo se puede leer, y lo que se escriba entretanto queda en los dispositivos y se envía después.",
    start: "Poner en pausa toda escritura",
    sure: "¿Poner en pausa toda escritura ahora?",
    sureMore:
      "Todas las personas con la sesión iniciada lo ven en cada página. La pausa se termina en esta página, o con la orden «chancery resume».",
    now: "Poner en pausa ahora",
    not: "No poner en pausa",
    on: "La escritura está en pausa.",
    lift: "Terminar la pausa",
    lifted: "La pausa ha terminado. Se está enviando lo que esperaba en los dispositivos.",
    bar: "La Secretaría ha puesto la escritura en pausa. Lo que usted escriba queda en este dispositivo y se envía después.",
    barLift: "Terminar la pausa en la mesa",
  },

  authors: {
    title: "Quién escribió esto",
    lead: "Cada párrafo, con los puestos que lo escribieron.",
    unattributed:
      "Este capítulo es sin atribución: a nadie se le dice quién escribió qué, ni la persona ni el puesto. Así se decidió para que aquí se pueda hablar con libertad.",
    without: "sin atribución",
    removed: "Eliminado aquí",
    removedBy: (units, who = "", when = "") =>
      `${who}, ${count(units, { one: "# carácter", many: "# de caracteres", other: "# caracteres" })}, ${when}`,
    beside: (who) => `En notas, tablas, imágenes y recuadros: ${who}.`,
    nothing: "Aquí todavía no hay nada escrito.",
  },

  standing: {
    locked: "Bloqueado por la Secretaría: nadie escribe en este capítulo hasta que se desbloquee.",
    closed: "Cerrado por la Secretaría: este capítulo es solo para leer.",
    unattributed: "Sin atribución: a nadie se le dice quién escribe aquí ni quién está.",
    elsewhere: "Lo que escribió en otra pestaña no pudo entrar en este capítulo. Está a salvo en una propuesta.",
    seeProposal: "Ver la propuesta",
  },
};
