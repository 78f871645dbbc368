// What the screens say in Spanish about passkeys and about one's own access.
import type { DoorWords } from "./index.ts";

export const door: DoorWords = {
  passkey: {
    signIn: "Iniciar sesión con una llave de acceso",
    signInMore: "Su dispositivo le pide la huella dactilar, el rostro o su PIN. No hay nada que escribir.",
    asking: "Su dispositivo se lo está pidiendo…",
    stopped: "Su dispositivo no lo ha confirmado. No ha cambiado nada; inténtelo de nuevo, o utilice una invitación.",
    refused:
      "Esta llave de acceso ya no abre ningún puesto aquí. Pida una nueva invitación a la Secretaría, o a quien administre su puesto.",
    unreachable: "El servicio no respondió. Compruebe su conexión e inténtelo de nuevo.",
    orTitle: "Con una invitación",
    orMore: "Abra el enlace de su invitación y escriba el código que se le envió por separado.",
    haveTitle: "¿Ya tiene una llave de acceso?",
    none: "En este navegador y en esta dirección no se pueden utilizar llaves de acceso. Utilice una invitación.",
  },
  provider: {
    title: "Con una cuenta externa",
    signIn: (name) => `Iniciar sesión con ${name}`,
    signInMore: "Usted inicia sesión allí y regresa. La primera vez necesita una invitación a su nombre.",
    going: "Se le está llevando allí…",
    link: (name) => `Continuar con ${name}`,
    linkMore: (name) =>
      `Escriba primero su código. Usted inicia sesión allí y regresa; desde entonces ${name} le deja entrar sin código.`,
    away: (name) =>
      `${name} no responde en este momento. No ha cambiado nada; inténtelo de nuevo dentro de poco, o entre de otra manera.`,
    forNobody:
      "Esta invitación es para el puesto y no para usted en persona. Inicie sesión solo con el código, o pida una invitación a su nombre.",
    finishing: "Se está iniciando su sesión…",
    finishingMore: "Se está comprobando su cuenta externa. Tarda un momento.",
    notIn: "No ha iniciado sesión",
    cancelled:
      "Usted no inició sesión allí. No ha cambiado nada, y una invitación que tenga todavía se puede utilizar.",
    refused:
      "Esta cuenta no deja entrar a nadie aquí, o la solicitud era demasiado antigua o se inició en otro navegador. No ha cambiado nada. Empiece de nuevo; si no sirve, pida una nueva invitación a su nombre.",
    again: "Iniciar sesión de nuevo",
    account: "Cuenta externa",
    accountMore:
      "Esta cuenta le deja entrar sin enlace ni código. Quien la gestiona ve que usted inicia sesión aquí, y nada de lo que hace. Con una nueva invitación puede vincular otra.",
    linked: (name) => `Entra con ${name}`,
    since: (when) => `Desde el ${when}`,
    rests: "En este momento no deja entrar a nadie, porque el servicio está configurado sin ella.",
    removeOf: (name) => `Quitar el vínculo con ${name}`,
    removeTitle: (name) => `¿No entrar más con ${name}?`,
    removeMore: "Sus llaves de acceso le siguen dejando entrar. Solo una nueva invitación vuelve a vincular la cuenta.",
    removeLast:
      "Usted no tiene ninguna llave de acceso. Sin esta cuenta, solo una nueva invitación le dejará entrar. Las sesiones iniciadas siguen abiertas.",
    removed: (name) => `${name} ya no le deja entrar.`,
  },
  code: {
    lead: "Escriba el código que acompaña a su invitación. Se le envió por separado del enlace.",
    label: "Código",
    hint: "Diez letras y cifras, por ejemplo 7K3PM-\u2060X2QWB. Las mayúsculas y el guion no importan.",
    start: "Empezar",
    working: "Iniciando sesión…",
    empty: "Escriba primero el código. Tiene diez letras y cifras.",
    length: (n) => `El código tiene diez letras y cifras; este tiene ${String(n)}.`,
    wrong: (tries) =>
      tries > 1
        ? "Tampoco ha funcionado esta vez. Tras cinco intentos erróneos, la invitación caduca. Pida una nueva a la Secretaría si tiene dudas sobre el código."
        : "No ha funcionado. Puede que el código contenga un error, o que la invitación ya se haya utilizado o haya caducado. Compruebe el código e inténtelo de nuevo, o pida una nueva invitación a la Secretaría.",
    unreachable:
      "El servicio no respondió. Su invitación sigue siendo válida: compruebe su conexión e inténtelo de nuevo.",
    errorTitle: "Hay un problema",
    once: "El enlace y el código sirven una sola vez, juntos, en este dispositivo.",
  },
  ownDevice: {
    legend: "¿Es suyo este dispositivo?",
    yes: "Sí, nadie más lo utiliza",
    yesMore:
      "Sus capítulos y los cambios que no se hayan enviado se conservan en él, para que pueda escribir sin conexión.",
    no: "No, otras personas también lo utilizan",
    noMore: "No se conserva nada en él, y su sesión se cierra al cerrar el navegador.",
  },
  touch: {
    title: "Confirme con su llave de acceso",
    lead: "Lo que va a hacer importa a otras personas. Su dispositivo pide su huella, su rostro o su PIN, y queda hecho. No se le vuelve a preguntar durante diez minutos.",
    confirm: "Confirmar",
    stopped: "Su dispositivo no lo confirmó. No ha cambiado nada; inténtelo de nuevo o cancele.",
    refused: "Esto no lo confirmó. No ha cambiado nada; inténtelo de nuevo con una llave de acceso suya.",
    lost: "¿No tiene a mano su llave de acceso? Cierre la sesión y ábrala de nuevo con una nueva invitación: eso también lo confirma.",
  },
  offer: {
    title: "Entrar sin código la próxima vez",
    lead: (seat) =>
      `Ha iniciado sesión para: ${seat}. Con una llave de acceso en este dispositivo, usted entra con su huella dactilar, su rostro o el PIN del dispositivo. No hay contraseña que se pueda robar.`,
    make: "Crear una llave de acceso",
    later: "Ahora no",
    laterMore: "Puede crear una en cualquier momento en «Su acceso».",
  },
  access: {
    title: "Su acceso",
    lead: (seat) => `Cómo entra usted para ${seat}, y dónde tiene sesiones iniciadas ahora.`,
    nobody: "Aquí no hay ninguna sesión iniciada. Abra el enlace de su invitación, o entre con una llave de acceso.",
    failed: "No se pudo consultar. No ha cambiado nada; compruebe su conexión e inténtelo de nuevo.",
    passkeys: "Llaves de acceso",
    passkeysMore:
      "Una llave de acceso permanece en su dispositivo, o en su gestor de contraseñas, y le deja entrar sin enlace ni código. Tenga una en cada dispositivo que utilice. Si las pierde todas, pida una nueva invitación.",
    passkeysNone: "Todavía no tiene ninguna llave de acceso.",
    notYours:
      "Esta sesión pertenece al puesto y no a usted en persona. Pida una invitación a su nombre para crear llaves de acceso y ver todas sus sesiones.",
    name: "Nombre de la nueva llave de acceso",
    nameHint: "Para reconocerla más adelante, por ejemplo «Portátil del trabajo».",
    nameEmpty: "Dé primero un nombre a la llave de acceso.",
    add: "Añadir una llave de acceso",
    adding: "Su dispositivo se lo está pidiendo…",
    added: (name) => `Se ha añadido la llave de acceso ${name}. Desde ahora le deja entrar.`,
    had: "Este dispositivo ya tiene una llave de acceso suya. No ha cambiado nada.",
    addFailed: "No se ha creado ninguna llave de acceso. No ha cambiado nada; inténtelo de nuevo.",
    addedOn: (when) => `Añadida el ${when}`,
    usedOn: (when) => `Utilizada por última vez el ${when}`,
    usedNever: "Todavía sin utilizar",
    rename: "Cambiar el nombre",
    renameOf: (name) => `Cambiar el nombre de la llave de acceso ${name}`,
    newName: "Nombre nuevo",
    save: "Guardar",
    cancel: "Cancelar",
    remove: "Quitar",
    removeOf: (name) => `Quitar la llave de acceso ${name}`,
    removeTitle: (name) => `¿Quitar ${name}?`,
    removeMore:
      "Ya no deja entrar a nadie. Las sesiones iniciadas con ella siguen abiertas; ciérrelas más abajo. Elimínela también en su dispositivo.",
    removed: (name) => `Se ha quitado la llave de acceso ${name}.`,
    sessions: "Dónde tiene sesiones iniciadas",
    sessionsMore:
      "Cada una es un navegador. Si no reconoce alguna, ciérrela: el dispositivo queda desconectado de inmediato y ya no puede enviar nada.",
    current: "Este navegador",
    unknownDevice: "Dispositivo desconocido",
    otherBrowser: "Otro navegador",
    otherSystem: "otro sistema",
    since: (when) => `Sesión iniciada el ${when}`,
    seen: (day) => `Última visita el ${day}`,
    end: "Cerrar",
    endOf: (device) => `Cerrar la sesión: ${device}`,
    ended: (device) => `La sesión se ha cerrado: ${device}.`,
    everywhere: "Cerrar todas las sesiones",
    everywhereMore:
      "Cierra todas sus sesiones, también esta. Lo que está en espera en este dispositivo se envía primero.",
    notAllowed: "No se pudo hacer. No ha cambiado nada; vuelva a cargar la página.",
  },
};
