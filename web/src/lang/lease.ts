// What is said where this device shows nothing any more, in every language: in one file of its own, which comes only then.
// In French, before ; : ! ? stands a narrow no-break space, written \u202f. Next: pages/Blind.svelte.
import { count as countArabic } from "./arabic-plural.ts";
import type { LanguageCode } from "./index.ts";
import { counting } from "./plural.ts";

export interface LeaseWords {
  readonly title: { readonly past: string; readonly ended: string; readonly spoilt: string };
  readonly past: string;
  readonly ended: string;
  readonly spoilt: string;
  readonly handedIn: (n: number) => string;
  readonly left: (n: number) => string;
  readonly clear: string;
  readonly clearFailed: string;
  /** Of a device that cannot seal what it keeps. */
  readonly open: string;
}

const [french, spanish, portuguese] = [counting("fr"), counting("es"), counting("pt")];
const changes = (n: number): string => (n === 1 ? "1 change" : `${n.toLocaleString("en")} changes`);

export const LEASE: Record<LanguageCode, LeaseWords> = {
  en: {
    title: {
      past: "This device is locked",
      ended: "Your session on this device was ended",
      spoilt: "Something on this device can no longer be read",
    },
    past: "This device has been without the service for too long, so what it keeps is locked. Nothing is lost: connect, sign in if you are asked to, and all of it is here again, with the changes that wait.",
    ended:
      "Your session was ended for you, or your seat was handed over. What this device kept for the seat cannot be read any more.",
    spoilt:
      "The key to what this device kept for a seat was destroyed when a session was ended for somebody. Nobody can read it any more. What is saved on the service is not touched by it. Delete what is left here and go on.",
    handedIn: (n) => `${changes(n)} that had not been sent ${n === 1 ? "was" : "were"} handed in for your seat.`,
    left: (n) =>
      `${changes(n)} could not be handed in yet. Keep this page open while you are connected: it goes on trying.`,
    clear: "Delete it from this device",
    clearFailed: "It could not be deleted. Close the other tabs of this manual and try again.",
    open: "This address has no https, so what this device keeps lies on it unlocked. Keep nothing on a device that others use.",
  },
  fr: {
    title: {
      past: "Cet appareil est verrouillé",
      ended: "Votre session sur cet appareil a été fermée",
      spoilt: "Une partie de ce que conserve cet appareil n’est plus lisible",
    },
    past: "Cet appareil est resté trop longtemps sans le service\u202f: ce qu’il conserve est verrouillé. Rien n’est perdu\u202f: connectez-vous, ouvrez une session si on vous le demande, et tout sera de nouveau là, y compris les modifications en attente.",
    ended:
      "Votre session a été fermée par une autre personne, ou votre siège a été transmis. Ce que cet appareil conservait pour le siège n’est plus lisible.",
    spoilt:
      "La clé de ce que cet appareil conservait pour un siège a été détruite lorsqu’une session a été fermée. Plus personne ne peut le lire. Ce qui est enregistré sur le service n’est pas touché. Supprimez ce qui reste ici et continuez.",
    handedIn: (n) =>
      french.count(n, {
        one: "# modification non envoyée a été remise pour votre siège.",
        many: "# de modifications non envoyées ont été remises pour votre siège.",
        other: "# modifications non envoyées ont été remises pour votre siège.",
      }),
    left: (n) =>
      french.count(n, {
        one: "# modification n’a pas encore pu être remise. Laissez cette page ouverte tant que vous êtes en ligne\u202f: elle réessaie.",
        many: "# de modifications n’ont pas encore pu être remises. Laissez cette page ouverte tant que vous êtes en ligne\u202f: elle réessaie.",
        other:
          "# modifications n’ont pas encore pu être remises. Laissez cette page ouverte tant que vous êtes en ligne\u202f: elle réessaie.",
      }),
    clear: "Supprimer de cet appareil",
    clearFailed: "La suppression a échoué. Fermez les autres onglets de ce manuel et réessayez.",
    open: "Cette adresse n’utilise pas https\u202f: ce que cet appareil conserve y est lisible sans clé. Ne conservez rien sur un appareil que d’autres utilisent.",
  },
  es: {
    title: {
      past: "Este dispositivo está bloqueado",
      ended: "Su sesión en este dispositivo se ha cerrado",
      spoilt: "Parte de lo que conserva este dispositivo ya no se puede leer",
    },
    past: "Este dispositivo ha pasado demasiado tiempo sin el servicio y lo que conserva está bloqueado. No se ha perdido nada: conéctese, inicie sesión si se le pide y todo volverá a estar aquí, con los cambios que esperan.",
    ended:
      "Otra persona cerró su sesión, o su puesto pasó a otras manos. Lo que este dispositivo conservaba para el puesto ya no se puede leer.",
    spoilt:
      "La clave de lo que este dispositivo conservaba para un puesto se destruyó al cerrarse una sesión. Ya nadie puede leerlo. Lo que está guardado en el servicio no se ve afectado. Elimine lo que queda aquí y continúe.",
    handedIn: (n) =>
      spanish.count(n, {
        one: "# cambio sin enviar se entregó para su puesto.",
        many: "# de cambios sin enviar se entregaron para su puesto.",
        other: "# cambios sin enviar se entregaron para su puesto.",
      }),
    left: (n) =>
      spanish.count(n, {
        one: "# cambio no se ha podido entregar todavía. Mantenga abierta esta página mientras tenga conexión: lo sigue intentando.",
        many: "# de cambios no se han podido entregar todavía. Mantenga abierta esta página mientras tenga conexión: lo sigue intentando.",
        other:
          "# cambios no se han podido entregar todavía. Mantenga abierta esta página mientras tenga conexión: lo sigue intentando.",
      }),
    clear: "Eliminarlo de este dispositivo",
    clearFailed: "No se pudo eliminar. Cierre las otras pestañas de este manual e inténtelo de nuevo.",
    open: "Esta dirección no usa https, por lo que este dispositivo conserva sus datos sin cifrar. No conserve nada en un dispositivo que usen otras personas.",
  },
  pt: {
    title: {
      past: "Este dispositivo está bloqueado",
      ended: "A sua sessão neste dispositivo foi encerrada",
      spoilt: "Parte do que este dispositivo conserva já não pode ser lida",
    },
    past: "Este dispositivo esteve demasiado tempo sem o serviço e o que conserva está bloqueado. Nada se perdeu: ligue-se, inicie sessão se lhe for pedido, e tudo estará de novo aqui, com as alterações que esperam.",
    ended:
      "A sua sessão foi encerrada por outra pessoa, ou o seu assento foi transmitido. O que este dispositivo conservava para o assento já não pode ser lido.",
    spoilt:
      "A chave do que este dispositivo conservava para um assento foi destruída quando uma sessão foi encerrada. Já ninguém o pode ler. O que está guardado no serviço não é afetado. Elimine o que resta aqui e continue.",
    handedIn: (n) =>
      portuguese.count(n, {
        one: "# alteração não enviada foi entregue para o seu assento.",
        many: "# de alterações não enviadas foram entregues para o seu assento.",
        other: "# alterações não enviadas foram entregues para o seu assento.",
      }),
    left: (n) =>
      portuguese.count(n, {
        one: "# alteração ainda não pôde ser entregue. Mantenha esta página aberta enquanto tiver conexão: ela continua a tentar.",
        many: "# de alterações ainda não puderam ser entregues. Mantenha esta página aberta enquanto tiver conexão: ela continua a tentar.",
        other:
          "# alterações ainda não puderam ser entregues. Mantenha esta página aberta enquanto tiver conexão: ela continua a tentar.",
      }),
    clear: "Eliminar deste dispositivo",
    clearFailed: "Não foi possível eliminar. Feche os outros separadores deste manual e tente novamente.",
    open: "Este endereço não usa https, por isso o que este dispositivo conserva não está cifrado. Não conserve nada num dispositivo que outras pessoas usem.",
  },
  ar: {
    title: {
      past: "هذا الجهاز مقفل",
      ended: "أُنهيت جلستك على هذا الجهاز",
      spoilt: "لم يعد ممكنًا قراءة بعض ما على هذا الجهاز",
    },
    past: "بقي هذا الجهاز مدة طويلة دون الاتصال بالخدمة، فأُقفل ما يحتفظ به. لم يضع شيء: اتصل وسجّل الدخول إن طُلب ذلك، فيعود كل شيء هنا مع التغييرات التي تنتظر.",
    ended: "أنهى شخص آخر جلستك أو سُلّم مقعدك إلى غيرك. لم يعد ممكنًا قراءة ما كان هذا الجهاز يحتفظ به للمقعد.",
    spoilt:
      "أُتلف مفتاح ما كان هذا الجهاز يحتفظ به لأحد المقاعد عند إنهاء جلسة، ولم يعد بإمكان أحد قراءته. لا يمسّ ذلك ما هو محفوظ في الخدمة. احذف ما تبقى هنا وتابع.",
    handedIn: (n) =>
      countArabic(n, {
        zero: "لم تكن هناك تغييرات غير مرسلة.",
        one: "سُلّم لمقعدك تغيير واحد لم يُرسل.",
        two: "سُلّم لمقعدك تغييران لم يُرسلا.",
        few: "سُلّمت لمقعدك # تغييرات لم تُرسل.",
        many: "سُلّم لمقعدك # تغييرًا لم يُرسل.",
        other: "سُلّم لمقعدك # تغيير لم يُرسل.",
      }),
    left: (n) =>
      countArabic(n, {
        zero: "سُلّمت كل التغييرات.",
        one: "لم يمكن بعدُ تسليم تغيير واحد. أبقِ هذه الصفحة مفتوحة ما دمت متصلًا، فهي تواصل المحاولة.",
        two: "لم يمكن بعدُ تسليم تغييرين. أبقِ هذه الصفحة مفتوحة ما دمت متصلًا، فهي تواصل المحاولة.",
        few: "لم يمكن بعدُ تسليم # تغييرات. أبقِ هذه الصفحة مفتوحة ما دمت متصلًا، فهي تواصل المحاولة.",
        many: "لم يمكن بعدُ تسليم # تغييرًا. أبقِ هذه الصفحة مفتوحة ما دمت متصلًا، فهي تواصل المحاولة.",
        other: "لم يمكن بعدُ تسليم # تغيير. أبقِ هذه الصفحة مفتوحة ما دمت متصلًا، فهي تواصل المحاولة.",
      }),
    clear: "حذفه من هذا الجهاز",
    clearFailed: "تعذّر الحذف. أغلق علامات التبويب الأخرى لهذا الدليل ثم أعد المحاولة.",
    open: "هذا العنوان لا يستخدم https، ولذلك فإن ما يحتفظ به هذا الجهاز غير مشفّر. لا تحتفظ بشيء على جهاز يستخدمه غيرك.",
  },
};
