// What the desk, the page of a seat and "Who wrote this" say, in French. Same rules as ../fr.ts.
import { counting } from "../plural.ts";
import type { DeskWords } from "./en.ts";

const { count } = counting("fr");
const quoted = (title: string): string => `«\u202f${title}\u202f»`;

export const fr: DeskWords = {
  needsService:
    "Il faut pour cela le service, et il ne répond pas. Rien n’a été modifié\u202f; réessayez quand il sera de nouveau là.",
  nothingChanged: "Rien n’a été modifié.",
  failed: "La page n’a pas pu être lue. Rien n’est perdu\u202f; vérifiez votre connexion et réessayez.",
  notYours: "Cette page est réservée au Secrétariat.",
  save: "Enregistrer",
  former: "un ancien membre du siège",
  dated: { until: (day) => `jusqu’au ${day}`, from: (day) => `depuis le ${day}` },

  desk: {
    title: "Le bureau du Secrétariat",
    lead: "Qui occupe quel siège, où en est chaque chapitre, et ce qui attend une décision.",
    parts: "Sur cette page",
  },

  seats: {
    title: "Sièges",
    count: (n) => count(n, { one: "# siège", many: "# de sièges", other: "# sièges" }),
    filter: "Chercher un siège ou une personne",
    noneFound: "Aucun siège ni aucune personne ne porte ce nom.",
    add: "Ajouter un siège",
    name: "Nom du siège",
    nameMissing: "Saisissez d’abord un nom.",
    kind: "Catégorie",
    kinds: {
      state: "État",
      organisation: "Organisation internationale",
      secretariat: "Secrétariat",
      steering: "Groupe de pilotage",
      observer: "Observation",
    },
    right: "Droit",
    rights: { read: "lit", comment: "commente", suggest: "propose", edit: "écrit", keep: "administre" },
    vacant: "vacant",
    seen: (day) => `dernière visite\u202f: ${day}`,
    neverSeen: "aucune visite encore",
  },

  manualRights: {
    title: "Ce que ce siège peut faire",
    lead: "Dans chaque manuel. Un chapitre peut faire exception\u202f: cela se décide au chapitre.",
    change: "Modifier",
    changeOf: (manual) => `Modifier ce que ce siège peut faire dans ${manual}`,
    of: (seat, manual = "") => `Ce que le siège de ${seat} peut faire dans ${manual}`,
    asKind: "selon sa catégorie",
    more: {
      default: "Rien de particulier\u202f: ce que peuvent les sièges de sa catégorie.",
      none: "Le manuel n’existe pas pour ce siège\u202f: il ne figure dans aucune liste ni aucune recherche.",
      read: "Lit tout et ne modifie rien.",
      comment: "Lit et commente, sans modifier le texte.",
      suggest: "Lit et fait des propositions, qui entrent dans le texte une fois fusionnées.",
      edit: "Écrit dans chaque chapitre ouvert.",
      keep: "Écrit, ajoute et déplace des chapitres, les verrouille et les ferme, fusionne les propositions et décide qui peut faire quoi.",
    },
    keepsAll: "Ce siège administre le service, et donc chaque manuel.",
    atOnce: "Les pages ouvertes du siège en sont averties aussitôt. Ce qui y a été écrit reste.",
    saved: (manual, right = "") => `${manual}\u202f: ${right}. Les pages ouvertes ont été averties.`,
    none: "Il n’y a pas encore de manuel.",
  },

  people: {
    title: "Personnes",
    none: "Personne n’occupe ce siège en ce moment.",
    roles: { "focal-point": "point focal", deputy: "adjoint", colleague: "collègue" },
    admin: "administration du siège",
    adminMore: "Peut inviter des collègues à ce siège et mettre fin à leur accès.",
    invite: "Inviter un ou une collègue",
    inviteTo: (seat) => `Inviter quelqu’un au siège de ${seat}`,
    name: "Nom",
    nameMissing: "Saisissez d’abord le nom de la personne.",
    email: "Adresse électronique (facultatif)",
    emailMore: "Conservée sous scellés, comme le nom.",
    role: "Fonction",
    until: "Jusqu’au (si la date de fin est connue)",
    make: "Créer l’invitation",
    invited: "invitation ouverte",
    again: "Nouvelle invitation",
    againOf: (name) => `Nouvelle invitation pour ${name}`,
    end: "Mettre fin à l’accès",
    endOf: (name) => `Mettre fin à l’accès de ${name}`,
    endTitle: (name) => `Mettre fin à l’accès de ${name}\u202f?`,
    endMore:
      "Toutes ses sessions sont fermées en deux secondes, et son invitation prend fin. Ce qui a été écrit reste tel quel et appartient au siège.",
    endKeep: "Garder l’accès",
    erase: "Effacer le nom",
    eraseOf: (name) => `Effacer le nom ${name}`,
    eraseTitle: (name) => `Effacer définitivement le nom ${name}\u202f?`,
    eraseMore:
      "Le nom et l’adresse sont supprimés partout dans le service. Ce qui a été écrit reste et appartient au siège. Cela ne peut pas être annulé.",
    eraseKeep: "Garder le nom",
    before: "L’ont occupé auparavant",
  },

  invitation: {
    title: (name) => `L’invitation pour ${name}`,
    lead: (day) =>
      `Elle sert une seule fois, jusqu’au ${day}. Le lien et le code doivent voyager par deux voies différentes\u202f; le lien seul n’ouvre rien.`,
    linkStep: "Envoyez le lien, par exemple par courrier électronique.",
    mailed: "Le lien a été envoyé par courrier électronique à la personne. Communiquez le code par une autre voie.",
    notMailed: "Le lien n’a pas pu être envoyé par courrier électronique : copiez-le et envoyez-le vous-même.",
    copy: "Copier le lien",
    copied: "Le lien est copié.",
    notCopied: "Le lien n’a pas pu être copié. Sélectionnez-le et copiez-le à la main.",
    codeStep:
      "Communiquez le code par une autre voie\u202f: au téléphone, par message ou de vive voix. Jamais dans le même courriel que le lien.",
    show: "Afficher le code",
    once: "Le code n’est affiché que maintenant. S’il se perd, créez une nouvelle invitation\u202f; l’ancienne prend alors fin.",
    waiting: "Invitations en attente",
    waitingMore:
      "Chacune sert une seule fois. Le lien et le code ne sont affichés qu’à la création\u202f; si l’un des deux est perdu, créez une nouvelle invitation.",
    waitingNone: "Aucune invitation n’est en attente.",
  },

  handover: {
    start: "Transmettre ce siège",
    title: (seat) => `Transmettre le siège de ${seat}`,
    leaving: "Qui part",
    leavingNone: "Choisissez qui part.",
    coming: "Qui arrive",
    happens: "Ce qui se passe",
    signedOut:
      "Les sessions de qui part sont fermées en deux secondes, et ses appareils ne peuvent plus ouvrir le manuel.",
    stays: "Les brouillons et les propositions restent au siège, pour qui arrive.",
    unsent:
      "Les modifications pas encore envoyées ne sont pas perdues\u202f: l’appareil les remet, et elles deviennent une proposition du siège.",
    past: "Tout ce qui a été écrit jusqu’ici reste exactement tel quel.",
    now: "Transmettre maintenant",
  },

  holdings: {
    welcome: (seat: string): string =>
      `Bienvenue. Vous prenez la suite pour ${seat}\u202f: voici ce que contient le siège, et c’est à vous de continuer.`,
    title: "Ce que contient votre siège",
    lead: "Pour qui arrive à ce siège\u202f: ce qui y a été écrit, et ce qui attend.",
    chapters: "Chapitres où il a écrit",
    proposals: "Propositions ouvertes",
    drafts: "Brouillons privés",
    editions: "Éditions figées depuis",
    nothing: "Rien pour l’instant.",
  },

  seat: {
    title: "Votre siège",
    lead: (seat) => `Le siège de ${seat}, et les personnes qui l’occupent. Il demeure quand elles partent.`,
    ask: "L’administration du siège ou le Secrétariat invite des collègues à ce siège.",
  },

  chapters: {
    title: "Chapitres",
    lead: "Si l’on peut écrire dans un chapitre, ce qui est dit de qui l’a écrit, et quels sièges y ont un droit particulier.",
    state: "État du chapitre",
    states: { open: "ouvert", locked: "verrouillé", closed: "clos" },
    stateMore: {
      open: "Chaque siège écrit selon son droit.",
      locked: "Personne n’y écrit avant son déverrouillage. Ce qui est écrit entre-temps devient une proposition.",
      closed: "En lecture seule. Il n’accepte aucune proposition.",
    },
    mode: "Qui a écrit quoi",
    modes: { named: "nominatif", seat: "par siège", unattributed: "sans attribution" },
    modeMore: {
      named: "Les membres voient quelle personne a écrit quoi, et de quel siège.",
      seat: "Les membres voient quel siège a écrit quoi, et aucune personne.",
      unattributed:
        "Rien n’est dit de qui écrit ni de qui est là\u202f: ni la personne, ni le siège (règle de Chatham House). Ses propositions ne portent aucun nom, et il n’accepte pas de brouillon privé.",
    },
    auditKey: "Clé d’audit (facultatif)",
    auditKeyMore:
      "Avec la moitié publique d’une clé, qui détient l’autre moitié peut savoir plus tard qui a écrit. Sans clé, personne ne le pourra jamais.",
    audited: "Une clé d’audit est en place\u202f: qui détient l’autre moitié peut savoir qui a écrit.",
    modePast: "Ce qui a été écrit auparavant reste tel quel\u202f: un nouveau mode ne le cache ni ne le révèle.",
    change: "Modifier",
    changeOf: (title) => `Modifier\u202f: ${title}`,
    exceptions: "Droits de certains sièges",
    exceptionsMore: "Un siège qui ne figure pas ici a son droit dans le manuel.",
    hidden: "ne le voit pas",
    addException: "Ajouter",
    remove: "Retirer",
    removeException: (seat) => `Retirer la ligne de ${seat}`,
    seat: "Siège",
    saved: (title) => `${quoted(title)} est modifié.`,
  },

  proposals: {
    title: "Propositions en attente",
    lead: "Des modifications qui n’ont pas pu entrer, et des brouillons que des sièges ont proposés.",
    none: "Aucune proposition n’est en attente.",
    count: (n) =>
      count(n, {
        one: "# proposition en attente",
        many: "# de propositions en attente",
        other: "# propositions en attente",
      }),
  },

  sessions: {
    someDevice: "un appareil qui n’a pas dit ce qu’il est",
    on: (browser, system = "") => `${browser} sous ${system}`,
    otherBrowser: "autre navigateur",
    otherSystem: "autre système",
    title: "Sessions",
    none: "Aucune session n’est ouverte.",
    began: (when) => `depuis ${when}`,
    current: "celle-ci",
    end: "Fermer",
    endOf: (device) => `Fermer la session sur ${device}`,
    ended: "La session est fermée.",
  },

  roster: {
    title: "Liste des sièges",
    lead: "Tous les sièges et les personnes qui les occupent en une seule liste (CSV), pour un tableur.",
    download: "Télécharger la liste",
    import: "Importer une liste",
    file: "Choisir un fichier",
    paste: "Ou collez ses lignes ici",
    columns: "La première ligne nomme les colonnes, comme dans la liste à télécharger.",
    check: "Vérifier",
    empty: "Choisissez d’abord un fichier, ou collez des lignes.",
    good: (n) =>
      count(n, { one: "# ligne est en ordre.", many: "# de lignes sont en ordre.", other: "# lignes sont en ordre." }),
    bad: (n) =>
      `${count(n, { one: "# ligne contient une erreur", many: "# de lignes contiennent une erreur", other: "# lignes contiennent une erreur" })}. Rien n’est importé tant que toutes ne sont pas en ordre.`,
    line: "Ligne",
    problem: "Ce qui ne va pas",
    ok: "en ordre",
    now: "Importer maintenant",
    imported: (n) =>
      `La liste est importée\u202f: ${count(n, { one: "# ligne", many: "# de lignes", other: "# lignes" })}.`,
    again: "Modifier les lignes",
  },

  audit: {
    title: "Registre",
    lead: "Ce qui a été fait, dans l’ordre, et par quel siège. Chaque ligne porte l’empreinte de la précédente, de sorte qu’aucune ne peut être modifiée ni retirée sans que cela se voie.",
    earlier: "Plus anciens",
    download: "Tout télécharger",
    empty: "Rien pour l’instant.",
    service: "le service",
    list: "Derniers actes",
  },

  acts: {
    "chapter-state": "L’état d’un chapitre a été décidé",
    "chapter-mode": "Ce qui est dit de qui écrit un chapitre a été décidé",
    "right-in-manual": "Le droit d’un siège dans un manuel a été décidé",
    "right-in-chapter": "Le droit d’un siège dans un chapitre a été décidé",
    "service-paused": "Toute écriture a été suspendue",
    "service-resumed": "La suspension a été levée",
    "person-added": "Une personne a été ajoutée à un siège",
    "person-changed": "Les indications sur une personne ont été modifiées",
    "person-renamed": "Le nom d’une personne a été modifié",
    "person-ended": "L’accès d’une personne a pris fin",
    "person-erased": "Le nom d’une personne a été effacé",
    "session-revoked": "La session de quelqu’un a été fermée",
    proposed: "Une proposition ou un brouillon a été créé",
    "draft-offered": "Un brouillon a été proposé",
    "proposal-merged": "Une proposition est entrée dans son chapitre",
    "proposal-closed": "Une proposition a été close",
    "proposal-reopened": "Une proposition a été rouverte",
    "forged-id-refused": "Des modifications sous un numéro étranger ont été refusées",
    "passkey-added": "Une clé d’accès a été ajoutée",
    "passkey-renamed": "Une clé d’accès a été renommée",
    "passkey-used": "Une clé d’accès a servi",
    "passkey-ended": "Une clé d’accès a été retirée",
    "identity-linked": "Un compte extérieur a été relié",
    "identity-ended": "Le lien avec un compte extérieur a été supprimé",
    "device-key-given": "Un appareil a reçu sa clé",
    "device-key-destroyed": "La clé d’un appareil a été détruite",
    "folder-began": "Le dossier de données a été créé",
    "seat-added": "Un siège a été ajouté",
    "seat-right": "Le droit d’un siège a été décidé",
    "invitation-made": "Une invitation a été créée",
    "wrong-code-typed": "Un code erroné a été saisi",
    "invitation-used": "Une invitation a servi",
    "token-made": "Un jeton pour un programme a été créé",
    "signed-in": "Une session a été ouverte",
    "session-ended": "Une session a pris fin",
    appears: "Quelqu’un a choisi comment apparaître",
    "manual-made": "Un manuel a été créé",
    "chapter-made": "Un chapitre a été créé",
    "template-made": "Un modèle a été créé",
    "chapter-made-from": "Un chapitre a été créé d’après un modèle",
    "chapter-deleted": "Un chapitre a été supprimé",
    "chapter-restored": "Un chapitre a été rétabli",
    "freeze-began": "Une édition a commencé à être figée",
    "edition-published": "Une édition a été figée",
    "freeze-dropped": "Une édition n’a pas été figée jusqu’au bout",
  },

  pause: {
    title: "Suspendre toute écriture",
    lead: "Pour une heure difficile\u202f: en deux secondes, plus personne ne peut écrire ni rien modifier, tout reste lisible, et ce qui est écrit entre-temps reste sur les appareils et sera envoyé ensuite.",
    start: "Suspendre toute écriture",
    sure: "Suspendre toute écriture maintenant\u202f?",
    sureMore:
      "Chaque session ouverte le voit sur chaque page. La suspension se lève sur cette page, ou par la commande «\u202fchancery resume\u202f».",
    now: "Suspendre maintenant",
    not: "Ne pas suspendre",
    on: "L’écriture est suspendue.",
    lift: "Lever la suspension",
    lifted: "La suspension est levée. Ce qui attendait sur les appareils est en cours d’envoi.",
    bar: "L’écriture est suspendue par le Secrétariat. Ce que vous écrivez reste sur cet appareil et sera envoyé ensuite.",
    barLift: "Lever la suspension au bureau",
  },

  authors: {
    title: "Qui a écrit ceci",
    lead: "Chaque paragraphe, avec les sièges qui l’ont écrit.",
    unattributed:
      "Ce chapitre est sans attribution\u202f: rien n’est dit de qui a écrit quoi, ni la personne ni le siège. C’est une décision, pour que la parole y soit libre.",
    without: "sans attribution",
    removed: "Supprimé ici",
    removedBy: (units, who = "", when = "") =>
      `${who}, ${count(units, { one: "# caractère", many: "# de caractères", other: "# caractères" })}, ${when}`,
    beside: (who) => `Dans les notes, tableaux, images et encadrés\u202f: ${who}.`,
    nothing: "Rien n’est encore écrit ici.",
  },

  standing: {
    locked: "Verrouillé par le Secrétariat\u202f: personne n’écrit dans ce chapitre avant son déverrouillage.",
    closed: "Clos par le Secrétariat\u202f: ce chapitre est en lecture seule.",
    unattributed: "Sans attribution\u202f: rien n’est dit de qui écrit ici, ni de qui est là.",
    elsewhere:
      "Ce que vous avez écrit dans un autre onglet n’a pas pu entrer dans ce chapitre. C’est en sûreté dans une proposition.",
    seeProposal: "Voir la proposition",
  },
};
