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
